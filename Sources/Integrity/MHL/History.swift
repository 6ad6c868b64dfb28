// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// The history beside some files: the generations of an `ascmhl` folder, checked against the chain.
public struct History: Sendable {
  /// The folder whose files it is about.
  public let scope: String
  /// The generations, oldest first.
  public let generations: [Generation]
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
    let folder = "\(scope)/\(GenerationName.folder)"
    var names: [String] = []
    do throws(FilesError) {
      for case .entry(let entry) in try FolderWalk(folder) where entry.path.parent == nil && entry.facts.kind == .file {
        names.append(entry.path.name)
      }
    } catch { throw IntegrityError(.unreadable, folder, error.description) }
    var reading = HistoryReading(folder: folder)
    reading.readChain(isPresent: names.contains(GenerationName.chain))
    reading.readManifests(names)
    self.scope = scope
    generations = reading.generations.sorted { $0.number < $1.number }
    faults = reading.faults
    notes = reading.notes
  }

  /// Whether there is a history in `scope`.
  /// - Throws: `IntegrityError` with code `unreadable` when that cannot be told.
  static func stands(in scope: String) throws(IntegrityError) -> Bool {
    do throws(FilesError) { return try FileFacts.ifExists("\(scope)/\(GenerationName.folder)")?.kind == .folder } catch {
      throw IntegrityError(.unreadable, scope, error.explanation)
    }
  }

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
      for file in generation.hashList.files {
        if let previous = file.previousPath, let moved = known.removeValue(forKey: previous) { known[file.path] = moved }
        for hash in file.hashes where hash.action != .failed {
          if known[file.path]?.contains(where: { $0.algorithm == hash.digest.algorithm }) == true { continue }
          known[file.path, default: []].append(hash.digest)
        }
        if known[file.path] == nil { known[file.path] = [] }
      }
    }
    return known
  }

  /// The folders that must be there.
  func folders() -> Set<ContainedPath> {
    var known: Set<ContainedPath> = []
    for folder in generations.flatMap(\.hashList.folders) {
      if let previous = folder.previousPath { known.remove(previous) }
      known.insert(folder.path)
    }
    return known
  }
}

/// A history being read.
private struct HistoryReading {
  let folder: String
  var generations: [Generation] = []
  var faults: [String] = []
  var notes: [String] = []
  private var links: [HashChain.Link] = []
  private var hasChain = false

  init(folder: String) { self.folder = folder }

  mutating func readChain(isPresent: Bool) {
    guard isPresent else { return faults.append("\(GenerationName.chain) is missing") }
    do {
      let path = "\(folder)/\(GenerationName.chain)"
      let (chain, notes) = try HashChain.reading(try InputFile.list(at: path), subject: path)
      links = chain.links
      hasChain = true
      faults += notes.map { "\(GenerationName.chain), \($0)" }
    } catch { faults.append("\(error)") }
    for (index, link) in links.enumerated() where link.number != index + 1 {
      faults.append("the chain has generation \(link.number) where \(index + 1) was expected")
    }
  }

  mutating func readManifests(_ names: [String]) {
    let manifests = Set(names.filter { GenerationName($0) != nil })
    for link in links where !manifests.contains(link.fileName) { faults.append("\(link.fileName) is missing, although the chain lists it") }
    for name in manifests.sorted() { readManifest(name) }
  }

  private mutating func readManifest(_ name: String) {
    guard let number = GenerationName(name)?.number else { return }
    do {
      let path = "\(folder)/\(name)"
      let bytes = try InputFile.list(at: path)
      let c4 = Digest.of(bytes, algorithm: .c4)
      let link = links.first { $0.fileName == name }
      if let link, link.c4 != c4 { faults.append("\(name) was changed after it was written: its hash is not the one in the chain") }
      if let link, link.number != number { faults.append("\(name) is generation \(link.number) in the chain") }
      if link == nil, hasChain { faults.append("\(name) is not in the chain") }
      let (list, listNotes) = try HashList.reading(bytes, subject: path)
      notes += listNotes.map { "\(name), \($0)" }
      faults += listNotes.filter(\.leavesOutEntry).map { "\(name), \($0)" }
      generations.append(Generation(number: number, fileName: name, c4: c4, hashList: list))
    } catch { faults.append("\(error)") }
  }
}
