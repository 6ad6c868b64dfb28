// SPDX-License-Identifier: Apache-2.0

public import Catalog
import Essence
import Files
import Hashing
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
  /// Whether the clips of the copy are looked at, with a small picture of each.
  public var surveysClips: Bool

  /// An offload as planned.
  public init(_ plan: CopyPlan, naming: CopyNaming? = nil, scan: Scan? = nil, surveysClips: Bool = false) {
    self.plan = plan
    self.naming = naming
    self.scan = scan
    self.surveysClips = surveysClips
  }

  /// What would be done, looked at without writing anything.
  public struct Preview: Sendable {
    /// What stands in the way, what would be left out, what to know.
    public var preflight: Preflight
    /// The cards of the source.
    public var cards: [CardReport]
    /// The folders that would get a copy.
    public var targets: [String]
    /// What values were changed to in folder names.
    public var changes: [String]
  }

  /// Looks at everything that can be known before the copy. Nothing is written, and no scanner asked.
  ///
  /// - Throws: `DeliveryError` for a naming that will not do.
  public func preview(in environment: Environment) async throws -> Preview {
    let offload = self
    return try await onOwnThread { _ in try offload.preview(on: environment) }
  }

  /// The same on this thread.
  func preview(on environment: Environment) throws -> Preview {
    let prepared = try prepared(in: environment)
    let name = prepared.plan.name ?? SystemPath.split(plan.source).name
    return Preview(
      preflight: Preflight(prepared.plan), cards: prepared.cards, targets: prepared.plan.destinations.map { SystemPath.join($0, name) },
      changes: prepared.changes)
  }

  /// Takes the source in. Running it again after a stop goes on where it stopped.
  ///
  /// - Throws: `IntegrityError` where nothing can be copied or the scanner cannot be used; `DeliveryError` for a naming that will not do. What failed
  ///   for single files or destinations is in the report.
  public func run(in environment: Environment, task: String? = nil) async throws -> OffloadReport {
    let offload = self
    var prepared = try await onOwnThread { _ in try offload.prepared(in: environment) }
    let scan = try await scanned(&prepared.plan, in: environment, task: task)
    let progress = environment.progress
    let copy = try await Copier(prepared.plan).copy { step in
      progress(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
    }
    var report = OffloadReport(copy: copy, cards: prepared.cards, scan: scan, notes: prepared.changes)
    if surveysClips { try await survey(&report, in: environment, task: task) }
    return report
  }

  // MARK: -

  /// The plan with its names filled in and what the card's structure says against erasing it.
  private func prepared(in environment: Environment) throws -> (plan: CopyPlan, cards: [CardReport], changes: [String]) {
    var plan = plan
    let isFolder = (try? FileFacts.of(plan.source).kind) == .folder
    // A folder that cannot be looked through is the preflight's to name, with everything else that is wrong.
    let cards = isFolder ? (try? CardReport.reports(inFolder: plan.source)) ?? [] : []
    plan.reservations += cards.flatMap(\.reservations)
    guard let naming else { return (plan, cards, []) }
    let place = try naming.place(of: plan.source, cards: cards, destinations: plan.destinations, in: environment)
    if let above = place.above {
      plan.destinations = plan.destinations.map { SystemPath.join($0, above.text) }
      plan.cascade = plan.cascade.map { SystemPath.join($0, above.text) }
    }
    plan.name = place.name ?? plan.name
    return (plan, cards, place.changes.map { "in the folder’s name \($0)" })
  }

  /// Has the source scanned, and takes out of the plan what is infected.
  private func scanned(_ plan: inout CopyPlan, in environment: Environment, task: String?) async throws -> ScanFiles.Result? {
    guard let scan else { return nil }
    // A copy that cannot begin is refused before anybody waits for a scanner.
    let draft = plan
    let problems = try await onOwnThread { _ in Preflight(draft).problems }
    guard problems.isEmpty else { throw IntegrityError(.refused, plan.source, "cannot be copied", problems: problems) }
    let (source, host, clock, show) = (plan.source, environment.host, environment.clock, environment.progress)
    let result = try await onOwnThread { cancellation in
      try ScanFiles(source, through: scan.address, policy: scan.policy, quarantine: scan.quarantine).scan(host, clock, cancellation) { step in
        show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
      }
    }
    plan.withheld += result.report.files(.infected).compactMap { file in
      (try? ContainedPath(file.path)).map { .init(path: $0, reason: "infected: \(file.signature ?? "the scanner gave no name")") }
    }
    plan.reservations += result.report.reservations
    plan.reservations += result.failed.map { "an infected file could not be put into quarantine: \($0.reason)" }
    return result
  }

  /// Looks at the clips of the first complete copy.
  private func survey(_ report: inout OffloadReport, in environment: Environment, task: String?) async throws {
    guard report.copy.status != .cancelled, let root = report.copy.destinations.first(where: { $0.manifest != nil })?.path else { return }
    let files = report.copy.items.map(\.path)
    var survey = SurveyClips(root, groups: report.cards.isEmpty ? nil : Self.groups(report.cards, among: files))
    if (try? FileFacts.of(root).kind) == .folder {
      survey.digests = Dictionary(report.copy.items.map { ($0.path.text, $0.digests.map(\.description)) }) { first, _ in first }
    } else if let item = report.copy.items.first {
      survey.digests = [SystemPath.split(root).name: item.digests.map(\.description)]
    }
    do {
      let found = try await survey.run(in: environment, task: task)
      report.clips = found.clips
      report.notes += found.notes
    } catch let error as OperationsError where error.code == .noMedia {
      report.notes.append("no clip was found among the files")
    }
  }

  /// The clips by the structure of their cards, and every other media file as a clip of its own.
  private static func groups(_ cards: [CardReport], among files: [ContainedPath]) -> [SurveyClips.Group] {
    let present = Set(files)
    var taken: Set<ContainedPath> = []
    var groups: [SurveyClips.Group] = []
    for clip in cards.flatMap(\.clips) {
      taken.formUnion(clip.files + clip.sidecars)
      let parts = clip.files.filter(present.contains)
      if !parts.isEmpty { groups.append(.init(name: clip.name, files: parts)) }
    }
    for file in files where !taken.contains(file) && MediaFiles.isMedia(file.name) {
      groups.append(.init(name: CardContents.stem(file.name), files: [file]))
    }
    return groups
  }
}

extension CopyPlan {
  /// The plan for a request whose paths `resolve` makes absolute. An empty one is no folder, and stays empty for preflight to name.
  init(_ request: OffloadRequest, source: String, resolve: (String) -> String, in environment: Environment) {
    self.init(
      source: source, destinations: request.destinations.map { $0.isEmpty ? $0 : resolve($0) }, host: environment.host, clock: environment.clock)
    algorithms = request.algorithms
    verification = request.verify
    ignorePatterns = request.ignore
    requiredCopies = request.copies
  }
}

extension Offload {
  /// The offload that a request asks for, its paths made absolute by `resolve`.
  ///
  /// - Throws: `IntegrityError` for a scanner's address that is none.
  init(_ request: OffloadRequest, source: String, resolve: (String) -> String, in environment: Environment) throws {
    let scan = try request.scan.map { text in
      var scan = Scan(try ClamdAddress(text.contains("/") ? resolve(text) : text), quarantine: request.quarantine.map(resolve))
      scan.policy.maximumDatabaseAge = request.databaseAge.map(ScanPolicy.days)
      return scan
    }
    self.init(CopyPlan(request, source: source, resolve: resolve, in: environment), naming: request.naming, scan: scan, surveysClips: true)
  }
}

extension TaskOutcome {
  /// What an ingest comes to as a task: what its copy comes to, and what else an operator should know.
  public init(_ report: OffloadReport) {
    self.init(report.copy)
    let faults = report.cards.flatMap { card in card.faults.map { "\(card.format.title): \($0.text)" } }
    let scan = report.scan.map { ["virus scan: \($0.report.summary)"] + $0.quarantined.map { "in quarantine: \($0.path), as \($0.file)" } } ?? []
    let unread = report.clips.compactMap { clip in clip.trouble.map { "\(clip.name) could not be described: \($0)" } }
    notes = faults + scan + unread + report.notes + notes
  }

  /// What a copy comes to as a task: the folder of the first clean copy is what later tasks take.
  public init(_ report: CopyReport) {
    let clean = report.destinations.filter { $0.status == .clean }
    self.init(
      status: WorkStatus(report.status),
      products: clean.prefix(1).map(\.path),
      documents: report.destinations.compactMap(\.manifest),
      sources: Self.proofs(report.items, in: report.source),
      files: clean.flatMap { Self.proofs(report.items, in: $0.path, madeFrom: report.source) },
      notes: report.failed.map { "\($0.path): \($0.reason)" } + report.skipped.map { "left out: \($0.path): \($0.reason)" }
        + report.destinations.flatMap { copy in copy.failed.map { "\(copy.path)/\($0.path): \($0.reason)" } } + report.notes
        + ["the source is \(report.safeToErase ? "" : "not ")safe to erase: \(report.reasons.joined(separator: "; "))"])
  }
}

extension TaskOutcome {
  /// The proofs of copied files in the folder `root`; where a single file was copied, `root` is the file itself.
  private static func proofs(_ items: [CopyReport.Item], in root: String, madeFrom source: String? = nil) -> [FileProof] {
    let isFolder = (try? FileFacts.of(root).kind) == .folder
    return items.map { item in
      let path = isFolder ? root + "/" + item.path.text : root
      let origin = source.map { isFolder ? $0 + "/" + item.path.text : $0 }
      let digests = item.digests.map { ($0.algorithm.rawValue, $0.text) }
      return FileProof(
        path: path, bytes: Int(item.size), digests: Dictionary(uniqueKeysWithValues: digests),
        modified: (try? FileFacts.of(path))?.modified.description,
        madeFrom: origin.map { [$0] } ?? [])
    }
  }
}

extension WorkStatus {
  /// The status of a copy or a verification.
  public init(_ status: IntegrityStatus) {
    self =
      switch status {
      case .clean: .clean
      case .rejected: .rejected
      case .partial: .partial
      case .failed: .failed
      case .cancelled: .cancelled
      }
  }
}
