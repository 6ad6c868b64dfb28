// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// What a copy has finished at one destination, so that one that was stopped is told from one that is complete.
///
/// The file lies beside the copied folder, outside the scope of the manifest, one JSON object a line, and is removed when the copy is
/// complete. It is locked while a copy is at work. A line cut short by a power cut is passed over. Nothing is believed because it is in
/// the journal: a resumed copy reads source and destination again.
final class CopyJournal {
  /// One line.
  struct Line: Codable {
    /// The source, in the first line of each run.
    var source: String?
    /// What tells it from another one at the same place; nil in journals of earlier versions.
    var mark: SourceMark?
    /// When that run began.
    var started: Timestamp?
    /// Which run it is; nil in journals of earlier versions.
    var run: String?
    /// A file that was placed.
    var path: ContainedPath?
    /// The hashes of its source.
    var digests: [Digest]?
    /// A manifest about to be written, from the scope of the copy.
    var manifest: String?
  }

  let path: String
  /// Whether this run had begun it before.
  private(set) var isOwn = false
  /// When each run that was not finished began, the first first; this one is not among them.
  private(set) var earlierRuns: [Timestamp] = []
  /// The manifests that runs were about to write.
  private(set) var announcedManifests: [String] = []
  private let folder: OpenFolder
  private let file: OutputFile
  private let gate: DestinationGate

  /// How a line about a file begins: there may be millions of them, and they are not needed to go on.
  private static let fileLine = Array(#"{"digests":"#.utf8)

  /// Opens and locks the journal of the copy `name` in `folder`.
  /// - Parameters:
  ///   - started: when this run began.
  ///   - run: which it is, so that a run that opens the journal twice is counted once.
  ///   - isNew: whether nothing of that name was there when the copy was planned.
  /// - Throws: `FilesError` with code `busy` when another copy is at work there, or has begun there since.
  init(
    in folder: OpenFolder, name: String, source: SourceMark, started: Timestamp, run: String, isNew: Bool = false, gate: DestinationGate
  ) throws(FilesError) {
    let path = Self.path(folder: folder.path, name: name)
    try gate.act(.journal, path)
    self.path = path
    self.folder = folder
    self.gate = gate
    file = try folder.appendFile(Self.fileName(name), mode: 0o644)
    let lock = flock(file.descriptor, LOCK_EX | LOCK_NB)
    guard lock == 0 || errno == EWOULDBLOCK else { throw FilesError(subject: path) }
    guard lock == 0, try folder.facts(of: Self.fileName(name))?.isSameFile(as: file.facts()) == true else {
      throw FilesError(.busy, subject: "\(folder.path)/\(name)", remedy: "another copy is at work there: wait for it, or stop it, and try again")
    }
    var isBegun = false
    try Self.forEachLine(of: folder.open(Self.fileName(name))) { bytes in
      guard !bytes.starts(with: Self.fileLine), let line = try? JSONDecoder().decode(Line.self, from: Data(bytes)) else { return }
      if line.run == run { isBegun = true } else if let started = line.started { earlierRuns.append(started) }
      if let manifest = line.manifest { announcedManifests.append(manifest) }
    }
    isOwn = isBegun
    guard !isNew || isBegun || earlierRuns.isEmpty else { throw Self.taken("\(folder.path)/\(name)") }
    if !isBegun { try append([Line(source: source.path, mark: source, started: started, run: run)]) }
  }

  /// Two copies may have begun at once under one name, each when nothing was there: the second must not add to what the first made, or is making.
  static func taken(_ path: String) -> FilesError {
    FilesError(.busy, subject: path, remedy: "another copy took that name meanwhile: look whose it is, and copy under another name")
  }

  /// Where the journal of the copy `name` in `folder` is.
  static func path(folder: String, name: String) -> String { "\(folder)/\(fileName(name))" }

  /// Lets go of the lock: at once, also where a child process just being started shares the open file.
  func unlock() { flock(file.descriptor, LOCK_UN) }

  /// Whether the journal at `path` has a run that was begun from `source`, and not from another one that was mounted there then.
  static func isBegun(_ path: String, from source: String, where isSame: (SourceMark) -> Bool) -> Bool {
    var isBegun = false
    try? forEachLine(of: InputFile(path, followLinks: false)) { bytes in
      guard !isBegun, !bytes.starts(with: fileLine), let line = try? JSONDecoder().decode(Line.self, from: Data(bytes)) else { return }
      isBegun = line.source == source && (line.mark.map(isSame) ?? true)
    }
    return isBegun
  }

  /// What the source's hashes were when earlier runs read its files; the last word on each counts.
  /// - Parameter moved: is told after every line, since there may be millions.
  func earlierDigests(moved: () -> Void) -> [ContainedPath: FewDigests] {
    var found: [ContainedPath: FewDigests] = [:]
    try? Self.forEachLine(of: folder.open(SystemPath.split(path).name)) { bytes in
      moved()
      guard bytes.starts(with: Self.fileLine), let line = try? JSONDecoder().decode(Line.self, from: Data(bytes)) else { return }
      if let path = line.path, let digests = line.digests { found[path] = FewDigests(digests) }
    }
    return found
  }

  /// Adds lines. A line break goes first, so that what a power cut left of the last line spoils nothing.
  func append(_ lines: [Line]) throws(FilesError) {
    try gate.act(.journal, path)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for line in lines {
      guard let json = try? encoder.encode(line) else { throw FilesError(.malformed, subject: path) }
      bytes += Array("\n".utf8) + json + Array("\n".utf8)
    }
    try bytes.withUnsafeBytes { buffer in Result { () throws(FilesError) in try file.write(buffer) } }.get()
  }

  /// The copy is complete.
  func remove() throws(FilesError) {
    try gate.act(.remove, path)
    try folder.remove(SystemPath.split(path).name)
  }

  /// Whether a copy that was not finished stands at `path`: its journal lies beside it.
  static func stands(beside path: String) -> Bool {
    let (folder, name) = SystemPath.split(path)
    return !FileFacts.isAbsent("\(folder)/\(fileName(name))")
  }

  // MARK: -

  private static let prefix = ".lineup-journal-"
  private static func fileName(_ copy: String) -> String { prefix + Digest.of(copy).text }

  /// Whether a file of this name is a journal: no media, wherever it lies.
  static func isJournal(_ name: String) -> Bool {
    name.hasPrefix(prefix) && (try? Digest(name.dropFirst(prefix.count), algorithm: .standard)) != nil
  }

  /// Reads line by line, so that the journal of a million files needs little memory. A line longer than any journal's is passed over.
  private static func forEachLine(of input: consuming InputFile, _ body: (ArraySlice<UInt8>) -> Void) throws(FilesError) {
    var rest: [UInt8] = []
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { memory.deallocate() }
    while true {
      let count = try input.read(into: memory)
      rest += memory.prefix(count)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        if end > start { body(rest[start..<end]) }
        start = end + 1
      }
      rest.removeFirst(start)
      if rest.count > 1 << 20 { rest = [] }
      guard count == memory.count else { break }
    }
    if !rest.isEmpty { body(rest[...]) }
  }
}
