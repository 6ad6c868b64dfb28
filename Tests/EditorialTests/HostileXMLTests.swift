// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// Final Cut's XML, cut, bent and forged, ends in an error or in a cut that can be written again; never in a crash, and soon.
struct `Hostile Final Cut XML` {
  private func tryAll(_ bytes: [UInt8], _ format: TimelineFormat) throws {
    guard let reading = try? format.read(bytes, subject: "bent") else { return }
    for timeline in reading.timelines {
      _ = timeline.frames
      for format in [TimelineFormat.xml, .fcpxml] {
        guard let (bytes, _) = try? format.write(timeline) else { continue }
        #expect(try format.read(bytes, subject: "again").timelines.count == 1)
      }
    }
  }

  private func samples() throws -> [(bytes: [UInt8], format: TimelineFormat)] {
    var drawing = DrawnTimelines(seed: 12, rate: .fps25)
    let timeline = drawing.timeline()
    return [(try TimelineFormat.xml.write(timeline).bytes, .xml), (try TimelineFormat.fcpxml.write(timeline).bytes, .fcpxml)]
  }

  @Test func `a file cut anywhere is survived`() throws {
    for (bytes, format) in try samples() {
      for count in stride(from: 0, to: bytes.count, by: bytes.count / 40) { try tryAll(Array(bytes[..<count]), format) }
    }
  }

  @Test func `numbers that nobody can mean are survived`() throws {
    let numbers = [
      "-1", "0", "9223372036854775807", "-9223372036854775808", "1e15", "4611686018427387904/1s", "1/9223372036854775807s", "1/0s", ".", "NaN",
    ]
    var random = SeededRandom(11)
    for (bytes, format) in try samples() {
      let parts = String(decoding: bytes, as: UTF8.self).split(separator: /[0-9]+/, omittingEmptySubsequences: false)
      let digits = String(decoding: bytes, as: UTF8.self).matches(of: /[0-9]+/).map { String($0.output) }
      for _ in 0..<40 {
        var values = digits
        for _ in 0..<Int.random(in: 1...12, using: &random) {
          values[Int.random(in: values.indices, using: &random)] = numbers[Int.random(in: numbers.indices, using: &random)]
        }
        let text = zip(parts, values + [""]).map { String($0) + $1 }.joined()
        try tryAll(Array(text.utf8), format)
      }
    }
  }

  @Test func `text among elements, where there should be none, is survived`() throws {
    let track = FinalCutDocuments.clip(0, 50, in: 0, out: 50, "stray <marker>stray<in>1</in></marker> more")
    try tryAll(FinalCutDocuments.sequence("stray" + track + "stray", more: "stray"), .xml)
    let spine = "stray<gap offset=\"0s\" duration=\"1s\">stray<marker start=\"0s\"/></gap>stray"
    let text = "<fcpxml version=\"1.9\">stray<project name=\"p\">stray<sequence>stray<spine>\(spine)</spine>stray</sequence></project></fcpxml>"
    try tryAll(Array(text.utf8), .fcpxml)
  }

  @Test func `flipped bits are survived`() throws {
    var random = SeededRandom(10)
    for (sample, format) in try samples() {
      for _ in 0..<40 {
        var bytes = sample
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...6, using: &random)
        }
        try tryAll(bytes, format)
      }
    }
  }

  @Test(arguments: [
    "<!DOCTYPE xmeml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><xmeml><sequence>&b;</sequence></xmeml>",
    "<!DOCTYPE xmeml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xmeml>&a;</xmeml>", "<xmeml><sequence><name>&a;</name></sequence></xmeml>",
  ])
  func `entities are never expanded`(text: String) throws {
    let reading = try? TimelineFormat.xml.read(Array(text.utf8), subject: "bomb.xml")
    #expect(reading?.timelines.allSatisfy { $0.name.isEmpty } ?? true)
  }

  @Test func `sequences that hold each other many times over are bounded`() throws {
    var text = "<xmeml><project><children>"
    for level in 0..<40 {
      let clips = (0..<12).map {
        "<clipitem><start>\($0)</start><end>\($0 + 1)</end><in>0</in><out>1</out><sequence id=\"s\(level + 1)\"/></clipitem>"
      }
      text +=
        "<sequence id=\"s\(level)\"><rate><timebase>25</timebase></rate><media><video><track>\(clips.joined())</track></video></media></sequence>"
    }
    text += "</children></project></xmeml>"
    let reading = try TimelineFormat.xml.read(Array(text.utf8), subject: "laughs.xml")
    #expect(reading.timelines.count == 40 && reading.notes.contains { $0.text.contains("left out") })
    for timeline in reading.timelines { #expect(items(timeline) <= 1 << 18 + 1000) }
  }

  @Test func `compound clips that hold each other, or themselves, are bounded`() throws {
    var text = "<fcpxml version=\"1.10\"><resources><format id=\"f\" frameDuration=\"1/25s\"/>"
    for level in 0..<40 {
      let clips = (0..<12).map { "<ref-clip ref=\"m\((level + 1) % 40)\" offset=\"\($0)s\" duration=\"1s\"/>" }
      text += "<media id=\"m\(level)\"><sequence format=\"f\"><spine>\(clips.joined())</spine></sequence></media>"
    }
    text += "<media id=\"mc\"><multicam><mc-angle angleID=\"a\"><mc-clip ref=\"mc\" duration=\"9s\"/></mc-angle></multicam></media></resources>"
    text +=
      "<project name=\"p\"><sequence format=\"f\"><spine><ref-clip ref=\"m0\" offset=\"0s\" duration=\"9s\"/><mc-clip ref=\"mc\" duration=\"9s\"/></spine></sequence></project></fcpxml>"
    let reading = try TimelineFormat.fcpxml.read(Array(text.utf8), subject: "laughs.fcpxml")
    #expect(reading.timelines.count == 1 && reading.notes.contains { $0.text.contains("itself") })
    #expect(items(try #require(reading.timelines.first)) <= 1 << 18 + 1000)
  }

  @Test func `depth without end is an error or a note`() throws {
    let deep = String(repeating: "<bin>", count: 100_000)
    #expect(try TimelineFormat.xml.read(Array(("<xmeml>" + deep).utf8), subject: "deep.xml").timelines.isEmpty)
    let clips = String(repeating: "<asset-clip lane=\"-9223372036854775808\" duration=\"1s\"><clip lane=\"1\" duration=\"1s\">", count: 200)
    try tryAll(Array(("<fcpxml version=\"1.9\"><project><sequence><spine>" + clips).utf8), .fcpxml)
    let nested = String(repeating: "<clip lane=\"1\" duration=\"1s\"><clip duration=\"1s\">", count: 200)
    try tryAll(Array(("<fcpxml version=\"1.9\"><project><sequence><spine>" + nested).utf8), .fcpxml)
  }

  /// How many items there are, those of sequences within it counted as often as they stand. Shared ones are counted once and multiplied.
  private func items(_ timeline: Timeline) -> Int {
    func count(_ timeline: Timeline) -> Int {
      timeline.tracks.reduce(0) { sum, track in
        var last: (timeline: Timeline, items: Int)?
        return track.items.reduce(sum) { sum, item in
          guard let inner = item.clip?.sequence else { return sum + 1 }
          if last?.timeline != inner { last = (inner, count(inner)) }
          return sum + 1 + (last?.items ?? 0)
        }
      }
    }
    return count(timeline)
  }
}
