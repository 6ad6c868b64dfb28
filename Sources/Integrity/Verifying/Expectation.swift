// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// What a folder must hold, gathered from its histories, a manifest or a list.
struct Expectation {
  /// A file that must be there.
  struct File {
    /// The hashes it must have; of several with the same number of digits in a plain list, one is enough.
    let digests: [Digest]
    /// Whether any one of the hashes will do.
    let anyWillDo: Bool
    /// Its length, where recorded.
    let size: Int64?
  }

  let scope: String
  let against: String
  private(set) var files: [ContainedPath: File] = [:]
  private(set) var folders: Set<ContainedPath> = []
  private(set) var ignore = IgnorePatterns()
  private(set) var rootHash: HashList.DirectoryDigests?
  private(set) var faults: [String] = []
  /// Listed entries that nothing can be compared with.
  private(set) var unusable: [CopyReport.Failure] = []
  private(set) var notes: [String] = []
  private(set) var generations: Int?
  /// The list itself, which may lie among the files.
  private(set) var listFacts: FileFacts?

  /// What the history of `scope` says, nested histories included: each file is recorded in the closest one.
  init(historyOf scope: String) throws(IntegrityError) {
    self.scope = scope
    against = "\(scope)/\(GenerationName.folder)"
    guard let history = try History(scope: scope) else { throw IntegrityError(.noHistory, scope, "has no ASC MHL history") }
    ignore = IgnorePatterns(history.ignorePatterns)
    take(history, under: nil)
    rootHash = history.generations.last?.hashList.process.rootHash
    let nested: [ContainedPath]
    do throws(FilesError) { nested = try FolderScan(scope, ignoring: ignore).histories.compactMap(\.self) } catch {
      throw IntegrityError(.unreadable, scope, error.description)
    }
    for folder in nested {
      if let inner = try History(scope: "\(scope)/\(folder)") { take(inner, under: folder) }
    }
    if generations == 0, faults.isEmpty { faults.append("the history has no generation") }
  }

  /// What a manifest or checksum list says of `scope`.
  init(list: String, scope: String) throws(IntegrityError) {
    self.scope = scope
    against = list
    listFacts = try? FileFacts.of(list)
    let bytes: [UInt8]
    do { bytes = try InputFile.list(at: list) } catch { throw IntegrityError(.unreadable, list, error.description) }
    let isXML = bytes.starts(with: "<".utf8) || list.lowercased().hasSuffix(".mhl") || bytes.starts(with: [0xEF, 0xBB, 0xBF, UInt8(ascii: "<")])
    if isXML {
      let (manifest, manifestNotes) = try HashList.reading(bytes, subject: list)
      notes = manifestNotes.map(\.description)
      unusable = manifestNotes.filter(\.leavesOutEntry).map { .init(path: list, reason: $0.description) }
      ignore = IgnorePatterns(manifest.process.ignorePatterns)
      rootHash = manifest.process.rootHash
      folders = Set(manifest.folders.map(\.path))
      for file in manifest.files {
        files[file.path] = File(digests: file.hashes.filter { $0.action != .failed }.map(\.digest), anyWillDo: false, size: file.size)
      }
    } else {
      let checksums = try ChecksumList(String(decoding: bytes, as: UTF8.self), fileName: (list as NSString).lastPathComponent)
      notes = checksums.notes
      unusable = checksums.unusable.map { .init(path: $0, reason: "is listed, but is no path inside the folder") }
      for line in checksums.lines { files[line.path] = File(digests: line.candidates, anyWillDo: true, size: nil) }
    }
  }

  /// The files that are listed although they are of a kind that no manifest lists, as `.DS_Store` or what is in an `ascmhl` folder.
  func passedOver(by scan: FolderScan) -> [FolderEntry] {
    guard rootHash == nil, generations == nil else { return [] }
    let found = Set(scan.files.map(\.path))
    return files.keys.sorted().compactMap { path in
      guard !found.contains(path), ignore.leavesOut(path), let full = try? path.resolved(in: scope) else { return nil }
      guard let facts = try? FileFacts.ifExists(full), facts.kind == .file else { return nil }
      return FolderEntry(path: path, facts: facts)
    }
  }

  private mutating func take(_ history: History, under folder: ContainedPath?) {
    func outer(_ path: ContainedPath) -> ContainedPath { folder.flatMap { try? ContainedPath("\($0)/\(path)") } ?? path }
    var sizes: [ContainedPath: Int64] = [:]
    for file in history.generations.flatMap(\.hashList.files) { sizes[file.path] = file.size }
    for (path, digests) in history.references() { files[outer(path)] = File(digests: digests, anyWillDo: false, size: sizes[path]) }
    folders.formUnion(history.folders().map(outer))
    let prefix = folder.map { "\($0): " } ?? ""
    faults += history.faults.map { prefix + $0 }
    notes += history.notes.map { prefix + $0 }
    generations = (generations ?? 0) + history.generations.count
  }
}
