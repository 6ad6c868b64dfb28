// SPDX-License-Identifier: Apache-2.0

import Essence
import Signals
import Testing
import Timing

private func luma(_ picture: Picture) -> [UInt8] {
  let plane = picture.planes[0]
  return (0..<plane.height).flatMap { [UInt8](UnsafeRawBufferPointer(start: plane.row($0), count: plane.width)) }
}

@Test func `neighbouring moving pictures differ everywhere that counts`() {
  let pattern = TestPattern(.moving, format: .yuv420p, width: 160, height: 90)
  var last = luma(pattern.picture(at: 0))
  for position in 1..<300 {
    let next = luma(pattern.picture(at: FrameCount(position)))
    let change = zip(last, next).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    #expect(change > next.count / 2, "picture \(position) hardly moved")
    last = next
  }
}

@Test func `a moving picture is the same whenever it is made`() {
  let first = TestPattern(.moving, format: .yuv420p, width: 160, height: 90).picture(at: 77)
  let second = TestPattern(.moving, format: .yuv420p, width: 160, height: 90).picture(at: 77)
  #expect(luma(first) == luma(second))
}

@Test func `a moving picture stays within legal luma`() {
  let pattern = TestPattern(.moving, format: .yuv420p, width: 160, height: 90)
  for position in stride(from: 0, to: 960, by: 31) {
    let values = luma(pattern.picture(at: FrameCount(position)))
    #expect((values.min() ?? 0) > 30 && (values.max() ?? 255) < 222)
  }
}

@Test func `pictures of a still pattern share their memory`() {
  let pattern = TestPattern(.black, format: .yuv422p10, width: 64, height: 36)
  #expect(pattern.picture(at: 3).planes[0].base == pattern.picture(at: 9).planes[0].base)
  #expect(pattern.picture(at: 3).position == 3)
}

@Test func `a picture of odd size has rounded-up colour planes`() {
  let picture = TestPattern(.gray(50), format: .yuv420p, width: 65, height: 37).picture(at: 0)
  #expect(picture.planes.map(\.width) == [65, 33, 33])
  #expect(picture.planes.map(\.height) == [37, 19, 19])
  #expect(picture.planes[1].row(18).load(fromByteOffset: 32, as: UInt8.self) == 128)
}

@Test func `a canvas becomes a picture without being copied and clips what is drawn outside`() {
  var canvas = Canvas(format: .yuv420p, width: 16, height: 8)
  canvas.fill(CodeValues(gray: 1, depth: 8), columns: 12..<400, rows: -5..<400)
  let picture = canvas.picture(at: 5)
  #expect(luma(picture)[11...12] == [0, 235])
}
