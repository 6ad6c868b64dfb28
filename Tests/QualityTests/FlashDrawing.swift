// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

@testable import Quality

/// A colour by its code values, 8 bits of red, green and blue.
struct DrawnColor: Hashable {
  var red: Int
  var green: Int
  var blue: Int

  init(_ red: Int, _ green: Int, _ blue: Int) { (self.red, self.green, self.blue) = (red, green, blue) }

  /// A grey.
  init(grey code: Int) { self.init(code, code, code) }

  /// The grey of a luminance on an sRGB display of 200 cd/m², not rounded to a code of 8 bits.
  static func code(luminance: Double, scale: Double = 255) -> Int {
    let linear = luminance / 200
    return Int(((linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055) * scale).rounded())
  }
}

/// Pictures drawn for the check of flashes and patterns.
enum FlashDrawing {
  static let rgb = PixelFormat(name: "gbrp", model: .rgb, components: (0..<3).map { .init(plane: $0, step: 1, depth: 8) })
  static let rgb16 = PixelFormat(name: "gbrp16le", model: .rgb, components: (0..<3).map { .init(plane: $0, step: 2, depth: 16) })

  /// A picture of planes that `fill` writes, row by row: it is given the component, the row and the row's samples as 16-bit words.
  static func picture(
    _ format: PixelFormat, width: Int, height: Int, at position: Int, scan: ScanType? = nil, color: ColorDescription = ColorDescription(),
    _ fill: (_ component: Int, _ row: Int, _ samples: inout [UInt16]) -> Void
  ) -> Picture {
    var planes: [Picture.Plane] = []
    let sizes = format.components.indices.map { index in
      index == 0 || format.model != .yCbCr
        ? (width, height) : (-(-width >> format.log2ChromaWidth), -(-height >> format.log2ChromaHeight))
    }
    let memory = FlashMemory(bytes: zip(sizes, format.components).reduce(0) { $0 + $1.0.0 * $1.0.1 * $1.1.step })
    var offset = 0
    for (index, size) in sizes.enumerated() {
      let step = format.components[index].step
      var samples = [UInt16](repeating: 0, count: size.0)
      for row in 0..<size.1 {
        fill(index, row, &samples)
        memory.write(samples, at: offset + row * size.0 * step, bytes: step)
      }
      planes.append(Picture.Plane(base: memory.base + offset, stride: size.0 * step, width: size.0, height: size.1))
      offset += size.0 * size.1 * step
    }
    return Picture(
      format: format, width: width, height: height, planes: planes, position: FrameCount(position),
      attributes: PictureAttributes(scan: scan, color: color), owner: memory)
  }

  /// A picture of greys by their luminance in cd/m², in 16 bits of red, green and blue on an sRGB display of 200 cd/m².
  static func luminances(
    width: Int = 64, height: Int = 36, at position: Int = 0, scan: ScanType? = nil, _ luminance: (_ column: Int, _ row: Int) -> Double
  ) -> Picture {
    var codes: [Double: UInt16] = [:]
    var rows: [[UInt16]] = []
    for row in 0..<height {
      rows.append(
        (0..<width).map { column in
          let value = luminance(column, row)
          if let code = codes[value] { return code }
          let code = UInt16(clamping: DrawnColor.code(luminance: value, scale: 65_535))
          codes[value] = code
          return code
        })
    }
    return picture(rgb16, width: width, height: height, at: position, scan: scan) { _, row, samples in samples = rows[row] }
  }

  /// A picture of colours.
  static func colors(width: Int = 64, height: Int = 36, at position: Int = 0, _ color: (_ column: Int, _ row: Int) -> DrawnColor) -> Picture {
    picture(rgb, width: width, height: height, at: position) { component, row, samples in
      for column in 0..<width {
        let drawn = color(column, row)
        samples[column] = UInt16(component == 0 ? drawn.red : component == 1 ? drawn.green : drawn.blue)
      }
    }
  }

  /// The same picture at another place.
  static func moved(_ picture: Picture, to position: Int, scan: ScanType? = nil) -> Picture {
    var attributes = picture.attributes
    if let scan { attributes.scan = scan }
    return Picture(
      format: picture.format, width: picture.width, height: picture.height, planes: picture.planes, position: FrameCount(position),
      attributes: attributes, owner: picture.owner)
  }

  /// The report on pictures in succession.
  static func inspect(_ pictures: some Sequence<Picture>, _ limits: FlashLimits = FlashLimits(), rate: FrameRate = .fps25, threads: Int = 2) throws
    -> InspectionReport
  {
    let inspector = Inspector(
      Drawn.description(video: [Drawn.video(rate: rate)]), profile: InspectionProfile(name: "flash", flash: limits), tool: Drawn.tool,
      threads: threads)
    for picture in pictures { try inspector.examine(picture, stream: 0) }
    return try inspector.finish()
  }

  /// The checks that found something, each once.
  static func kinds(_ report: InspectionReport) -> Set<CheckIdentifier> { Set(report.findings.filter { $0.severity == .mandatory }.map(\.check)) }

  /// Flashes of part of a 64 × 36 screen: the luminance of the flashing part by frame, the rest at 10 cd/m².
  static func flashing(_ luminances: [Double], cells: Int = 64 * 10, background: Double = 10) -> [Picture] {
    var known: [Double: Picture] = [:]
    return luminances.enumerated().map { index, luminance in
      if let picture = known[luminance] { return moved(picture, to: index) }
      let picture = FlashDrawing.luminances { column, row in row * 64 + column < cells ? luminance : background }
      known[luminance] = picture
      return moved(picture, to: index)
    }
  }
}

/// The memory of a drawn picture.
private final class FlashMemory: @unchecked Sendable {  // written only while the picture is drawn
  private let bytes: UnsafeMutableRawBufferPointer

  init(bytes count: Int) {
    bytes = .allocate(byteCount: max(64, count), alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { bytes.deallocate() }

  var base: UnsafeRawPointer { UnsafeRawPointer(bytes.baseAddress!) }  // allocated with at least one byte

  func write(_ samples: [UInt16], at offset: Int, bytes step: Int) {
    if step == 1 {
      for (index, sample) in samples.enumerated() { bytes[offset + index] = UInt8(truncatingIfNeeded: sample) }
    } else {
      samples.withUnsafeBytes { bytes.baseAddress?.advanced(by: offset).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }  // never empty
    }
  }
}
