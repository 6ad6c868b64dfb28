// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

private func copied() throws -> (card: TestCard, copy: String, manifest: String) {
  let card = try TestCard(largest: 5000)
  let destination = try Copier(card.plan([card.destination("one")])).run().destinations[0]
  return (card, destination.path, try #require(destination.manifest))
}

@Test func `changed, missing and new files are each named`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  try TestCard.write(Array("scene 2\n".utf8), copy + "/Sidecar.txt")
  try FileManager.default.removeItem(atPath: copy + "/Clips/A001C002.mov")
  try FileManager.default.removeItem(atPath: copy + "/EMPTY")
  try TestCard.write([1], copy + "/Clips/new.mov")
  let report = try Verifier(copy).verify()
  #expect(report.status == .rejected)
  #expect(report.failed.map(\.path) == ["Sidecar.txt"])
  #expect(report.missing == ["Clips/A001C002.mov", "EMPTY/"])
  #expect(report.new == ["Clips/new.mov"])
  #expect(report.verified == card.files.count - 2)
}

@Test func `a new file alone is reported and makes the result partial`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  try TestCard.write([1], copy + "/new.mov")
  let report = try Verifier(copy).verify()
  #expect(report.status == .partial)
  #expect(report.new == ["new.mov"])
}

@Test func `a new empty folder is told, and is no reason to reject files that are as recorded`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  try FileManager.default.createDirectory(atPath: copy + "/more", withIntermediateDirectories: false)
  let report = try Verifier(copy).verify()
  #expect(report.status == .clean && report.failed.isEmpty)
  #expect(report.notes.contains { $0.contains("without a file") && $0.contains("more/") })
}

@Test func `a changed manifest, a missing one and a missing chain are found`() throws {
  for damage in ["changed", "missing", "chain"] {
    let (card, copy, manifest) = try copied()
    defer { withExtendedLifetime(card) {} }
    switch damage {
    case "changed": try Data(contentsOf: URL(fileURLWithPath: manifest)).appending(Data("\n".utf8)).write(to: URL(fileURLWithPath: manifest))
    case "missing": try FileManager.default.removeItem(atPath: manifest)
    default: try FileManager.default.removeItem(atPath: copy + "/ascmhl/ascmhl_chain.xml")
    }
    let report = try Verifier(copy).verify()
    #expect(report.status == .rejected)
    #expect(report.chain?.intact == false)
    #expect(report.notes.contains { $0.contains(damage) }, "\(report.notes)")
  }
}

extension Data {
  fileprivate func appending(_ more: Data) -> Data { self + more }
}

@Test func `one file or folder of a history verifies alone`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  #expect(try Verifier(copy + "/Sidecar.txt").verify().verified == 1)
  #expect(try Verifier(copy + "/Clips").verify().verified == 3)
  try TestCard.write([1], copy + "/Sidecar.txt")
  #expect(try Verifier(copy + "/Clips").verify().status == .clean)
}

@Test func `a copy verifies against the manifest of another copy`() throws {
  let (card, _, manifest) = try copied()
  #expect(try Verifier(card.source).verify(against: .list(manifest)).status == .clean)
}

@Test func `nested histories vouch for their own files`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  let outer = card.folder.path("one")
  let path = try ContainedPath("notes.txt")
  try TestCard.write([1, 2], outer + "/notes.txt")
  let list = HashList(
    creator: .init(date: Timestamp(seconds: 0), hostName: "h", tool: "t"), process: .init(kind: .inPlace),
    entries: [.file(.init(path: path, size: 2, modified: nil, hashes: [.init(Digest.of([1, 2], algorithm: .md5), action: .original)]))])
  let bytes = try list.xml()
  try TestCard.write(bytes, outer + "/ascmhl/0001_one_1970-01-01_000000Z.mhl")
  let link = HashChain.Link(number: 1, fileName: "0001_one_1970-01-01_000000Z.mhl", c4: Digest.of(bytes, algorithm: .c4))
  try TestCard.write(try HashChain(links: [link]).xml(), outer + "/ascmhl/ascmhl_chain.xml")
  let report = try Verifier(outer).verify()
  #expect(report.status == .clean, "\(report)")
  #expect(report.verified == card.files.count + 1)
  #expect(report.chain == VerificationReport.Chain(generations: 2, intact: true))
  try TestCard.write([0], copy + "/Sidecar.txt")
  #expect(try Verifier(outer).verify().failed.map(\.path) == ["A001R2EC/Sidecar.txt"])
}

@Test(arguments: [
  ("list.md5", HashAlgorithm.md5), ("list.sha1", .sha1), ("SHA256SUMS", .sha256), ("list.txt", .xxh64), ("list.xxh3", .xxh3), ("x.txt", .xxh128),
])
func `plain checksum lists are understood`(_ name: String, _ algorithm: HashAlgorithm) throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1, 2, 3], folder.path("a b.mov"))
  try TestCard.write([4], folder.path("sub/c.mov"))
  let text =
    "# made by hand\n\(Digest.of([1, 2, 3], algorithm: algorithm).text)  a b.mov\n\(Digest.of([4], algorithm: algorithm).text) *./sub/c.mov\n"
  try TestCard.write(Array(text.utf8), folder.path("lists/\(name)"))
  let report = try Verifier(folder.url.path).verify(against: .list(folder.path("lists/\(name)")))
  #expect(report.status == .clean, "\(report)")
  #expect(report.verified == 2 && report.chain == nil)
  try TestCard.write([5], folder.path("sub/c.mov"))
  #expect(try Verifier(folder.url.path).verify(against: .list(folder.path("lists/\(name)"))).failed.map(\.path) == ["sub/c.mov"])
}

@Test func `what a list does not name is new, but for the list itself and histories`() throws {
  let folder = try TemporaryFolder()
  for name in ["a.mov", "sub/b.mov", "sub/ascmhl/0001_b.mhl", ".DS_Store"] { try TestCard.write([1, 2, 3], folder.path(name)) }
  let sum = Digest.of([1, 2, 3], algorithm: .md5).text
  let list = folder.path("list.md5")
  try TestCard.write(Array("\(sum)  a.mov\n".utf8), list)
  let report = try Verifier(folder.url.path).verify(against: .list(list))
  #expect(report.status == .partial)
  #expect(report.new == ["sub/b.mov"])
  #expect(try Verifier(folder.path("a.mov")).verify(against: .list(list)).status == .clean)
  try TestCard.write(Array("\(sum)  a.mov\n\(sum)  sub/b.mov\n\(sum)  .DS_Store\n\(sum)  sub/ascmhl/0001_b.mhl\n".utf8), list)
  let whole = try Verifier(folder.url.path).verify(against: .list(list))
  #expect(whole.status == .clean && whole.verified == 4, "\(whole)")
}

@Test func `a link elsewhere in the folder says nothing about one file`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  try FileManager.default.createSymbolicLink(atPath: copy + "/Clips/link.mov", withDestinationPath: "A001C001.mov")
  #expect(try Verifier(copy + "/Sidecar.txt").verify().status == .clean)
  let whole = try Verifier(copy).verify()
  #expect(whole.new == ["Clips/link.mov"])
  #expect(whole.notes.contains("left out: Clips/link.mov: a symbolic link, which is not followed"), "\(whole.notes)")
}

@Test func `the folder of a history, and one in which nothing is on record, are no clean copies`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  let history = #expect(throws: IntegrityError.self) { try Verifier(copy + "/ascmhl").verify() }
  #expect(history?.description.contains("name the folder around it") == true, "\(history?.description ?? "")")
  try FileManager.default.createDirectory(atPath: copy + "/New", withIntermediateDirectories: true)
  let nothing = #expect(throws: IntegrityError.self) { try Verifier(copy + "/New").verify() }
  #expect(nothing?.description.contains("nothing to verify") == true, "\(nothing?.description ?? "")")
  #expect(try Verifier(copy + "/Clips").verify().status == .clean)
}

@Test func `a manifest that lists a file twice vouches for no clean copy`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  let name = try #require(try FileManager.default.contentsOfDirectory(atPath: copy + "/ascmhl").first { $0.hasSuffix(".mhl") })
  var text = try String(contentsOfFile: copy + "/ascmhl/" + name, encoding: .utf8)
  let list = card.folder.path("twice.mhl")
  try TestCard.write(Array(text.utf8), list)
  #expect(try Verifier(copy).verify(against: .list(list)).status == .clean)
  let start = try #require(text.range(of: "<hash>"))
  let end = try #require(text.range(of: "</hash>"))
  text.insert(contentsOf: String(text[start.lowerBound..<end.upperBound]), at: start.lowerBound)
  try TestCard.write(Array(text.utf8), list)
  let report = try Verifier(copy).verify(against: .list(list))
  #expect(report.status == .rejected && report.notes.contains { $0.contains("is listed twice") }, "\(report)")
}

@Test func `the report as JSON says that there is no chain, and reads back`() throws {
  let folder = try TemporaryFolder()
  try TestCard.write([1], folder.path("a.mov"))
  try TestCard.write(Array("\(Digest.of([1], algorithm: .md5).text)  a.mov\n".utf8), folder.path("list.md5"))
  let report = try Verifier(folder.path("a.mov")).verify(against: .list(folder.path("list.md5")))
  let json = try JSONEncoder().encode(report)
  let keys = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  #expect(keys["chain"] is NSNull)
  #expect(try JSONDecoder().decode(VerificationReport.self, from: json) == report)
}

@Test(.enabled(if: geteuid() != 0, "to the superuser every folder is open"))
func `a folder that may not be read is not said to have no history`() throws {
  let (card, copy, _) = try copied()
  defer { withExtendedLifetime(card) {} }
  defer { chmod(copy, 0o755) }
  for (mode, path) in [(0o000, copy), (0o000, copy + "/Sidecar.txt"), (0o444, copy), (0o111, copy)] as [(mode_t, String)] {
    chmod(copy, mode)
    let error = #expect(throws: IntegrityError.self) { try Verifier(path).verify() }
    #expect(error?.code == .unreadable && error?.description.contains("may not be opened") == true, "\(mode): \(String(describing: error))")
  }
}

@Test(.enabled(if: geteuid() != 0, "to the superuser every folder is open"))
func `an unreadable folder that is left out is no trouble`() throws {
  let scope = try Scope()
  try scope.makeFolder("lost+found")
  chmod("\(scope.path)/lost+found", 0)
  defer { chmod("\(scope.path)/lost+found", 0o755) }
  #expect(#expect(throws: IntegrityError.self) { try scope.pass(.create) }?.code == .unreadable)
  #expect(try scope.pass(.create) { $0.ignorePatterns = ["lost+found"] }.status == .clean)
  #expect(try FolderScan(scope.path, ignoring: IgnorePatterns(["lost+found/"])).oddities.allSatisfy { $0.kind == .history })
}

@Test func `who swaps the arguments, or names a history for a list, is told so`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  for (list, words) in [(scope.path, "may be swapped"), (scope.path + "/ascmhl", "leave out --against")] {
    let error = #expect(throws: IntegrityError.self) { try Verifier(scope.path + "/Sidecar.txt").verify(against: .list(list)) }
    #expect(error?.code == .unreadable && error?.explanation.contains(words) == true)
  }
}

@Test func `a file without a history is told of the manifest beside it`() throws {
  let folder = try TemporaryFolder()
  for name in ["A001.mov", "A001_2026-11-27_090000Z.mhl", "B.mhl"] { try TestCard.write([1], folder.path(name)) }
  let error = #expect(throws: IntegrityError.self) { try Verifier(folder.path("A001.mov")).verify() }
  #expect(error?.code == .noHistory && error?.explanation.contains("/A001_2026-11-27_090000Z.mhl may be its manifest") == true)
}

@Test func `what a walk says of a folder is told from what it says of its neighbours`() throws {
  let folder = try ContainedPath("lost+found")
  for (subject, isIn) in [("/v/lost+found", true), ("/v/lost+found/a", true), ("/v/lost+found2", false), ("/v", false)] {
    for root in ["/v", "/v/"] { #expect(FilesError(.permissionDenied, subject: subject).isIn(folder, of: root) == isIn, "\(subject)") }
  }
}

@Test func `a place whose history cannot be looked at is not said to have none`() throws {
  let folder = try TemporaryFolder()
  try FileManager.default.createSymbolicLink(atPath: folder.path("circle"), withDestinationPath: "circle")
  #expect(#expect(throws: IntegrityError.self) { try History.stands(in: folder.path("circle")) }?.code == .unreadable)
  #expect(#expect(throws: IntegrityError.self) { try Verifier(folder.path("circle")).verify() }?.explanation.contains("link") == true)
}

@Test func `tagged and escaped lines of checksum lists are understood`() throws {
  let list = try ChecksumList(
    "MD5 (a (1).mov) = 614dd0e977becb4c6f7fa99e64549b12\n\\614dd0e977becb4c6f7fa99e64549b12  a\\nb\nrubbish\n", fileName: "x")
  #expect(list.lines.map(\.path.text) == ["a (1).mov", "a\nb"])
  #expect(list.unreadable == [.init(number: 3, text: "rubbish")])
}

@Test func `nothing to verify against, and nothing to verify, are errors in words`() throws {
  let folder = try TemporaryFolder()
  #expect(throws: IntegrityError.self) { try Verifier(folder.url.path).verify() }
  #expect(throws: IntegrityError.self) { try Verifier(folder.path("gone")).verify() }
  try TestCard.write(Array("hello".utf8), folder.path("list.txt"))
  #expect(throws: IntegrityError.self) { try Verifier(folder.url.path).verify(against: .list(folder.path("list.txt"))) }
}

@Test func `verifying asks the device, and says so where memory did not let go`() throws {
  let scope = try Scope()
  #expect(try scope.pass(.create).readBack == nil, "where nothing is on record there is nothing to compare")
  let kept = try Data(contentsOf: URL(filePath: "\(scope.path)/Clips/a.mov"), options: .alwaysMapped)
  #expect(kept.first != nil)
  let report = try Verifier(scope.path).verify()
  #expect(report.status == .clean && report.readBack != nil)
  #expect((report.readBack?.isOfDevice == true) != report.notes.contains { $0.contains("out of this machine's memory") }, "\(report)")
  let (list, folder) = (try scope.manifest(1), scope.path)
  let listed = try Verifier(folder).verify(against: .list(list))
  #expect(listed.status == .clean && listed.readBack == report.readBack)
  #expect(try JSONDecoder().decode(VerificationReport.self, from: JSONEncoder().encode(report)) == report)
  withExtendedLifetime(kept) {}
}

@Test(.enabled(if: (try? VolumeFacts.of("/dev/shm").fileSystem) == "tmpfs"))
func `what was verified on a volume that is nothing but memory is said to be`() throws {
  let root = "/dev/shm/lineup-test-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: root) }
  try TestCard.write([1, 2, 3], "\(root)/a.mov")
  _ = try HistoryPass(root, as: .create, signature: Scope.signature).run()
  let report = try Verifier(root).verify()
  #expect(report.status == .clean && report.readBack == .memory && report.notes.contains { $0.contains("out of this machine's memory") })
}
