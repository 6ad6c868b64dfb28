// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Foundation
import TestSupport
import Testing
import Timing

@testable import Operations

/// A cut as a folder, which is whole or not there.
@Suite struct WriteTimelineTests {
  private let folder: TemporaryFolder
  private let cut: Timeline

  init() throws {
    folder = try TemporaryFolder()
    cut = Timeline(name: "reel 1", start: try Timecode("01:00:00:00", at: .fps25), tracks: [Track(.video, number: 1, items: [.gap(25)])])
  }

  @Test func `a bundle that a killed run left half is made whole, and one that is there stays`() throws {
    let path = folder.path("cut.otiod")
    let left = folder.path(".cut.otiod.lineup-part")
    try Folder.create(left)
    try Data("{".utf8).write(to: URL(fileURLWithPath: left + "/.content.otio.lineup-part"))
    #expect(try WriteTimeline(cut, to: path, format: .otiod).run().isEmpty)
    #expect(try Folder.names(in: folder.url.path) == ["cut.otiod"] && Folder.names(in: path) == ["content.otio"])
    #expect(try ReadTimeline(path).run().timeline.frames == 25)
    let error = #expect(throws: FilesError.self) { try WriteTimeline(cut, to: path, format: .otiod).run() }
    #expect(error?.code == .alreadyExists)
  }

  @Test func `a folder of others in the place of the temporary one is left as it is, and nothing is made`() throws {
    try Folder.create(folder.path(".cut.otiod.lineup-part/notes"))
    #expect(throws: FilesError.self) { try WriteTimeline(cut, to: folder.path("cut.otiod"), format: .otiod).run() }
    #expect(try Folder.names(in: folder.url.path) == [".cut.otiod.lineup-part"])
    #expect(try Folder.names(in: folder.path(".cut.otiod.lineup-part")) == ["notes"])
  }

  @Test func `a conform writes a bundle as a folder`() async throws {
    let list = folder.path("cut.otio")
    _ = try WriteTimeline(cut, to: list, format: .otio).run()
    try Folder.create(folder.path("media"))
    let outcome = try await ConformTimeline(ReadTimeline(list), to: [folder.path("media")]).run(in: world("2026-11-28T10:00:00Z"))
    _ = try ConformTimeline.write(outcome, to: folder.path("linked.otiod"))
    #expect(try ReadTimeline(folder.path("linked.otiod")).run().timeline.frames == 25)
  }
}
