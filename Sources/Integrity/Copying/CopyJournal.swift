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
    /// A file that was placed.
    var path: ContainedPath?
    /// The hashes of its source.
    var digests: [Digest]?
    /// A manifest about to be written.
    var manifest: String?
  }

  let path: String
  /// What the source's hashes were when an earlier run read it.
  private(set) var earlier: [ContainedPath: [Digest]] = [:]
  /// The manifests that earlier runs were about to write.
  private(set) var announcedManifests: [String] = []
  private let file: Int32
  private let gate: DestinationGate

  /// Opens and locks the journal of the copy `name` in `folder`.
  /// - Throws: `FilesError` with code `busy` when another copy is at work there.
  init(folder: String, name: String, source: String, gate: DestinationGate) throws(FilesError) {
    let path = "\(folder)/.lineup-journal-\(Digest.of(name).text)"
    try gate.act(.journal, path)
    let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FilesError(subject: path) }
    self.path = path
    self.file = file
    self.gate = gate
    guard flock(file, LOCK_EX | LOCK_NB) == 0, Self.stands(path, file) else {
      throw FilesError(.busy, subject: "\(folder)/\(name)", remedy: "another copy is at work there: wait for it, or stop it, and try again")
    }
    for line in try InputFile.list(at: path).split(separator: UInt8(ascii: "\n")) {
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else { continue }
      if let path = line.path { earlier[path] = line.digests }
      if let manifest = line.manifest { announcedManifests.append(manifest) }
    }
    try append(Line(source: source))
  }

  deinit { close(file) }

  /// Lets go of the lock: at once, also where a child process just being started shares the open file.
  func unlock() { flock(file, LOCK_UN) }

  /// Adds a line. A line break goes first, so that what a power cut left of the last line spoils nothing.
  func append(_ line: Line) throws(FilesError) {
    try gate.act(.journal, path)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(line) else { throw FilesError(.malformed, subject: path) }
    let bytes = Array("\n".utf8) + json + Array("\n".utf8)
    let written = write(file, bytes, bytes.count)
    if written == bytes.count { return }
    // A line cut short is what a full volume leaves.
    throw written >= 0 ? FilesError(.noSpace, subject: path) : FilesError(subject: path)
  }

  /// The copy is complete.
  func remove() throws(FilesError) {
    try gate.act(.remove, path)
    unlink(path)
  }

  private static func stands(_ path: String, _ file: Int32) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(file, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }
}
