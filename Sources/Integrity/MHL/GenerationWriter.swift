// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// Adds a generation to the history of a folder: the manifest first, then the chain, each in one step.
struct GenerationWriter {
  let scope: String
  let gate: DestinationGate
  /// The folder of the scope where it is open already; nil opens it by its path.
  var home: OpenFolder?

  /// Writes `list` with `entries` as the next generation after `history`.
  /// - Parameter announce: is told the manifest's name before anything is written.
  /// - Returns: Where it is.
  /// - Throws: As the other `append`.
  func append(
    _ list: HashList, entries: some Sequence<HashList.Entry>, to history: History?, folderName: String, announce: (String) throws(FilesError) -> Void
  ) throws -> Written {
    let number = (history?.generations.last?.number ?? 0) + 1
    return try append(
      list, entries: entries, after: history?.chain ?? HashChain(), number: number, folderName: folderName, announce: announce
    )
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
    let home = try home ?? OpenFolder(scope)
    // A link could lead anywhere, and whoever verifies does not follow it.
    if let facts = try home.facts(of: GenerationName.folder), facts.kind != .folder { throw FilesError(.notDirectory, subject: folder) }
    try announce(name)
    try gate.act(.makeFolder, folder)
    let inner = try home.makingFolder(GenerationName.folder)
    let links = try Self.holdChain(in: inner)
    guard try Self.chain(in: inner).links == chain.links else { throw Self.busy(chainPath) }
    let path = "\(folder)/\(name)"
    try gate.act(.writeManifest, path)
    let manifest = try SafeWriter(name, in: inner)
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
    guard inner.isInPlace else {
      throw FilesError(.notFound, subject: folder, remedy: "another folder stands in its place since it was opened: find out why, and run it again")
    }
    return Written(path: path, fileName: name, c4: c4)
  }

  /// Whether the chain is still the one that the run began with; without the chain being held, only for now.
  /// - Throws: `FilesError` with code `busy` when it is not.
  func checkChain(is chain: HashChain) throws {
    let home = try home ?? OpenFolder(scope)
    let isThere = try home.facts(of: GenerationName.folder) != nil
    guard try (isThere ? Self.chain(in: home.folder(GenerationName.folder)) : HashChain()).links == chain.links else { throw Self.busy(chainPath) }
  }

  /// The chain in an `ascmhl` folder; an empty one where there is none.
  static func chain(in folder: OpenFolder) throws -> HashChain {
    guard try folder.facts(of: GenerationName.chain) != nil else { return HashChain() }
    let file = try folder.open(GenerationName.chain)
    return try HashChain.reading(file.list(), subject: file.path).value
  }

  /// Takes the chain in an `ascmhl` folder for writing. What a run that was killed meanwhile left waiting is put in its place first: it would be
  /// lost otherwise, and its manifest be one that no chain lists.
  /// - Throws: `FilesError` with code `busy` while another run holds it.
  static func holdChain(in folder: OpenFolder) throws(FilesError) -> SafeWriter {
    finishInterrupted(in: folder)
    do throws(FilesError) { return try SafeWriter(GenerationName.chain, in: folder, existing: .replace) } catch {
      throw error.code == .busy ? busy(error.subject) : error
    }
  }

  /// Ends what a run that was killed had begun in the history of `scope`: the manifest stands, and the chain that lists it is written and not
  /// yet in its place. Manifests that it had not finished are removed; a chain that lists such a one goes when the next is written. What a run
  /// that is at work holds is left alone. Does nothing where nothing was left.
  /// - Parameter part: the folder inside `scope` whose history it is; nil for its own.
  static func finishInterrupted(_ scope: String, _ part: ContainedPath? = nil) {
    let path = part.map { "\(scope)/\($0)" } ?? scope
    guard (try? FileFacts.ifExists("\(path)/\(GenerationName.folder)"))??.kind == .folder, let root = try? OpenFolder(scope),
      let folder = try? FolderTree(root).folder(part).folder(GenerationName.folder)
    else { return }
    finishInterrupted(in: folder)
  }

  private static func finishInterrupted(in folder: OpenFolder) {
    PendingFile.withLeftOver(of: GenerationName.chain, in: folder) { waiting in
      guard let bytes = try? folder.open(waiting).contents(limit: 64 << 20) else { return }
      let earlier = (try? chain(in: folder)) ?? HashChain()
      guard let next = try? HashChain.reading(bytes, subject: waiting).value, (try? next.xml()) == bytes, let last = next.links.last,
        Array(next.links.dropLast()) == earlier.links, (try? ManifestFile("\(folder.path)/\(last.fileName)").c4) == last.c4
      else { return }
      do throws(FilesError) {
        try folder.rename(waiting, to: GenerationName.chain)
        try folder.synchronize()
      } catch { return }  // it stays what it was: a chain that waits
    }
    for name in (try? folder.names()) ?? [] where name.hasPrefix(".") {
      guard name.hasSuffix(PendingFile.temporarySuffix) else { continue }
      let target = String(name.dropFirst().dropLast(PendingFile.temporarySuffix.count))
      if GenerationName(target) != nil { PendingFile.withLeftOver(of: target, in: folder) { try? folder.remove($0) } }
    }
  }

  /// Writes the manifest `name` with `entries`, which must not be there yet.
  /// - Returns: Its path.
  static func write(
    _ list: HashList, entries: some Sequence<HashList.Entry>, as name: String, in folder: OpenFolder, gate: DestinationGate
  ) throws -> String {
    let path = SystemPath.join(folder.path, name)
    try gate.act(.writeManifest, path)
    let writer = try SafeWriter(name, in: folder)
    try list.write(subject: path, entries: entries) { try writer.write($0) }
    try writer.commit()
    return path
  }

  // MARK: -

  private var chainPath: String { "\(scope)/\(GenerationName.folder)/\(GenerationName.chain)" }

  private static func busy(_ path: String) -> FilesError {
    FilesError(.busy, subject: path, remedy: "another run added a generation meanwhile; run it again")
  }
}
