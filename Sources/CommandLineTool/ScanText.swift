// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Integrity
import Operations

/// A virus scan as commands tell of it.
struct ScanText {
  /// A card of frames has thousands that are left out; so many are told to people.
  private static let shown = 20

  private let result: ScanFiles.Result

  init(_ result: ScanFiles.Result) { self.result = result }

  func say(on console: Console) {
    let report = result.report
    console.say("\(report.summary), \(DurationText(report.seconds))")
    console.say("  by \(report.engine.words)\(report.ageDays.map { ", \(CountText($0, "day")) old" } ?? ", age not known")")
    if !report.engine.announcesLimits || !report.engine.announcesEncryption {
      console.say(
        "  note: this clamd says OK to what it did not look into; set ‘AlertExceedsMax yes’ and ‘AlertEncrypted yes’ in clamd.conf, and less is left open"
      )
    }
    for file in report.files(.infected) { console.say("  INFECTED: \(file.path.printable): \(file.signature ?? "")") }
    for file in report.files where file.suspicion != nil { console.say("  look at: \(file.path.printable): \(file.suspicion ?? "")") }
    for file in report.files(.notScanned) { console.say("  not scanned: \(file.path.printable): \(file.reason ?? "")") }
    let leftOut = report.files(.leftOut)
    for file in leftOut.prefix(Self.shown) { console.say("  left out: \(file.path.printable): \(file.reason ?? "")") }
    if leftOut.count > Self.shown { console.say("  left out: \(leftOut.count - Self.shown) more, which --json lists") }
    for kept in result.quarantined {
      console.say("  \(kept.moved ? "moved to" : "copied to") quarantine: \(kept.path.printable)")
      console.say("            \(kept.file)")
      if let remark = kept.remark { console.say("            \(remark)") }
    }
    for failure in result.failed { console.say("  NOT in quarantine: \(failure.reason)") }
  }
}

/// The document that `scan --json` prints.
struct ScanDocument: Encodable {
  struct Engine: Encodable {
    var version: String
    @Null var database: Int?
    @Null var databaseDate: Timestamp?
    @Null var ageDays: Int?
    var announcesLimits: Bool
    var announcesEncryption: Bool
    var looksUpTo: Int64
    var looksInsideUpTo: Int64
  }

  struct Found: Encodable {
    var path: String
    var signature: String?
    var reason: String?
    var kind: String?
    var suspicion: String?

    init(_ file: ScanReport.File) {
      (path, signature, reason, kind, suspicion) = (file.path, file.signature, file.reason, file.kind, file.suspicion)
    }
  }

  var status: IntegrityStatus
  var source: String
  var socket: String
  var engine: Engine
  var started: Timestamp
  var seconds: Double
  var files: Int
  var scanned: Int
  var infected: [Found]
  var suspicious: [Found]
  var notScanned: [Found]
  var leftOut: [Found]
  var quarantined: [Quarantine.Kept]
  var notQuarantined: [CopyReport.Failure]
  var reservations: [String]

  init(_ result: ScanFiles.Result) {
    let report = result.report
    status = report.status
    source = report.source
    socket = report.socket
    engine = Engine(
      version: report.engine.version, database: report.engine.database, databaseDate: report.engine.databaseDate, ageDays: report.ageDays,
      announcesLimits: report.engine.announcesLimits, announcesEncryption: report.engine.announcesEncryption,
      looksUpTo: report.engine.looksUpTo, looksInsideUpTo: report.engine.looksInsideUpTo)
    started = report.started
    seconds = report.seconds
    files = report.files.count
    scanned = report.scanned
    infected = report.files(.infected).map(Found.init)
    suspicious = report.files.filter { $0.suspicion != nil }.map(Found.init)
    notScanned = report.files(.notScanned).map(Found.init)
    leftOut = report.files(.leftOut).map(Found.init)
    quarantined = result.quarantined
    notQuarantined = result.failed
    reservations = report.reservations
  }
}
