// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// A file that is being copied, under a temporary name beside its own until it is whole, safe and read back.
///
/// Where one file is written, `SafeWriter` does. A copy reads back before it gives the name, goes on inside a part file that a stopped copy
/// left, and synchronizes each folder once at the end instead of once a file.
final class PartFile {
  /// After this many bytes the device has to catch up, so that no synchronizing takes long and memory is not full of a slow drive's backlog.
  private static let bytesBetweenSynchronizing: Int64 = 256 << 20
  /// After this many bytes the system is asked to begin writing them out, so that device and reader work at the same time.
  private static let bytesBetweenHints: Int64 = 8 << 20
  /// What is left of a file when it is closed is hinted at from so many bytes on.
  private static let bytesWorthAHint: Int64 = 64 << 10

  private let entry: ContainedPath
  private let folders: DestinationFolders
  private let temporaryName: String
  /// Where it is, for words and for tests.
  private let path: String
  private let file: OutputFile
  private let gate: DestinationGate
  private let keepsHoles: Bool
  /// What a stopped copy left, while it agrees with what comes.
  private var earlier: EarlierPart?
  /// How many bytes came, whether they were written, were there already, or are a hole.
  private var written: Int64 = 0
  private var synchronized: Int64 = 0
  private var hinted: Int64 = 0
  /// How many bytes of an earlier run proved right and were kept.
  private(set) var kept: Int64 = 0

  /// Makes the part file of an entry, or goes on with the one that a stopped copy left there: the journal's lock says that it is nobody's.
  /// - Parameter keepsHoles: whether blocks of nothing but zeros become holes, as they are at the source.
  init(_ entry: ContainedPath, in folders: DestinationFolders, mode: UInt32, keepsHoles: Bool, gate: DestinationGate) throws(FilesError) {
    self.entry = entry
    self.folders = folders
    self.gate = gate
    self.keepsHoles = keepsHoles
    temporaryName = PendingFile.temporaryName(for: entry.name)
    path = folders.path(of: entry, as: temporaryName)
    try gate.act(.create, path)
    let folder = try folders.folder(at: entry.parent)
    if let facts = try folder.facts(of: temporaryName), facts.kind == .file {
      // One that has another name besides is a finished file's: it is let go, never written.
      if facts.linkCount == 1, facts.size > 0, folder.isWritable(temporaryName) {
        file = try folder.continueFile(temporaryName)
        try file.synchronize()
        earlier = EarlierPart(try folder.open(temporaryName), size: facts.size)
        return
      }
      try folder.remove(temporaryName)
    }
    file = try folder.create(temporaryName, mode: mode & 0o777 | 0o600)
  }

  /// Takes the next bytes. Those that an earlier run wrote are read and compared; from the first that differs, everything is written anew.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FilesError) {
    var rest = bytes
    if let earlier {
      let agreeing = try earlier.countAgreeing(with: bytes, at: written)
      kept += Int64(agreeing)
      written += Int64(agreeing)
      synchronized = written
      if agreeing == bytes.count { return }
      rest = UnsafeRawBufferPointer(rebasing: bytes[agreeing...])
      try cutEarlier()
    }
    if keepsHoles, rest.isAllZeros {
      written += Int64(rest.count)
      return try file.seek(to: written)
    }
    let allowed = gate.write(path, rest.count)
    do { try file.write(UnsafeRawBufferPointer(rebasing: rest.prefix(allowed))) } catch { throw error.about(folders.path(of: entry)) }
    guard allowed == rest.count else { throw FilesError(.ioError, subject: path) }
    written += Int64(rest.count)
    if written - hinted >= Self.bytesBetweenHints { beginSynchronizing() }
    if written - synchronized >= Self.bytesBetweenSynchronizing { try synchronize() }
  }

  /// All bytes have come: the file gets its length and its source's time.
  /// - Throws: `FilesError`; with code `truncated` when it did not receive as many bytes as the source has.
  func close(modified: Timestamp, size: Int64) throws(FilesError) {
    guard written == size else { throw FilesError(.truncated, subject: folders.path(of: entry)) }
    if earlier != nil || keepsHoles { try file.truncate(to: size) }
    earlier = nil
    try file.setModified(modified)
    // Files wait in a group to be made safe: the device has most of them when it is asked for the first. Very small ones are better left to it.
    if written - hinted >= Self.bytesWorthAHint { beginSynchronizing() }
  }

  /// Has the device keep the file.
  func synchronize() throws(FilesError) {
    try gate.act(.synchronize, path)
    try file.synchronize()
    synchronized = written
  }

  /// The file as it can be read back.
  func reopened() throws(FilesError) -> InputFile {
    try gate.act(.readBack, path)
    return try folders.folder(at: entry.parent).open(temporaryName)
  }

  /// Gives the file its name; one that took the name meanwhile is left alone.
  func place() throws(FilesError) {
    try gate.act(.place, path)
    let folder = try folders.folder(at: entry.parent)
    do throws(FilesError) { return try folder.linkAndUnlink(temporaryName, as: entry.name) } catch {
      // exFAT and some servers have no second names. There the look and the renaming are two steps; the journal's lock keeps other copies out.
      guard error.lacksSecondNames else { throw error }
    }
    guard try folder.facts(of: entry.name) == nil else { throw FilesError(.alreadyExists, subject: folders.path(of: entry)) }
    try folder.rename(temporaryName, to: entry.name)
  }

  /// Takes the part file away.
  func remove() throws(FilesError) {
    try gate.act(.remove, path)
    try folders.folder(at: entry.parent).remove(temporaryName)
  }

  // MARK: -

  private func beginSynchronizing() {
    file.beginSynchronizing(from: hinted, count: written - hinted)
    hinted = written
  }

  private func cutEarlier() throws(FilesError) {
    earlier = nil
    try file.truncate(to: written)
    try file.seek(to: written)
  }
}

/// What a stopped copy left of a file, open to be compared.
private final class EarlierPart {
  private let file: InputFile
  private let size: Int64
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockPool.blockSize, alignment: 4096)

  init(_ file: consuming InputFile, size: Int64) {
    self.file = file
    self.size = size
    _ = self.file.bypassCache()
    self.file.expectSequentialReading()
  }

  deinit { memory.deallocate() }

  /// How many of `bytes`, at most as many as a block has, are in the file at `offset`, from the first on.
  func countAgreeing(with bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FilesError) -> Int {
    guard offset < size else { return 0 }
    // Whole blocks are read, also where fewer are wanted: reading past the system's memory asks for that.
    let found = min(try file.read(into: memory, at: offset), bytes.count)
    guard found > 0, let ours = UnsafeRawPointer(memory.baseAddress), let theirs = bytes.baseAddress else { return 0 }
    guard memcmp(ours, theirs, found) != 0 else { return found }
    return zip(memory.prefix(found), bytes).prefix { $0 == $1 }.count
  }
}

extension UnsafeRawBufferPointer {
  /// Whether every byte is zero.
  fileprivate var isAllZeros: Bool {
    guard let start = baseAddress, count > 1 else { return first == 0 }
    // Equal to itself one byte on, and zero at the start.
    return self[0] == 0 && memcmp(start, start + 1, count - 1) == 0
  }
}
