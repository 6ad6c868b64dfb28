// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Markup

/// A Media Hash List of version 1 (XSD of 2016-05-20), as most tools of the trade wrote before ASC MHL and many still do.
///
/// Read leniently: home-made writers put elements in any order, and write XXH64 from either end under either name. Written strictly.
package struct LegacyList {
  /// One file.
  struct Entry: Equatable {
    let path: ContainedPath
    let size: Int64?
    /// The values it must have, each a group of which one is enough.
    let groups: [[Digest]]
  }

  /// The files, in the order of the list. A path may have several entries: its file must be what each of them says.
  var entries: [Entry] = []
  var notes: [ManifestNote] { made.all }
  private var made = ManifestNotes()

  /// Reads a list.
  /// - Throws: `IntegrityError` with code `malformed` when it is not XML, or not a list of version 1.
  package static func reading(_ bytes: [UInt8], subject: String) throws(IntegrityError) -> LegacyList {
    var list = LegacyList()
    do {
      var reader = try XMLReader(bytes, subject: subject)
      guard case .start(let root)? = try reader.next(), root.name.local == "hashlist" else {
        throw IntegrityError(.malformed, subject, "is not a Media Hash List: its outermost element is not hashlist")
      }
      var seen: Set<ContainedPath> = []
      while let event = try reader.next() {
        guard case .start(let tag) = event else { continue }
        let element = try MarkupElement(reading: tag, from: &reader)
        if element.name.local == "hash" { list.take(element, &seen) }
      }
    } catch let error as IntegrityError { throw error } catch { throw IntegrityError(.malformed, subject, "\(error)") }
    return list
  }

  // MARK: -

  private mutating func note(_ element: MarkupElement, _ text: String, leavesOutEntry: Bool = false) {
    made.add(ManifestNote(line: element.line, text: text, leavesOutEntry: leavesOutEntry))
  }

  private mutating func take(_ element: MarkupElement, _ seen: inout Set<ContainedPath>) {
    let written = element.first("file")?.text ?? ""
    guard let path = try? ContainedPath(Self.relative(written)) else {
      return note(element, "an entry with no path inside the folder passed over: ‘\(written.printable)’", leavesOutEntry: true)
    }
    if !seen.insert(path).inserted { note(element, "\(path) is listed twice; both entries count") }
    let size = element.first("size").flatMap { Int64($0.trimmedText) }.flatMap { $0 >= 0 ? $0 : nil }
    var groups: [[Digest]] = []
    for child in element.children {
      guard let read = Self.readers[child.name.local.lowercased()] else { continue }
      let group = read(child.trimmedText)
      if group.isEmpty {
        note(element, "\(path): a hash that cannot be read passed over: \(child.name.local) ‘\(child.trimmedText.prefix(100).description.printable)’")
      } else {
        groups.append(group)
      }
    }
    if groups.isEmpty, element.first("null") == nil { note(element, "\(path) has no usable hash") }
    // Without a hash the length is all there is to compare, where the list says that it is meant so.
    entries.append(Entry(path: path, size: groups.isEmpty && element.first("null") == nil ? nil : size, groups: groups))
  }

  /// Windows tools wrote their own separators.
  private static func relative(_ path: String) -> String {
    let path = path.contains("/") ? path : path.replacing("\\", with: "/")
    return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }

  private static let readers: [String: @Sendable (String) -> [Digest]] = [
    "md5": { one($0, .md5) }, "sha1": { one($0, .sha1) }, "c4": { one($0, .c4) }, "sha256": { one($0, .sha256) },
    // XXH32 is a decimal number here; some tools wrote its digits in hexadecimal.
    "xxhash": { text in
      if let value = UInt32(text) { return digest((0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }, .xxh32) }
      return one(text, .xxh32)
    },
    // The schema has xxhash64 least significant byte first and xxhash64be the other way; both are tried, what the name says first.
    "xxhash64": { bothEnds($0, reversedFirst: true) }, "xxhash64be": { bothEnds($0, reversedFirst: false) },
    "xxh64": { bothEnds($0, reversedFirst: false) },
  ]

  private static func one(_ text: String, _ algorithm: HashAlgorithm) -> [Digest] { (try? Digest(text, algorithm: algorithm)).map { [$0] } ?? [] }

  private static func digest(_ bytes: [UInt8], _ algorithm: HashAlgorithm) -> [Digest] {
    (try? Digest(bytes: bytes, algorithm: algorithm)).map { [$0] } ?? []
  }

  private static func bothEnds(_ text: String, reversedFirst: Bool) -> [Digest] {
    let padded = String(repeating: "0", count: max(0, 16 - text.utf8.count)) + text
    guard let forward = try? Digest(padded, algorithm: .xxh64) else { return [] }
    let both = [forward] + digest(forward.bytes.reversed(), .xxh64)
    return reversedFirst ? both.reversed() : both
  }
}
