// SPDX-License-Identifier: Apache-2.0

import Foundation
import Integrity

@testable import Files

/// A card drawn as a list of paths: no disk is needed, since a report is made of names, sizes and the text of index files.
struct CardTree {
  /// What is in a file.
  enum Content {
    /// So many bytes that nobody reads.
    case essence(Int64)
    /// The text of an index.
    case bytes([UInt8])
  }

  private(set) var files: [String: Content] = [:]
  private(set) var folders: Set<String> = []
  var name = "CARD"

  /// Files of essence, a path a line. White space around is dropped, and what follows two blanks is the size.
  init(_ paths: String, name: String = "CARD") {
    self.name = name
    for line in paths.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) where !line.isEmpty { put(line) }
  }

  mutating func put(_ path: String, _ content: Content = .essence(1000)) { files[path] = content }
  mutating func put(_ path: String, text: String) { files[path] = .bytes(Array(text.utf8)) }
  mutating func putFolder(_ path: String) { folders.insert(path) }
  mutating func remove(_ path: String) { files[path] = nil }
  mutating func empty(_ path: String) { files[path] = .essence(0) }
  mutating func cut(_ path: String, to count: Int) {
    if case .bytes(let bytes) = files[path] { files[path] = .bytes(Array(bytes.prefix(count))) }
  }

  func with(_ change: (inout CardTree) -> Void) -> CardTree {
    var other = self
    change(&other)
    return other
  }

  /// The same card in a folder of a larger source.
  func moved(into folder: String) -> CardTree {
    var other = CardTree("", name: "SHUTTLE")
    for (path, content) in files { other.put("\(folder)/\(path)", content) }
    for path in folders { other.putFolder("\(folder)/\(path)") }
    return other
  }

  func merged(with other: CardTree) -> CardTree {
    with { tree in for (path, content) in other.files { tree.put(path, content) } }
  }

  var entries: [FolderEntry] {
    get throws {
      var entries: [ContainedPath: FolderEntry] = [:]
      func add(_ path: ContainedPath, size: Int64, isFolder: Bool) {
        var facts = stat()
        facts.st_mode = isFolder ? S_IFDIR : S_IFREG
        facts.st_size = off_t(size)
        entries[path] = FolderEntry(path: path, facts: FileFacts(facts))
        if let parent = path.parent, entries[parent] == nil { add(parent, size: 0, isFolder: true) }
      }
      for path in folders { add(try ContainedPath(path), size: 0, isFolder: true) }
      for (path, content) in files {
        let size: Int64 =
          switch content {
          case .essence(let size): size
          case .bytes(let bytes): Int64(bytes.count)
          }
        add(try ContainedPath(path), size: size, isFolder: false)
      }
      return entries.values.shuffled()
    }
  }

  func reports() throws -> [CardReport] {
    CardReport.reports(in: try entries, named: name) { (path, limit) throws(FilesError) in
      guard case .bytes(let bytes) = files[path.text] else { throw FilesError(.notFound, subject: path.text) }
      guard bytes.count <= limit else { throw FilesError(.tooLarge, subject: path.text) }
      return bytes
    }
  }

  /// The one card it is.
  func report() throws -> CardReport {
    let reports = try reports()
    guard let first = reports.first, reports.count == 1 else { throw CocoaError(.featureUnsupported) }
    return first
  }
}

extension CardReport {
  /// The faults as `code path`, to compare at a glance.
  var shortFaults: [String] { faults.map { "\($0.code.rawValue) \($0.path?.text ?? "-")" }.sorted() }
}
