// SPDX-License-Identifier: Apache-2.0

import Foundation
import MediaIO
import TestSupport
import Testing

/// What a reader says of paths that lead to no media.
struct SourceFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func code(of path: String) -> MediaIOError.Code? {
    #expect(throws: MediaIOError.self) { try MediaReader.probe(path) }?.code
  }

  @Test func `a missing file is named`() throws {
    let path = folder.path("no such.mov")
    let error = try #require(#expect(throws: MediaIOError.self) { try MediaReader(path: path) })
    #expect(error.code == .noSuchFile)
    #expect(error.description.contains(path))
  }

  @Test func `a folder is no file`() { #expect(code(of: folder.url.path) == .isFolder) }

  @Test func `a pipe is refused and not waited for`() {
    #expect(mkfifo(folder.path("pipe.mov"), 0o600) == 0)
    #expect(code(of: folder.path("pipe.mov")) == .notRegularFile)
  }

  @Test func `a file without bytes is empty`() throws {
    try Data().write(to: folder.url.appendingPathComponent("nothing.mxf"))
    #expect(code(of: folder.path("nothing.mxf")) == .empty)
  }

  @Test(arguments: ["notes.mxf", "list.m3u8", "concat.ffconcat", "%03d.dpx", "a\nb 🎞️.mov"])
  func `text is not media whatever its name`(_ name: String) throws {
    let text = "#EXTM3U\nffconcat version 1.0\nfile '/etc/passwd'\n" + String(repeating: "take 1\n", count: 400)
    try Data(text.utf8).write(to: folder.url.appendingPathComponent(name))
    #expect(code(of: folder.path(name)) == .notMedia)
  }

  @Test(arguments: ["http://127.0.0.1:9/a.mov", "concat:/etc/passwd|/etc/group", "data:text/plain,a", "subfile,,start,0,end,9,,:/etc/passwd"])
  func `a path is never another protocol`(_ path: String) { #expect(code(of: path) == .noSuchFile) }
}
