// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct FolderWalkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func walk(where isWanted: @escaping @Sendable (ContainedPath) -> Bool = { _ in true }) throws -> (paths: [String], troubles: [FilesError]) {
    var paths: [String] = []
    var troubles: [FilesError] = []
    for item in try FolderWalk(folder.url.path, where: isWanted) {
      switch item {
      case .entry(let entry): paths.append(entry.path.text)
      case .trouble(let fault): troubles.append(fault)
      }
    }
    return (paths, troubles)
  }

  @Test func `folders come before their contents, names in byte order`() throws {
    for name in ["b", "a/z", "a/B/deep", "a/🎬", "a/cafe\u{301}", "a/caf\u{E9}", "a/new\nline", "C"] {
      try Folder.create(folder.url.appendingPathComponent(name).deletingLastPathComponent().path)
      try SafeWriter.write(name, to: folder.path(name))
    }
    let (paths, troubles) = try walk()
    let expected = ["C", "a", "a/B", "a/B/deep", "a/cafe\u{301}", "a/caf\u{E9}", "a/new\nline", "a/z", "a/🎬", "b"]
    #expect(paths.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    #expect(troubles.isEmpty)
  }

  @Test func `links and pipes are listed and not followed`() throws {
    try Folder.create(folder.path("real"))
    #expect(symlink("real", folder.path("link")) == 0)
    #expect(symlink("..", folder.path("real/up")) == 0)
    #expect(symlink("nowhere", folder.path("dangling")) == 0)
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    var kinds: [String: FileFacts.Kind] = [:]
    for case .entry(let entry) in try FolderWalk(folder.url.path) { kinds[entry.path.text] = entry.facts.kind }
    #expect(kinds == ["real": .folder, "real/up": .link, "link": .link, "dangling": .link, "pipe": .special])
  }

  #if os(Linux)
    @Test func `a name that is not UTF-8 is told and the walk goes on`() throws {
      let name = (folder.url.path + "/bad").utf8CString.dropLast() + [CChar(bitPattern: 0xFF), 0]
      let descriptor = open(Array(name), O_CREAT | O_WRONLY, 0o600)
      #expect(descriptor >= 0)
      close(descriptor)
      try SafeWriter.write("x", to: folder.path("good"))
      let (paths, troubles) = try walk()
      #expect(paths == ["good"])
      #expect(troubles.map(\.code) == [.invalidName])
      #expect(troubles.map { $0.place(in: folder.url.path) } == ["bad\\xFF"])
    }
  #endif

  @Test func `what is not wanted is left out with its contents`() throws {
    try Folder.create(folder.path("ascmhl/deep"))
    try Folder.create(folder.path("Clips"))
    #expect(try walk { $0.name != "ascmhl" }.paths == ["Clips"])
  }

  @Test func `a root that is missing or no folder is an error`() throws {
    try SafeWriter.write("x", to: folder.path("file"))
    #expect(#expect(throws: FilesError.self) { _ = try FolderWalk(folder.path("none")) }?.code == .notFound)
    #expect(#expect(throws: FilesError.self) { _ = try FolderWalk(folder.path("file")) }?.code == .notDirectory)
  }

  @Test(.enabled(if: Privilege.canBeDropped, "root may read everything"), arguments: [0, 0o444, 0o111] as [mode_t])
  func `a folder that may not be read or searched is told once, after it is listed`(_ mode: mode_t) throws {
    try Folder.create(folder.path("closed"))
    for name in ["a", "b", "c"] { try SafeWriter.write(name, to: folder.path("closed/\(name)")) }
    #expect(chmod(folder.path("closed"), mode) == 0 && chmod(folder.url.path, 0o755) == 0)
    defer { chmod(folder.path("closed"), 0o700) }
    let (paths, troubles) = try Privilege.without { try walk() }
    #expect(paths == ["closed"])
    #expect(troubles.map(\.code) == [.permissionDenied])
    #expect(troubles.map { $0.place(in: folder.url.path) } == ["closed"])
  }

  @Test func `bytes that are no UTF-8 are shown as escapes, characters as they are`() {
    #expect(FolderNames.escaped(Array("caf".utf8) + [0xE9] + Array(" 🎬é".utf8) + [0xC3]) == "caf\\xE9 🎬é\\xC3")
    #expect(FolderNames.escaped([0x0F, 0x80, 0xF0, 0x9F]) == "\u{0F}\\x80\\xF0\\x9F")
    #expect(FolderNames.escaped([]) == "")
  }

  @Test func `facts tell size, holes, time and identity`() throws {
    do {
      let file = try OutputFile(creating: folder.path("sparse"))
      try file.truncate(to: 1 << 24)
    }
    #expect(link(folder.path("sparse"), folder.path("other name")) == 0)
    let facts = try FileFacts.of(folder.path("sparse"))
    #expect(facts.size == 1 << 24 && facts.allocatedSize < facts.size && facts.linkCount == 2)
    #expect(facts.isSameFile(as: try FileFacts.of(folder.path("other name"))))
    #expect(try FileFacts.ifExists(folder.path("none")) == nil)
  }
}
