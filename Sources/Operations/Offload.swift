// SPDX-License-Identifier: Apache-2.0

import Catalog
import Essence
import Files
import Foundation
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
  /// Whether a destination is taken although the volume that the workspace remembers there is not mounted, or its name is nearly a known volume's.
  public var acceptsOtherVolume = false
  /// Files that will be written about the copy, reports and receipts: none may lie in the source or in a copy.
  public var papers: [String] = []

  /// An offload as planned.
  public init(_ plan: CopyPlan, naming: CopyNaming? = nil, scan: Scan? = nil, surveysClips: Bool = false) {
    self.plan = plan
    self.naming = naming
    self.scan = scan
    self.surveysClips = surveysClips
  }

  /// Something besides the copy itself that would keep it from being made as asked.
  public struct Obstacle: Sendable, Encodable, CustomStringConvertible {
    /// What kind of thing.
    public enum Code: String, Sendable, Encodable {
      /// The scanner does not answer, or its signatures are too old.
      case scanner
      /// A paper or the quarantine lies where nothing of ours belongs.
      case place
      /// A paper could not be written or signed.
      case paper
      /// The workspace remembers a copy of the same files.
      case duplicate
      /// The workspace remembers another volume at a destination, or beside it.
      case volume
    }

    /// What kind of thing.
    public let code: Code
    /// The path or address it is about.
    public let subject: String
    /// What is wrong and what to do, to follow the subject in a sentence.
    public let text: String

    /// One sentence for the operator.
    public var description: String { "\(subject.printable): \(text)" }

    /// An obstacle.
    public init(_ code: Code, _ subject: String, _ text: String) {
      self.code = code
      self.subject = subject
      self.text = text
    }
  }

  /// What would be done, looked at without writing anything.
  public struct Preview: Sendable {
    /// What stands in the way, what would be left out, what to know.
    public var preflight: Preflight
    /// The cards of the source.
    public var cards: [CardReport]
    /// The folders that would get a copy.
    public var targets: [String]
    /// What values were changed to in folder names, and what could not be told of the cards.
    public var changes: [String]
    /// What stands in the way besides: a scanner that does not answer, a paper in a wrong place.
    public var obstacles: [Obstacle]
  }

  /// Looks at everything that can be known before the copy. Nothing is written; a scanner is asked whether it could be used.
  ///
  /// - Throws: `DeliveryError` for a naming that will not do.
  public func preview(in environment: Environment) async throws -> Preview {
    let offload = self
    return try await onOwnThread { _ in try offload.preview(on: environment) }
  }

  /// The same on this thread.
  func preview(on environment: Environment) throws -> Preview {
    let prepared = try prepared(in: environment)
    let memory = try memory(of: prepared.plan, in: environment)
    return Preview(
      preflight: Preflight(prepared.plan), cards: prepared.cards, targets: prepared.plan.targets, changes: prepared.changes + memory.notes,
      obstacles: misplaced(prepared.plan) + memory.obstacles + unusableScanner(environment))
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
    if surveysClips { await survey(&report, in: environment, task: task) }
    return report
  }

  // MARK: -

  /// Ends the work here where something stands in its way.
  private static func refuse(_ obstacles: [Obstacle]) throws {
    guard let first = obstacles.first else { return }
    let lines = obstacles.map { "\n  \($0)" }.joined()
    let text = obstacles.count == 1 ? "\(first)" : "there are \(obstacles.count) problems, and nothing was written:\(lines)"
    throw OperationsError(.badInput, subject: first.subject, text)
  }

  /// The plan with its names filled in and what the card's structure says against erasing it.
  private func prepared(in environment: Environment) throws -> (plan: CopyPlan, cards: [CardReport], changes: [String]) {
    var plan = plan
    // A source that is not there is the preflight's to name, with everything else that is wrong, and needs no name.
    guard let source = try? FileFacts.of(plan.source) else { return (plan, [], []) }
    var cards: [CardReport] = []
    var notes: [String] = []
    if source.kind == .folder {
      do { cards = try CardReport.reports(inFolder: plan.source) } catch {
        notes.append("what kind of card this is could not be told: \(error)")
        plan.reservations.append("what is on the card could not be held against its structure")
      }
    }
    plan.reservations += cards.flatMap(\.reservations)
    guard let naming else { return (plan, cards, notes) }
    let place = try naming.place(of: plan.source, cards: cards, destinations: plan.destinations, in: environment)
    if let above = place.above {
      plan.destinations = plan.destinations.map { SystemPath.join($0, above.text) }
      plan.cascade = plan.cascade.map { SystemPath.join($0, above.text) }
    }
    plan.name = place.name ?? plan.name
    return (plan, cards, notes + place.changes.map { "in the folder’s name \($0)" })
  }

  /// Papers and a quarantine that would be written among the camera's files, or into a copy.
  private func misplaced(_ plan: CopyPlan) -> [Obstacle] {
    (papers + [scan?.quarantine].compactMap(\.self)).compactMap { path in
      PaperPlace.objection(to: path, outside: [plan.source] + plan.targets).map { Obstacle(.place, path, $0) }
    }
  }

  /// Why the scanner could not be used, if one is asked for.
  private func unusableScanner(_ environment: Environment) -> [Obstacle] {
    guard let scan else { return [] }
    do {
      _ = try VirusScanner(scan.address, policy: scan.policy, clock: environment.clock).engine()
      return []
    } catch { return [Obstacle(.scanner, error.subject, error.explanation)] }
  }

  /// Copies. Where another copy took the number of a counted name meanwhile, the next number is taken, once.
  private func copied(_ plan: CopyPlan, in environment: Environment, task: String?) async throws -> CopyReport {
    let show = environment.progress
    let progress: @Sendable (IntegrityProgress) -> Void = { step in
      show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
    }
    let outcome: Result<CopyReport, any Error>
    do { outcome = .success(try await Copier(plan).copy(progress: progress)) } catch { outcome = .failure(error) }
    guard naming != nil, try await isTaken(plan, outcome) else { return try outcome.get() }
    let offload = self
    let fresh = try await onOwnThread { _ in try offload.prepared(in: environment).plan }
    guard fresh.targets != plan.targets else { return try outcome.get() }
    var next = plan
    (next.name, next.destinations, next.cascade) = (fresh.name, fresh.destinations, fresh.cascade)
    return try await Copier(next).copy(progress: progress)
  }

  /// Whether nothing was copied because somebody else has the name: seen before the copy, or, where two began at once, at its first step.
  private func isTaken(_ plan: CopyPlan, _ outcome: Result<CopyReport, any Error>) async throws -> Bool {
    switch outcome {
    case .failure(let error): return (error as? IntegrityError)?.isOfTakenName ?? false
    case .success(let report):
      guard report.status == .failed, report.destinations.allSatisfy({ $0.complete == 0 && $0.reason != nil }) else { return false }
      // It may have ended meanwhile: then its files are there.
      return try await onOwnThread { _ in
        let isInhabited = plan.targets.contains { ((try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? []).isEmpty == false }
        return isInhabited || Preflight(plan).problems.areOfTakenName
      }
    }
  }

  /// Has the source scanned, and takes out of the plan what is infected. Answers as well which files they were.
  private func scanned(
    _ plan: inout CopyPlan, in environment: Environment, task: String?
  ) async throws -> (result: ScanFiles.Result, files: ScannedFiles)? {
    guard let scan else { return nil }
    // A copy that cannot begin is refused before anybody waits for a scanner.
    let draft = plan
    let problems = try await onOwnThread { _ in Preflight(draft).problems }
    guard problems.isEmpty else { throw IntegrityError(.refused, plan.source, "cannot be copied", problems: problems) }
    let (source, host, clock, show) = (plan.source, environment.host, environment.clock, environment.progress)
    let (files, result) = try await onOwnThread { cancellation in
      let files = try ScannedFiles(source)
      let scan = ScanFiles(source, through: scan.address, policy: scan.policy, quarantine: scan.quarantine)
      let result = try scan.scan(host, clock, cancellation) { step in
        show(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
      }
      return (files, result)
    }
    plan.withheld += result.report.files(.infected).compactMap { file in
      (try? ContainedPath(file.path)).map { .init(path: $0, reason: "infected: \(file.signature ?? "the scanner gave no name")") }
    }
    plan.reservations += result.report.reservations
    plan.reservations += result.failed.map { "an infected file could not be put into quarantine: \($0.reason)" }
    return (result, files)
  }

  /// Looks at the clips of the first complete copy. Whatever keeps it from that is a note: what was copied and proved is told in any case.
  private func survey(_ report: inout OffloadReport, in environment: Environment, task: String?) async {
    guard report.copy.status != .cancelled, let root = report.copy.destinations.first(where: { $0.manifest != nil })?.path else { return }
    var survey = SurveyClips(root)
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
    } catch {
      report.notes.append("the clips were not looked at: \(error is CancellationError ? "the program was stopped after the copy" : "\(error)")")
    }
  }
}

extension IntegrityError {
  /// Whether a copy was refused for nothing but a name that somebody else uses.
  fileprivate var isOfTakenName: Bool {
    code == .refused && problems.areOfTakenName
  }
}

extension [CopyProblem] {
  fileprivate var areOfTakenName: Bool { !isEmpty && allSatisfy { $0.code == .destinationBusy || $0.code == .collision } }
}

extension CopyPlan {
  /// The folders, or the files, that the copies will be.
  var targets: [String] {
    let name = name ?? SystemPath.split(source).name
    return destinations.map { SystemPath.join($0, name) }
  }

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
    plan.acceptsDuplicate = request.accepts?.contains(.duplicate) ?? false
    acceptsOtherVolume = request.accepts?.contains(.otherVolume) ?? false
  }
}
