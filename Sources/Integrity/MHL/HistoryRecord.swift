// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// What a history says of its files, all generations folded into one, in little memory: `History` keeps every entry of every generation.
struct HistoryRecord {
  /// What is known of a file.
  struct KnownFile {
    /// Per format the earliest value that was not `failed`.
    var digests = FewDigests()
    /// The length last recorded, −1 where none was.
    var size: Int64 = -1
    /// The generation that last named it.
    var generation: Int32 = 0
  }

  let scope: String
  /// The generations, oldest first, without their entries.
  private(set) var generations: [Generation] = []
  /// Where in `files` each present path is.
  private(set) var places: [ContainedPath: Int32] = [:]
  private(set) var files: [KnownFile] = []
  /// The folders that must be there. Their hashes are those of the last generation: earlier ones need not be of the files there are now.
  private(set) var folders: [ContainedPath: HashList.DirectoryDigests?] = [:]
  /// The formats of the last generation.
  private(set) var latestFormats: Set<HashAlgorithm> = []
  private(set) var faults: [HistoryFault] = []
  private(set) var notes: [String] = []

  /// A history with nothing in it.
  init(beginningIn scope: String) { self.scope = scope }

  /// The history of `scope`, or nil when it has none.
  /// - Throws: `IntegrityError` with code `unreadable` when there is one that cannot be read.
  init?(scope: String) throws(IntegrityError) {
    guard try History.stands(in: scope) else { return nil }
    var folded = HistoryRecord(beginningIn: scope)
    let found = try HistoryFiles(scope: scope) { (manifest, number) throws(IntegrityError) in try folded.fold(manifest, number) }
    folded.judgeLast()
    self = folded
    faults = found.faults
    notes = found.notes
  }

  /// A path as it is kept here, and where in `files` it is.
  func entry(_ path: ContainedPath) -> (key: ContainedPath, place: Int32)? { places.index(forKey: path).map { (places[$0].key, places[$0].value) } }

  var lastNumber: Int { generations.last?.number ?? 0 }

  /// The chain that these generations make.
  var chain: HashChain { HashChain(links: generations.map { .init(number: $0.number, fileName: $0.fileName, c4: $0.c4) }) }

  /// What any generation left out: the list only grows.
  var ignorePatterns: [String] { generations.flatMap(\.hashList.process.ignorePatterns) }

  /// The hashes of the scope itself, if the last generation has them and is of all that is on record.
  var rootHash: HashList.DirectoryDigests? { isLastWhole ? generations.last?.hashList.process.rootHash : nil }
  /// Whether the last generation found everything that is on record, and as it is on record. Hashes of folders of one that found files changed or
  /// missing are of that state, and not of what the folder should be.
  private var isLastWhole = true
  /// Whether the last generation found files to differ.
  private var lastHasFailures = false

  // MARK: -

  private mutating func fold(_ manifest: ManifestFile, _ number: Int) throws(IntegrityError) -> [ManifestNote] {
    if manifest.tellsOfRenames { try move(manifest) }
    latestFormats = []
    lastHasFailures = false
    for path in folders.keys { folders[path] = .some(nil) }
    let (head, notes) = try HashList.scanning(manifest) { entry in
      switch entry {
      case .file(let file):
        if file.hashes.contains(where: { $0.action == .failed }) { lastHasFailures = true }
        return fold(file, Int32(number))
      case .folder(let folder):
        folders[folder.path] = folder.digests
        return true
      }
    }
    generations.append(Generation(number: number, fileName: SystemPath.split(manifest.path).name, c4: manifest.c4, hashList: head))
    return notes
  }

  /// Takes the folders' hashes of the last generation for what they are.
  private mutating func judgeLast() {
    isLastWhole = !lastHasFailures && lastLacksNothing()
    guard !isLastWhole else { return }
    for path in folders.keys { folders[path] = .some(nil) }
  }

  /// Whether the last generation names all that is on record and not left out by a pattern.
  private func lastLacksNothing() -> Bool {
    let patterns = IgnorePatterns(ignorePatterns)
    for (path, place) in places where Int(files[Int(place)].generation) != lastNumber && !patterns.leavesOut(path) { return false }
    let hashesFolders = folders.values.contains { $0 != nil }
    return folders.allSatisfy { path, digests in
      digests != nil || !hashesFolders || patterns.ignores(path, isFolder: true) || patterns.leavesOut(path)
    }
  }

  /// Whether the file was not named before in this generation.
  private mutating func fold(_ file: HashList.File, _ number: Int32) -> Bool {
    let place: Int
    if let known = places[file.path] {
      place = Int(known)
      guard files[place].generation != number else { return false }
    } else {
      place = files.count
      places[file.path] = Int32(place)
      files.append(KnownFile())
    }
    files[place].generation = number
    // The size of a file that had changed is not the one to expect.
    if let size = file.size, !file.hashes.contains(where: { $0.action == .failed }) { files[place].size = size }
    for hash in file.hashes {
      latestFormats.insert(hash.digest.algorithm)
      if hash.action != .failed, files[place].digests[hash.digest.algorithm] == nil { files[place].digests.append(hash.digest) }
    }
    return true
  }

  /// Renames of one generation happen at once: two files may have changed names.
  private mutating func move(_ manifest: ManifestFile) throws(IntegrityError) {
    var moves: [(from: ContainedPath, to: ContainedPath, isFolder: Bool)] = []
    _ = try HashList.scanning(manifest) { entry in
      switch entry {
      case .file(let file): if let from = file.previousPath { moves.append((from, file.path, false)) }
      case .folder(let folder): if let from = folder.previousPath { moves.append((from, folder.path, true)) }
      }
      return true
    }
    let moved = moves.filter { !$0.isFolder }.map { (to: $0.to, place: places.removeValue(forKey: $0.from)) }
    for (to, place) in moved { if let place { places[to] = place } }
    for move in moves where move.isFolder { folders.removeValue(forKey: move.from) }
  }
}
