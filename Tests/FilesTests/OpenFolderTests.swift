// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Files

/// Folders that are reached by descriptors: below the root nothing follows a link.
@Suite struct OpenFolderTests {
  let folder: TemporaryFolder
  /// Where links lead to, outside the root.
  let outside: OpenFolder
  let root: OpenFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["root/Clips", "outside/Clips"] { try Folder.create(folder.path(name)) }
    outside = try OpenFolder(folder.path("outside"))
    root = try OpenFolder(folder.path("root"))
  }

  private func code<Value: ~Copyable>(_ body: () throws(FilesError) -> Value) -> FilesError.Code? {
    do throws(FilesError) {
      _ = try body()
      return nil
    } catch { return error.code }
  }

  /// Puts a link to the outside where the folder `name` of the root is.
  private func exchange(_ name: String = "Clips") throws {
    #expect(rename(folder.path("root/\(name)"), folder.path("root/\(name)-before")) == 0)
    #expect(symlink(folder.path("outside"), folder.path("root/\(name)")) == 0)
  }

  @Test func `the root may lie behind a link, what is in it may not`() throws {
    #expect(symlink("root", folder.path("link")) == 0)
    let behind = try OpenFolder(folder.path("link"))
    #expect(try behind.folder("Clips").path == folder.path("link/Clips"))
    #expect(symlink("Clips", folder.path("root/other")) == 0)
    #expect(code { () throws(FilesError) in try root.folder("other") } == .escapesRoot)
    #expect(code { () throws(FilesError) in try root.makingFolder("other") } == .escapesRoot)
    #expect(code { () throws(FilesError) in try root.makeFolder("other") } == .alreadyExists)
    #expect(code { () throws(FilesError) in try root.folder("none") } == .notFound)
  }

  @Test(arguments: ["", ".", "..", "a/b", "/etc", "a\u{0}b"]) func `a name that is no single name is refused`(_ name: String) {
    for found in [
      code { () throws(FilesError) in try root.folder(name) }, code { () throws(FilesError) in try root.makeFolder(name) },
      code { () throws(FilesError) in try root.create(name) }, code { () throws(FilesError) in try root.open(name) },
      code { () throws(FilesError) in try root.remove(name) }, code { () throws(FilesError) in try root.rename("x", to: name) },
      code { () throws(FilesError) in try root.linkAndUnlink("x", as: name) }, code { () throws(FilesError) in try root.facts(of: name) },
    ] { #expect(found == .escapesRoot || found == .invalidName, "\(name)") }
  }

  @Test func `a link in a file's place is never written, read or emptied through`() throws {
    try SafeWriter.write("outside", to: folder.path("outside/file"))
    #expect(symlink(folder.path("outside/file"), folder.path("root/file")) == 0)
    #expect(symlink(folder.path("outside/new"), folder.path("root/new")) == 0)
    #expect(code { () throws(FilesError) in try root.create("new") } == .alreadyExists)
    #expect(code { () throws(FilesError) in try root.appendFile("new") } == .isLink)
    #expect(code { () throws(FilesError) in try root.continueFile("file") } == .isLink)
    #expect(code { () throws(FilesError) in try root.open("file") } == .isLink)
    #expect(try root.facts(of: "file")?.kind == .link)
    try root.remove("file")
    #expect(try root.facts(of: "file") == nil)
    #expect(try InputFile.text(of: folder.path("outside/file")) == "outside")
    #expect(try outside.names() == ["Clips", "file"])
  }

  @Test func `what was opened before a folder was exchanged for a link stays what it was`() throws {
    let clips = try root.folder("Clips")
    try exchange()
    do { _ = try clips.create("a") }
    try clips.rename("a", to: "b")
    try clips.linkAndUnlink("b", as: "c")
    try SafeWriter.write("d".utf8, as: "d", in: clips)
    try clips.makeFolder("e")
    try clips.removeFolder("e")
    try clips.synchronize()
    try clips.setModified(Timestamp(seconds: 1_000_000_000))
    #expect(try outside.names() == ["Clips"])
    #expect(try Folder.names(in: folder.path("root/Clips-before")) == ["c", "d"])
    #expect(!clips.isInPlace && root.isInPlace)
    #expect(try FileFacts.of(folder.path("outside")).modified.seconds != 1_000_000_000)
  }

  @Test func `a file whose folder is exchanged while it is written gets its name where it was begun`() throws {
    let writer = try SafeWriter(folder.path("root/Clips/report.json"))
    try writer.write("{}")
    try exchange()
    try writer.commit()
    #expect(try outside.names() == ["Clips"])
    #expect(try Folder.names(in: folder.path("root/Clips-before")) == ["report.json"])
  }

  @Test func `what another program wrote by a path that leads elsewhere by now gets no name`() throws {
    let found = code { () throws(FilesError) in
      let pending = try PendingFile(folder.path("root/Clips/poster.jpg"))
      #expect(throws: Never.self) {
        try exchange()
        try Data([1]).write(to: folder.url.appendingPathComponent("root/Clips/.poster.jpg.lineup-part"))
      }
      try pending.commit()
    }
    #expect(found == .notFound)
    #expect(try Folder.names(in: folder.path("root/Clips-before")) == [])
    #expect(try outside.facts(of: "poster.jpg") == nil)
  }

  @Test func `linking replaces nothing`() throws {
    for name in ["a", "b"] { try SafeWriter.write(name, to: folder.path("root/\(name)")) }
    #expect(code { () throws(FilesError) in try root.linkAndUnlink("a", as: "b") } == .alreadyExists)
    #expect(try InputFile.text(of: folder.path("root/b")) == "b")
  }

  // MARK: - The tree

  @Test func `a tree notices a folder that was exchanged or moved, at any depth`() throws {
    try Folder.create(folder.path("root/a/b/c"))
    let deep = try ContainedPath("a/b/c")
    let tree = FolderTree(root)
    #expect(try tree.folder(deep).path == folder.path("root/a/b/c"))
    // The folder itself is moved out, and a link leads to it: by its path it is still reached, and it is not in the root any more.
    #expect(rename(folder.path("root/a"), folder.path("outside/a")) == 0)
    #expect(symlink(folder.path("outside/a"), folder.path("root/a")) == 0)
    #expect(code { () throws(FilesError) in try tree.folder(deep) } == .escapesRoot)
    #expect(unlink(folder.path("root/a")) == 0)
    #expect(code { () throws(FilesError) in try tree.folder(deep) } == .notFound)
    try Folder.create(folder.path("root/a/b/c"))
    let there = try #require(try tree.folder(try ContainedPath("a/b")).facts(of: "c"))
    #expect(there.isSameFile(as: try FileFacts.of(folder.path("root/a/b/c"))))
  }

  @Test func `a tree of many and of deep folders keeps few of them open`() throws {
    let tree = FolderTree(root, mostOpen: 8)
    func openFiles() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0 }
    var paths = try (0..<100).map { try ContainedPath("f\($0)") }
    paths.append(try ContainedPath(Array(repeating: "d", count: 60).joined(separator: "/")))
    for path in paths { try Folder.create(folder.path("root/\(path)")) }
    let before = openFiles()
    for _ in 0..<2 {
      for path in paths { #expect(try tree.folder(path).path == folder.path("root/\(path)")) }
    }
    // Other tests run at the same time and have files open too.
    #expect(openFiles() - before < 60)
    #expect(tree.held.count <= 8)
    tree.closeFolders()
    #expect(tree.held.isEmpty)
  }
}
