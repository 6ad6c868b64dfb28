// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

@testable import Quality

/// A programme drawn by hand: one letter a picture. `B` is black, `F` the same grey picture each time, `.` a picture unlike its neighbours, `W` white,
/// `n` a still picture with faint noise, `X` one that the decoder damaged.
struct Programme {
  static let (width, height) = (64, 36)

  let pictures: [Picture]

  init(_ drawing: String, format: PixelFormat = .yuv422p, isFullRange: Bool = false, padding: Int = 0) {
    pictures = drawing.enumerated().map { index, letter in
      Self.picture(letter, at: index, format: format, isFullRange: isFullRange, padding: padding)
    }
  }

  init(pictures: [Picture]) { self.pictures = pictures }

  /// A picture of planar components drawn in code values; colour differences are drawn in their own columns and rows.
  static func drawCodes(
    position: Int = 0, format: PixelFormat, scan: ScanType? = nil, width: Int, height: Int,
    color: ColorDescription = ColorDescription(isFullRange: false),
    _ code: (_ component: Int, _ column: Int, _ row: Int) -> Int
  ) -> Picture {
    let stride = width * 2 + 6
    let memory = DrawnMemory(bytes: stride * height * format.components.count)
    for (index, component) in format.components.enumerated() {
      for row in 0..<height {
        for column in 0..<width {
          memory.store(
            code(index, column, row), at: (component.plane * height + row) * stride + column * component.step, bytes: component.step, false)
        }
      }
    }
    let planes = format.components.indices.map {
      Picture.Plane(base: memory.base + $0 * height * stride, stride: stride, width: width, height: height)
    }
    return Picture(
      format: format, width: width, height: height, planes: planes, position: FrameCount(position),
      attributes: PictureAttributes(scan: scan, color: color), owner: memory)
  }

  private static func picture(_ letter: Character, at index: Int, format: PixelFormat, isFullRange: Bool, padding: Int) -> Picture {
    draw(at: index, format: format, isFullRange: isFullRange, padding: padding, isDamaged: letter == "X") { column, row in
      let still: Double = Double(column) / 80 + 0.1
      let speck: Int = (column * 7 + row * 13 + index * 31) % 32
      let moving: Int = (column * 5 + row * 3 + index * 17) % 64
      switch letter {
      case "B": return 0
      case "W": return 1
      case "F": return still
      case "n": return speck == 0 ? still + 0.004 : still
      default: return Double(moving) / 64
      }
    }
  }

  /// A picture whose pixels are shares of the range from black to white.
  static func draw(
    at position: Int, format: PixelFormat = .yuv422p, isFullRange: Bool = false, padding: Int = 0, isDamaged: Bool = false,
    width: Int = width, height: Int = height, _ shade: (Int, Int) -> Double
  ) -> Picture {
    let component = format.components[0]
    let scale = 1 << (component.depth - 8)
    let (black, white) = isFullRange ? (0, (1 << component.depth) - 1) : (16 * scale, 235 * scale)
    let stride = width * component.step + padding
    let memory = DrawnMemory(bytes: stride * height * format.components.count)
    for plane in format.components.indices {
      for row in 0..<height {
        for column in 0..<width {
          let code = plane == 0 || format.model == .rgb ? black + Int((shade(column, row) * Double(white - black)).rounded()) : 128 * scale
          memory.store(
            code << component.shift, at: (plane * height + row) * stride + column * component.step, bytes: component.step, format.isBigEndian)
        }
      }
    }
    let planes = format.components.indices.map {
      Picture.Plane(base: memory.base + $0 * height * stride, stride: stride, width: width, height: height)
    }
    return Picture(
      format: format, width: width, height: height, planes: planes, position: FrameCount(position),
      attributes: PictureAttributes(color: ColorDescription(isFullRange: isFullRange), isDamaged: isDamaged), owner: memory)
  }
}

/// The memory of a drawn picture. What lies between its rows is bright, so that a check which reads past a row is found out.
private final class DrawnMemory: @unchecked Sendable {  // written only while the picture is drawn
  private let bytes: UnsafeMutableRawBufferPointer

  init(bytes count: Int) {
    bytes = .allocate(byteCount: count, alignment: 16)
    bytes.initializeMemory(as: UInt8.self, repeating: 0xEE)
  }

  deinit { bytes.deallocate() }

  var base: UnsafeRawPointer { UnsafeRawPointer(bytes.baseAddress!) }  // allocated with at least one byte

  func store(_ code: Int, at offset: Int, bytes count: Int, _ isBigEndian: Bool) {
    if count == 1 {
      bytes[offset] = UInt8(code)
    } else {
      let word = UInt16(code)
      bytes.storeBytes(of: isBigEndian ? word.bigEndian : word.littleEndian, toByteOffset: offset, as: UInt16.self)
    }
  }
}

/// Sound made for a test: channels of sines, silence and noise.
enum Sound {
  /// A sine with its peak at `level` dBFS.
  static func sine(_ level: Double, _ seconds: Double, frequency: Double = 1000, phase degrees: Double = 0, rate: Int = 48_000) -> [Float] {
    let amplitude = pow(10, level / 20)
    return (0..<Int((seconds * Double(rate)).rounded())).map {
      Float(amplitude * sin(2 * .pi * frequency * Double($0) / Double(rate) + degrees * .pi / 180))
    }
  }

  static func silence(_ seconds: Double, rate: Int = 48_000) -> [Float] { [Float](repeating: 0, count: Int((seconds * Double(rate)).rounded())) }

  /// Noise that swells and fades, the same for the same seed; `swell` is in radians a second.
  static func programme(_ seconds: Double, seed: UInt64, rate: Int = 48_000, swell speed: Double = 0.9) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<Int(seconds * Double(rate))).map { index in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let noise = Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
      let time = Double(index) / Double(rate)
      let swell = pow(10, (-26 + 14 * sin(time * speed + Double(seed))) / 20)
      return Float(swell * (0.5 * noise + 0.5 * sin(2 * .pi * (200 + 40 * Double(seed)) * time)))
    }
  }
}

/// Descriptions of files that do not exist.
enum Drawn {
  static let tool = InspectionReport.Tool(name: "Lineup", version: "test")

  /// `picture` as a check sees it, of a stream that says `color` of itself.
  static func inspected(_ picture: Picture, color: ColorDescription = ColorDescription(isFullRange: false)) -> InspectedPicture? {
    var facts = VideoFacts()
    facts.color = color
    return InspectedPicture(picture, frame: picture.position.value, facts: facts)
  }

  static func video(index: Int = 0, rate: FrameRate = .fps25, frames: Int? = nil) -> VideoStream {
    var facts = VideoFacts()
    (facts.codec, facts.profile, facts.width, facts.height, facts.rate) = ("prores", "HQ", Programme.width, Programme.height, rate)
    (facts.scan, facts.bitDepth, facts.chromaSampling) = (.progressive, 10, "4:2:2")
    facts.frameCount = frames.map { FrameCount($0) }
    return VideoStream(index: index, wrapper: facts, essence: facts)
  }

  static func audio(index: Int = 1, channels: Int = 2, rate: Int = 48_000, layout: ChannelLayout? = nil) -> AudioStream {
    var facts = AudioFacts()
    (facts.codec, facts.sampleRate, facts.channelCount, facts.bitDepth, facts.layout) = ("pcm_s24le", rate, channels, 24, layout)
    return AudioStream(index: index, wrapper: facts, essence: facts)
  }

  static func description(video: [VideoStream] = [], audio: [AudioStream] = [], start: Timecode? = nil) -> MediaDescription {
    MediaDescription(
      path: "drawn.mov", byteCount: 1, wrapper: WrapperDescription(format: "mov", name: "QuickTime / MOV"), video: video, audio: audio,
      timecodes: start.map { [TimecodeStream(source: .quickTimeTrack, start: $0)] } ?? [])
  }

  /// The report on a drawn programme of pictures alone.
  static func inspect(_ programme: Programme, _ profile: InspectionProfile, rate: FrameRate = .fps25, start: Timecode? = nil) throws
    -> InspectionReport
  {
    let inspector = Inspector(description(video: [video(rate: rate)], start: start), profile: profile, tool: tool, threads: 2)
    for picture in programme.pictures { try inspector.examine(picture, stream: 0) }
    return try inspector.finish()
  }

  /// The report on sound alone, in blocks of `blockLength` samples; each element of `streams` is a stream's channels.
  static func inspect(
    sound streams: [[[Float]]], _ profile: InspectionProfile, rate: Int = 48_000, layout: ChannelLayout? = nil, blockLength: Int = 4096
  ) throws -> InspectionReport {
    let audio = streams.enumerated().map { Drawn.audio(index: $0, channels: $1.count, rate: rate, layout: layout) }
    let start = Timecode(wrapping: 0, at: .fps25)
    let inspector = Inspector(description(audio: audio, start: start), profile: profile, tool: tool, threads: 2)
    let length = streams.compactMap { $0.first?.count }.max() ?? 0
    for position in stride(from: 0, to: length, by: blockLength) {
      for (index, channels) in streams.enumerated() where position < channels[0].count {
        let range = position..<min(position + blockLength, channels[0].count)
        try inspector.examine(AudioBlock(sampleRate: rate, position: position, channels: channels.map { Array($0[range]) }), stream: index)
      }
    }
    return try inspector.finish()
  }
}

extension Finding {
  /// The place as it is drawn: `2..<7`.
  var drawnPlace: Range<Int>? { startFrame.flatMap { start in endFrame.map { start.value..<$0.value } } }
}
