// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Testing
import Timing

@testable import Operations

@Suite struct CameraReportTests {
  private func clip(_ name: String, at rate: FrameRate?, start: String? = "10:00:00:00", _ entries: ClipMetadata.Entry...) throws -> ClipSummary {
    var clip = ClipSummary(name: name, files: ["\(name).mov"], byteCount: 5)
    (clip.rate, clip.frames, clip.raster) = (rate, rate.map { _ in 50 }, "1920×1080")
    if let rate, let start { clip.start = try Timecode(start, at: rate) }
    clip.metadata = ClipMetadata(entries)
    return clip
  }

  @Test func `there is a log for each rate, and none has a clip of another`() throws {
    let report = CameraReport([
      try clip("A", at: .fps25), try clip("B", at: .fps23_976), try clip("C", at: .fps25), try clip("D", at: .fps29_97df),
      try clip("E", at: .fps29_97),
    ])
    let (logs, notes) = try report.logs()
    #expect(logs.map(\.rate) == [.fps23_976, .fps25, .fps29_97] && notes.isEmpty)
    let lists = try logs.map { try AvidLogExchange.read(Array($0.text.utf8), subject: "").list }
    #expect(lists.map(\.rate) == [.fps23_976, .fps25, .fps29_97])
    #expect(lists.map { $0.rows.map { $0[0] } } == [["B"], ["A", "C"], ["D", "E"]])
  }

  @Test func `what a log cannot say is said beside it`() throws {
    let (logs, notes) = try CameraReport([try clip("A", at: .fps25, start: nil), try clip("B", at: nil)]).logs()
    #expect(logs.count == 1 && notes.count == 2)
    #expect(notes[0].contains("A has no timecode") && notes[1].contains("B has no frame rate"))
  }

  @Test func `a spreadsheet runs nothing and loses nothing`() throws {
    let note = "=HYPERLINK(\"http://x\"), \"quoted\"\nsecond line"
    let csv = CameraReport([try clip("-A,1", at: .fps25, .init(.note, note, from: .iXML), .init(.scene, "+12", from: .ale))]).csv()
    let records = Self.parse(csv)
    #expect(records.count == 2 && records[0].count == records[1].count)
    let values = Dictionary(uniqueKeysWithValues: zip(records[0], records[1]))
    #expect(values["Name"] == "'-A,1" && values["Note"] == "'" + note && values["Scene"] == "'+12")
    #expect(values["Start"] == "10:00:00:00" && values["End"] == "10:00:02:00" && values["Rate"] == "25" && values["Frames"] == "50")
    #expect(csv.hasSuffix("\r\n"))
  }

  @Test func `disagreements and troubles are cells of their own`() throws {
    var one = try clip("A", at: .fps25, .init(.scene, "12", from: .ale), .init(.scene, "13", from: .iXML))
    one.trouble = "broken"
    let records = Self.parse(CameraReport([one]).csv())
    let values = Dictionary(uniqueKeysWithValues: zip(records[0], records[1]))
    #expect(values["Disagreements"] == "scene: 12 (ale), 13 (iXML)" && values["Trouble"] == "broken")
  }

  /// The records of RFC 4180.
  private static func parse(_ text: String) -> [[String]] {
    var (records, record, field, isQuoted) = ([[String]](), [String](), "", false)
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"": field.unicodeScalars.append(rest.removeFirst())
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: (record, field) = (record + [field], "")
      case "\r" where !isQuoted: continue
      case "\n" where !isQuoted: (records, record, field) = (records + [record + [field]], [], "")
      default: field.unicodeScalars.append(scalar)
      }
    }
    return records
  }
}
