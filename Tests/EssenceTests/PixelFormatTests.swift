// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing

@Suite struct PixelFormatTests {
  @Test(arguments: [
    (PixelFormat.yuv420p, "yuv420p", 8, "4:2:0"), (.yuv422p, "yuv422p", 8, "4:2:2"), (.yuv422p10, "yuv422p10le", 10, "4:2:2"),
    (.yuv444p10, "yuv444p10le", 10, "4:4:4"),
  ]) func `planar formats have FFmpeg's names`(format: PixelFormat, name: String, depth: Int, sampling: String) {
    #expect(format.name == name)
    #expect(format.bitDepth == depth)
    #expect(format.chromaSampling == sampling)
    #expect(format.components.map(\.plane) == [0, 1, 2])
    #expect(format.components.allSatisfy { $0.step == (depth > 8 ? 2 : 1) })
  }

  @Test func `grey has no chroma sampling, and red, green and blue are whole`() {
    #expect(PixelFormat(name: "gray", model: .gray, components: [.init(plane: 0, step: 1, depth: 8)]).chromaSampling == nil)
    #expect(PixelFormat(name: "gbrp", model: .rgb, components: []).chromaSampling == "4:4:4")
  }
}
