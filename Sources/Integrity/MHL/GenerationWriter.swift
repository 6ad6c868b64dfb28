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
  func append(
    _ list: HashList, entries: some Sequence<HashList.Entry>, to history: History?, folderName: String, announce: (String) throws(FilesError) -> Void
  ) throws -> String {
    let folder = "\(scope)/\(GenerationName.folder)"
    let number = (history?.generations.last?.number ?? 0) + 1
    let name = GenerationName(number: number, folder: folderName, date: list.creator.date).description
    // A link could lead anywhere, and whoever verifies does not follow it.
    if let facts = try FileFacts.ifExists(folder), facts.kind != .folder { throw FilesError(.notDirectory, subject: folder) }
    try announce(name)
    try gate.act(.makeFolder, folder)
    try Folder.create(folder)
    let path = "\(folder)/\(name)"
    try Self.write(list, entries: entries, to: path, gate: gate)
    var chain = history?.chain ?? HashChain()
    chain.links.append(.init(number: number, fileName: name, c4: try InputFile(path).digest(.c4)))
    let chainPath = "\(folder)/\(GenerationName.chain)"
    try gate.act(.writeChain, chainPath)
    try SafeWriter.write(try chain.xml(), to: chainPath, existing: .replace)
    return path
  }

  /// Where a new generation is.
  struct Written {
    let path: String
    let fileName: String
    let c4: Digest
  }

  /// Writes `head` with `entries` as generation `number`.
  ///
  /// The new chain is on the disk under its temporary name before the manifest gets its own, so that `finishInterrupted` can end what a run
  /// that was killed between the two had begun.
  func append(
    _ head: HashList, entries: some Sequence<HashList.Entry>, after chain: HashChain, number: Int, folderName: String
  ) throws -> Written {
    let folder = "\(scope)/\(GenerationName.folder)"
    let name = GenerationName(number: number, folder: folderName, date: head.creator.date).description
    if let facts = try FileFacts.ifExists(folder), facts.kind != .folder { throw FilesError(.notDirectory, subject: folder) }
    try gate.act(.makeFolder, folder)
    try Folder.create(folder)
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
    let chainPath = "\(folder)/\(GenerationName.chain)"
    let links = try SafeWriter(chainPath, existing: .replace)
    try links.write(try chain.xml())
    try links.file.synchronize()
    try manifest.commit()
    try gate.act(.writeChain, chainPath)
    try links.commit()
    return Written(path: path, fileName: name, c4: c4)
  }

  /// Ends what a run that was killed had begun in the history of `scope`: the manifest stands, and the chain that lists it is written and not
  /// yet in its place. Anything else that it left is removed. Does nothing where nothing was left.
  static func finishInterrupted(_ scope: String) {
    let folder = "\(scope)/\(GenerationName.folder)"
    let (chain, waiting) = ("\(folder)/\(GenerationName.chain)", PendingFile.temporaryPath(for: "\(folder)/\(GenerationName.chain)"))
    guard let bytes = try? InputFile.contents(of: waiting, limit: 64 << 20) else { return }
    let earlier = (try? InputFile.list(at: chain)).flatMap { try? HashChain.reading($0, subject: chain).value } ?? HashChain()
    guard let next = try? HashChain.reading(bytes, subject: waiting).value, (try? next.xml()) == bytes, let last = next.links.last,
      Array(next.links.dropLast()) == earlier.links, (try? ManifestFile("\(folder)/\(last.fileName)").c4) == last.c4
    else { return }
    if rename(waiting, chain) == 0 { try? Folder.synchronize(folder) }
  }

  /// Writes a manifest with `entries`, which must not be there yet.
  static func write(_ list: HashList, entries: some Sequence<HashList.Entry>, to path: String, gate: DestinationGate) throws {
    try gate.act(.writeManifest, path)
    let writer = try SafeWriter(path)
    try list.write(subject: path, entries: entries) { try writer.write($0) }
    try writer.commit()
  }
}

extension InputFile {
  /// One hash of the whole file.
  fileprivate consuming func digest(_ algorithm: HashAlgorithm) throws(FilesError) -> Digest {
    try FileHasher.digests(of: self, algorithms: [algorithm])[0]
  }
}
