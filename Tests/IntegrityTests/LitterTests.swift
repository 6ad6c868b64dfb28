// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@testable import Integrity

/// What computers leave in folders, beside media that are whole.
@Suite struct LitterTests {
  @Test(arguments: [
    "Thumbs.db", "thumbs.db", "Clips/desktop.ini", "$RECYCLE.BIN/S-1-5/x.mov", "System Volume Information/WPSettings.dat", ".Trash-1000/info/a",
  ])
  func `litter is not taken into a history, is told of, and may go again`(name: String) throws {
    let scope = try Scope()
    try scope.pass(.create)
    try scope.write("litter", name)
    let report = try scope.pass(.verify)
    #expect(report.status == .clean && report.new.isEmpty && report.verified == 5, "\(report)")
    let top = name.hasPrefix("Clips") ? name : String(name.prefix { $0 != "/" })
    #expect(report.notes.contains { $0.contains("by name it is what") && $0.contains(top) }, "\(report.notes)")
    #expect(try !scope.history().generations.flatMap(\.hashList.files).contains { $0.path.text == name })
    let again = try scope.pass(.verify)
    #expect(again.status == .clean && again.new.isEmpty && again.verified == 5, "\(again)")
    try scope.remove(String(name.prefix { $0 != "/" } == "Clips" ? Substring(name) : name.prefix { $0 != "/" }))
    let last = try scope.pass(.verify)
    #expect(last.status == .clean && last.missing.isEmpty, "\(last)")
  }

  @Test func `litter that came with the card is a file like others, and more of it is not`() throws {
    let scope = try Scope(Scope.usual + [("Clips/Thumbs.db", "from the card")])
    try scope.pass(.create)
    try scope.write("since", "Thumbs.db")
    for _ in 1...2 {
      let report = try scope.pass(.verify)
      #expect(report.status == .clean && report.verified == 6, "\(report)")
    }
    try scope.write("changed", "Clips/Thumbs.db")
    #expect(try scope.pass(.look).status == .rejected)
  }

  @Test(arguments: [[0x00, 0x05, 0x16, 0x07, 0x00], [0x00, 0x05, 0x16]] as [[UInt8]])
  func `what macOS keeps beside a file is litter by its first bytes, and media where it came with the card`(bytes: [UInt8]) throws {
    let scope = try Scope(Scope.usual + [("Clips/._b.mov", "from the card")])
    try scope.pass(.create)
    for name in ["Clips/._a.mov", "._A", "._nothing"] { try TestCard.write(bytes, "\(scope.path)/\(name)") }
    let report = try scope.pass(.verify)
    #expect(report.verified == 6 && report.status == .partial, "\(report)")
    #expect(report.new == (bytes.count == 5 ? ["._nothing"] : ["._A", "._nothing", "Clips/._a.mov"]))
    try scope.write("changed", "Clips/._b.mov")
    #expect(try scope.pass(.look).failed.map(\.path) == ["Clips/._b.mov"])
    if Fixtures.hasReferenceTool, bytes.count == 5 { #expect(try !scope.ascmhl("diff", ".").output.contains("._a.mov")) }
  }

  @Test func `a folder or a link of such a name is none`() throws {
    let scope = try Scope()
    try scope.pass(.create)
    try scope.write("media", "Thumbs.db/x.mov")
    try FileManager.default.createSymbolicLink(atPath: "\(scope.path)/desktop.ini", withDestinationPath: scope.path)
    let report = try scope.pass(.look)
    #expect(report.status == .partial && Set(report.new) == ["Thumbs.db/x.mov", "desktop.ini"], "\(report)")
  }

  @Test func `litter at the top hides nothing of its name that a history inside has on record`() throws {
    let scope = try Scope(Scope.usual + [("Clips/Thumbs.db", "from the card")])
    try scope.pass(.create, at: "Clips")
    try scope.pass(.create)
    try scope.write("litter", "Thumbs.db")
    for _ in 1...2 {
      let report = try scope.pass(.verify)
      #expect(report.status == .clean && report.verified == 6 && report.missing.isEmpty, "\(report)")
    }
    try scope.write("changed", "Clips/Thumbs.db")
    #expect(try scope.pass(.look).failed.map(\.path) == ["Clips/Thumbs.db"])
  }

  @Test func `our own note of a refused offload is no media of the folder around it`() throws {
    let card = try TestCard(largest: 4096, isSmall: true)
    let one = try card.destination("one")
    #expect(try Copier(card.plan([one])).run().destinations.allSatisfy { $0.status == .clean })
    try TestCard.write(Array("scene 2\n".utf8), "\(card.source)/Sidecar.txt")
    #expect(try Copier(card.plan([one])).run().keepingRefusals().status == .rejected)
    #expect(try RefusedOffload.beside("\(one)/A001R2EC") != nil)
    let report = try HistoryPass(one, as: .create, signature: Scope.signature).run()
    #expect(report.status == .clean && report.recorded == 0, "\(report)")
    #expect(report.notes.contains { $0.contains(RefusedOffload.prefix) && $0.contains("Lineup leaves") }, "\(report.notes)")
    let other = try card.destination("other")
    let plan = CopyPlan(source: one, destinations: [other], host: Fixtures.host, clock: Fixtures.clock)
    let copy = try Copier(plan).run()
    #expect(copy.status == .clean && copy.skipped.isEmpty && copy.notes.contains { $0.hasPrefix("left out: what Lineup noted") }, "\(copy.notes)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(other)/one").filter { $0.hasPrefix(".lineup") }.isEmpty)
  }

  @Test func `litter is a new file to a list, which may be what a client goes by`() throws {
    let scope = try Scope()
    let manifest = scope.folder.path("list.mhl")
    try scope.pass(.create) { $0.standAlone = manifest }
    try scope.write("litter", "Thumbs.db")
    #expect(try Verifier(scope.path).verify(against: .list(manifest)).new == ["Thumbs.db"])
  }

  @Test func `a copy that litter fell into goes on, and the note says that no file of the card is touched`() throws {
    let card = try TestCard(largest: 4096, isSmall: true)
    let one = try card.destination("one")
    #expect(try Copier(card.plan([one])).run().destinations.allSatisfy { $0.status == .clean })
    try TestCard.write([1], "\(one)/A001R2EC/Thumbs.db")
    try TestCard.write([1], "\(one)/A001R2EC/Clips/.DS_Store")
    let report = try Copier(card.plan([one])).run()
    #expect(report.status == .clean && report.complete == 4, "\(report.reasons)")
    #expect(report.notes.contains { $0.contains("Thumbs.db") && $0.contains("no file of the card is touched") }, "\(report.notes)")
    #expect(try card.manifests("\(one)/A001R2EC").count == 1)
  }
}
