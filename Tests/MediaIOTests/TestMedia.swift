// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import Synchronization
import Timing

/// Small files that tests write and read.
enum TestMedia {
  /// The folder of the shared media; `nil` where this checkout has none.
  static let fixtures: String? = {
    let given = ProcessInfo.processInfo.environment["LINEUP_FIXTURES"]
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/fixtures").standardized.path
    let folder = (given ?? beside) + "/media"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  static let sampleRate = 48_000

  /// Writes numbered pictures, and sound if the encoding has it.
  ///
  /// - Returns: the path.
  @discardableResult
  static func write(
    _ encoding: Encoding, to path: String, frames: Int = 50, rate: FrameRate = .fps25, width: Int = 320, height: Int = 180,
    format: PixelFormat = .yuv422p10, labels: MediaWriter.Labels = .init(), sound: [[Int32]]? = nil, layout: ChannelLayout = .stereo,
    scan: ScanType = .progressive, threads: Int? = nil
  ) throws -> String {
    let shape = PictureShape(format: format, width: width, height: height, rate: rate, scan: scan, color: .bt709)
    let length = rate.firstSample(of: FrameCount(frames), sampleRate: sampleRate)
    let samples = sound ?? layout.positions.indices.map { ramp(length, seed: $0) }
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: shape, audio: encoding.audio == nil ? [] : [SoundShape(sampleRate: sampleRate, layout: layout)],
      labels: labels, threads: threads, isReproducible: true)
    for number in 0..<frames {
      if encoding.video != nil { try writer.write(picture(number, shape)) }
      guard encoding.audio != nil else { continue }
      let range = rate.samples(of: FrameCount(number), sampleRate: sampleRate).clamped(to: 0..<(samples.first?.count ?? 0))
      let block = AudioBlock<Int32>(sampleRate: sampleRate, position: range.lowerBound, bitDepth: 24, channels: samples.map { Array($0[range]) })
      if encoding.audio?.coding == .aac {
        try writer.write(AudioBlock<Float>(sampleRate: sampleRate, channels: samples.map { $0[range].map { Float($0) * 0x1p-23 } }))
      } else {
        try writer.write(block)
      }
    }
    try writer.finish()
    return path
  }

  /// A numbered picture of a shape. Drawing is slow in debug builds: each is drawn once.
  static func picture(_ number: Int, _ shape: PictureShape) -> Picture {
    let key = "\(number) \(shape.width) \(shape.height) \(shape.format.name)"
    let drawn = drawings.withLock { drawings in
      if let drawn = drawings[key] { return drawn }
      let drawn = TestPattern(.moving, format: shape.format, width: shape.width, height: shape.height).numberedPicture(at: FrameCount(number))
      drawings[key] = drawn
      return drawn
    }
    return Picture(
      format: drawn.format, width: drawn.width, height: drawn.height, planes: drawn.planes, position: drawn.position,
      attributes: PictureAttributes(scan: shape.scan, color: shape.color, pixelAspect: shape.pixelAspect), owner: drawn.owner)
  }

  private static let drawings = Mutex<[String: Picture]>([:])

  /// Exact 24-bit samples that differ from channel to channel and reach both ends of the range.
  static func ramp(_ count: Int, seed: Int) -> [Int32] {
    (0..<count).map { index in Int32(truncatingIfNeeded: (index &* 7_919 &+ seed &* 104_729) & 0xFF_FFFF) - 0x80_0000 }
  }

  /// The numbers burnt into the pictures of a file, with their positions.
  static func numbers(_ path: String) throws -> [(position: Int, number: Int?)] {
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    var numbers: [(Int, Int?)] = []
    while let event = try reader.next() {
      if case .picture(let picture, _) = event { numbers.append((picture.position.value, FrameCounter.read(picture)?.value)) }
    }
    return numbers
  }

  static func preset(_ name: String) -> Encoding {
    guard let preset = Encoding.preset(name) else { preconditionFailure("no preset \(name)") }
    return preset
  }
}

/// The bytes of a file.
func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
