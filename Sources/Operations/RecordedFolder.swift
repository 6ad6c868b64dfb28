// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Integrity

/// What the histories of a folder say of its files: its own, and those of folders inside it, each file being recorded in the closest.
struct RecordedFolder {
  /// The folder's own history.
  let history: History
  /// The generation of it whose word this is: the latest, or the one that was asked for.
  private(set) var generation: Generation?
  /// The hashes of every file.
  private(set) var digests: [ContainedPath: [Digest]] = [:]
  /// The folders, where the histories list any.
  private(set) var folders: Set<ContainedPath> = []
  /// Whether they list every folder: whoever hashes the whole hashes each. Where there is none, none was there.
  var listsFolders: Bool { !folders.isEmpty || generation?.hashList.process.rootHash != nil }
  /// The sizes of the files whose size is recorded.
  private(set) var sizes: [ContainedPath: Int64] = [:]
  /// The files that the latest generation found to differ.
  private(set) var failed: [ContainedPath] = []
  /// What its copies left behind, as their manifests say.
  private(set) var omitted: [HashList.Omission] = []
  /// What the histories let go, in words; what of it is there again, too.
  private(set) var withdrawn: [String] = []
  /// What does not agree in the histories themselves.
  private(set) var faults: [String] = []

  /// What is said of the folder by its latest generation; nothing where it has no history.
  /// - Parameters:
  ///   - nested: the folders inside that have a history of their own, each before those inside it.
  ///   - manifests: goes by the generation with one of these manifests instead, where there is one.
  init?(_ folder: String, nested: [ContainedPath], asOf manifests: Set<Digest> = []) throws {
    guard let history = try History(scope: folder) else { return nil }
    self.history = history
    let asked = history.generations.last { manifests.contains($0.c4) }
    generation = asked ?? history.generations.last
    var omissions = Omissions()
    var said = try take(asked.map { history.upTo($0.number) } ?? history, under: nil, &omissions)
    for scope in nested {
      guard let inner = try History(scope: "\(folder)/\(scope)") else { continue }
      // Of a history inside, what the generations around it refer to was there with them.
      let last = inner.generations.last { said.contains($0.c4) }?.number ?? 0
      said.formUnion(try take(asked == nil ? inner : inner.upTo(last), under: scope, &omissions))
    }
    omitted = omissions.standing
  }

  /// Takes in what one history says.
  /// - Returns: The manifests that it refers to.
  private mutating func take(_ history: History, under folder: ContainedPath?, _ omissions: inout Omissions) throws -> Set<Digest> {
    func outer(_ path: ContainedPath) throws -> ContainedPath { try folder?.appending(path.text) ?? path }
    for (path, values) in history.references() { digests[try outer(path)] = values }
    for path in history.folders() { folders.insert(try outer(path)) }
    for list in history.generations.map(\.hashList) {
      for file in list.files { sizes[try outer(file.path)] = file.size }
      omissions.take(list, under: folder)
    }
    for file in history.generations.last?.hashList.files ?? [] where file.hashes.contains(where: { $0.action == .failed }) {
      failed.append(try outer(file.path))
    }
    try letGo(history.generations.withdrawals.map { $0.inside(folder) }, under: folder)
    faults += history.faults.map { fault in folder.map { "\($0): \(fault)" } ?? fault }
    return Set(history.generations.flatMap(\.hashList.references).map(\.c4))
  }

  /// Takes out what a history lets go, of those around it as well.
  private mutating func letGo(_ all: [Withdrawal], under folder: ContainedPath?) throws {
    let withdrawals = Withdrawals(all)
    guard !withdrawals.isEmpty else { return }
    for path in digests.keys where folder.map(path.isInside) ?? true && withdrawals.covering(path) != nil { digests[path] = nil }
    folders = folders.filter { !(folder.map($0.isInside) ?? true) || withdrawals.covering($0) == nil }
    let back = all.filter { !FileFacts.isAbsent("\(history.scope)/\($0.path)") }
    let paths = Set(back.map(\.path))
    withdrawn += Withdrawal.wordsOfReturn(back.map { ($0.path.text, $0) }) + Withdrawal.words(all.filter { !paths.contains($0.path) })
  }
}

/// What runs left behind, until a later one brought it.
private struct Omissions {
  private var listed: [(path: String, reason: String, date: Timestamp)] = []
  private var places: [String: Int] = [:]
  /// When a copy last brought a file, by its path and the folders that it is in.
  private var arrivals: [ContainedPath: Timestamp] = [:]

  /// Those that no later copy brought. What a person put there since, and a verification recorded, is another thing than what was left behind.
  var standing: [HashList.Omission] {
    listed.filter { one in
      guard let path = try? ContainedPath(one.path), let arrival = arrivals[path] else { return true }
      return arrival <= one.date
    }.map { .init(path: $0.path, reason: $0.reason) }
  }

  mutating func take(_ list: HashList, under folder: ContainedPath?) {
    let date = list.creator.date
    for one in list.omitted {
      let path = folder.map { "\($0)/\(one.path)" } ?? one.path
      if let place = places[path] {
        listed[place] = (path, one.reason, max(date, listed[place].date))
      } else {
        places[path] = listed.count
        listed.append((path, one.reason, date))
      }
    }
    // Only what comes later than an omission counts.
    guard list.process.kind == .transfer, !listed.isEmpty else { return }
    for file in list.files {
      var next: ContainedPath? = (try? folder?.appending(file.path.text)) ?? file.path
      while let path = next, arrivals[path].map({ $0 < date }) ?? true {
        arrivals[path] = date
        next = path.parent
      }
    }
  }
}
