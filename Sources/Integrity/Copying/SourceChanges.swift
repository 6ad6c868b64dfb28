// SPDX-License-Identifier: Apache-2.0

import Files

/// What happened to a source since it was scanned: the last look before anybody may erase it.
///
/// Nothing but names, sizes and times is read. The numbers of files are not compared: some cameras' file systems give a file another one
/// each time the system meets it.
struct SourceChanges {
  /// What appeared, vanished or changed, in the order of the walk.
  private(set) var found: [CopyReport.Failure] = []
  private var files: Expected
  private var folders: Expected
  /// What was left out when the copy began, and reported so.
  private let leftOut: Set<String>

  /// What the scan met, in the order of the walk, and how far the walk has come again.
  private struct Expected {
    let entries: [FolderEntry]
    var next = 0
  }

  /// Whether the source is not there any more: the card was taken out, and at most an empty mount point is left of it.
  static func isGone(_ job: CopyJob) -> Bool {
    guard let facts = try? FileFacts.of(job.source) else { return true }
    return facts.device != job.sourceVolume.device || job.isFolder && (try? FolderWalk(job.source)) == nil
  }

  /// Lists the source of `job` again.
  init(_ job: CopyJob) {
    files = Expected(entries: job.files)
    folders = Expected(entries: job.folders)
    leftOut = Set(job.skipped.map(\.path))
    do throws(FilesError) {
      if job.isFolder { try walk(job) } else { try look(job) }
    } catch {
      note(job.isFolder ? job.name : job.files[0].path.text, "the source could not be looked at again when all was read: \(error)")
    }
  }

  // MARK: -

  private mutating func walk(_ job: CopyJob) throws(FilesError) {
    var pruned: ContainedPath?
    for item in try FolderWalk(job.source) {
      switch item {
      case .trouble(let fault):
        if let pruned, fault.isIn(pruned, of: job.source) { continue }
        let place = fault.place(in: job.source)
        if !leftOut.contains(place) { note(place, "could not be looked at again when all was read: \(fault)") }
      case .entry(let entry):
        if let pruned, entry.path.isInside(pruned) { continue }
        if let line = job.ignore.line(leavingOut: entry.path, isFolder: entry.facts.kind == .folder) {
          pruned = entry.path
          // It left nothing out when the copy began.
          if !job.leftOutPatterns.contains(line), !IgnorePatterns.standard.contains(line) { note(entry.path.text, Self.appeared) }
          continue
        }
        switch entry.facts.kind {
        case .file where RefusedOffload.isNote(entry): break
        case .file: meet(entry, \.files)
        case .folder: meet(entry, \.folders)
        case .link, .special: if !leftOut.contains(entry.path.text) { note(entry.path.text, Self.appeared) }
        }
      }
    }
    for rest in [files, folders] {
      for entry in rest.entries[rest.next...] { note(entry.path.text, Self.vanished) }
    }
  }

  private mutating func look(_ job: CopyJob) throws(FilesError) {
    let file = job.files[0]
    if !Self.isSame(file.facts, try FileFacts.of(job.source)) { note(file.path.text, Self.changed) }
  }

  /// Both lists are in the order of the walk, so that one pass over them finds what only one of them has.
  private mutating func meet(_ entry: FolderEntry, _ list: WritableKeyPath<Self, Expected>) {
    while self[keyPath: list].next < self[keyPath: list].entries.count {
      let expected = self[keyPath: list].entries[self[keyPath: list].next]
      if expected.path == entry.path {
        self[keyPath: list].next += 1
        if entry.facts.kind == .file, !Self.isSame(expected.facts, entry.facts) { note(entry.path.text, Self.changed) }
        return
      }
      guard expected.path.isWalkedBefore(entry.path) else { break }
      self[keyPath: list].next += 1
      note(expected.path.text, Self.vanished)
    }
    if !leftOut.contains(entry.path.text) { note(entry.path.text, Self.appeared) }
  }

  private mutating func note(_ path: String, _ reason: String) { found.append(.init(path: path, reason: reason)) }

  private static func isSame(_ planned: FileFacts, _ now: FileFacts) -> Bool { now.size == planned.size && now.modified == planned.modified }

  private static let appeared = "appeared while the source was copied: run the same command again"
  private static let vanished = "vanished while the source was copied: find out where it went, and run the same command again"
  private static let changed = "changed while it was copied; wait until nothing writes to it and run the copy again"
}

extension ContainedPath {
  /// Whether a walk comes to this path first. A folder's contents come before what follows the folder, whatever bytes its name goes on with:
  /// the slash counts as the least of all.
  func isWalkedBefore(_ other: ContainedPath) -> Bool {
    text.utf8.lexicographicallyPrecedes(other.text.utf8) { Self.rank($0) < Self.rank($1) }
  }

  private static func rank(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? 0 : byte }
}
