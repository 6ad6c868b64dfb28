// SPDX-License-Identifier: Apache-2.0

import Delivery
import Foundation
import Integrity
import TestSupport
import Testing

@testable import Reports

@Suite struct ReportKindsTests {
  @Test func `a media sheet reads as its golden page`() throws {
    let document = ReportDocument(media: SampleResults.media, colophon: SampleResults.colophon)
    try expectGolden("media.html", document.body())
  }

  @Test func `a media sheet marks the facts that differ, and no others`() throws {
    let document = ReportDocument(media: SampleResults.media, colophon: SampleResults.colophon)
    let rows = document.tables.flatMap(\.rows)
    #expect(rows.filter { $0.cells.last == "differ" }.map(\.cells) == [["Matrix", "BT.709", "BT.2020", "differ"]])
  }

  @Test func `an order report reads as its golden page`() throws {
    try expectGolden("order.html", ReportDocument(order: SampleResults.order, colophon: SampleResults.colophon).body())
  }

  @Test func `a copy report says whether the source may be erased`() throws {
    let document = ReportDocument(copy: try decode(CopyReport.self, Self.copy), colophon: SampleResults.colophon)
    #expect(document.badge == ReportDocument.Badge("Incomplete", .bad))
    #expect(document.summary.hasSuffix("Do not erase the source."))
    try expectGolden("copy.html", document.body())
  }

  @Test func `a verification report names what changed, what is missing and what is new`() throws {
    let json = """
      {"status": "rejected", "against": "ascmhl", "verified": 12, "bytes": 9000, "seconds": 1, "failed": [{"path": "a.mov", "reason": "xxh64 differs"}],
       "missing": ["b.mov"], "new": ["c.mov"], "chain": {"generations": 2, "intact": false}, "manifests": [], "renamed": [], "notes": []}
      """
    let document = ReportDocument(verification: try decode(VerificationReport.self, json), of: "/nearline/A001", colophon: SampleResults.colophon)
    #expect(document.badge == ReportDocument.Badge("Differs", .bad))
    #expect(document.summary == "12 files as listed, 1 changed or unreadable, 1 missing, 1 not in the list. The history itself is damaged.")
    #expect(document.tables.flatMap(\.rows).map { $0.cells[0] + " " + $0.cells[1] } == ["Differs a.mov", "Missing b.mov", "New c.mov"])
  }

  @Test func `a delivery note lists what is missed before what is met`() throws {
    let document = ReportDocument(delivery: try decode(DeliveryNote.self, Self.delivery), colophon: SampleResults.colophon)
    #expect(document.badge == ReportDocument.Badge("Does not meet it", .bad))
    try expectGolden("delivery.html", document.body())
  }

  // MARK: -

  private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  private static let copy = """
    {"status": "partial", "source": "/media/A001R2EC", "verification": "full", "files": 2, "bytes": 3000000, "started": "2026-11-23T21:56:40Z",
     "complete": 1, "completeBytes": 1000000, "seconds": 12.5, "bytesPerSecond": 240000, "failed": [],
     "skipped": [{"path": ".DS_Store", "reason": "ignored by the plan"}],
     "destinations": [
      {"path": "/shared/A001R2EC", "status": "clean", "manifest": "/shared/A001R2EC/ascmhl/0001_A001R2EC.mhl", "complete": 2, "failed": [],
       "readBack": "dropped", "device": 1},
      {"path": "/nearline/A001R2EC", "status": "partial", "complete": 1, "failed": [{"path": "Clips/C002.mov", "reason": "the volume is full"}],
       "device": 2}],
     "items": [{"path": "Clips/C001.mov", "size": 1000000, "modified": "2026-11-20T08:00:00Z", "digests": ["xxh64:0ea03b369a463d9d"]}],
     "notes": [], "safeToErase": false, "reasons": ["Only one copy is complete and proved; two are needed."]}
    """

  private static let delivery = """
    {"spec": "prores-master", "specTitle": "ProRes 422 HQ master", "reference": "Harbour Lights, episode 3", "source": "/conform/HL_Ep3.mov",
     "files": [{"name": "HL_Ep3_master.mov", "byteCount": 8412339004, "digests": {"xxh64": "0ea03b369a463d9d"}, "frames": 7500, "start": "10:00:00:00"}],
     "metadata": {"seriesTitle": "Harbour Lights"},
     "checks": [
      {"name": "file.codec", "subject": "picture coding", "expected": "prores/HQ", "found": "prores/HQ", "passed": true, "level": "mandatory", "source": "House"},
      {"name": "file.rate", "subject": "frame rate", "expected": "25", "found": "24", "passed": false, "level": "mandatory", "source": "House"}],
     "sources": [{"id": "house", "document": "House practice", "edition": "2026", "checked": "2026-11-23", "certainty": "house"}],
     "deliveredBy": "Mairi Sinclair", "deliveredAt": "2026-11-23T22:07:33Z"}
    """
}
