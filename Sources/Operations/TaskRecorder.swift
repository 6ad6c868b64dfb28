// SPDX-License-Identifier: Apache-2.0

public import Catalog
import Delivery
import Essence
import Files
import Foundation
public import Integrity
import Quality

/// Puts what operations did into the catalogue: which files there are, what each was made from, what was found, what went out.
///
/// With these records any delivered file can be walked back to its camera file and its hash.
public struct TaskRecorder: Sendable {
  let catalog: CatalogDatabase
  let context: AuditContext
  let task: TaskRecord?

  /// A recorder for a task; `nil` for a command of its own.
  public init(_ catalog: CatalogDatabase, by context: AuditContext, task: TaskRecord? = nil) {
    self.catalog = catalog
    self.context = context
    self.task = task
  }

  /// The proofs of files at `target` that a task which asked the very same, in whatever order or attempt, made of the same bytes of `source`.
  public func earlier(at target: String, from source: FileProof) throws -> [FileProof] {
    guard let task else { return [] }
    return try catalog.products(at: target, parameters: task.parameters)
      .filter { made in made.sources.contains { FileProof($0).hasSameBytes(as: source) } }.map { FileProof($0.file) }
  }

  /// Every proved copy, and the source it was made from, some files a transaction: a card may have a million. Recording it again is harmless.
  public func copied(_ report: CopyReport) throws {
    for start in stride(from: 0, to: report.items.count, by: Self.filesAtOnce) {
      let items = report.items.dropFirst(start).prefix(Self.filesAtOnce)
      let copies = Self.copies(of: items, report)
      guard !copies.isEmpty else { return }
      let sources = Dictionary(FileProof.proofs(of: items, in: report.source).map { ($0.path, record($0)) }) { first, _ in first }
      try catalog.recordFiles(
        copies.map { copy in
          MadeFile(record(copy.file, isProved: copy.isProved), from: copy.file.madeFrom.compactMap { sources[$0] })
        }, by: context)
    }
  }

  private static let filesAtOnce = 1000

  /// The proofs of some files in every finished copy, and whether that was read back.
  private static func copies(of items: some Collection<CopyReport.Item>, _ report: CopyReport) -> [(file: FileProof, isProved: Bool)] {
    report.destinations.filter { $0.manifest != nil }.flatMap { destination in
      let isProved = report.hasProved(destination)
      return FileProof.proofs(of: items, in: destination.path, madeFrom: report.source).map { ($0, isProved) }
    }
  }

  /// Every proved copy with the source it was made from, the run itself, and the clips among the files.
  public func ingested(_ report: OffloadReport) throws {
    try copied(report.copy)
    try offloaded(report)
    guard !report.clips.isEmpty else { return }
    let names = Set(report.clips.flatMap(\.files).compactMap { try? ContainedPath($0) })
    let items = report.copy.items.count == 1 ? Array(report.copy.items) : report.copy.items.filter { names.contains($0.path) }
    let files = Dictionary(grouping: Self.copies(of: items, report.copy)) { copy in copy.file.madeFrom.first ?? copy.file.path }
    let clips = report.clips.map { clip in
      let sources = clip.files.map { SystemPath.join(report.copy.source, $0) }
      let copies = sources.flatMap { files[$0] ?? files[report.copy.source] ?? [] }
      return ClipRecord(clip, files: copies.map { record($0.file, isProved: $0.isProved) }, at: context.clock.now)
    }
    _ = try catalog.recordClips(clips, by: context)
  }

  /// A file that was made.
  public func made(_ file: FileProof, from source: FileProof) throws { try made(file, from: [source]) }

  /// A file that was made of several others.
  public func made(_ file: FileProof, from sources: [FileProof]) throws {
    try catalog.recordFiles([MadeFile(record(file), from: sources.map { record($0) })], by: context)
  }

  /// An inspection of a file.
  public func inspected(_ result: Inspect.Result, of file: FileProof) throws {
    let known = try catalog.recordFile(record(file), by: context)
    try catalog.recordInspection(
      InspectionRecord(
        fileID: known.id, taskID: task?.id, spec: result.profile.name, verdict: result.report.verdict.rawValue,
        findings: FindingCounts(result.report.findings), report: try Self.json(result.report), inspected: context.clock.now), by: context)
  }

  /// A delivery, with the file it was made from. One that is recorded already, by an attempt that was interrupted, is not recorded twice.
  public func delivered(_ report: Deliver.Report, from source: FileProof) throws {
    let sourceRecord = try catalog.recordFile(record(source), by: context)
    let file = try catalog.recordFile(record(report.output), madeFrom: [sourceRecord], by: context)
    guard try !catalog.deliveries().contains(where: { $0.fileID == file.id && $0.taskID == task?.id }) else { return }
    try catalog.recordDelivery(
      DeliveryRecord(
        fileID: file.id, taskID: task?.id, spec: report.note.spec, verdict: report.note.verdict.rawValue, note: try Self.json(report.note),
        delivered: context.clock.now), by: context)
  }

  // MARK: -

  private func record(_ file: FileProof, isProved: Bool = true) -> FileInstanceRecord {
    let facts = try? FileFacts.of(file.path)
    let now = context.clock.now
    return FileInstanceRecord(
      taskID: task?.id, path: file.path, volume: facts.map { String($0.device) }, byteCount: file.bytes, modified: facts?.modified,
      digests: file.digests,
      recorded: now, verified: isProved ? now : nil)
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension FileProof {
  /// The proof that the catalogue keeps of a file.
  fileprivate init(_ record: FileInstanceRecord) {
    self.init(path: record.path, bytes: record.byteCount, digests: record.digests, modified: record.modified?.description)
  }
}
