// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Adds a generation to the history of a folder: the manifest first, then the chain, each in one step.
struct GenerationWriter {
  let scope: String
  let gate: DestinationGate

  /// Writes `list` with `entries` as the next generation after `history`.
  /// - Parameter announce: is told the manifest's name before anything is written.
  /// - Returns: The manifest's path.
  /// - Throws: As the other `append`.
  func append(
    _ list: HashList, entries: some Sequence<HashList.Entry>, to history: History?, folderName: String, announce: (String) throws(FilesError) -> Void
  ) throws -> String {
    let number = (history?.generations.last?.number ?? 0) + 1
    return try append(
      list, entries: entries, after: history?.chain ?? HashChain(), number: number, folderName: folderName, announce: announce
    ).path
  }

  /// Where a new generation is.
  struct Written {
    let path: String
    let fileName: String
    let c4: Digest
  }

  /// Writes `head` with `entries` as generation `number`.
  ///
  /// The chain is held from before the manifest is begun until both stand, so that of two runs only one adds. The new chain is on the disk under
  /// its temporary name before the manifest gets its own, so that `finishInterrupted` can end what a run that was killed between the two had
  /// begun.
  /// - Parameters:
  ///   - chain: the chain that the run began with.
  ///   - announce: is told the manifest's name before anything is written.
  /// - Throws: `FilesError` with code `busy` when another run is adding, or has added, a generation meanwhile; nothing is then written.
  func append(
    _ head: HashList, entries: some Sequence<HashList.Entry>, after chain: HashChain, number: Int, folderName: String,
    announce: (String) throws(FilesError) -> Void = { _ in }
  ) throws -> Written {
    let folder = "\(scope)/\(GenerationName.folder)"
    let name = GenerationName(number: number, folder: folderName, date: head.creator.date).description
    // A link could lead anywhere, and whoever verifies does not follow it.
    if let facts = try FileFacts.ifExists(folder), facts.kind != .folder { throw FilesError(.notDirectory, subject: folder) }
    try announce(name)
    try gate.act(.makeFolder, folder)
    try Folder.create(folder)
    let links = try holdChain()
    try checkChain(is: chain)
    let path = "\(folder)/\(name)"
    try gate.act(.writeManifest, path)
    let manifest = try SafeWriter(path)
    var hasher = MultiHasher([.c4])
    try head.write(subject: path, entries: entries) { bytes in
      bytes.withUnsafeBytes { hasher.update($0) }
      try manifest.write(bytes)
    }
    let c4 = hasher.finish()[0]
    var chain = chain
    chain.links.append(.init(number: number, fileName: name, c4: c4))
    try links.write(try chain.xml())
    try links.file.synchronize()
    try manifest.commit()
    try gate.act(.writeChain, chainPath)
    try links.commit()
    return Written(path: path, fileName: name, c4: c4)
  }

  /// Whether the chain is still the one that the run began with; without the chain being held, only for now.
  /// - Throws: `FilesError` with code `busy` when it is not.
  func checkChain(is chain: HashChain) throws {
    let now = try FileFacts.ifExists(chainPath) == nil ? HashChain() : HashChain.reading(InputFile.list(at: chainPath), subject: chainPath).value
    guard now.links == chain.links else { throw busy() }
  }

  /// Ends what a run that was killed had begun in the history of `scope`: the manifest stands, and the chain that lists it is written and not
  /// yet in its place. Manifests that it had not finished are removed; a chain that lists such a one goes when the next is written. What a run
  /// that is at work holds is left alone. Does nothing where nothing was left.
  static func finishInterrupted(_ scope: String) {
    let folder = "\(scope)/\(GenerationName.folder)"
    guard (try? FileFacts.ifExists(folder))??.kind == .folder else { return }
    let chain = "\(folder)/\(GenerationName.chain)"
    PendingFile.withLeftOver(of: chain) { waiting in
      guard let bytes = try? InputFile.contents(of: waiting, limit: 64 << 20) else { return }
      let earlier = (try? InputFile.list(at: chain)).flatMap { try? HashChain.reading($0, subject: chain).value } ?? HashChain()
      guard let next = try? HashChain.reading(bytes, subject: waiting).value, (try? next.xml()) == bytes, let last = next.links.last,
        Array(next.links.dropLast()) == earlier.links, (try? ManifestFile("\(folder)/\(last.fileName)").c4) == last.c4
      else { return }
      if rename(waiting, chain) == 0 { try? Folder.synchronize(folder) }
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasPrefix(".") {
      guard name.hasSuffix(PendingFile.temporarySuffix) else { continue }
      let target = String(name.dropFirst().dropLast(PendingFile.temporarySuffix.count))
      if GenerationName(target) != nil { PendingFile.withLeftOver(of: "\(folder)/\(target)") { unlink($0) } }
    }
  }

  /// Writes a manifest with `entries`, which must not be there yet.
  static func write(_ list: HashList, entries: some Sequence<HashList.Entry>, to path: String, gate: DestinationGate) throws {
    try gate.act(.writeManifest, path)
    let writer = try SafeWriter(path)
    try list.write(subject: path, entries: entries) { try writer.write($0) }
    try writer.commit()
  }

  // MARK: -

  private var chainPath: String { "\(scope)/\(GenerationName.folder)/\(GenerationName.chain)" }

  private func busy() -> FilesError {
    FilesError(.busy, subject: chainPath, remedy: "another run added a generation meanwhile; run it again")
  }

  /// Takes the chain for writing. What a run that was killed meanwhile left waiting is put in its place first: it would be lost otherwise, and
  /// its manifest be one that no chain lists.
  private func holdChain() throws -> SafeWriter {
    Self.finishInterrupted(scope)
    do { return try SafeWriter(chainPath, existing: .replace) } catch let error as FilesError where error.code == .busy { throw busy() }
  }
}
