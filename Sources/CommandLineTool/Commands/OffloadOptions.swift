// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Files
import Foundation
import Integrity
import Operations

/// How the copy's folder is named.
struct NamingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Name the copy's folder, and those above it, as {production}/{date}/{camera}/{reel}. Inside a card nothing is renamed.", valueName: "pattern"))
  var name: String?
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A value for a field of --name; reel, camera, date and source are known.", valueName: "key=value"))
  var settings: [String] = []

  func validate() throws {
    if name == nil, !settings.isEmpty { throw ValidationError("--set gives values to the fields of a name: add --name PATTERN") }
    _ = try values()
    if let name {
      do { _ = try FolderPattern(name) } catch { throw ValidationError("\(error)") }
    }
  }

  /// The naming, if one was asked for.
  func naming() throws -> CopyNaming? {
    guard let name else { return nil }
    return CopyNaming(name, values: try values())
  }

  private func values() throws -> [String: String] {
    try Settings.values(of: settings, known: FolderPattern.standardFields, what: "no folder name")
  }
}

/// A virus scan before the copy.
struct OffloadScanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Have clamd scan the source first; what is infected is not copied. Its socket, or a host and a port.", valueName: "socket|host:port"),
    completion: .file())
  var scan: String?
  @Option(help: ArgumentHelp("Keep a copy of infected files in this folder, each with a note beside it.", valueName: "dir"), completion: .directory)
  var quarantine: String?
  @Option(help: ArgumentHelp("How old the scanner's signatures may be; ‘any’ asks nothing. (default: 7)", valueName: "days"))
  var maxDatabaseAge: DayLimit?

  func validate() throws {
    if scan == nil, quarantine != nil { throw ValidationError("--quarantine needs a scanner: add --scan SOCKET") }
    if scan == nil, maxDatabaseAge != nil { throw ValidationError("--max-database-age needs a scanner: add --scan SOCKET") }
  }

  /// The scan, if one was asked for.
  func settings() throws -> Offload.Scan? {
    guard let scan else { return nil }
    var settings = Offload.Scan(try ClamdAddress(scan), quarantine: quarantine)
    settings.policy.maximumDatabaseAge = (maxDatabaseAge ?? .days(7)).duration
    return settings
  }
}

/// What becomes of destinations that do not keep up.
struct DestinationOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("More folders that each get a copy, but from another copy once that is complete: the card is free sooner.", valueName: "dir"),
    completion: .directory)
  var cascade: [String] = []
  @Flag(help: "Leave out a destination that is too small, and serve the others; otherwise nothing is copied.")
  var leaveOutFull = false
  @Option(
    help: ArgumentHelp(
      "Leave a slow destination behind when the others have waited so long for it; it is brought up afterwards.", valueName: "seconds"))
  var patience: Int?
  @Option(
    help: ArgumentHelp("How long to go on trying to bring up a destination that dropped out, once the others are complete.", valueName: "seconds"))
  var catchUp = 0
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Where copies will go later, whose limits the names must keep: \(NameRules.known.keys.sorted().joined(separator: ", ")).", valueName: "system"))
  var goingTo: [String] = []
  @Flag(help: "Copy a card although its files were copied before: they lie at a destination under another name, or the workspace remembers them.")
  var acceptDuplicate = false
  @Flag(help: "Copy although the volume that the workspace remembers at a destination is not mounted, or a new folder has nearly its name.")
  var acceptOtherVolume = false
  @Option(help: "How many copies on devices of their own make the source safe to erase.")
  var copies = 2

  func validate() throws {
    for (name, seconds) in [("--patience", patience ?? 0), ("--catch-up", catchUp)] where !(0...604_800).contains(seconds) {
      throw ValidationError("\(name) is a number of seconds, at most a week")
    }
    guard (1...9).contains(copies) else { throw ValidationError("--copies is 1 to 9") }
    for system in goingTo where NameRules.known[system.lowercased()] == nil {
      let known = NameRules.known.keys.sorted()
      throw ValidationError("there is no system ‘\(system)’\(NearestName.question(system, among: known)); use \(known.joined(separator: ", "))")
    }
  }

  /// Puts what was asked for into `plan`.
  func apply(to plan: inout CopyPlan) {
    plan.destinations += cascade
    plan.cascade = cascade
    plan.leavesOutFull = leaveOutFull
    plan.patience = patience.map { .seconds($0) }
    plan.catchUp = .seconds(catchUp)
    plan.targetSystems = goingTo.compactMap { NameRules.known[$0.lowercased()] }
    plan.acceptsDuplicate = acceptDuplicate
    plan.requiredCopies = copies
  }
}
