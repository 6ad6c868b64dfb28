// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// What another run leaves, or is doing, in the history that this one adds to.

@Test func `of two passes over one folder the later one adds nothing and harms nothing`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  let report = try scope.pass(.verify) { pass in
    pass.gate.act = { (act, _) throws(FilesError) in if case .makeFolder = act { try verifyMeanwhile(scope.path) } }
  }
  #expect(report.generation == nil && report.verified == 5 && report.manifests.isEmpty, "\(report)")
  #expect(report.notes.contains { $0.contains("another run added a generation meanwhile") })
  let history = try scope.history()
  #expect(history.isIntact && history.generations.count == 2)
  let error = #expect(throws: IntegrityError.self) {
    try scope.pass(.create) { pass in
      pass.gate.act = { (act, _) throws(FilesError) in if case .makeFolder = act { try verifyMeanwhile(scope.path) } }
    }
  }
  #expect(error?.description.contains("run it again") == true)
  #expect(try scope.history().isIntact)
}

@Test func `a pass that began before another added to a history inside writes none of its generations`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("A003/y.mov", "y"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create, at: "A003")
  try scope.pass(.create)
  let record = try #require(try HistoryRecord(scope: scope.path))
  var comparison = Comparison(try TreeScan(scope.path, record: record, ignoring: []), parts: [])
  try comparison.hash([], detectsRenames: false, asksDevice: false, Cancellation(), nil)
  try scope.pass(.verify, at: "A002")
  let set = GenerationSet(
    comparison: comparison, totals: nil, signature: Scope.signature, started: Fixtures.clock.now, folderFormats: [], newPatterns: [], topName: "A",
    gate: DestinationGate())
  var manifests: [String] = []
  #expect(#expect(throws: FilesError.self) { try set.write(&manifests) }?.code == .busy)
  #expect(manifests.isEmpty)
  #expect(try scope.history("A003").generations.count == 2)
}

@Test func `the chain that a live run has waiting is not taken from it`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  let chain = "\(scope.path)/ascmhl/ascmhl_chain.xml"
  let earlier = try InputFile.contents(of: chain)
  try scope.pass(.verify)
  let later = try InputFile.contents(of: chain)
  try TestCard.write(earlier, chain)
  let live = try SafeWriter(chain, existing: .replace)
  try live.write(later)
  GenerationWriter.finishInterrupted(scope.path)
  #expect(try InputFile.contents(of: chain) == earlier)
  try live.commit()
  #expect(try scope.history().isIntact)
}

@Test func `a run that was killed in a history inside is ended by the next over the whole`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create)
  let chain = "\(scope.path)/A002/ascmhl/ascmhl_chain.xml"
  let earlier = try InputFile.contents(of: chain)
  try scope.pass(.verify, at: "A002")
  try FileManager.default.moveItem(atPath: chain, toPath: PendingFile.temporaryPath(for: chain))
  try TestCard.write(earlier, chain)
  #expect(try scope.pass(.look).status == .rejected)
  let report = try scope.pass(.verify)
  #expect(report.status == .clean && report.manifests.count == 2, "\(report)")
  #expect(try scope.history("A002").isIntact && scope.history("A002").generations.count == 4)
}

@Test func `a manifest that a killed run had not finished is cleared away, other files are not`() throws {
  let scope = try Scope()
  try scope.pass(.create)
  let folder = "\(scope.path)/ascmhl"
  let unfinished = "\(folder)/.0002_A001R2EC_2026-11-27_090000Z.mhl\(PendingFile.temporarySuffix)"
  try TestCard.write([1], unfinished)
  try TestCard.write([1], "\(folder)/.notes\(PendingFile.temporarySuffix)")
  try scope.pass(.verify)
  #expect(!FileManager.default.fileExists(atPath: unfinished))
  #expect(FileManager.default.fileExists(atPath: "\(folder)/.notes\(PendingFile.temporarySuffix)"))
}

@Test func `a volume that fills between two histories has its written generation reported`() throws {
  let scope = try Scope([("A002/x.mov", "x"), ("z.mov", "z")])
  try scope.pass(.create, at: "A002")
  try scope.pass(.create)
  let top = "\(scope.path)/ascmhl"
  let report = try scope.pass(.verify) { pass in
    pass.gate.act = { (act, path) throws(FilesError) in
      if case .writeManifest = act, path.hasPrefix(top) { throw FilesError(.noSpace, subject: path) }
    }
  }
  #expect(report.generation == nil && report.manifests.count == 1 && report.chain?.generations == 4, "\(report)")
  #expect(report.notes.contains { $0.contains("only to those inside it") && $0.contains("A002/ascmhl/0003") })
  #expect(try scope.pass(.verify).status == .clean)
}

/// Another run that verifies the folder and adds its generation.
private func verifyMeanwhile(_ path: String) throws(FilesError) {
  do { _ = try HistoryPass(path, as: .verify, signature: Scope.signature).run() } catch { throw FilesError(.ioError, subject: path) }
}
