// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Adds a generation to the history of a folder: the manifest first, then the chain, each in one step.
struct GenerationWriter {
  let scope: String
  let gate: DestinationGate

  /// Writes `list` as the next generation after `history`.
  /// - Parameter announce: is told the manifest's name before anything is written.
  /// - Returns: The manifest's path.
  func append(
    _ list: HashList, to history: History?, folderName: String, announce: (String) throws(FilesError) -> Void
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
    try Self.write(list, to: path, gate: gate)
    var chain = history?.chain ?? HashChain()
    chain.links.append(.init(number: number, fileName: name, c4: try InputFile(path).digest(.c4)))
    let chainPath = "\(folder)/\(GenerationName.chain)"
    try gate.act(.writeChain, chainPath)
    try SafeWriter.write(try chain.xml(), to: chainPath, existing: .replace)
    return path
  }

  /// Writes a manifest, which must not be there yet.
  static func write(_ list: HashList, to path: String, gate: DestinationGate) throws {
    try gate.act(.writeManifest, path)
    let writer = try SafeWriter(path)
    try list.write(subject: path) { try writer.write($0) }
    try writer.commit()
  }
}

extension InputFile {
  /// One hash of the whole file.
  fileprivate consuming func digest(_ algorithm: HashAlgorithm) throws(FilesError) -> Digest {
    try FileHasher.digests(of: self, algorithms: [algorithm])[0]
  }
}
