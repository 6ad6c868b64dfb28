// SPDX-License-Identifier: Apache-2.0

import Catalog
import Custody
public import Delivery
public import Essence
public import Files
import Integrity
public import Logging
import Quality

/// The world as operations see it: what time it is, who is at the keyboard, where records go. Tests put in another.
public struct Environment: Sendable {
  /// What time it is.
  public var clock: WallClock
  /// Machine, person and program.
  public var host: HostFacts
  /// The specifications that exist.
  public var specifications: SpecificationLibrary
  /// Where what is done is recorded; `nil` for a command that works on plain files.
  public var workspace: Workspace?
  /// Turns values into pages.
  public var reports: any ReportWriter
  /// Takes news of how far work has come.
  public var progress: @Sendable (WorkProgress) -> Void
  /// For whoever looks into a fault later; says nothing unless asked.
  public var log: Logger

  /// An environment.
  public init(
    clock: WallClock = .system, host: HostFacts, specifications: SpecificationLibrary, workspace: Workspace? = nil, reports: any ReportWriter,
    progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }, log: Logger = Logger(label: "lineup", factory: { _ in SwiftLogNoOpLogHandler() })
  ) {
    self.clock = clock
    self.host = host
    self.specifications = specifications
    self.workspace = workspace
    self.reports = reports
    self.progress = progress
    self.log = log
  }
}

/// Turns values into pages that a client can read. Lineup's own is `Reports`; it lives above, so that operations need not know how pages are made.
public protocol ReportWriter: Sendable {
  /// Why reports of a format cannot be made on this machine, with what to do; `nil` where they can. Asked before work that would end in one.
  func obstacle(to format: ReportFormat) -> String?
  /// Writes an inspection report in each format beside the others; answers the paths.
  ///
  /// - Parameter base: the path without its extension. A report that is there already is replaced: it is made from the same values.
  func write(_ result: Inspect.Result, as formats: [ReportFormat], to base: String) async throws -> [String]
  /// Writes a description of media.
  func write(_ description: MediaDescription, as formats: [ReportFormat], to base: String) async throws -> [String]
  /// Writes what an ingest came to.
  func write(_ report: OffloadReport, as formats: [ReportFormat], to base: String) async throws -> [String]
  /// Writes the note that goes with a delivery.
  func write(_ note: DeliveryNote, as formats: [ReportFormat], to base: String) async throws -> [String]
}

extension ReportWriter {
  /// Those of `formats` that can be made here: for reports that nobody asked for in a format of their own.
  public func possible(_ formats: [ReportFormat]) -> [ReportFormat] { formats.filter { obstacle(to: $0) == nil } }
}
