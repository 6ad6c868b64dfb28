// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Timing

struct LumaLevelTests {
  @Test func `luma is charted several times a second, a cut as a step, as shares of the range`() throws {
    let report = try Drawn.inspect(Programme(String(repeating: "B", count: 25) + String(repeating: "W", count: 10)), InspectionProfile(name: "any"))
    let series = try #require(report.readings.lumaOverTime)
    let levels: [Double] = [0, 0, 0, 0, 0, 1, 1]
    #expect(series == LumaSeries(framesPerPoint: 5, mean: levels, minimum: levels, maximum: levels))
  }

  @Test func `a long programme is charted in at most as many points as a chart can show`() throws {
    let frames = 3 * 1200 * 2
    let black = Programme("B").pictures[0]
    let rate = try FrameRate(1)
    let inspector = Inspector(Drawn.description(video: [Drawn.video(rate: rate)]), profile: InspectionProfile(name: "any"), tool: Drawn.tool)
    for _ in 0..<frames { try inspector.examine(black, stream: 0) }
    let series = try #require(try inspector.finish().readings.lumaOverTime)
    #expect(series.mean.count < 1200)
    #expect(series.framesPerPoint * series.mean.count >= frames)
  }
}
