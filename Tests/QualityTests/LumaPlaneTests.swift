// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct LumaPlaneTests {
  static let formats: [PixelFormat] = [.yuv422p, .yuv422p10, .planar(depth: 16, log2ChromaWidth: 0, log2ChromaHeight: 0)]

  @Test(arguments: formats, [1, 15, 16, 17, 63]) func `sums are those of a plain loop, whatever the width`(_ format: PixelFormat, _ width: Int) throws
  {
    func luma(_ seed: Int) throws -> LumaPlane {
      let picture = Programme.draw(at: 0, format: format, padding: 6, width: width, height: 5) { column, row in
        let shade: Int = (column * 31 + row * 57 + seed * 11) % 101
        return Double(shade) / 100
      }
      return try #require(LumaPlane(picture, isFullRange: false))
    }
    func samples(_ plane: LumaPlane) -> [Int] {
      (0..<plane.height).flatMap { row in
        (0..<plane.width).map { plane.word == .byte ? Int(plane.bytes(row)[$0]) : Int(plane.words(row)[$0]) }
      }
    }
    let (one, other) = (try luma(1), try luma(2))
    let (a, b) = (samples(one), samples(other))
    let levels = one.levels()
    #expect((levels.minimum, levels.maximum, levels.sum) == (a.min(), a.max(), a.reduce(0, +)))
    let middle = one.code(0.5)
    #expect(one.count(atMost: middle) == a.filter { $0 <= middle }.count)
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
    let luma = try #require(LumaPlane(picture, isFullRange: false))
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
      return try #require(LumaPlane(told, isFullRange: stream)).white
    }
    #expect(try white(plain, picture: true, stream: false) == 255)
    #expect(try white(plain, picture: nil, stream: true) == 255)
    #expect(try white(plain, picture: nil, stream: nil) == 235)
    #expect(try white(jpeg, picture: nil, stream: nil) == 255)
  }
}
