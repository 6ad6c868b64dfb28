// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import Integrity
import TestSupport
import Testing

@testable import Operations

/// That receipts say what is so, and that what differs from one is named.
@Suite struct ReceiptTruthTests {
  private let folder: TemporaryFolder
  private let key = SigningKey()
  private var copy: String { folder.path("one/roll") }

  init() throws {
    folder = try TemporaryFolder()
    for name in ["Clips/a.mov", "Clips/b.mov", "notes.txt"] { try write(name, "roll/\(name)") }
    try FileManager.default.createDirectory(atPath: folder.path("roll/EMPTY"), withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: SystemPath.split(folder.path(name)).folder, withIntermediateDirectories: true)
    try SafeWriter.write(text, to: folder.path(name), existing: .replace)
  }

  private func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.path(name)) }

  @discardableResult private func offload(_ time: String = "2026-11-20T10:00:00Z") async throws -> OffloadReport {
    let environment = try world(time)
    let plan = CopyPlan(source: folder.path("roll"), destinations: [folder.path("one")], host: environment.host, clock: environment.clock)
    return try await Offload(plan).run(in: environment)
  }

  private func receipt(_ folders: [String]? = nil) async throws -> Receipt {
    let signed = try await MakeReceipt(of: folders ?? [copy]).run(in: try world("2026-11-21T10:00:00Z"), key: key)
    try SafeWriter.write(signed.text, to: folder.path("r.json"), existing: .replace)
    return signed.receipt
  }

  private func check() async throws -> ReceiptReport {
    try await VerifyReceipt(folder.path("r.json"), folder: copy).run(in: try world("2026-11-22T10:00:00Z"))
  }

  private func verify(_ path: String? = nil) async throws -> VerificationReport {
    try await Verify(path ?? copy, recordsGeneration: true).run(in: try world("2026-11-21T12:00:00Z"))
  }

  private func withdraw(_ path: String) throws {
    let environment = try world("2026-11-21T09:00:00Z")
    let signature = Signature(host: environment.host, clock: environment.clock, authors: [.init(name: "Ann")], comment: "by mistake")
    _ = try Withdraw(copy, paths: [ContainedPath(path)], signature: signature).run()
  }

  // MARK: - What differs

  @Test func `a file that is new or gone is named, and litter beside it is a remark`() async throws {
    try await offload()
    _ = try await receipt()
    try write("litter", "one/roll/Thumbs.db")
    try write("x", "one/roll/new.txt")
    let added = try await check()
    #expect(added.status == .partial && added.new == ["new.txt"] && added.failed.isEmpty && added.missing.isEmpty, "\(added)")
    #expect(added.verified == 3 && added.notes.contains { $0.contains("Thumbs.db") && !$0.contains("are whole") }, "\(added.notes)")
    try remove("one/roll/Clips/a.mov")
    let gone = try await check()
    #expect(gone.status == .rejected && gone.missing == ["Clips/a.mov"] && gone.new == ["new.txt"] && gone.failed.isEmpty, "\(gone)")
  }

  @Test func `litter that was received is media, and litter since is a remark`() async throws {
    try write("from the card", "roll/Clips/Thumbs.db")
    try await offload()
    _ = try await receipt()
    try write("litter", "one/roll/desktop.ini")
    let report = try await check()
    #expect(report.status == .clean && report.verified == 4 && report.new.isEmpty, "\(report)")
    #expect(report.notes.contains { $0.contains("desktop.ini") && !$0.contains("Thumbs.db") }, "\(report.notes)")
    try remove("one/roll/Clips/Thumbs.db")
    #expect(try await check().missing == ["Clips/Thumbs.db"])
  }

  @Test func `of a copy that grew by a later offload that is said`() async throws {
    try await offload()
    _ = try await receipt()
    try write("more", "roll/Clips/c.mov")
    #expect(try await offload("2026-11-21T11:00:00Z").copy.status == .clean)
    let report = try await check()
    #expect(report.status == .partial && report.new == ["Clips/c.mov"] && report.verified == 3 && report.failed.isEmpty, "\(report)")
    let words = "it has grown since the receipt: 1 file was copied there on 2026-11-21T11:00:00Z"
    #expect(report.notes.contains { $0.contains(words) }, "\(report.notes)")
    try write("Clips/A.mov", "one/roll/Clips/a.mov")
    let changed = try await check()
    #expect(changed.status == .rejected && changed.failed.map(\.path) == ["Clips/a.mov"] && changed.new == ["Clips/c.mov"], "\(changed)")
  }

  @Test func `a folder that is new or gone is named`() async throws {
    try await offload()
    _ = try await receipt()
    try remove("one/roll/EMPTY")
    let gone = try await check()
    #expect(gone.status == .rejected && gone.missing == ["EMPTY/"] && gone.failed.isEmpty, "\(gone)")
    try FileManager.default.createDirectory(atPath: "\(copy)/EMPTY", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: "\(copy)/Clips/other", withIntermediateDirectories: true)
    let new = try await check()
    #expect(new.status == .partial && new.new == ["Clips/other/"] && new.verified == 3, "\(new)")
  }

  @Test func `a new folder is growth where the receipt is of a copy without folders`() async throws {
    for name in ["Clips", "EMPTY"] { try remove("roll/\(name)") }
    try await offload()
    _ = try await receipt()
    try FileManager.default.createDirectory(atPath: folder.path("roll/LATER"), withIntermediateDirectories: true)
    try write("more", "roll/c.mov")
    #expect(try await offload("2026-11-21T11:00:00Z").copy.status == .clean)
    let report = try await check()
    #expect(report.status == .partial && report.new == ["c.mov", "LATER/"] && report.failed.isEmpty, "\(report)")
  }

  @Test func `a removed file that is put back is not vouched for, and a missing one is named with who removed it`() async throws {
    try await offload()
    _ = try await receipt()
    try remove("one/roll/notes.txt")
    try withdraw("notes.txt")
    let gone = try await check()
    #expect(gone.status == .rejected && gone.missing == ["notes.txt"], "\(gone)")
    #expect(gone.notes.contains { $0.hasPrefix("notes.txt was removed on purpose on 2026-11-21") && $0.contains("Ann: by mistake") }, "\(gone.notes)")
    try write("notes again", "one/roll/notes.txt")
    _ = try await receipt()
    for text in ["notes again", "changed since"] {
      try write(text, "one/roll/notes.txt")
      let back = try await check()
      #expect(back.status == .partial && back.verified == 2 && back.failed.isEmpty, "\(back)")
      let note = try #require(back.notes.first { $0.contains("does not vouch") })
      #expect(note.contains("notes.txt is there again") && note.contains("Ann: by mistake") && !note.contains("pattern"), "\(note)")
    }
  }

  @Test func `what was taken back is received like any other file`() async throws {
    try await offload()
    try remove("one/roll/notes.txt")
    try withdraw("notes.txt")
    try write("notes.txt", "one/roll/notes.txt")
    let environment = try world("2026-11-21T09:30:00Z")
    let signature = Signature(host: environment.host, clock: environment.clock, authors: [.init(name: "Bo")], comment: "wanted after all")
    _ = try Reinstate(copy, paths: [ContainedPath("notes.txt")], signature: signature).run()
    let receipt = try await receipt()
    #expect(receipt.files == 3 && receipt.remarks.isEmpty && receipt.ignored == IgnorePatterns.standard, "\(receipt)")
    #expect(try await check().status == .clean)
    try write("other", "one/roll/notes.txt")
    #expect(try await check().failed.map(\.path) == ["notes.txt"])
  }

  @Test func `a file that a pattern leaves out is besides what was received`() async throws {
    try await offload()
    let environment = try world("2026-11-20T12:00:00Z")
    var pass = HistoryPass(copy, as: .create, signature: Signature(host: environment.host, clock: environment.clock))
    pass.ignorePatterns = ["*.tmp"]
    _ = try pass.run()
    _ = try await receipt()
    #expect(try await check().status == .clean)
    try write("x", "one/roll/Clips/x.tmp")
    let report = try await check()
    #expect(report.status == .partial && report.verified == 3, "\(report)")
    #expect(report.notes.contains { $0.contains("does not vouch") && $0.hasSuffix("by pattern or by path: Clips/x.tmp") }, "\(report.notes)")
  }

  @Test func `what a history inside leaves out is left out of the receipt around it`() async throws {
    try await offload()
    let environment = try world("2026-11-20T12:00:00Z")
    let signature = Signature(host: environment.host, clock: environment.clock)
    try write("x", "one/roll/Clips/deep/x.tmp")
    var inner = HistoryPass("\(copy)/Clips", as: .create, signature: signature)
    inner.ignorePatterns = ["*.tmp", "/c.mov", "cache/"]
    _ = try inner.run()
    _ = try HistoryPass(copy, as: .create, signature: signature).run()
    let receipt = try await receipt()
    #expect(receipt.files == 3, "\(receipt)")
    #expect(Set(receipt.ignored).isSuperset(of: ["/Clips/**/*.tmp", "/Clips/c.mov", "/Clips/**/cache/"]), "\(receipt.ignored)")
    let report = try await check()
    #expect(report.status == .partial && report.verified == 3 && report.new.isEmpty, "\(report)")
    try write("new", "one/roll/x.tmp")
    #expect(try await check().new == ["x.tmp"])
  }

  // MARK: - What is signed

  @Test func `nothing is signed as removed that is there again`() async throws {
    try await offload()
    try remove("one/roll/notes.txt")
    try withdraw("notes.txt")
    #expect(try await receipt().remarks.contains { $0.hasPrefix("notes.txt was removed on purpose on 2026-11-21T09:00:00Z") })
    try write("notes again", "one/roll/notes.txt")
    let remarks = try await receipt().remarks
    #expect(!remarks.contains { $0.contains("was removed") }, "\(remarks)")
    #expect(remarks.contains { $0.hasPrefix("notes.txt is there again") && $0.contains("Ann: by mistake") }, "\(remarks)")
    #expect(try await check().status == .partial)
  }

  @Test func `of two copies it is said in which a removed file is there again`() async throws {
    try await offload()
    try remove("one/roll/notes.txt")
    try withdraw("notes.txt")
    try FileManager.default.createDirectory(atPath: folder.path("two"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: copy, toPath: folder.path("two/roll"))
    try write("notes again", "two/roll/notes.txt")
    let remarks = try await receipt([copy, folder.path("two/roll")]).remarks
    #expect(remarks.contains { $0.hasPrefix("‘\(copy)’: notes.txt was removed") }, "\(remarks)")
    #expect(remarks.contains { $0.hasPrefix("‘\(folder.path("two/roll"))’: notes.txt is there again") }, "\(remarks)")
  }

  @Test func `what was left behind stays so until a copy brings it, whatever a person puts there`() async throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path("roll/extra"), withDestinationPath: folder.path("roll/Clips"))
    try await offload()
    #expect(try await receipt().omitted?.listed.map(\.path) == ["extra"])
    try write("by hand", "one/roll/extra/x.txt")
    #expect(try await verify().new == ["extra/x.txt"])
    #expect(try await receipt().omitted?.listed.map(\.path) == ["extra"])
    try remove("roll/extra")
    try write("by hand", "roll/extra/x.txt")
    try write("more", "roll/extra/y.txt")
    #expect(try await offload("2026-11-21T13:00:00Z").copy.status == .clean)
    #expect(try await receipt().omitted?.count == 0)
  }

  @Test func `of a refused offload only the date is signed, in our words`() async throws {
    try await offload()
    try write("Clips/A.mov", "roll/Clips/a.mov")
    #expect(try await offload("2026-11-20T12:00:00Z").copy.status == .rejected)
    let note = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("one")).first { $0.hasPrefix(".lineup-refused-") })
    var text = try InputFile.text(of: folder.path("one/\(note)"))
    text = text.replacingOccurrences(of: folder.path("roll"), with: "ALL GOOD").replacingOccurrences(of: "holds", with: "NEVER MIND")
    try SafeWriter.write(text, to: folder.path("one/\(note)"), existing: .replace)
    let remarks = try await receipt().remarks
    #expect(remarks.count == 1 && remarks[0].contains("on 2026-11-20T12:00:00Z an offload to") && remarks[0].contains("was refused"), "\(remarks)")
    #expect(!remarks[0].contains("ALL GOOD") && !remarks[0].contains("NEVER MIND"))
    try write("no note", "one/\(note)")
    await #expect { try await receipt() } throws: { "\($0)".contains("is none") && "\($0)".contains(note) }
  }

  @Test func `a pattern that leaves out what is on record is told as that, and not as missing files`() async throws {
    try await offload()
    var pass = HistoryPass(copy, as: .create, signature: Signature(host: try world("2026-11-21T09:00:00Z").host))
    pass.ignorePatterns = ["b.*"]
    _ = try pass.run()
    await #expect { try await receipt() } throws: { "\($0)".contains("a pattern of its history leaves out") && "\($0)".contains("Clips/b.mov") }
  }

  @Test func `litter in a folder with a history of its own keeps nobody from a receipt`() async throws {
    try await offload()
    let outer = folder.path("one")
    _ = try HistoryPass(outer, as: .create, signature: Signature(host: try world("2026-11-21T09:00:00Z").host)).run()
    try write("litter", "one/roll/Clips/Thumbs.db")
    #expect(try await verify(outer).status == .clean)
    #expect(try await receipt([outer]).files == 3)
    #expect(try await receipt([copy]).files == 3)
  }

  @Test func `no receipt is signed that is too large to be read`() async throws {
    try await offload()
    var pass = HistoryPass(copy, as: .create, signature: Signature(host: try world("2026-11-21T09:00:00Z").host))
    let name = String(repeating: "x", count: 4000)
    pass.ignorePatterns = (0..<1_100).map { "/\(name)\($0)" }
    _ = try pass.run()
    await #expect { try await receipt() } throws: { "\($0)".contains("none is read of more than") }
  }
}
