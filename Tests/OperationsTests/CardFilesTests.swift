// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Operations

struct CardFilesTests {
  @Test func `each file is found by the bytes of its path, whatever the order of the walk`() throws {
    let folder = try TemporaryFolder()
    let names = ["a.b", "a/x", "A/x", "é", "e\u{301}", "a/y/z", "ab"]
    for (length, name) in names.enumerated() {
      let place = folder.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try #require(FileManager.default.createFile(atPath: folder.url.path + "/" + name, contents: Data(count: length)))
    }
    var files = CardFiles()
    for case .entry(let entry) in try FolderWalk(folder.url.path) where entry.facts.kind == .file { files.add(entry) }
    files.order()
    for (length, name) in names.enumerated() { #expect(files[name]?.size == Int64(length), "\(name)") }
    #expect(files["a"] == nil && files[""] == nil && files["zz"] == nil && Array(files.paths).count == names.count)
  }
}
