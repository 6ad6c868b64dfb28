// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Integrity

/// What stands on a card or in a scope and can be neither copied nor hashed: it is named, and everything else is done.

/// Makes a socket at `path`, which is short enough for one.
private func makeSocket(_ path: String) throws {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { memory in memory.copyBytes(from: path.utf8.prefix(memory.count - 1)) }
  #if os(Linux)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  #else
    let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
  #endif
  defer { close(descriptor) }
  let size = socklen_t(MemoryLayout<sockaddr_un>.size)
  let result = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) } }
  try #require(result == 0)
}

@Test func `pipes, sockets, control characters and names that are not UTF-8 stay behind by name, and the rest is copied`() throws {
  let card = try TestCard(largest: 1000)
  #expect(mkfifo(card.source + "/pipe", 0o644) == 0)
  try makeSocket(card.source + "/socket")
  try TestCard.write([1], card.source + "/bell\u{7}.txt")
  var expected = ["bell\u{7}.txt", "pipe", "socket"]
  #if os(Linux)
    let name = Array("\(card.source)/Clips/caf".utf8) + [0xE9] + Array(".mov".utf8)
    let descriptor = open(name.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o600)
    #expect(descriptor >= 0)
    close(descriptor)
    expected.append("Clips/caf\\xE9.mov")
  #endif
  let plan = card.plan([try card.destination("one")])
  #expect(Preflight(plan).problems == [])
  for _ in 0..<2 {
    let report = try Copier(plan).run()
    #expect(report.status == .partial && !report.safeToErase)
    #expect(report.skipped.map(\.path).sorted() == expected.sorted())
    #expect(report.failed == [], "they were there from the beginning")
    #expect(report.destinations[0].status == .partial && report.destinations[0].failed == [])
    #expect(card.differences(report.destinations[0].path) == [])
    #expect(try Verifier(report.destinations[0].path).verify().status == .clean)
  }
}

@Test func `a card of nothing that can be copied is refused, and what is there is named`() throws {
  let folder = try TemporaryFolder()
  try Folder.create(folder.path("card"))
  #expect(mkfifo(folder.path("card/pipe"), 0o644) == 0)
  let problems = Preflight(CopyPlan(source: folder.path("card"), destinations: [folder.path("one")], host: Fixtures.host)).problems
  #expect(problems.map(\.code) == [.sourceEmpty] && problems[0].text.contains("pipe"))
}

@Test func `a pipe that appears while a card is copied is told`() throws {
  let card = try TestCard(largest: 1000, isSmall: true)
  let source = card.source
  let report = try Copier(card.plan([try card.destination("one")])) { _ in
    DestinationGate(act: { (act, _) throws(FilesError) in if case .create = act { mkfifo("\(source)/pipe", 0o644) } })
  }.run()
  #expect(report.failed.map(\.path) == ["pipe"] && report.status == .partial)
}

/// A folder that may not be looked into, with permissions to everything else.
private func close(_ folder: String, in scope: String, mode: mode_t) {
  for path in [(scope as NSString).deletingLastPathComponent, scope, "\(scope)/ascmhl"] { chmod(path, 0o777) }
  chmod(folder, mode)
}

@Test(.enabled(if: Privilege.canBeDropped, "root may read everything"), arguments: [0o000, 0o444, 0o111] as [mode_t])
func `a folder of a card that may not be looked into is one line, and the rest is copied`(_ mode: mode_t) throws {
  let card = try TestCard(largest: 1000)
  for index in 0..<5 { try TestCard.write([1], "\(card.source)/closed/clip\(index).mov") }
  close("\(card.source)/closed", in: card.source, mode: mode)
  defer { chmod("\(card.source)/closed", 0o777) }
  try Privilege.without {
    let scan = try FolderScan(card.source, ignoring: IgnorePatterns([]))
    #expect(scan.oddities.map(\.path) == ["closed"] && scan.oddities.map(\.kind) == [.unreadable])
    #expect(scan.files.count == card.files.count)
    #expect(!scan.folders.map(\.path.text).contains("closed"), "it is not an empty folder")
    let preflight = Preflight(card.plan([card.folder.path("one")]))
    #expect(preflight.problems == [] && preflight.skipped.count == 1 && preflight.skipped[0].hasPrefix("closed: cannot be read"))
    let job = try #require(preflight.job)
    #expect(SourceChanges(job).found == [])
  }
}

@Test(.enabled(if: Privilege.canBeDropped, "root may read everything"), arguments: [0o000, 0o444, 0o111] as [mode_t])
func `a folder that may not be looked into is one failure of a pass, which is partial`(_ mode: mode_t) throws {
  let scope = try Scope(Scope.usual + (0..<5).map { ("closed/inner/clip\($0).mov", "\($0)") })
  try scope.pass(.create, at: "closed/inner")
  try scope.pass(.create)
  close("\(scope.path)/closed", in: scope.path, mode: mode)
  defer { chmod("\(scope.path)/closed", 0o777) }
  for kind in [HistoryPass.Kind.diff, .look, .verify, .create] {
    let report = try Privilege.without { try scope.pass(kind) }
    #expect(report.status == .partial, "\(kind): \(report)")
    #expect(report.failed.map(\.path) == ["closed"] && report.missing == [], "\(kind): \(report)")
    #expect(kind == .diff || report.verified == Scope.usual.count, "\(kind): \(report)")
  }
  let last = try #require(try scope.history().generations.last)
  #expect(last.hashList.files.count == Scope.usual.count)
  #expect(last.hashList.folders.isEmpty && last.hashList.process.rootHash == nil, "hashes of folders would be of others than there are")
  chmod("\(scope.path)/closed", 0o777)
  let report = try scope.pass(.verify)
  #expect(report.status == .clean && report.verified == Scope.usual.count + 5, "\(report)")
}

@Test(.enabled(if: Privilege.canBeDropped, "root may read everything"))
func `a history inside that may not be read is one failure, and no list is made without it`() throws {
  let scope = try Scope(Scope.usual + [("inner/clip.mov", "1")])
  try scope.pass(.create, at: "inner")
  try scope.pass(.create)
  close("\(scope.path)/inner/ascmhl", in: scope.path, mode: 0)
  defer { chmod("\(scope.path)/inner/ascmhl", 0o777) }
  let report = try Privilege.without { try scope.pass(.look) }
  #expect(report.status == .partial && report.failed.map(\.path) == ["inner"] && report.missing == [], "\(report)")
  let check = try Privilege.without { try HistoryCheck.run(scope.path) }
  #expect(check.status == .partial && check.failed.map(\.path) == ["inner"])
  #expect(throws: IntegrityError.self) { try Privilege.without { try PackingList(of: scope.path, signature: Scope.signature) } }
}

@Test(.enabled(if: Privilege.canBeDropped, "root may read everything"))
func `held against a list, a folder that may not be looked into is one failure`() throws {
  let scope = try Scope(Scope.usual + (0..<5).map { ("closed/clip\($0).mov", "\($0)") })
  let list = scope.folder.path("list.mhl")
  try scope.pass(.create) { $0.standAlone = list }
  close("\(scope.path)/closed", in: scope.path, mode: 0)
  defer { chmod("\(scope.path)/closed", 0o777) }
  let report = try Privilege.without { try Verifier(scope.path).verify(against: .list(list)) }
  #expect(report.status == .partial && report.failed.map(\.path) == ["closed"] && report.missing == [], "\(report)")
}

@Test func `a file whose name no manifest can hold keeps a pass from being clean`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  try scope.write("x", "bell\u{7}.mov")
  for kind in [HistoryPass.Kind.diff, .look, .verify, .create] {
    let report = try scope.pass(kind)
    #expect(report.status == .partial && report.failed == [], "\(kind): \(report)")
    #expect(report.notes.contains { $0.contains("left out: bell") }, "\(kind): \(report)")
  }
}
