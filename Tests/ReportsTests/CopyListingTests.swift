// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite struct CopyListingTests {
  @Test func `a copy of clips lists as its golden CSV`() throws {
    try expectGolden("copy.csv", CopyListing(try SampleCopies.report(SampleCopies.paths), papers: try SampleCopies.papers()).csv())
  }

  private func rows(_ csv: String) -> [[String: String]] {
    let lines = csv.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ",") }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func `each hash and each copy has a column, and each part of a clip its number`() throws {
    let paths = Array(SampleCopies.paths.prefix(4))
    let rows = rows(CopyListing(try SampleCopies.report(paths), papers: try SampleCopies.papers()).csv())
    #expect(rows.map { $0["path"] } == paths + [".DS_Store"])
    #expect(rows[0]["xxh64"] == "0ea03b369a463d9d" && rows[0]["md5"] == "614dd0e977becb4c6f7fa99e64549b12")
    #expect(rows.prefix(4).map { $0["copy: /shared/A001R2EC"] } == Array(repeating: "read back", count: 4))
    #expect(rows[2]["copy: /nearline/A001R2EC"] == "read back" && rows[3]["copy: /nearline/A001R2EC"] == "failed: the volume is full")
    #expect(rows[4]["state"] == "left out: ignored by the plan" && rows[4]["bytes"] == "")
    #expect(rows[2]["clip"] == "A001C002" && rows[2]["part"] == "2" && rows[2]["parts"] == "2" && rows[2]["frames"] == "90000")
    #expect(rows[0]["reel"] == "A001R2EC" && rows[0]["start"] == "10:00:00:00" && rows[0]["end"] == "10:00:12:10")
    #expect(rows[3]["duration"] == "00:01:20.500" && rows[3]["frames"] == "")
  }

  @Test func `a copy that compared sizes does not claim to have read anything back`() throws {
    let rows = rows(CopyListing(try SampleCopies.report(["a.mov", "b.mov"], verification: "transfer")).csv())
    #expect(rows[0]["copy: /shared/A001R2EC"] == "size compared")
  }

  @Test func `names that differ only in normalization are two files`() throws {
    let names = ["e\u{301}.mov", "\u{e9}.mov"]
    var papers = CopyPapers()
    papers.clips = [try SampleCopies.clip("one", [names[0]])]
    let rows = rows(CopyListing(try SampleCopies.report(names), papers: papers).csv())
    #expect(rows.map { $0["clip"] } == ["one", "", ""])
    #expect(rows[0]["copy: /nearline/A001R2EC"] == "read back")
  }

  private static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
    .first(where: FileManager.default.isExecutableFile)

  @Test(.enabled(if: python != nil, "python3 is not installed"))
  func `Python's reader finds every cell where it belongs`() throws {
    let folder = try TemporaryFolder()
    let names = ["a,b.mov", "\"q\".mov", "=1+1.mov", "line\r\nbreak.mov", "e\u{301}\".mov"]
    var papers = CopyPapers()
    papers.clips = [try SampleCopies.clip("x,\n\"y\"", [names[1]])]
    try CopyListing(try SampleCopies.report(names), papers: papers).csv().write(toFile: folder.path("list.csv"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = Self.python.map { URL(fileURLWithPath: $0) }
    let script = """
      import csv, json, sys
      print(json.dumps([[row['path'], row['clip'], len(row), None in row] for row in csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True)]))
      """
    process.arguments = ["-c", script, folder.path("list.csv")]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let rows = try #require(try JSONSerialization.jsonObject(with: output) as? [[Any]])
    #expect(rows.map { $0[0] as? String } == ["a,b.mov", "\"q\".mov", "'=1+1.mov", "line\r\nbreak.mov", "e\u{301}\".mov", ".DS_Store"])
    #expect(rows[1][1] as? String == "x,\n\"y\"")
    #expect(Set(rows.map { $0[2] as? Int }).count == 1 && rows.allSatisfy { $0[3] as? Bool == false })
  }
}
