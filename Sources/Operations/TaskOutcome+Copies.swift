// SPDX-License-Identifier: Apache-2.0

public import Catalog
import Essence
import Files
import Hashing
public import Integrity

extension TaskOutcome {
  /// What an ingest comes to as a task: what its copy comes to, and what else an operator should know.
  public init(_ report: OffloadReport) {
    self.init(report.copy)
    let faults = report.cards.flatMap { card in card.faults.map { "\(card.format.title): \($0.text)" } }
    let scan = report.scan.map { ["virus scan: \($0.report.summary)"] + $0.quarantined.map { "in quarantine: \($0.path), as \($0.file)" } } ?? []
    let unread = report.clips.compactMap { clip in clip.trouble.map { "\(clip.name) could not be described: \($0)" } }
    notes = faults + scan + unread + report.notes + notes
    let missing = report.cards.flatMap { card in card.faults.filter(\.isIncomplete).map { "\(card.format.title): \($0.text)" } }
    let verdict = report.copy.safeToErase ? [] : ["the source is not safe to erase: \(report.copy.reasons.joined(separator: "; "))"]
    warnings = missing + unread + verdict
  }

  /// What a copy comes to as a task: the folder of the first clean copy is what later tasks take.
  ///
  /// A copy from which something was left out is no clean one and is handed to nobody, however many of its files are proved: who asked for a card
  /// means all of it. Where one destination is clean and another is not, the task is partial and names the clean one, for whoever looks; tasks that
  /// need it wait all the same until it is run again and ends clean (see `LocalEngine`).
  public init(_ report: CopyReport) {
    let clean = report.destinations.filter { $0.status == .clean }
    self.init(
      status: WorkStatus(report.status),
      products: clean.prefix(1).map(\.path),
      documents: report.destinations.compactMap(\.manifest),
      sources: FileProof.proofs(of: report.items, in: report.source),
      files: clean.flatMap { FileProof.proofs(of: report.items, in: $0.path, madeFrom: report.source) },
      notes: report.failed.map { "\($0.path): \($0.reason)" } + report.skipped.map { "left out: \($0.path): \($0.reason)" }
        + report.destinations.flatMap { copy in copy.failed.map { "\(copy.path)/\($0.path): \($0.reason)" } } + report.notes
        + ["the source is \(report.safeToErase ? "" : "not ")safe to erase: \(report.reasons.joined(separator: "; "))"])
  }
}

extension FileProof {
  /// The proofs of copied files in the folder `root`; where a single file was copied, `root` is the file itself.
  static func proofs(of items: some Collection<CopyReport.Item>, in root: String, madeFrom source: String? = nil) -> [FileProof] {
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
