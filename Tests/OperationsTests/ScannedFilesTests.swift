// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Operations

@Suite struct ScannedFilesTests {
  private let folder: TemporaryFolder
  private let paths: [ContainedPath]

  init() throws {
    folder = try TemporaryFolder()
    paths = try [ContainedPath("a.txt"), ContainedPath("b.txt")]
    for path in paths { try SafeWriter.write("as it was", to: folder.path(path.text)) }
  }

  @Test func `what is still the same after the copy was scanned`() throws {
    #expect(try ScannedFiles(folder.url.path).doubts(about: paths).isEmpty)
    #expect(try ScannedFiles(folder.path("a.txt")).doubts(about: [paths[0]]).isEmpty)
  }

  @Test func `a file that took another's name, length and time after the scan is found out`() throws {
    let scanned = try ScannedFiles(folder.url.path)
    let facts = try FileFacts.of(folder.path("b.txt"))
    try SafeWriter.write("as it is!", to: folder.path("b.txt"), existing: .replace)
    try OutputFile(continuing: folder.path("b.txt")).setModified(facts.modified)
    let doubts = scanned.doubts(about: paths)
    #expect(doubts.count == 1 && doubts[0].contains("b.txt") && !doubts[0].contains("a.txt"), "\(doubts)")
  }

  @Test func `a file that came after the scan was not scanned`() throws {
    let scanned = try ScannedFiles(folder.url.path)
    try SafeWriter.write("new", to: folder.path("c.txt"))
    #expect(try scanned.doubts(about: [ContainedPath("c.txt")]).count == 1)
  }
}
