// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

/// What becomes of pictures that are not as the encoding wants them: fields, full range, odd and tiny rasters, cameras held sideways.
struct PictureConversionTests {
  let folder: TemporaryFolder

  private struct Failure: Error {}

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [ScanType.interlacedTopFirst, .interlacedBottomFirst])
  func `proxies of interlaced pictures are made of whole pictures`(_ scan: ScanType) throws {
    let shape = PictureShape(format: .yuv420p, width: 320, height: 180, rate: .fps25, scan: scan, color: .bt709)
    let path = try write("proxy-h264-540p", shape) { _, row in row % 2 == 0 ? 60 : 180 }  // one field dark, one bright
    let (picture, description) = try first(path)
    #expect(description.video.first?.facts.scan == .progressive)
    let steps = (10..<170).map { abs(luma(picture, 100, $0) - luma(picture, 100, $0 + 1)) }
    #expect((steps.max() ?? 255) < 12)
  }

  @Test func `mezzanines of interlaced pictures keep their fields`() throws {
    let shape = PictureShape(format: .yuv420p, width: 320, height: 180, rate: .fps25, scan: .interlacedTopFirst, color: .bt709)
    let (picture, description) = try first(write("dnxhd-120", shape) { _, row in row < 90 ? 60 : 180 })
    #expect(description.video.first?.facts.scan == .interlacedTopFirst)
    #expect(picture.height == 1080)
  }

  @Test(arguments: [("proxy-h264-540p", 255, 235), ("proxy-h264-540p", 0, 16), ("ffv1", 255, 940), ("ffv1", 0, 64)])
  func `full range becomes the range of video`(_ preset: String, _ stored: UInt8, _ expected: Int) throws {
    var color = ColorDescription.bt709
    color.isFullRange = true
    let shape = PictureShape(format: .yuv420p, width: 320, height: 180, rate: .fps25, color: color)
    let (picture, description) = try first(write(preset, shape) { _, _ in stored })
    #expect(description.video.first?.facts.color.isFullRange == false)
    #expect(abs(luma(picture, 100, 90) - expected) <= expected / 100)
  }

  @Test(arguments: ["prores-422", "dnxhr-sq", "dnxhd-36", "ffv1", "proxy-h264-540p", "web-h265-2160p"])
  func `odd rasters are encoded`(_ preset: String) throws {
    let shape = PictureShape(format: .yuv420p, width: 853, height: 479, rate: .fps25, color: .bt709)
    let (picture, _) = try first(write(preset, shape, count: 1) { column, _ in UInt8(50 + column / 8) })
    let (left, right) = preset == "dnxhd-36" ? (0, 1920) : (0, picture.width)
    #expect(luma(picture, left + 5, picture.height / 2) < luma(picture, right - 5, picture.height / 2))
  }

  @Test(
    arguments: ["prores-422", "dnxhr-sq", "dnxhd-36", "ffv1", "v210", "proxy-h264-540p", "web-h265-2160p"], [(2, 2), (320, 1), (1, 180), (4096, 2)])
  func `pictures too small to be pictures are refused in a sentence`(_ preset: String, _ size: (Int, Int)) throws {
    let shape = PictureShape(format: .yuv420p, width: size.0, height: size.1, rate: .fps25)
    let error = #expect(throws: MediaIOError.self) { try write(preset, shape) { _, _ in 0 } }
    #expect(error?.code == .invalidRequest)
    #expect(error?.description.contains("pictures of \(size.0)×\(size.1)") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
  }

  @Test(arguments: [(1, [0, 1, 0, -1, 0, 0]), (2, [-1, 0, 0, 0, -1, 0]), (3, [0, -1, 0, 1, 0, 0])])
  func `a camera held sideways gives upright pictures`(_ turns: Int, _ matrix: [Int32]) throws {
    let shape = PictureShape(format: .yuv420p, width: 320, height: 180, rate: .fps25, color: .bt709)
    let plain = try write("proxy-h264-540p", shape) { column, row in column < 160 && row < 90 ? 200 : 40 }  // bright at the top left
    let sideways = folder.path("sideways.mp4")
    var bytes = try contents(plain)
    let header = try #require(bytes.range(of: Data("tkhd".utf8))).upperBound + 40  // the matrix in ISO/IEC 14496-12, 8.3.2
    for (index, number) in matrix.enumerated() {
      withUnsafeBytes(of: (number << 16).bigEndian) { bytes.replaceSubrange(header + 4 * index..<header + 4 * index + 4, with: $0) }
    }
    try bytes.write(to: URL(fileURLWithPath: sideways))
    let (stored, description) = try first(sideways)
    #expect(stored.width == 320 && stored.attributes.quarterTurns == turns)
    #expect(description.video.first?.metadata["rotate"] == "\(turns * 90)")
    let writer = try MediaWriter(
      path: folder.path("upright.mp4"), encoding: TestMedia.preset("proxy-h264-540p"), video: PictureShape(of: stored, rate: .fps25))
    try writer.write(stored)
    try writer.finish()
    let (upright, written) = try first(folder.path("upright.mp4"))
    #expect(turns == 2 ? (upright.width, upright.height) == (320, 180) : (upright.width, upright.height) == (180, 320))
    #expect(upright.attributes.quarterTurns == 0 && written.video.first?.metadata["rotate"] == nil)
    let (left, top) = (turns == 3, turns == 1)  // clockwise: the top left goes to the top right, the bottom right, the bottom left
    #expect(luma(upright, left ? 20 : upright.width - 20, top ? 20 : upright.height - 20) > 150)
  }

  // MARK: -

  /// Writes pictures whose luma `draw` gives by column and row; colour differences are none.
  private func write(_ preset: String, _ shape: PictureShape, count: Int = 4, draw: (Int, Int) -> UInt8) throws -> String {
    let encoding = TestMedia.preset(preset)
    let path = folder.path("\(preset).\(encoding.wrapper.fileExtension)")
    let writer = try MediaWriter(path: path, encoding: encoding, video: shape)
    let samples = (0..<shape.width * shape.height).map { draw($0 % shape.width, $0 / shape.width) }
    let picture = Grey(samples, shape).picture
    for _ in 0..<count { try writer.write(picture) }
    try writer.finish()
    return path
  }

  private func first(_ path: String) throws -> (Picture, MediaDescription) {
    let reader = try MediaReader(path: path, options: .init(audio: .none))
    while let event = try reader.next() { if case .picture(let picture, _) = event { return (picture, try MediaReader.probe(path)) } }
    throw Failure()
  }

  private func luma(_ picture: Picture, _ column: Int, _ row: Int) -> Int {
    let start = picture.planes[0].row(row)
    return picture.format.bitDepth > 8
      ? Int(start.load(fromByteOffset: column * 2, as: UInt16.self)) : Int(start.load(fromByteOffset: column, as: UInt8.self))
  }
}

/// Memory of a grey picture in 4:2:0.
private final class Grey: @unchecked Sendable {  // written before anyone reads it
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private let shape: PictureShape

  init(_ luma: [UInt8], _ shape: PictureShape) {
    self.shape = shape
    memory = .allocate(capacity: luma.count + ((shape.width + 1) / 2) * ((shape.height + 1) / 2))
    memory.initialize(repeating: 128)
    _ = memory.update(fromContentsOf: luma)
  }

  deinit { memory.deallocate() }

  var picture: Picture {
    let (columns, rows) = ((shape.width + 1) / 2, (shape.height + 1) / 2)
    let base = UnsafeRawPointer(UnsafeMutableRawPointer(memory.baseAddress!))
    let chroma = Picture.Plane(base: base + shape.width * shape.height, stride: columns, width: columns, height: rows)
    return Picture(
      format: shape.format, width: shape.width, height: shape.height,
      planes: [Picture.Plane(base: base, stride: shape.width, width: shape.width, height: shape.height), chroma, chroma], position: .zero,
      attributes: PictureAttributes(scan: shape.scan, color: shape.color), owner: self)
  }
}
