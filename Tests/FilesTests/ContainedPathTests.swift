// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@Suite struct ContainedPathTests {
  @Test(arguments: [
    ("..", FilesError.Code.escapesRoot), ("../a", .escapesRoot), ("a/../../b", .escapesRoot), ("a/..", .escapesRoot), ("/etc/passwd", .escapesRoot),
    ("/", .escapesRoot), ("//a", .escapesRoot), ("", .invalidName), (".", .invalidName), ("a/./b", .invalidName), ("a//b", .invalidName),
    ("a/", .invalidName), ("a\0b", .invalidName),
  ])
  func `a path that leaves its root, or is none, is refused`(text: String, code: FilesError.Code) {
    #expect(#expect(throws: FilesError.self) { try ContainedPath(text) }?.code == code)
  }

  @Test(arguments: ["a", "a/b/c.mxf", "...", "a..b/..c", "new\nline/🎬", " ", "C:\\x"]) func `a path inside is kept as it is`(text: String) throws {
    let path = try ContainedPath(text)
    #expect(path.text == text)
    #expect(try JSONDecoder().decode([ContainedPath].self, from: JSONEncoder().encode([path])) == [path])
  }

  @Test func `JSON cannot bring in a path that leaves its root`() {
    #expect(throws: FilesError.self) { try JSONDecoder().decode([ContainedPath].self, from: Data(#"["../a"]"#.utf8)) }
  }

  @Test func `names that differ in normalization are two paths that match`() throws {
    let composed = try ContainedPath("caf\u{E9}")
    let decomposed = try ContainedPath("cafe\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(composed.normalized == decomposed.normalized)
    #expect(Array(decomposed.text.utf8) == Array("cafe\u{301}".utf8))
  }

  @Test func `parts are found`() throws {
    let path = try ContainedPath("A001/Clips/C003.mxf")
    #expect(path.names == ["A001", "Clips", "C003.mxf"])
    #expect(path.name == "C003.mxf")
    #expect(path.parent?.text == "A001/Clips")
    #expect(try ContainedPath("a").parent == nil)
    #expect(path.isInside(try ContainedPath("A001")) && path.isInside(path))
    #expect(!path.isInside(try ContainedPath("A00")))
    #expect(try ContainedPath("a").appending("b").text == "a/b")
    #expect(throws: FilesError.self) { try ContainedPath("a").appending("..") }
  }

  @Test func `links on the way are not followed`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("root")
    try Folder.create(folder.path("root/in"))
    try Folder.create(folder.path("outside"))
    #expect(symlink("../outside", folder.path("root/out")) == 0)
    #expect(symlink("nowhere", folder.path("root/in/dangling")) == 0)
    try SafeWriter.write("x", to: folder.path("root/in/file"))
    func code(_ text: String) throws -> FilesError.Code? {
      let path = try ContainedPath(text)
      return #expect(throws: FilesError.self) { try path.resolved(in: root) }?.code
    }
    #expect(try ContainedPath("in/file").resolved(in: root) == root + "/in/file")
    #expect(try ContainedPath("new/folder/file").resolved(in: root) == root + "/new/folder/file")
    #expect(try code("out/file") == .escapesRoot)
    #expect(try code("out") == .escapesRoot)
    #expect(try code("in/dangling") == .escapesRoot)
    #expect(try code("in/file/x") == .notDirectory)
    #expect(try ContainedPath("in/dangling").resolved(in: root, allowLinkAtEnd: true) == root + "/in/dangling")
  }

  @Test func `paths sort by bytes`() throws {
    let texts = ["B", "a", "a.b", "a/b", "é", "🎬"]
    #expect(try texts.shuffled().map { try ContainedPath($0) }.sorted().map(\.text) == texts)
  }
}
