// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A path from outside (a manifest, an order, an archive) that stays inside the folder it is relative to.
///
/// Its bytes are kept as found: two paths that differ only in Unicode normalization are different paths here, as they are on disk, although
/// Swift's `String` calls them equal. `normalized` is there to match what a Mac and a Linux machine write for the same name.
public struct ContainedPath: Sendable {
  /// The path, names separated by "/".
  public let text: String

  /// Checks `text`, which must have names that are neither empty nor "." nor "..", no "/" in front and no NUL.
  /// - Throws: `FilesError`: `escapesRoot` or `invalidName`.
  public init(_ text: String) throws(FilesError) {
    guard !text.isEmpty, !text.utf8.contains(0) else { throw FilesError(.invalidName, subject: text) }
    for name in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if name.elementsEqual("..".utf8) { throw FilesError(.escapesRoot, subject: text) }
      guard !name.isEmpty else {
        guard text.utf8.first != UInt8(ascii: "/") else { throw FilesError(.escapesRoot, subject: text) }
        throw FilesError(.invalidName, subject: text, remedy: "put exactly one ‘/’ between names and none at the end")
      }
      if name.elementsEqual(".".utf8) { throw FilesError(.invalidName, subject: text, remedy: "leave out the names ‘.’") }
    }
    self.text = text
  }

  private init(checked text: String) { self.text = text }

  /// The names along the path.
  public var names: [String] { text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) } }

  /// The last name.
  public var name: String { SystemPath.split(text).name }

  /// The folder the last name is in; nothing when that is the root.
  public var parent: ContainedPath? {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return ContainedPath(checked: String(text[..<slash]))
  }

  /// The path in Unicode normalization form C, to compare names that came by different systems. Never write under this name.
  public var normalized: String { text.precomposedStringWithCanonicalMapping }

  /// `name` inside this folder.
  /// - Throws: As `init(_:)`.
  public func appending(_ name: String) throws(FilesError) -> ContainedPath { try ContainedPath("\(text)/\(name)") }

  /// Whether this is `folder` itself or anything inside it.
  public func isInside(_ folder: ContainedPath) -> Bool {
    text.utf8.elementsEqual(folder.text.utf8) || text.utf8.starts(with: "\(folder.text)/".utf8)
  }

  /// The path to open. Every folder on the way that exists must be a true folder: a symbolic link could lead outside.
  /// - Parameter allowLinkAtEnd: whether the last name may be a link, for callers that handle the link itself and do not follow it.
  /// - Throws: `FilesError`: `escapesRoot` where a link is on the way, `notDirectory`, `permissionDenied`, …
  public func resolved(in root: String, allowLinkAtEnd: Bool = false) throws(FilesError) -> String {
    var path = root
    let names = names
    for (index, name) in names.enumerated() {
      path = SystemPath.join(path, name)
      guard let facts = try FileFacts.ifExists(path) else { break }  // what does not exist leads nowhere
      let isLast = index == names.count - 1
      if facts.kind == .link, !(isLast && allowLinkAtEnd) {
        throw FilesError.link(at: path)
      }
      guard isLast || facts.kind == .folder else { throw FilesError(.notDirectory, subject: path) }
    }
    return SystemPath.join(root, text)
  }
}

extension ContainedPath: Hashable, Comparable {
  /// Whether the bytes are the same.
  public static func == (left: ContainedPath, right: ContainedPath) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Byte order: the same on every machine and in every language.
  public static func < (left: ContainedPath, right: ContainedPath) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    if isDone == nil { for byte in text.utf8 { hasher.combine(byte) } }
    hasher.combine(UInt8(0xFF))
  }
}

extension ContainedPath: CustomStringConvertible {
  /// The path.
  public var description: String { text }
}

extension ContainedPath: Codable {
  /// Reads a string and checks it.
  public init(from decoder: any Decoder) throws { try self.init(decoder.singleValueContainer().decode(String.self)) }

  /// Writes one string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
