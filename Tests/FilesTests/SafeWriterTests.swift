// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@Suite struct SafeWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
  }

  @Test func `the target appears only when it is whole`() throws {
    let target = folder.path("report.json")
    let writer = try SafeWriter(target)
    try writer.write("{")
    #expect(try names == [".report.json.lineup-part"])
    try writer.write("}".utf8)
    try writer.commit()
    #expect(try names == ["report.json"])
    #expect(try InputFile.text(of: target) == "{}")
  }

  #if os(Linux)
    @Test func `a folder that takes no files is not said to be missing`() {
      let error = #expect(throws: FilesError.self) { try SafeWriter("/proc/report.json") }
      #expect(error?.code == .permissionDenied && error?.description.contains("does not exist") == false)
    }
  #endif

  @Test func `what is not committed leaves nothing`() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      let writer = try SafeWriter(folder.path("a"))
      try writer.write("half")
      throw Stop()
    }
    #expect(try names.isEmpty)
  }

  @Test func `what is there is kept unless replacing was asked for`() throws {
    let target = folder.path("a")
    try SafeWriter.write("old", to: target)
    #expect(throws: FilesError.self) { try SafeWriter.write("new", to: target) }
    #expect(try InputFile.text(of: target) == "old")
    try SafeWriter.write("new", to: target, existing: .replace)
    #expect(try InputFile.text(of: target) == "new")
    #expect(try names == ["a"])
  }

  @Test func `a target that appeared meanwhile is kept`() throws {
    let target = folder.path("a")
    let error = #expect(throws: FilesError.self) {
      let writer = try SafeWriter(target)
      try writer.write("ours")
      try Data("theirs".utf8).write(to: URL(fileURLWithPath: target))
      try writer.commit()
    }
    #expect(error?.code == .alreadyExists)
    #expect(try InputFile.text(of: target) == "theirs")
    #expect(try names == ["a"])
  }

  @Test func `two writers of one target do not mix`() throws {
    let first = try SafeWriter(folder.path("a"))
    let error = #expect(throws: FilesError.self) { _ = try SafeWriter(folder.path("a")) }
    #expect(error?.code == .busy)
    #expect(error?.subject == folder.path("a"))
    try first.write("first")
    try first.commit()
    #expect(try InputFile.text(of: folder.path("a")) == "first")
  }

  @Test func `what a killed process left is taken away, even when it has its final name already`() throws {
    try Data("half".utf8).write(to: URL(fileURLWithPath: folder.path(".a.lineup-part")))
    try SafeWriter.write("whole", to: folder.path("a"))
    #expect(try names == ["a"])
    #expect(link(folder.path("a"), folder.path(".a.lineup-part")) == 0)
    try SafeWriter.write("next", to: folder.path("a"), existing: .replace)
    #expect(try InputFile.text(of: folder.path("a")) == "next")
    #expect(try names == ["a"])
    #expect(link(folder.path("a"), folder.path(".a.lineup-part")) == 0)
    #expect(throws: FilesError.self) { try SafeWriter.write("x", to: folder.path("a")) }
    #expect(try InputFile.text(of: folder.path("a")) == "next")
  }

  @Test func `another program may write the pending file`() throws {
    let pending = try PendingFile(folder.path("report.pdf"))
    try Data("%PDF".utf8).write(to: URL(fileURLWithPath: pending.path))
    try pending.commit()
    #expect(try InputFile.text(of: folder.path("report.pdf")) == "%PDF")
    #expect(try names == ["report.pdf"])
  }

  @Test(arguments: ["line\nbreak", "🎬 take one", "cafe\u{301}", "caf\u{E9}", "with space", ".hidden", String(repeating: "n", count: 255)])
  func `unusual names work`(name: String) throws {
    try SafeWriter.write("x", to: folder.path(name))
    #expect(try InputFile.text(of: folder.path(name)) == "x")
    #expect(try names.count == 1)
  }

  @Test func `each fault is told of the name that was given`() throws {
    try FileManager.default.createDirectory(atPath: folder.path("folder"), withIntermediateDirectories: false)
    func code(_ target: String) -> FilesError.Code? { #expect(throws: FilesError.self) { try SafeWriter.write("x", to: target) }?.code }
    #expect(code(folder.path("folder")) == .isDirectory)
    #expect(code(folder.path("missing/a")) == .notFound)
    #expect(code("") == .invalidName)
    #expect(code(folder.url.path + "/a\0b") == .invalidName)
    #expect(code(folder.url.path + "/a/") == .isDirectory)
    #expect(try names == ["folder"])
  }

  @Test func `a full volume is called one`() {
    let error = FilesError(.noSpace, subject: "/media/out.mov")
    #expect(error.description.hasPrefix("‘/media/out.mov’ does not fit: the volume is full: free some space"))
  }
}
