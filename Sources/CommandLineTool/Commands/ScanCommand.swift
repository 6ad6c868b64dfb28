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
    let environment = try Session.environment(console, workspace: workspace.path, making: false)
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
    ScanText(result).say(on: console)
    try console.document(ScanDocument(result))
    return ExitStatus(WorkStatus(report.status))
  }

  private var address: ClamdAddress {
    get throws {
      let named = socket ?? ProcessInfo.processInfo.environment["LINEUP_CLAMD"].flatMap { $0.isEmpty ? nil : $0 }
      return try named.map { text throws(IntegrityError) in try ClamdAddress(text) } ?? .standard
    }
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

extension ScanPolicy.Method: ExpressibleByArgument {}
