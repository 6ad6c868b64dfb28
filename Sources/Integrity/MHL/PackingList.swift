// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// A history, with the histories inside it, condensed into one manifest outside any history: what goes with a dispatch.
///
/// Per file and format it has the earliest hash with its own action and date, and size, time and name as last recorded; hashes that failed
/// and folders are left out (ASC MHL, flatten).
public struct PackingList: Sendable {
  /// The folder whose history it is of.
  public let scope: String
  /// The manifest.
  public let list: HashList
  /// What is wrong with the histories. A packing list of a damaged history is made by nobody.
  public let faults: [HistoryFault]
  /// What the readers passed over; files that did not match when last verified; listed files that are not there.
  public let notes: [String]

  private let name: String

  /// Condenses the history of `scope`.
  /// - Throws: `IntegrityError`: `noHistory`, `unreadable`.
  public init(of scope: String, ignoring patterns: [String] = [], signature: Signature) throws(IntegrityError) {
    guard let record = try HistoryRecord(scope: scope) else { throw IntegrityError(.noHistory, scope, "has no ASC MHL history to condense") }
    let tree = try TreeScan(scope, record: record, ignoring: patterns)
    try tree.requireWhole()
    self.scope = scope
    name = SystemPath.split(RealPath.of(scope) ?? scope).name
    faults = HistoryFault.all(in: tree)
    var condensed = Condensed()
    var passedOver: [String] = []
    for node in tree.nodes {
      guard let history = try History(scope: node.folder.map { "\(scope)/\($0)" } ?? scope) else { continue }
      passedOver += history.notes
      for generation in history.generations { condensed.take(generation.hashList, node.outer) }
    }
    let ignore = tree.nodes[0].ignore
    let there = Set(tree.files.map(\.path.normalized))
    let listed = condensed.files.filter { !ignore.leavesOut($0.path) }
    notes =
      passedOver
      + condensed.failed.filter { !ignore.leavesOut($0) }.map { "\($0) did not match when it was last verified; the list has its earliest hash" }
      + listed.filter { !there.contains($0.path.normalized) }.map { "\($0.path) is listed and is not there" }
    list = HashList(
      creator: signature.creator(signature.clock.now), process: .init(kind: .flatten, ignorePatterns: ignore.settledLines),
      entries: listed.map { .file($0) })
  }

  /// The file name, as the reference tool makes it: `packinglist_A001R2EC_2026-11-27_090000Z.mhl`.
  public var fileName: String { fileName(among: []) }

  /// The same where `taken` names are in use already: two folders of one name, condensed together, are told apart by a number.
  private func fileName(among taken: Set<String>) -> String {
    let date = list.creator.date.fileNameText
    let first = "packinglist_\(name)_\(date).mhl"
    guard taken.contains(first) else { return first }
    var number = 2
    while taken.contains("packinglist_\(name)-\(number)_\(date).mhl") { number += 1 }
    return "packinglist_\(name)-\(number)_\(date).mhl"
  }

  /// Writes it into `folder`, or to `folder` itself if that is a name ending in `.mhl`.
  /// - Parameter together: the paths of lists that were written with it, whose names it must not take.
  /// - Returns: The path.
  /// - Throws: `IntegrityError`: `malformed` for a damaged history, `unwritable`.
  public func write(to folder: String, besides together: [String] = []) throws(IntegrityError) -> String {
    guard faults.isEmpty else {
      throw IntegrityError(.malformed, scope, "its history is damaged (\(faults[0])); restore the ascmhl folder and condense it then")
    }
    let path = folder.lowercased().hasSuffix(".mhl") ? folder : "\(folder)/\(fileName(among: Set(together.map { SystemPath.split($0).name })))"
    do {
      let writer = try SafeWriter(path)
      try list.write(subject: path) { try writer.write($0) }
      try writer.commit()
    } catch let error as IntegrityError { throw error } catch {
      throw IntegrityError(.unwritable, path, "the packing list could not be written: \(error)")
    }
    return path
  }

  /// Bundles manifests that stand in `folder` in a collection, `ascmhl_collection.xml`.
  /// - Returns: The path.
  public static func collect(_ manifests: [String], in folder: String) throws(IntegrityError) -> String {
    let path = "\(folder)/\(CollectionName.file)"
    do {
      var chain = HashChain()
      for (index, manifest) in manifests.enumerated() {
        chain.links.append(.init(number: index + 1, fileName: SystemPath.split(manifest).name, c4: try ManifestFile(manifest).c4))
      }
      try SafeWriter.write(try chain.xml(subject: path), to: path)
    } catch { throw IntegrityError(.unwritable, path, "the collection could not be written: \(error)") }
    return path
  }
}

/// Files being condensed, in the order in which they first appear.
private struct Condensed {
  private var entries: [HashList.File?] = []
  private var places: [ContainedPath: Int] = [:]
  private var failures: Set<Int> = []

  /// The files that did not match in the generation that last names them.
  var failed: [ContainedPath] { failures.sorted().compactMap { entries[$0]?.path } }

  var files: [HashList.File] { entries.compactMap(\.self).filter { !$0.hashes.isEmpty } }

  mutating func take(_ list: HashList, _ outer: (ContainedPath) -> ContainedPath) {
    let moved = list.files.compactMap { file in
      file.previousPath.map { (to: outer(file.path), place: places.removeValue(forKey: outer($0))) }
    }
    for (to, place) in moved { if let place { places[to] = place } }
    for file in list.files { take(file, outer(file.path), file.previousPath.map(outer)) }
  }

  private mutating func take(_ file: HashList.File, _ path: ContainedPath, _ previous: ContainedPath?) {
    let place = places[path] ?? entries.count
    if place == entries.count {
      entries.append(HashList.File(path: path, size: nil, modified: nil, hashes: []))
      places[path] = place
    }
    guard var known = entries[place] else { return }
    if file.hashes.contains(where: { $0.action == .failed }) { failures.insert(place) } else { failures.remove(place) }
    known.path = path
    known.size = file.size ?? known.size
    known.modified = file.modified ?? known.modified
    known.previousPath = previous ?? known.previousPath
    for hash in file.hashes where hash.action != .failed && !known.hashes.contains(where: { $0.digest.algorithm == hash.digest.algorithm }) {
      var hash = hash
      hash.action = hash.action ?? .original
      known.hashes.append(hash)
    }
    entries[place] = known
  }
}
