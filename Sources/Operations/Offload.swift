// SPDX-License-Identifier: Apache-2.0

import Files
public import Integrity

/// Takes in a card, roll or folder: looks at what it is and what is missing on it, has it scanned for viruses, copies it to every destination with
/// proof, and lists its clips.
///
/// A file in which the scanner found something is not copied with the others: it is reported, and put into quarantine where there is one.
public struct Offload: Sendable {
  /// A virus scan before the copy.
  public struct Scan: Sendable {
    /// Where the scanner listens.
    public var address: ClamdAddress
    /// What is scanned, and how far the scanner is believed.
    public var policy: ScanPolicy
    /// Where infected files go; `nil` leaves them on the source alone.
    public var quarantine: String?

    /// A scan by the usual policy.
    public init(_ address: ClamdAddress, policy: ScanPolicy = ScanPolicy(), quarantine: String? = nil) {
      self.address = address
      self.policy = policy
      self.quarantine = quarantine
    }
  }

  /// What to copy, where to and how surely.
  public var plan: CopyPlan
  /// How the copy's folder is named; `nil` gives it the source's name.
  public var naming: CopyNaming?
  /// The virus scan; `nil` scans nothing.
  public var scan: Scan?
  /// Whether each clip that is looked at gets a small picture, for reports.
  public var makesPosters = true
  /// Whether a destination is taken although the volume that the workspace remembers there is not mounted, or its name is nearly a known volume's.
  public var acceptsOtherVolume = false
  /// Files that will be written about the copy, reports and receipts: none may lie in the source or in a copy.
  public var papers: [String] = []

  /// An offload as planned.
  public init(_ plan: CopyPlan, naming: CopyNaming? = nil, scan: Scan? = nil) {
    self.plan = plan
    self.naming = naming
    self.scan = scan
  }

  /// Takes the source in. Running it again after a stop goes on where it stopped.
  ///
  /// - Throws: `IntegrityError` where nothing can be copied or the scanner cannot be used; `DeliveryError` for a naming that will not do. What failed
  ///   for single files or destinations is in the report.
  public func run(in environment: Environment, task: String? = nil) async throws -> OffloadReport {
    let offload = self
    var prepared = try await onOwnThread { _ in try offload.prepared(in: environment) }
    let plan = prepared.plan
    let memory = try await onOwnThread { try offload.memory(of: plan, in: environment, cancellation: $0) }
    try Self.refuse(misplaced(plan) + memory.obstacles)
    prepared.changes += memory.notes
    let scan = try await scanned(&prepared.plan, in: environment, task: task)
    var copy = try await copied(prepared.plan, in: environment, task: task)
    if let scan { copy = copy.doubted(scan.files.doubts(about: copy.items.map(\.path))) }
    var report = OffloadReport(copy: copy, cards: prepared.cards, scan: scan?.result, notes: prepared.changes)
    let made = copy
    report.notes += try await onOwnThread { _ in Self.lacking(made) }
    await survey(&report, in: environment, task: task)
    return report
  }

  /// What the histories of complete copies list besides, and nobody can find: a check made right after would reject such a copy. A copy's first generation
  /// lists what was just copied and no more, so only later ones are looked at.
  private static func lacking(_ copy: CopyReport) -> [String] {
    copy.destinations.compactMap { destination in
      guard destination.status == .clean, let manifest = destination.manifest, let name = GenerationName(SystemPath.split(manifest).name),
        name.number > 1
      else { return nil }
      do {
        let found = try HistoryPass(destination.path, as: .diff, signature: .nobody).run()
        guard !found.missing.isEmpty else { return nil }
        return
          "the history of \(destination.path) lists also what is not there (\(found.missing.listed)), so that ‘lineup verify’ rejects it: if it was removed "
          + "on purpose, say so with ‘lineup mhl withdraw’"
      } catch { return "the history of \(destination.path) could not be looked through: \(error)" }
    }
  }
}
