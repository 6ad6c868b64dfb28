// SPDX-License-Identifier: Apache-2.0

import Markup
import Testing
import Timing

@testable import Reports

@Suite struct ChartTests {
  private func chart(_ samples: [Double?]) -> LineChart {
    let time = TimeAxis(length: FrameCount(max(samples.count, 1)), rate: .fps25)
    return LineChart(
      title: "Level", summary: "", unit: "dB", range: 0...100, step: 20, time: time,
      series: [.init(name: "Level", samples: samples, interval: 1.0 / 25, pen: .init(color: Palette.first))])
  }

  private func path(_ samples: [Double?]) throws -> String {
    let svg = try parse(chart(samples).draw().svg)
    return svg.family.filter { $0.name.local == "path" }.compactMap { $0["d"] }.joined()
  }

  @Test func `one peak in four hours is still drawn to its height`() throws {
    var samples = [Double?](repeating: 10, count: 360_000)
    samples[123_456] = 100
    let path = try path(samples)
    #expect(path.contains(" 6L") || path.contains(" 6M"))
    #expect(path.utf8.count < 20_000)
  }

  @Test func `a gap breaks the line`() throws {
    #expect(try path([10, 20, nil, 30, 40]).filter { $0 == "M" }.count == 2)
    #expect(try path([nil, nil]) == "")
    #expect(try path([]) == "")
  }

  @Test func `values off the paper stay on its edge`() throws {
    #expect(try path([-1e300, 1e300]).contains("92"))
    #expect(try path([.infinity, .nan]) == "")
  }

  @Test(arguments: [1, 25, 7500, 25 * 3600 * 4, 25 * 3600 * 24, 1 << 35, 1 << 52])
  func `an axis has at most seven marks, so that labels keep apart, the first at its start`(frames: Int) throws {
    let ticks = TimeAxis(length: FrameCount(frames), rate: .fps25, start: try Timecode("23:59:00:00", at: .fps25)).ticks
    #expect(ticks.count <= 7)
    #expect(ticks.first?.label == "23:59:00:00")
  }

  @Test func `an axis without timecode counts from nought`() {
    #expect(TimeAxis(length: 7500, rate: .fps25).ticks.map(\.label) == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00"])
  }

  @Test func `a single bad frame in four hours can be seen`() throws {
    let bar = FindingStrip.Bar(tone: .bad, start: 359_999, end: 360_000, tip: "<b>")
    let strip = FindingStrip(rows: [("video.black", [bar])], time: TimeAxis(length: 360_000, rate: .fps25), summary: "")
    let bars = try parse(strip.draw().svg).family.filter { $0.first("title")?.text == "<b>" }
    #expect(bars.map { $0["width"] } == ["2"])
  }

  @Test func `ten thousand findings take no more bars than the strip has places`() throws {
    let bars = (0..<10_000).map { FindingStrip.Bar(tone: .caution, start: FrameCount($0), end: FrameCount($0 + 1), tip: "x") }
    let strip = FindingStrip(rows: [("video.black", bars)], time: TimeAxis(length: 10_000, rate: .fps25), summary: "")
    #expect(try parse(strip.draw().svg).family.filter { $0.name.local == "rect" }.count < 700)
  }

  @Test func `sound that ends before the pictures ends before them on the chart`() throws {
    let time = TimeAxis(length: 100, rate: .fps25)
    let half = LineChart(
      title: "Level", summary: "", unit: "dB", range: 0...100, step: 20, time: time,
      series: [.init(name: "Level", samples: Array(repeating: 50, count: 50), interval: 1.0 / 25, pen: .init(color: Palette.first))])
    let path = try parse(half.draw().svg).family.first { $0.name.local == "path" }?["d"] ?? ""
    let columns = path.split { !"0123456789.".contains($0) }.compactMap { Double($0) }.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    #expect(columns.max() ?? 0 > 440 && columns.max() ?? 0 < 452)
  }

  @Test func `a bar leads to what is told of its finding`() throws {
    let bar = FindingStrip.Bar(tone: .bad, start: 1, end: 2, tip: "x", link: "frame-3")
    let strip = FindingStrip(rows: [("video.black", [bar])], time: TimeAxis(length: 100, rate: .fps25), summary: "")
    #expect(try parse(strip.draw().svg).family.filter { $0.name.local == "a" }.map { $0["href"] } == ["#frame-3"])
  }
}
