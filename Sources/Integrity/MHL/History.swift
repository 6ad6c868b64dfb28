// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// The history beside some files: the generations of an `ascmhl` folder, checked against the chain.
public struct History: Sendable {
  /// The folder whose files it is about.
  public let scope: String
  /// The generations, oldest first.
  public private(set) var generations: [Generation]
  /// Whether chain and manifests agree: every link has its file with the right C4, every manifest its link, no number missing.
  public var isIntact: Bool { faults.isEmpty }
  /// What does not agree.
  public let faults: [String]
  /// What the readers passed over.
  public let notes: [String]

  /// The history of the folder `scope`, or nil when it has none.
  /// - Throws: `IntegrityError` with code `unreadable` when there is one that cannot be read.
  public init?(scope: String) throws(IntegrityError) {
    guard try Self.stands(in: scope) else { return nil }
    var generations: [Generation] = []
    let files = try HistoryFiles(scope: scope) { (manifest, number) throws(IntegrityError) in
      let (list, notes) = try HashList.reading(manifest)
      generations.append(Generation(number: number, fileName: SystemPath.split(manifest.path).name, c4: manifest.c4, hashList: list))
      return notes
    }
    self.scope = scope
    self.generations = generations
    faults = files.faults.map(\.text)
    notes = files.notes
  }

  /// Whether there is a history in `scope`.
  /// - Throws: `IntegrityError` with code `unreadable` when that cannot be told.
  static func stands(in scope: String) throws(IntegrityError) -> Bool {
    do throws(FilesError) { return try FileFacts.ifExists("\(scope)/\(GenerationName.folder)")?.kind == .folder } catch {
      throw IntegrityError(.unreadable, scope, error.explanation)
    }
  }

  /// What to try instead of a folder without a history: those at most two levels below that have one; nil where none was met among the first thousands.
  static func advice(below folder: String) -> String? {
    guard let walk = try? FolderWalk(folder, where: { $0.names.count <= 2 && !$0.name.hasPrefix(".") }) else { return nil }
    var found: [String] = []
    for case .entry(let entry) in walk.prefix(Self.mostLookedAt) where entry.facts.kind == .folder && entry.path.name != GenerationName.folder {
      let path = SystemPath.join(folder, entry.path.text)
      if (try? stands(in: path)) == true { found.append(path) }
    }
    guard let first = found.first else { return nil }
    return "it holds \(found.count == 1 ? "a folder that has one" : "\(found.count) folders that have one"): name \(first.printable)"
      + (found.count > 1 ? ", or another" : "")
  }

  private static let mostLookedAt = 5000

  /// The chain that these generations make.
  public var chain: HashChain {
    HashChain(links: generations.map { .init(number: $0.number, fileName: $0.fileName, c4: $0.c4) })
  }

  /// What every generation left out.
  public var ignorePatterns: [String] { generations.flatMap(\.hashList.process.ignorePatterns) }

  /// The hashes that a file must have, by its present path: per format the earliest that was not `failed`, renames followed.
  public func references() -> [ContainedPath: [Digest]] {
    var known: [ContainedPath: [Digest]] = [:]
    for generation in generations {
      // Renames of one generation happen at once: two files may have changed names.
      let moved = generation.hashList.files.compactMap { file in
        file.previousPath.map { (to: file.path, digests: known.removeValue(forKey: $0)) }
      }
      for (to, digests) in moved { if let digests { known[to] = digests } }
      for file in generation.hashList.files {
        for hash in file.hashes where hash.action != .failed {
          if known[file.path]?.contains(where: { $0.algorithm == hash.digest.algorithm }) == true { continue }
          known[file.path, default: []].append(hash.digest)
        }
        if known[file.path] == nil { known[file.path] = [] }
      }
    }
    return known
  }

  /// The history as it was when generation `number` was its latest; its faults are those of today.
  public func upTo(_ number: Int) -> History {
    var earlier = self
    earlier.generations.removeAll { $0.number > number }
    return earlier
  }

  /// The folders that must be there.
  public func folders() -> Set<ContainedPath> {
    var known: Set<ContainedPath> = []
    for folders in generations.map(\.hashList.folders) {
      known.subtract(folders.compactMap(\.previousPath))
      known.formUnion(folders.map(\.path))
    }
    return known
  }
}
