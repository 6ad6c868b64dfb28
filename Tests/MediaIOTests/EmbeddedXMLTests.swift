// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import TestSupport
import Testing

@testable import MediaIO

struct `XML that a camera put into its MP4` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func box(_ kind: String, _ contents: [UInt8]) -> [UInt8] {
    let length = UInt32(contents.count + 8)
    return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + Array(kind.utf8) + contents
  }

  private static func meta(_ handler: String, _ text: String) -> [UInt8] {
    let handling = box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0] + Array(handler.utf8) + Array(repeating: 0, count: 13))
    return box("meta", [0, 0, 0, 0] + handling + box("xml ", [0, 0, 0, 0] + Array(text.utf8) + [0]))
  }

  private static let beginning = box("ftyp", Array("XAVC".utf8) + [0, 0, 0, 0]) + box("mdat", Array(repeating: 7, count: 100))

  private func write(_ bytes: [UInt8], _ name: String = "C0001.MP4") throws -> String {
    try Data(bytes).write(to: URL(filePath: folder.path(name)))
    return folder.path(name)
  }

  private func document(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> String? {
    EmbeddedXML.document(in: try write(bytes), handler: "nrtm", limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `the document is found behind the essence, and that of another handler is not`() throws {
    #expect(try document(Self.beginning + Self.meta("nrtm", "<a/>")) == "<a/>")
    #expect(try document(Self.beginning + Self.meta("mdir", "<b/>") + Self.meta("nrtm", "<a/>")) == "<a/>")
    #expect(try document(Self.beginning + Self.meta("mdir", "<b/>")) == nil)
    #expect(try document(Self.beginning + Self.meta("nrtm", "<a/>"), limit: 3) == nil)
  }

  @Test func `a file that is cut short or lies about its lengths ends the search`() throws {
    let whole = Self.beginning + Self.meta("nrtm", "<a/>")
    for length in 0..<whole.count { #expect(try document(Array(whole.prefix(length))) == nil) }
    var endless = Self.beginning + [0, 0, 0, 1] + Array("free".utf8) + Array(repeating: 0xFF, count: 8)
    #expect(try document(endless + whole) == nil)
    endless = Array(repeating: Self.box("free", []), count: 100_000).flatMap { $0 } + whole
    #expect(try document(endless) == nil)
  }

  @Test func `a clip without its document beside says what is in it, and one with it says that`() throws {
    let text = `Sony's clip XML`.document()
    _ = try write(Self.beginning + Self.meta("nrtm", text))
    let file = try ContainedPath("C0001.MP4")
    let found = SidecarMetadata.of([file], siblings: FolderContents(), in: folder.url.path)
    #expect(found.metadata[.model] == "ILME-FX3" && found.start != nil && found.notes.isEmpty)
    try Data(text.replacing("ILME-FX3", with: "ILME-FX6").utf8).write(to: URL(filePath: folder.path("C0001M01.XML")))
    var siblings = FolderContents()
    siblings.add("C0001M01.XML", in: "")
    let beside = SidecarMetadata.of([file], siblings: siblings, in: folder.url.path)
    #expect(beside.metadata[.model] == "ILME-FX6" && beside.metadata.disagreements.isEmpty)
    _ = try write(Self.beginning + Self.meta("nrtm", "<NonRealTimeMeta>"))
    #expect(SidecarMetadata.of([file], siblings: FolderContents(), in: folder.url.path).notes.count == 1)
  }
}
