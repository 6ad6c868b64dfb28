// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import TestSupport
import Timing

/// A programme drawn from marks, one for each picture, so that a patch is a change of marks.
struct DrawnProgramme {
  /// What a picture shows: motion, black, stillness, illegal levels, a repeat of the one before, bars above and below, another scene, flashes, flashes of red,
  /// stripes that reverse, a tear, a caption at the edge. All have a dead pixel.
  static let marks = Array(".BFLRXSWDZTC")
  static let (width, height) = (192, 112)

  var pictures: [Character]

  /// A programme of `count` pictures in runs of random lengths.
  init(count: Int, using random: inout SeededRandom) {
    pictures = []
    while pictures.count < count { pictures += Self.run(using: &random) }
    pictures = Array(pictures.prefix(count))
  }

  private static func run(using random: inout SeededRandom) -> [Character] {
    let mark = marks.randomElement(using: &random) ?? "."
    return Array(repeating: mark, count: mark == "R" ? 1 : Int.random(in: 3...22, using: &random))
  }

  /// The programme with one to three random pieces replaced.
  func patched(using random: inout SeededRandom) -> DrawnProgramme {
    var other = self
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let piece = Self.run(using: &random)
      let start = Int.random(in: 0..<pictures.count, using: &random)
      for (index, mark) in piece.enumerated() where start + index < pictures.count { other.pictures[start + index] = mark }
    }
    return other
  }

  /// Writes it with half a second of tone and half of silence, again and again.
  func write(to path: String, _ encoding: Encoding, format: PixelFormat) throws {
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: PictureShape(format: format, width: Self.width, height: Self.height, rate: .fps25, color: .bt709),
      audio: [SoundShape(sampleRate: 48_000, layout: .stereo)],
      labels: MediaWriter.Labels(start: try Timecode("10:00:00:00", at: .fps25)), isReproducible: true)
    for index in pictures.indices {
      try writer.write(picture(index, format))
      let samples = (0..<1920).map { index / 12 % 2 == 0 ? Float(0.1 * sin(Double(index * 1920 + $0) * 0.13)) : 0 }
      try writer.write(AudioBlock<Float>(sampleRate: 48_000, position: index * 1920, channels: [samples, samples]))
    }
    try writer.finish()
  }

  private func picture(_ index: Int, _ format: PixelFormat) -> Picture {
    let mark = pictures[index]
    // A still picture shows the moment at which it began to stand, and a repeat the one before.
    var moment = index
    if mark == "F" { while moment > 0, pictures[moment - 1] == "F" { moment -= 1 } }
    if mark == "R" { moment -= 1 }
    let scale = 1 << (format.components[0].depth - 8)
    return draw(format, at: index) { component, column, row in
      let isLit = index / 3 % 2 == 0
      guard component == 0 else {
        if mark == "D", component == 2 { return (isLit ? 240 : 128) * scale }
        return mark == "L" && row < 60 ? 230 * scale : 128 * scale
      }
      if (column, row) == (61, 41) { return 235 * scale }
      if mark == "W" { return (isLit ? 210 : 50) * scale }
      if mark == "D" { return 90 * scale }
      if mark == "Z" { return ((column / 8 % 2 == 0) == isLit ? 200 : 40) * scale }
      if mark == "C", row < 8, (32..<160).contains(column) { return (column / 4 % 2 == 0 ? 230 : 20) * scale }
      let moment = mark == "T" && row > 60 ? moment - 1 : moment
      if mark == "B" || (mark == "X" && !(20..<92).contains(row)) { return 16 * scale }
      let wave = sin(Double(column + 5 * moment) / 9) + sin(Double(row - 3 * moment) / (mark == "S" ? 5 : 13))
      let texture = (column * 7 + row * 13 + moment * 31) % 11
      return min(255 * scale, Int((mark == "L" ? 190 : mark == "S" ? 150 : 110) + 40 * wave) * scale + texture)
    }
  }

  private func draw(_ format: PixelFormat, at position: Int, _ code: (_ component: Int, _ column: Int, _ row: Int) -> Int) -> Picture {
    let step = format.components[0].step
    let sizes = (0..<3).map { component in
      component == 0
        ? (Self.width, Self.height) : (Self.width >> format.log2ChromaWidth, Self.height >> format.log2ChromaHeight)
    }
    let memory = DrawnBytes(sizes.reduce(0) { $0 + $1.0 * $1.1 } * step)
    var planes: [Picture.Plane] = []
    var start = 0
    for (component, (width, height)) in sizes.enumerated() {
      for row in 0..<height {
        for column in 0..<width {
          let (x, y) = component == 0 ? (column, row) : (column << format.log2ChromaWidth, row << format.log2ChromaHeight)
          let place = start + (row * width + column) * step
          let value = code(component, x, y)
          if step == 1 {
            memory.bytes[place] = UInt8(value)
          } else {
            memory.bytes.storeBytes(of: UInt16(value), toByteOffset: place, as: UInt16.self)
          }
        }
      }
      planes.append(Picture.Plane(base: UnsafeRawPointer(memory.bytes.baseAddress!) + start, stride: width * step, width: width, height: height))
      start += width * height * step
    }
    return Picture(
      format: format, width: Self.width, height: Self.height, planes: planes, position: FrameCount(position),
      attributes: PictureAttributes(color: .bt709), owner: memory)
  }
}

/// The memory of a drawn picture.
private final class DrawnBytes: @unchecked Sendable {  // written only while the picture is drawn
  let bytes: UnsafeMutableRawBufferPointer
  init(_ count: Int) { bytes = .allocate(byteCount: max(1, count), alignment: 16) }
  deinit { bytes.deallocate() }
}
