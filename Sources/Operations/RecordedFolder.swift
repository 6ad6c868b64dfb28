// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Integrity

/// What the histories of a folder say of its files: its own, and those of folders inside it, each file being recorded in the closest.
struct RecordedFolder {
  /// The folder's own history.
  let history: History
  /// The hashes of every file.
  private(set) var digests: [ContainedPath: [Digest]] = [:]
  /// The sizes of the files whose size is recorded.
  private(set) var sizes: [ContainedPath: Int64] = [:]
  /// The files that the latest generation found to differ.
  private(set) var failed: [ContainedPath] = []
  /// What its copies left behind, as their manifests say, and is not on record.
  private(set) var omitted: [HashList.Omission] = []
  /// What the histories let go, in words.
  private(set) var withdrawn: [String] = []
  /// What does not agree in the histories themselves.
  private(set) var faults: [String] = []

  /// Nothing where the folder has no history.
  init?(_ folder: String, nested: [ContainedPath]) throws {
    guard let history = try History(scope: folder) else { return nil }
    self.history = history
    try take(history, under: nil)
    for scope in nested {
      if let inner = try History(scope: "\(folder)/\(scope)") { try take(inner, under: scope) }
    }
    // What was left behind once and came with a later copy is there.
    let recorded = digests.keys
    omitted.removeAll { one in (try? ContainedPath(one.path)).map { path in recorded.contains { $0.isInside(path) || $0 == path } } ?? false }
  }

  private mutating func take(_ history: History, under folder: ContainedPath?) throws {
    func outer(_ path: ContainedPath) throws -> ContainedPath { try folder?.appending(path.text) ?? path }
    for (path, values) in history.references() { digests[try outer(path)] = values }
    for file in history.generations.flatMap(\.hashList.files) { sizes[try outer(file.path)] = file.size }
    for file in history.generations.last?.hashList.files ?? [] where file.hashes.contains(where: { $0.action == .failed }) {
      failed.append(try outer(file.path))
    }
    for one in history.generations.flatMap(\.hashList.omitted) {
      let outer = HashList.Omission(path: folder.map { "\($0)/\(one.path)" } ?? one.path, reason: one.reason)
      if !omitted.contains(where: { $0.path == outer.path }) { omitted.append(outer) }
    }
    let withdrawals = history.generations.withdrawals
    for path in history.references().keys where withdrawals.contains(where: { $0.covers(path) }) { digests[try outer(path)] = nil }
    withdrawn += withdrawals.filter { (try? FileFacts.ifExists("\(history.scope)/\($0.path)")) == .some(nil) }.map { one in
      "\(folder.map { "\($0)/" } ?? "")\(one.path) was removed on purpose, says \(one.author): \(one.reason)"
    }
    faults += history.faults.map { fault in folder.map { "\($0): \(fault)" } ?? fault }
  }
}
