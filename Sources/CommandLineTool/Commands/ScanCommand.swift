// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Catalog
import Files
import Foundation
public import Integrity
import Operations

/// `lineup scan`: is there a virus on what somebody brought?
struct ScanCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Scan a file, a card or a received drive for viruses through ClamAV.",
    discussion: """
      Needs a running clamd (Debian: clamav-daemon). Files are chosen by kind: everything but media whose first bytes are what its name says. Every file
      that was not scanned is named with its reason, and none of them is called clean. Reads only, unless --quarantine names a folder.

      EXAMPLES
        lineup scan /media/INCOMING
        lineup scan /media/INCOMING --quarantine /srv/quarantine --move
        lineup scan /media/INCOMING --socket scanner.example:3310 --max-database-age 2

      EXIT STATUS
        0 everything that was to be scanned was, and nothing was found; 1 something is infected; 2 nothing was scanned: no scanner, or its signatures
        are too old; 3 something that was to be scanned was not; 64 wrong command line
      """)

  @Argument(help: "The file or folder.", completion: .file())
  var path: String
  @Option(
    help: ArgumentHelp(
      "Where clamd listens: its socket, or a host and a port (also: LINEUP_CLAMD; usually \(ClamdAddress.standard)).", valueName: "socket|host:port"),
    completion: .file())
  var socket: String?
  @Flag(help: "Scan media too, which is slow and of which ClamAV takes at most 2 GB a file.")
  var everything = false
  @Option(help: "How files reach clamd: sent (stream), read by clamd under the same path (path), or what fits (automatic).")
  var method: ScanPolicy.Method = .automatic
  @Option(help: ArgumentHelp("How old the signatures may be; ‘any’ asks nothing.", valueName: "days"))
  var maxDatabaseAge = DayLimit.days(7)
  @Option(
    help: ArgumentHelp(
      "The largest file to believe a clamd about that does not say when it stops; it has to prove that it looks so far.", valueName: "MB"))
  var largest = 25
  @Option(help: ArgumentHelp("Put infected files into this folder, each with a note beside it.", valueName: "dir"), completion: .directory)
  var quarantine: String?
  @Flag(help: "Take the originals away once they are in quarantine; without it they are copied there and stay.")
  var move = false
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if move, quarantine == nil { throw ValidationError("--move needs a place to move to: --quarantine DIR") }
    guard (1...200).contains(largest) else {
      throw ValidationError("--largest is 1 to 200 MB; for larger files set ‘AlertExceedsMax yes’ in clamd.conf, and no proof is needed")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    var scan = ScanFiles(path, through: try address, quarantine: quarantine, moves: move)
    scan.policy.scansEverything = everything
    scan.policy.method = method
    scan.policy.maximumDatabaseAge = maxDatabaseAge.duration
    scan.policy.largestTrusted = Int64(largest) * 1_000_000
    let result = try await scan.run(in: environment)
    let report = result.report
    try environment.note(
      "scan.\(report.status.rawValue)", subject: path,
      [
        "scanned": report.scanned, "infected": report.files(.infected).count, "notScanned": report.files(.notScanned).count,
        "leftOut": report.files(.leftOut).count, "quarantined": result.quarantined.count,
      ])
    describe(result, on: console)
    try console.document(ScanDocument(result))
    return ExitStatus(WorkStatus(report.status))
  }

  /// A card of frames has thousands that are left out; so many are told to people.
  private static let shown = 20

  private var address: ClamdAddress {
    get throws {
      let named = socket ?? ProcessInfo.processInfo.environment["LINEUP_CLAMD"].flatMap { $0.isEmpty ? nil : $0 }
      return try named.map { text throws(IntegrityError) in try ClamdAddress(text) } ?? .standard
    }
  }

  private func describe(_ result: ScanFiles.Result, on console: Console) {
    let report = result.report
    console.say("\(report.summary), \(DurationText(report.seconds))")
    console.say("  by \(report.engine.words)\(report.ageDays.map { ", \($0) \($0 == 1 ? "day" : "days") old" } ?? ", age not known")")
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

/// An age in days, or any.
enum DayLimit: ExpressibleByArgument, CustomStringConvertible {
  case days(Int)
  case any

  init?(argument: String) {
    if argument == "any" {
      self = .any
    } else if let days = Int(argument), (0...36_500).contains(days) {
      self = .days(days)
    } else {
      return nil
    }
  }

  var description: String {
    switch self {
    case .days(let days): String(days)
    case .any: "any"
    }
  }

  var duration: Duration? {
    if case .days(let days) = self { ScanPolicy.days(days) } else { nil }
  }
}

/// The document that `scan --json` prints.
private struct ScanDocument: Encodable {
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

extension ScanPolicy.Method: ExpressibleByArgument {}
