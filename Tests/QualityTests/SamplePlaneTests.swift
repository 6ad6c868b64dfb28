// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct SamplePlaneTests {
  static let formats: [PixelFormat] = [.yuv422p, .yuv422p10, .planar(depth: 16, log2ChromaWidth: 0, log2ChromaHeight: 0)]

  @Test(arguments: formats, [1, 15, 16, 17, 63]) func `sums are those of a plain loop, whatever the width`(_ format: PixelFormat, _ width: Int) throws
  {
    func luma(_ seed: Int) throws -> SamplePlane {
      let picture = Programme.draw(at: 0, format: format, padding: 6, width: width, height: 5) { column, row in
        let shade: Int = (column * 31 + row * 57 + seed * 11) % 101
        return Double(shade) / 100
      }
      return try #require(Drawn.inspected(picture)).luma
    }
    func samples(_ plane: SamplePlane) -> [Int] {
      (0..<plane.height).flatMap { row in
        (0..<plane.width).map { plane.word == .byte ? Int(plane.bytes(row)[$0]) : Int(plane.words(row)[$0]) }
      }
    }
    let (one, other) = (try luma(1), try luma(2))
    let (a, b) = (samples(one), samples(other))
    let middle = (a.min()! + a.max()!) / 2  // there are samples
    #expect(one.count(atMost: middle, 0..<one.width, 0..<one.height) == a.count { $0 <= middle })
    let difference = zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) }
    #expect(!one.differs(from: other, byMoreThan: difference))
    #expect(one.differs(from: other, byMoreThan: difference - 1))
  }

  @Test func `rows that lie bottom up are read in their own order`() throws {
    let drawn = Programme.draw(at: 0) { _, row in row < 18 ? 0 : 1 }
    let top = drawn.planes[0]
    let flipped = Picture.Plane(base: top.row(top.height - 1), stride: -top.stride, width: top.width, height: top.height)
    let picture = Picture(
      format: drawn.format, width: drawn.width, height: drawn.height, planes: [flipped] + drawn.planes.dropFirst(), position: 0, owner: drawn.owner)
    let luma = try #require(Drawn.inspected(picture)).luma
    #expect((luma.bytes(0)[0], luma.bytes(35)[0]) == (235, 16))
  }

  @Test func `the range is the picture's own word, then the stream's, then the layout's`() throws {
    let plain = PixelFormat.yuv420p
    let jpeg = PixelFormat(name: "yuvj420p", model: .yCbCr, components: plain.components, log2ChromaWidth: 1, log2ChromaHeight: 1)
    func white(_ format: PixelFormat, picture: Bool?, stream: Bool?) throws -> Int {
      let drawn = Programme.draw(at: 0, format: format) { _, _ in 0 }
      let told = Picture(
        format: format, width: drawn.width, height: drawn.height, planes: drawn.planes, position: 0,
        attributes: PictureAttributes(color: ColorDescription(isFullRange: picture)), owner: drawn.owner)
      return try #require(Drawn.inspected(told, color: ColorDescription(isFullRange: stream))).coding.white
    }
    #expect(try white(plain, picture: true, stream: false) == 255)
    #expect(try white(plain, picture: nil, stream: true) == 255)
    #expect(try white(plain, picture: nil, stream: nil) == 235)
    #expect(try white(jpeg, picture: nil, stream: nil) == 255)
  }

  @Test func `a field is every second row`() throws {
    let luma = try #require(Drawn.inspected(Programme.draw(at: 0, height: 7) { _, row in Double(row) / 100 })).luma
    let rows = (0..<7).map { luma.bytes($0)[0] }
    let (top, bottom) = (luma.field(0), luma.field(1))
    #expect((0..<top.height).map { top.bytes($0)[0] } == [rows[0], rows[2], rows[4], rows[6]])
    #expect((0..<bottom.height).map { bottom.bytes($0)[0] } == [rows[1], rows[3], rows[5]])
  }

  @Test func `colour differences have the size that the sampling gives them`() throws {
    for (format, width, height) in [(PixelFormat.yuv420p, 3, 3), (.yuv422p10, 3, 5), (.yuv444p10, 5, 5)] {
      let planes = try #require(Drawn.inspected(Programme.draw(at: 0, format: format, width: 5, height: 5) { _, _ in 0 })).components
      #expect(planes.map(\.width) == [5, width, width])
      #expect(planes.map(\.height) == [5, height, height])
    }
  }

  @Test func `colour differences that lie in pairs are taken apart`() throws {
    let bytes: [UInt8] = [16, 17, 18, 19, 1, 2, 3, 4, 20, 21, 22, 23, 5, 6, 7, 8]
    let owner = Bytes(bytes)
    let format = PixelFormat(
      name: "nv16", model: .yCbCr,
      components: [.init(plane: 0, step: 1, depth: 8), .init(plane: 1, step: 2, depth: 8), .init(plane: 1, step: 2, offset: 1, depth: 8)],
      log2ChromaWidth: 1)
    let planes = [0, 4].map { Picture.Plane(base: owner.base + $0, stride: 8, width: 4, height: 2) }
    let picture = Picture(format: format, width: 4, height: 2, planes: planes, position: 0, owner: owner)
    let components = try #require(Drawn.inspected(picture)).components
    #expect(
      components.map { plane in (0..<2).map { row in (0..<plane.width).map { plane.sample($0, row) } } }
        == [[[16, 17, 18, 19], [20, 21, 22, 23]], [[1, 3], [5, 7]], [[2, 4], [6, 8]]])
  }
}

/// Bytes that lie still.
private final class Bytes: @unchecked Sendable {  // written only in init
  private let memory: UnsafeMutableRawBufferPointer
  init(_ bytes: [UInt8]) {
    memory = .allocate(byteCount: bytes.count, alignment: 16)
    memory.copyBytes(from: bytes)
  }
  deinit { memory.deallocate() }
  var base: UnsafeRawPointer { UnsafeRawPointer(memory.baseAddress!) }  // there are bytes
}
