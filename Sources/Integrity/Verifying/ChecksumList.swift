// SPDX-License-Identifier: Apache-2.0

public import Files
public import Hashing

/// A plain list of checksums, as md5sum, sha1sum, sha256sum and xxhsum write them:
///
///     d41d8cd98f00b204e9800998ecf8427e  Clips/A001.mov
///     MD5 (Clips/A001.mov) = d41d8cd98f00b204e9800998ecf8427e
///     \d41d8cd98f00b204e9800998ecf8427e  name with\na line break
public struct ChecksumList: Equatable, Sendable {
  /// One line.
  public struct Line: Equatable, Sendable {
    /// The file, from the list's scope.
    public let path: ContainedPath
    /// The values that the line can mean: 16 digits may be XXH64 or XXH3, 32 MD5 or XXH128.
    public let candidates: [Digest]
  }

  /// A line that cannot be read.
  public struct Unreadable: Equatable, Sendable {
    /// Its number, from 1.
    public let number: Int
    /// How it begins.
    public let text: String
  }

  /// The files, in the order of the list. A path may stand on several lines: its file must be what each of them says.
  public let lines: [Line]
  /// Paths that are listed with a checksum and do not stay inside the folder, or are none: nothing vouches for these files.
  public let unusable: [String]
  /// Lines that are neither a checksum and a path nor a remark: cut off, or a digit lost. Nothing vouches for the files that they meant.
  public let unreadable: [Unreadable]
  /// How many more paths and lines there are of these two kinds: of each only so many are kept.
  public let unkept: Int
  /// What was passed over.
  public let notes: [String]

  /// Reads a list. The algorithm is the one that the line names, or that `fileName` does, or all that have as many digits.
  /// - Throws: `IntegrityError` with code `malformed` when there is no line of a checksum list in it.
  public init(_ text: String, fileName: String) throws(IntegrityError) {
    let named = HashAlgorithm.allCases.filter { fileName.lowercased().contains($0.rawValue) }
    var lines: [Line] = []
    var unusable: [String] = []
    var unreadable: [Unreadable] = []
    var notes: [String] = []
    var unkept = 0
    var seen: Set<ContainedPath> = []
    let text = text.unicodeScalars.first == "\u{FEFF}" ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    for (index, line) in Substring(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard !line.allSatisfy(\.isWhitespace), !line.hasPrefix("#"), !line.hasPrefix(";") else { continue }
      guard let parsed = Self.tagged(line) ?? Self.plain(line, named) else {
        if unreadable.count < ManifestNote.mostKept {
          unreadable.append(Unreadable(number: index + 1, text: String(line.prefix(120))))
        } else {
          unkept += 1
        }
        continue
      }
      guard let path = try? ContainedPath(parsed.path) else {
        if unusable.count < ManifestNote.mostKept { unusable.append(parsed.path) } else { unkept += 1 }
        continue
      }
      if !seen.insert(path).inserted, notes.count < ManifestNote.mostKept { notes.append("line \(index + 1): \(path) is listed twice; both count") }
      lines.append(Line(path: path, candidates: parsed.candidates))
    }
    guard !lines.isEmpty || !unusable.isEmpty else {
      throw IntegrityError(.malformed, fileName, "is neither an ASC MHL manifest nor a checksum list; name a .mhl, .md5, .sha1 or .xxh file")
    }
    self.lines = lines
    self.unusable = unusable
    self.unreadable = unreadable
    self.unkept = unkept
    self.notes = notes
  }

  // MARK: -

  private typealias Parsed = (path: String, candidates: [Digest])

  /// `HASH  path`, `HASH *path`; a leading `\` says that `\n`, `\r` and `\\` in the path are escapes (GNU coreutils).
  private static func plain(_ line: Substring, _ named: [HashAlgorithm]) -> Parsed? {
    let isEscaped = line.hasPrefix("\\")
    let line = isEscaped ? line.dropFirst() : line
    guard let gap = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return nil }
    var path = line[line.index(after: gap)...]
    if path.hasPrefix(" ") || path.hasPrefix("*") { path.removeFirst() }
    var digits = line[..<gap]
    if digits.hasPrefix("XXH3_") { digits = digits.dropFirst(5) }
    return self.line(digits, isEscaped ? unescaped(path) : String(path), named)
  }

  /// `MD5 (path) = HASH`, as BSD's tools and `--tag` write it.
  private static func tagged(_ line: Substring) -> Parsed? {
    guard let open = line.firstRange(of: " ("), let close = line.ranges(of: ") = ").last, open.upperBound <= close.lowerBound else { return nil }
    let names = ["MD5": HashAlgorithm.md5, "SHA1": .sha1, "SHA256": .sha256, "XXH64": .xxh64, "XXH3": .xxh3, "XXH128": .xxh128, "C4": .c4]
    guard let algorithm = names[line[..<open.lowerBound].uppercased()] else { return nil }
    return self.line(line[close.upperBound...], String(line[open.upperBound..<close.lowerBound]), [algorithm])
  }

  private static func line(_ digits: Substring, _ path: String, _ named: [HashAlgorithm]) -> Parsed? {
    let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    let fitting = HashAlgorithm.allCases.filter { $0.textLength == digits.utf8.count }
    let narrowed = fitting.filter(named.contains)
    let candidates = (narrowed.isEmpty ? fitting : narrowed).compactMap { try? Digest(digits, algorithm: $0) }
    return candidates.isEmpty ? nil : (path, candidates)
  }

  private static func unescaped(_ path: Substring) -> String {
    var result = ""
    var isEscape = false
    for character in path {
      if isEscape {
        result.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
        isEscape = false
      } else if character == "\\" {
        isEscape = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
