// SPDX-License-Identifier: Apache-2.0

import Files
public import Integrity

/// Condenses histories into packing lists, and bundles several in a collection.
public struct CondenseHistory: Sendable {
  /// The folders whose histories are condensed.
  public var scopes: [String]
  /// The folder that the packing lists go to, or a file ending in `.mhl` for a single one.
  public var target: String
  /// What is left out besides what the histories leave out.
  public var ignorePatterns: [String] = []
  /// Whether a collection is written that lists them.
  public var collects = false
  /// Who signs.
  public var signature: Signature

  /// Packing lists of `scopes` in `target`.
  public init(_ scopes: [String], to target: String, signature: Signature) {
    self.scopes = scopes
    self.target = target
    self.signature = signature
  }

  /// What was written.
  public struct Report: Sendable {
    /// The packing lists, and last the collection if there is one.
    public let manifests: [String]
    /// How many files they list.
    public let files: Int
    /// What the readers of the histories passed over.
    public let notes: [String]
  }

  /// Condenses.
  ///
  /// - Throws: `IntegrityError` where there is no history, a damaged one, or no place to write.
  public func run() async throws -> Report {
    let work = self
    return try await onOwnThread { cancellation in
      // All are read before one is written: a damaged history leaves nothing half done.
      let lists = try work.scopes.map { scope in
        try cancellation.check()
        return try PackingList(of: scope, ignoring: work.ignorePatterns, signature: work.signature)
      }
      if !work.target.lowercased().hasSuffix(".mhl") { try Folder.create(work.target) }
      var manifests: [String] = []
      for list in lists { manifests.append(try list.write(to: work.target, besides: manifests)) }
      if work.collects { manifests.append(try PackingList.collect(manifests, in: work.target)) }
      return Report(manifests: manifests, files: lists.reduce(0) { $0 + $1.list.files.count }, notes: lists.flatMap(\.notes))
    }
  }
}
