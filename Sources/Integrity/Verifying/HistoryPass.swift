// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation
public import Hashing

/// One pass over a folder, held against its ASC MHL history and the histories inside it, and what was found added to them.
///
///     var pass = HistoryPass("/mnt/shared/A001R2EC", as: .create, signature: Signature(host: host))
///     pass.algorithms = [.xxh64, .c4]
///     let report = try pass.run()
///
/// All troubles are found before it ends: a changed file does not keep the others from being read.
public struct HistoryPass: Sendable {
  /// What is done.
  public enum Kind: Sendable {
    /// Names and lengths are compared with what is on record; no file is read and nothing is written.
    case diff
    /// Files are read and compared; nothing is written.
    case look
    /// Files are read and compared, and a generation records the result. There must be a history.
    case verify
    /// As `verify`, and where there is no history one is begun.
    case create
  }

  /// The scope: the folder that has, or gets, the history.
  public var scope: String
  /// The files and folders of the scope to look at, and nothing else; empty for all of it.
  public var parts: [ContainedPath] = []
  /// What is done.
  public var kind: Kind
  /// The formats to record. Empty: those on record, and XXH64 where nothing is.
  public var algorithms: [HashAlgorithm] = []
  /// What is left out besides what the history leaves out.
  public var ignorePatterns: [String] = []
  /// Whether new files are compared with missing ones, and recorded as renamed where they are the same.
  public var detectsRenames = false
  /// Whether folders get hashes.
  public var hashesFolders = true
  /// Who signs.
  public var signature: Signature
  /// The folder's own name, where `scope` is another way to it.
  public var name: String?
  /// A manifest to write outside any history instead of a generation; histories are then not looked at.
  public var standAlone: String?
  var gate = DestinationGate()
  /// What is let go in this pass.
  var withdrawing: [Withdrawal] = []
  /// What earlier generations let go and this pass takes back.
  var reinstating: [Withdrawal] = []

  /// A pass over `scope`.
  public init(_ scope: String, as kind: Kind, signature: Signature) {
    self.scope = scope
    self.kind = kind
    self.signature = signature
  }

  /// Does it. Blocks until done.
  /// - Throws: `IntegrityError`: `unreadable`, `noHistory`, `unwritable` when a history cannot be begun, `inexpressible`, `cancelled`. What is
  ///   wrong with files or histories is in the report.
  public func run(
    cancellation: Cancellation = Cancellation(), progress: (@Sendable (IntegrityProgress) -> Void)? = nil
  ) throws(IntegrityError) -> VerificationReport {
    let begin = ContinuousClock.now
    let started = signature.clock.now
    try checkFormats()
    try HashList.check(signature.authors, scope)
    if let standAlone { try Self.checkTarget(standAlone) }
    if records, standAlone == nil { GenerationWriter.finishInterrupted(scope) }
    let record = standAlone == nil ? try HistoryRecord(scope: scope) : nil
    // Half a copy with a history would look like a whole one to everybody after.
    if standAlone == nil, record == nil || kind == .create, CopyJournal.stands(beside: scope) { throw .unfinishedCopy(scope) }
    guard kind == .create || record != nil else {
      throw IntegrityError(
        .noHistory, scope, "has no ASC MHL history; \(History.advice(below: scope) ?? "name a manifest or a checksum list with --against")")
    }
    let tree = try TreeScan(
      scope, record: record ?? HistoryRecord(beginningIn: scope), ignoring: ignorePatterns, parts: parts, readsHistories: standAlone == nil,
      finishesInterrupted: records, withdrawing: withdrawing, reinstating: reinstating.map(\.path))
    if kind == .create, record == nil, parts.isEmpty, tree.files.isEmpty, tree.folders.isEmpty, tree.oddities.isEmpty {
      throw IntegrityError(.refused, scope, "has no files; is the card mounted?")
    }
    let faults = HistoryFault.all(in: tree)
    let obstacle = records && faults.isEmpty ? Self.obstacle(tree) : nil
    if let obstacle, kind == .create, standAlone == nil { throw IntegrityError(.unwritable, scope, obstacle) }
    var comparison = Comparison(tree, parts: parts, isLettingGo: !withdrawing.isEmpty || !reinstating.isEmpty)
    if kind == .diff {
      comparison.compareSizes()
    } else if kind != .create || faults.isEmpty {
      // Where there is nothing to compare with, what memory has is as good: whoever verifies later asks the device.
      try comparison.hash(algorithms, detectsRenames: detectsRenames, asksDevice: record != nil, cancellation, progress)
    }
    comparison.listMissing(tree.oddities)
    if kind == .look || kind == .verify, !parts.isEmpty, faults.isEmpty, comparison.present + comparison.absent == 0, tree.files.isEmpty,
      tree.oddities.isEmpty
    {
      let named = parts.map(\.text).listed
      throw IntegrityError(.refused, scope, "has nothing on record of ‘\(named)’, and no file is there: there is nothing to verify")
    }
    comparison.findNestedHistories()
    comparison.findNewFolders()
    var outcome = PassOutcome(self, comparison, faults)
    // A folder that could not be looked into is not an empty one: what hashes of folders there would be were those of other folders.
    let isWhole = comparison.parts.isEmpty && tree.unread.isEmpty
    let totals = isWhole && kind != .diff && faults.isEmpty ? comparison.totals(hashesFolders ? nil : []) : nil
    if let totals, comparison.isExact { outcome.failed += FolderHashCheck(comparison: comparison, totals: totals).failures() }
    if records { try add(comparison, totals, &outcome, started, obstacle, cancellation) }
    return outcome.report(seconds: (ContinuousClock.now - begin).inSeconds)
  }

  private var records: Bool { kind == .verify || kind == .create }

  // MARK: -

  private func checkFormats() throws(IntegrityError) {
    if let odd = algorithms.first(where: { !$0.isManifestFormat }), records {
      throw IntegrityError(.inexpressible, scope, "ASC MHL has no \(odd.rawValue); choose among c4, md5, sha1, xxh128, xxh3 and xxh64")
    }
  }

  /// Refuses a place for a list that cannot be written, before hours of hashing.
  static func checkTarget(_ path: String) throws(IntegrityError) {
    let folder = SystemPath.split(path).folder
    do throws(FilesError) {
      guard try FileFacts.ifExists(path) == nil else { throw FilesError(.alreadyExists, subject: path) }
      guard try FileFacts.of(folder).kind == .folder else { throw FilesError(.notDirectory, subject: folder) }
    } catch { throw IntegrityError(.unwritable, path, error.description) }
    guard RealPath.isWritable(folder) else { throw IntegrityError(.unwritable, path, "\(folder) cannot be written; check its permissions") }
  }

  /// What was written before the error that kept the rest from being written.
  private static func but(_ manifests: [String]) -> String {
    manifests.isEmpty ? "" : " to the folder's own history, only to those inside it (\(manifests.joined(separator: ", ")))"
  }

  /// Why nothing can be added here; nil when it can.
  private static func obstacle(_ tree: TreeScan) -> String? {
    for node in tree.nodes {
      let scope = node.folder.map { "\(tree.scope)/\($0)" } ?? tree.scope
      let folder = "\(scope)/\(GenerationName.folder)"
      guard !RealPath.isWritable(FileFacts.isAbsent(folder) ? scope : folder) else { continue }
      let isReadOnly = (try? VolumeFacts.of(scope).isReadOnly) == true
      return isReadOnly ? "the volume can only be read" : "\(folder) cannot be written; check its permissions"
    }
    return nil
  }

  private func add(
    _ comparison: Comparison, _ totals: FolderTotals?, _ outcome: inout PassOutcome, _ started: Timestamp, _ obstacle: String?,
    _ cancellation: Cancellation
  ) throws(IntegrityError) {
    guard outcome.faults.isEmpty else {
      return outcome.notes.append("no generation was added: nothing is ever added to a damaged history. Restore its ascmhl folder from another copy")
    }
    if let obstacle, standAlone == nil { return outcome.notes.append("no generation was added: \(obstacle)") }
    guard !cancellation.isCancelled else { throw IntegrityError(.cancelled, scope, "was stopped, and no generation was added; run it again") }
    let set = GenerationSet(
      comparison: comparison, totals: totals, signature: signature, started: started, folderFormats: hashesFolders ? algorithms : [],
      newPatterns: ignorePatterns, withdrawn: withdrawing.map(\.path), reinstated: reinstating.map(\.path),
      topName: name ?? SystemPath.split(RealPath.of(scope) ?? scope).name, gate: gate)
    do {
      if let standAlone {
        try set.standAlone(to: standAlone)
        outcome.manifests = [standAlone]
      } else {
        outcome.generation = try set.write(&outcome.manifests)
      }
    } catch let error as IntegrityError {
      throw error
    } catch let error as FilesError where kind == .verify && [.readOnly, .permissionDenied, .noSpace, .busy].contains(error.code) {
      // What was found of the files is worth having all the same.
      outcome.notes.append("no generation was added\(Self.but(outcome.manifests)): \(error)")
    } catch { throw IntegrityError(.unwritable, scope, "the generation could not be written\(Self.but(outcome.manifests)): \(error)") }
  }
}

extension HistoryFault {
  /// The faults of all histories of a scan, and manifests that are not what the history around them says.
  static func all(in tree: TreeScan) -> [HistoryFault] {
    var faults: [HistoryFault] = []
    for node in tree.nodes {
      let prefix = node.folder.map { "\($0)/" } ?? ""
      let words = node.folder.map { "\($0): " } ?? ""
      faults += node.record.faults.map { .init(kind: $0.kind, path: prefix + $0.path, text: words + $0.text) }
    }
    let inner = Dictionary(tree.nodes.compactMap { node in node.folder.map { ($0, node.record) } }) { first, _ in first }
    for node in tree.nodes {
      for generation in node.record.generations {
        for reference in generation.hashList.references {
          let path = node.outer(reference.path)
          guard let scope = path.parent?.parent, let record = inner[scope] else { continue }
          let manifest = record.generations.first { $0.fileName.utf8.elementsEqual(path.name.utf8) }
          if manifest == nil {
            faults.append(.init(kind: .missingManifest, path: path.text, text: "\(path) is missing, although \(generation.fileName) refers to it"))
          } else if manifest?.c4 != reference.c4 {
            faults.append(
              .init(kind: .modifiedManifest, path: path.text, text: "\(path) is not the manifest that \(generation.fileName) refers to"))
          }
        }
      }
    }
    return faults
  }
}

extension Comparison {
  /// The hashes of all folders, and the order of entries.
  /// - Parameter formats: the formats; nil for all that any file was hashed in.
  func totals(_ formats: [HashAlgorithm]?) -> FolderTotals {
    var all: Set<HashAlgorithm> = []
    for file in digests { all.formUnion(file.algorithms) }
    if tree.files.isEmpty { all = [.standard] }
    let digests = digests
    return FolderTotals(tree, formats ?? all.sorted()) { digests[$0][$1] }
  }
}
