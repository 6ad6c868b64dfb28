// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// Brings the histories of a source to a copy of it, byte for byte, before the copy adds a generation of its own.
struct HistoryCarrier {
  let source: String
  let folders: DestinationFolders
  let gate: DestinationGate
  /// Is told the path of every manifest, from the scope of the copy, before it is written.
  let announce: (String) throws(FilesError) -> Void

  /// Carries one history.
  /// - Returns: The history as it now is at the copy.
  /// - Throws: `IntegrityError` with code `malformed` when the copy has a history that does not go on from the source's.
  func carry(_ one: SourceHistories.Carried) throws -> History? {
    let home = try folders.folder(at: one.folder)
    let scope = home.path
    let origin = one.folder.map { "\(source)/\($0)/\(GenerationName.folder)" } ?? "\(source)/\(GenerationName.folder)"
    let present = try History(scope: scope)
    if let present, !present.isIntact {
      throw IntegrityError(.malformed, scope, "its history is damaged (\(present.faults[0])); restore the ascmhl folder or move it away")
    }
    let there = present?.chain.links ?? []
    let coming = one.history.chain.links
    guard zip(there, coming).allSatisfy({ $0 == $1 }) else {
      throw IntegrityError(.malformed, scope, "its history and the source's have gone different ways; give the copy another name")
    }
    guard there.count < coming.count else { return present }
    let folder = "\(scope)/\(GenerationName.folder)"
    if let facts = try FileFacts.ifExists(folder), facts.kind != .folder { throw FilesError(.notDirectory, subject: folder) }
    let prefix = one.folder.map { "\($0)/" } ?? ""
    for link in coming[there.count...] {
      try announce("\(prefix)\(GenerationName.folder)/\(link.fileName)")
      try gate.act(.makeFolder, folder)
      let inner = try home.makingFolder(GenerationName.folder)
      let bytes = try InputFile.list(at: "\(origin)/\(link.fileName)")
      guard Digest.of(bytes, algorithm: .c4) == link.c4 else {
        throw IntegrityError(.malformed, "\(origin)/\(link.fileName)", "changed while the copy was made; run the copy again")
      }
      try gate.act(.writeManifest, "\(folder)/\(link.fileName)")
      try SafeWriter.write(bytes, as: link.fileName, in: inner)
      guard try Digest.of(inner.open(link.fileName).list(), algorithm: .c4) == link.c4 else {
        throw IntegrityError(.malformed, "\(folder)/\(link.fileName)", "was not written as it was read; check the drive, and run the copy again")
      }
    }
    let chain = "\(folder)/\(GenerationName.chain)"
    try gate.act(.writeChain, chain)
    try SafeWriter.write(try one.history.chain.xml(), as: GenerationName.chain, in: home.folder(GenerationName.folder), existing: .replace)
    return try History(scope: scope)
  }
}
