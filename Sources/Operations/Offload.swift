// SPDX-License-Identifier: Apache-2.0

public import Catalog
import Files
import Hashing
public import Integrity

/// Copies a card, roll or folder to every destination with proof: one read, all hashes, honest read-back, an ASC MHL generation.
public struct Offload: Sendable {
  /// What to copy, where to and how surely.
  public var plan: CopyPlan

  /// An offload as planned.
  public init(_ plan: CopyPlan) { self.plan = plan }

  /// Copies. Running it again after a stop goes on where it stopped.
  ///
  /// - Throws: `IntegrityError` where nothing can be copied; what failed for single files or destinations is in the report.
  public func run(in environment: Environment, task: String? = nil) async throws -> CopyReport {
    let progress = environment.progress
    return try await Copier(plan).copy { step in
      progress(WorkProgress(task: task, subject: step.currentFile, done: Int(step.bytesDone), total: Int(step.bytesTotal), unit: .bytes))
    }
  }
}

extension CopyPlan {
  /// The plan for a request whose paths `resolve` makes absolute.
  init(_ request: OffloadRequest, source: String, resolve: (String) -> String, in environment: Environment) {
    self.init(source: source, destinations: request.destinations.map(resolve), host: environment.host, clock: environment.clock)
    algorithms = request.algorithms
    verification = request.verify
    ignorePatterns = request.ignore
  }
}

extension TaskOutcome {
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
