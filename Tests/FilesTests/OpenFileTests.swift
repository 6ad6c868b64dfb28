// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@Suite struct OpenFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a file is read in whole blocks, the last shorter`() throws {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
    try SafeWriter.write(bytes, to: folder.path("a"))
    let file = try InputFile(folder.path("a"))
    file.expectSequentialReading()
    var sizes: [Int] = []
    var seen: [UInt8] = []
    try file.forEachBlock(of: 4096) { block in
      sizes.append(block.count)
      seen += block
    }
    #expect(sizes == [4096, 4096, 1808])
    #expect(seen == bytes)
    #expect(file.bypassCache() != .none)
  }

  @Test func `reading elsewhere does not disturb reading on`() throws {
    try SafeWriter.write("0123456789", to: folder.path("a"))
    let file = try InputFile(folder.path("a"))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
    defer { buffer.deallocate() }
    #expect(try file.read(into: buffer) == 4)
    #expect(try file.read(into: buffer, at: 8) == 2)
    #expect(Array(buffer.prefix(2)) == Array("89".utf8))
    #expect(try file.read(into: buffer) == 4)
    #expect(Array(buffer) == Array("4567".utf8))
    try file.seek(to: 1)
    #expect(try file.read(into: buffer) == 4)
    #expect(Array(buffer) == Array("1234".utf8))
  }

  @Test func `a file is written on, cut, and given its source's time`() throws {
    let moment = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789)
    do {
      let file = try OutputFile(creating: folder.path("a"))
      try Array("abcdef".utf8).withUnsafeBytes { try file.write($0) }
      try Array("XY".utf8).withUnsafeBytes { try file.write($0, at: 1) }
      try file.truncate(to: 5)
      try file.setModified(moment)
      try file.synchronize()
      #expect(try file.facts().size == 5)
    }
    #expect(try InputFile.text(of: folder.path("a")) == "aXYde")
    #expect(try FileFacts.of(folder.path("a")).modified == moment)
    let error = #expect(throws: FilesError.self) { _ = try OutputFile(creating: folder.path("a")) }
    #expect(error?.code == .alreadyExists)
    let again = try OutputFile(continuing: folder.path("a"))
    try again.seek(to: 5)
    try Array("!".utf8).withUnsafeBytes { try again.write($0) }
    #expect(try InputFile.text(of: folder.path("a")) == "aXYde!")
  }

  @Test func `what is no regular file is refused without waiting`() throws {
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    #expect(symlink("a", folder.path("link")) == 0)
    try SafeWriter.write("x", to: folder.path("a"))
    func code(_ path: String, followLinks: Bool = true) -> FilesError.Code? {
      #expect(throws: FilesError.self) { _ = try InputFile(path, followLinks: followLinks) }?.code
    }
    #expect(code(folder.path("pipe")) == .notRegular)
    #expect(code(folder.path("")) == .isDirectory)
    #expect(code("/dev/null") == .notRegular)
    #expect(code(folder.path("none")) == .notFound)
    #expect(code(folder.path("a/b")) == .notDirectory)
    #expect(code(folder.path("link"), followLinks: false) == .isLink)
    #expect(code(folder.path(String(repeating: "n", count: 300))) == .nameTooLong)
    #expect(throws: FilesError.self) { _ = try OutputFile(continuing: folder.path("pipe")) }
    #expect(try InputFile.text(of: folder.path("link")) == "x")
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything")) func `a file of another user is refused`() throws {
    try SafeWriter.write("x", to: folder.path("a"))
    #expect(chmod(folder.path("a"), 0) == 0)
    let error = #expect(throws: FilesError.self) { _ = try InputFile(folder.path("a")) }
    #expect(error?.code == .permissionDenied)
  }

  @Test func `a small file may not be a large one, and text is UTF-8`() throws {
    try SafeWriter.write([0x66, 0xFC, 0x72], to: folder.path("latin1"))
    #expect(#expect(throws: FilesError.self) { try InputFile.contents(of: folder.path("latin1"), limit: 2) }?.code == .tooLarge)
    #expect(#expect(throws: FilesError.self) { try InputFile.text(of: folder.path("latin1")) }?.code == .malformed)
    #expect(try InputFile.contents(of: folder.path("latin1")) == [0x66, 0xFC, 0x72])
    try SafeWriter.write("", to: folder.path("empty"))
    #expect(try InputFile.contents(of: folder.path("empty")).isEmpty)
  }

  @Test func `an error fits on one line of text`() {
    let error = FilesError(.notFound, subject: "a\nb")
    #expect(error.description == "‘a\\nb’ does not exist: check the spelling, and that the volume is mounted")
  }

  @Test func `a folder that must be new is made once`() throws {
    try Folder.createNew(folder.path("new"))
    #expect(#expect(throws: FilesError.self) { try Folder.createNew(folder.path("new")) }?.code == .alreadyExists)
    #expect(#expect(throws: FilesError.self) { try Folder.createNew(folder.path("none/new")) }?.code == .notFound)
    try SafeWriter.write("x", to: folder.path("new/b"))
    try Folder.create(folder.path("new/a/deeper"))
    #expect(try Folder.names(in: folder.path("new")) == ["a", "b"])
    #expect(#expect(throws: FilesError.self) { try Folder.names(in: folder.path("new/b")) }?.code == .notDirectory)
  }

  @Test func `folders are made with those above them`() throws {
    try Folder.create(folder.path("a/b/c"))
    try Folder.create(folder.path("a/b/c"))
    #expect(try FileFacts.of(folder.path("a/b/c")).kind == .folder)
    try SafeWriter.write("x", to: folder.path("a/file"))
    #expect(#expect(throws: FilesError.self) { try Folder.create(folder.path("a/file")) }?.code == .notDirectory)
    #expect(#expect(throws: FilesError.self) { try Folder.create(folder.path("a/file/b")) }?.code == .notDirectory)
  }

  @Test func `a folder is held by one at a time`() throws {
    func hold() throws { _ = try FolderLock(folder.url.path) }
    do {
      let lock = try FolderLock(folder.url.path)
      let error = #expect(throws: FilesError.self) { try hold() }
      #expect(error?.code == .busy)
      #expect(error?.description.contains("process \(getpid())") == true)
      #expect(lock.folder == folder.url.path)
    }
    try hold()
  }

  @Test func `a volume is found through paths that do not exist yet`() throws {
    let volume = try VolumeFacts.of(folder.path("not/yet/there"))
    #expect(volume.device == (try FileFacts.of(folder.url.path).device))
    #expect(volume.totalBytes > 0 && volume.availableBytes <= volume.totalBytes && volume.longestName >= 64)
  }
}

@Test func `a name that drives the terminal or turns the writing is shown as escapes`() {
  #expect("a\u{1B}[31m\u{9B}2J\nb\u{202E}gpj\u{2028}".printable == "a\\u{1B}[31m\\u{009B}2J\\nb\\u{202E}gpj\\u{2028}")
  #expect("👩‍👧 café".printable == "👩‍👧 café")
  #expect(!FilesError(.notFound, subject: "\u{202E}x").description.contains("\u{202E}"))
}
