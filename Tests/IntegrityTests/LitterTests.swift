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
    #expect(report.notes.contains { $0.contains("no media") && $0.contains(top) }, "\(report.notes)")
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
