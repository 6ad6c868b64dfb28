// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
import Operations

/// The document that `offload --json` prints.
struct OffloadDocument: Encodable {
  struct Destination: Encodable {
    var path: String
    var status: IntegrityStatus
    @Null var manifest: String?
    var failed: [CopyReport.Failure]
    var reason: String?
    var readBack: String?
    var caughtUpFrom: String?
    var volume: VolumeSummary?
  }

  var status: IntegrityStatus
  var source: String
  var files: Int
  var bytes: Int64
  var seconds: Double
  var attempts: Int
  var resumedBytes: Int64
  var destinations: [Destination]
  var failed: [CopyReport.Failure]
  var skipped: [CopyReport.Failure]
  var notes: [String]
  var safeToErase: Bool
  var reasons: [String]
  var cards: [CardDocument]
  /// `null` says that no file was scanned.
  @Null var scan: ScanDocument?
  /// The reports and the receipt.
  var written: [String]

  init(_ report: OffloadReport, written: [String], notes more: [String]) {
    let copy = report.copy
    status = copy.status
    source = copy.source
    files = copy.files
    bytes = copy.bytes
    seconds = copy.seconds
    attempts = copy.attempts
    resumedBytes = copy.resumedBytes
    destinations = copy.destinations.map {
      Destination(
        path: $0.path, status: $0.status, manifest: $0.manifest, failed: $0.failed, reason: $0.reason, readBack: $0.readBack?.rawValue,
        caughtUpFrom: $0.caughtUpFrom, volume: $0.volume)
    }
    failed = copy.failed
    skipped = copy.skipped
    notes = report.notes + copy.notes + more
    safeToErase = copy.safeToErase
    reasons = copy.reasons
    cards = report.cards.map { CardDocument($0, in: copy.source) }
    scan = report.scan.map(ScanDocument.init)
    self.written = written
  }
}

/// The document that `offload --dry-run --json` prints.
struct PreviewDocument: Encodable {
  /// What stands in the way: found on source and destinations, or besides.
  struct Problem: Encodable {
    var code: String
    var subject: String
    var text: String
  }

  var files: Int
  var bytes: Int64
  var targets: [String]
  var cards: [CardDocument]
  var skipped: [String]
  var notes: [String]
  var problems: [Problem]

  init(_ preview: Offload.Preview, obstacles: [Offload.Obstacle], notes more: [String], source: String) {
    files = preview.preflight.files
    bytes = preview.preflight.bytes
    targets = preview.targets
    cards = preview.cards.map { CardDocument($0, in: source) }
    skipped = preview.preflight.skipped
    notes = preview.changes + preview.preflight.notes + more
    problems =
      preview.preflight.problems.map { Problem(code: $0.code.rawValue, subject: $0.subject, text: $0.text) }
      + obstacles.map { Problem(code: $0.code.rawValue, subject: $0.subject, text: $0.text) }
  }
}
