// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Foundation
import MediaIO
import Signals
import Testing
import Timing

@testable import Operations

/// Small programmes to format, with a counter in every picture.
enum DrawnPart {
  /// Writes a programme; its pictures are numbered from `first` on.
  static func write(
    _ path: String, frames: Int, first: Int = 0, width: Int = 320, height: Int = 180, scan: ScanType = .progressive, preset: String = "ffv1",
    sound: [ChannelLayout] = [.stereo], rate: FrameRate = .fps25
  ) throws {
    let encoding = try #require(Encoding.preset(preset))
    let programme = Programme(pictures: ".", sound: ".", framesPerMark: first + frames, rate: rate, width: width, height: height)
    let writer = try MediaWriter(
      path: path, encoding: encoding,
      video: PictureShape(format: .yuv422p10, width: width, height: height, rate: rate, scan: scan, color: .bt709),
      audio: sound.map { SoundShape(sampleRate: 48_000, layout: $0) }, isReproducible: true)
    for frame in 0..<frames {
      try writer.write(programme.picture(at: FrameCount(first + frame)))
      for (stream, layout) in sound.enumerated() {
        let samples = rate.samples(of: FrameCount(first + frame), sampleRate: 48_000)
        try writer.write(programme.soundSource.integers(samples, channels: layout.positions.count), stream: stream)
      }
    }
    try writer.finish()
  }

  /// The numbers burnt into the pictures of a file; `nil` for those that have none.
  static func numbers(_ path: String) throws -> [Int?] {
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    var numbers: [Int?] = []
    while let event = try reader.next() {
      if case .picture(let picture, _) = event { numbers.append(FrameCounter.read(picture)?.value) }
    }
    return numbers
  }

  /// A layout of a house, from sections and directions in YAML.
  static func layout(_ sections: [String], _ directions: String = "", items: String = "") throws -> FormatLayout {
    let text = """
      name: house
      title: House
      summary: In small.
      sources:
        - {id: room, document: House, edition: "1", checked: 2026-11-28, certainty: house}
      layout:
        source: room
        sections:
      \(sections.map { "    - {\($0)}" }.joined(separator: "\n"))
      format:
        source: room
      \(directions)
      \(items)
      """
    return try FormatLayout(yaml: text, fileName: "house.yaml")
  }
}
