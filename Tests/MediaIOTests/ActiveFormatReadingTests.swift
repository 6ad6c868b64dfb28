// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import TestSupport
import Testing
import Timing

@testable import MediaIO

@Suite(.enabled(if: Judge.isHere, "ffmpeg makes the pictures"))
struct ActiveFormatReadingTests {
  /// Pictures of MPEG-2 with `code` before each first slice, as ETSI TS 101 154 (B.3) has it: user data, the letters DTG1, a flag, four bits.
  private func marked(_ bytes: Data, codes: (Int) -> UInt8) -> Data {
    var (marked, picture, rest) = (Data(), 0, bytes[...])
    let slice = Data([0, 0, 1, 1])
    while let found = rest.range(of: slice) {
      marked += rest[..<found.lowerBound] + Data([0, 0, 1, 0xB2]) + Data("DTG1".utf8) + Data([0x41, 0xF0 | codes(picture)]) + slice
      rest = rest[found.upperBound...]
      picture += 1
    }
    return marked + rest
  }

  @Test func `the active format of MPEG-2 pictures is read, picture by picture`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("plain.m2v")
    _ = try Judge.run(
      "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x192:r=25:d=0.4", "-c:v", "mpeg2video", "-g", "1", "-y", path])
    let plain = try Data(contentsOf: folder.url.appendingPathComponent("plain.m2v"))
    try marked(plain) { $0 < 6 ? 10 : 9 }.write(to: folder.url.appendingPathComponent("marked.m2v"))
    let reader = try MediaReader(path: folder.path("marked.m2v"), options: .init(takesSurvey: true))
    while try reader.next() != nil {}
    let trace = try #require(reader.survey?.activeFormats?.first)
    #expect(reader.survey?.activeFormats?.count == 1 && trace.carrier == .pictures)
    #expect(trace.first == ActiveFormat(code: 10, isWide: nil) && trace.carriers == 10 && trace.changeCount == 1)
    #expect(trace.changes.first?.frame == 6 && trace.changes.first?.format.code == 9)
    #expect(try MediaReader.probe(folder.path("marked.m2v")).video.first?.facts.activeFormat?.code == 10)
    let unmarked = try MediaReader(path: path, options: .init(takesSurvey: true))
    while try unmarked.next() != nil {}
    #expect(unmarked.survey != nil && unmarked.survey?.activeFormats == nil)
  }
}
