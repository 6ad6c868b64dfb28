// SPDX-License-Identifier: Apache-2.0

import Files

/// Everything in a folder, ignored entries left out, links not followed.
struct FolderScan: Sendable {
  /// An entry that is neither copied nor hashed, and why.
  struct Oddity: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      /// A symbolic link.
      case link
      /// A pipe, a socket or a device.
      case special
      /// A name that a manifest cannot hold: not UTF-8, or with characters that XML does not have.
      case unnameable
      /// A file or folder that could not be looked at.
      case unreadable
      /// A history that came with the files.
      case history
      /// What a copy that was stopped left behind.
      case leftOver
    }

    let kind: Kind
    /// From the folder walked; bytes that are no UTF-8 are escapes.
    let path: String
    let text: String

    init(kind: Kind, path: String, text: String) {
      self.kind = kind
      self.path = path
      self.text = text
    }

    /// What a walk of `root` could not list.
    init(_ fault: FilesError, in root: String) {
      kind = fault.code == .invalidName ? .unnameable : .unreadable
      path = fault.place(in: root)
      text = kind == .unreadable ? "cannot be read: \(fault.remedy)" : fault.remedy
    }
  }

  /// What could be looked at: a folder that cannot be read is among the oddities only.
  private(set) var files: [FolderEntry] = []
  private(set) var folders: [FolderEntry] = []
  private(set) var oddities: [Oddity] = []
  /// What a pattern leaves out, folders without what is in them.
  private(set) var leftOut: [FolderEntry] = []
  /// What is called as our notes of refused offloads are, each of the copy beside it and of no other.
  private(set) var refusalNotes: [FolderEntry] = []
  /// The folders that hold an `ascmhl` folder; nil is the top.
  private(set) var histories: [ContainedPath?] = []

  /// Walks the folder `root`.
  /// - Throws: `FilesError` when it cannot be listed at all.
  init(_ root: String, ignoring patterns: IgnorePatterns) throws(FilesError) {
    var pruned: ContainedPath?
    for item in try FolderWalk(root) {
      switch item {
      case .trouble(let fault):
        if let pruned, fault.isIn(pruned, of: root) { continue }
        let oddity = Oddity(fault, in: root)
        // A folder that cannot be looked into comes right before its trouble. It is not one that is empty.
        if let last = folders.last, last.path.text.utf8.elementsEqual(oddity.path.utf8) { folders.removeLast() }
        oddities.append(oddity)
      case .entry(let entry):
        if let pruned, entry.path.isInside(pruned) { continue }
        if entry.facts.kind == .folder, entry.path.name == GenerationName.folder { histories.append(entry.path.parent) }
        if RefusedOffload.isNote(entry) {
          refusalNotes.append(entry)
          continue
        }
        if patterns.ignores(entry.path, isFolder: entry.facts.kind == .folder) {
          pruned = entry.path
          leftOut.append(entry)
        } else {
          take(entry)
        }
      }
    }
    for history in histories {
      let path = history.map { "\($0)/\(GenerationName.folder)" } ?? GenerationName.folder
      oddities.append(Oddity(kind: .history, path: path, text: "a history that came with the files"))
    }
  }

  private mutating func take(_ entry: FolderEntry) {
    guard Self.fitsInXML(entry.path) else {
      return note(entry, .unnameable, "its name has control characters, which no manifest can hold; rename it")
    }
    switch entry.facts.kind {
    case .file where entry.path.name.hasSuffix(PendingFile.temporarySuffix): note(entry, .leftOver, "left behind by a copy that was stopped")
    case .file where CopyJournal.isJournal(entry.path.name): note(entry, .leftOver, "the journal of a copy beside it that was not finished")
    case .file: files.append(entry)
    case .folder: folders.append(entry)
    case .link: note(entry, .link, "a symbolic link, which is not followed")
    case .special: note(entry, .special, "a pipe, socket or device, which is not media")
    }
  }

  private mutating func note(_ entry: FolderEntry, _ kind: Oddity.Kind, _ text: String) {
    oddities.append(Oddity(kind: kind, path: entry.path.text, text: text))
  }

  /// Whether a manifest can hold the path.
  static func fitsInXML(_ path: ContainedPath) -> Bool {
    path.text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } || path.text.unicodeScalars.allSatisfy(fitsInXML)
  }

  /// The characters of XML 1.0 (2.2).
  private static func fitsInXML(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
