// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation
import Hashing

/// What is kept beside a finished copy of an offload to it that was refused or rejected, because what was offered is not what lies there.
///
/// The copy is as it was, and its history too. Whoever vouches for it later must know all the same that something else was taken for it: see
/// `MakeReceipt`, which takes only the date from it: whoever had the drive can have written the rest. The file lies beside the copy, outside the scope of its history, and goes when an offload to the copy ends with its manifest.
public struct RefusedOffload: Codable, Equatable, Sendable {
  /// When it was refused.
  public let date: Timestamp
  /// What was offered: the source's real path.
  public let source: String
  /// Why, for people; the first few.
  public let reasons: [String]

  /// How the file's name begins; the rest is a digest of the copy's name.
  static let prefix = ".lineup-refused-"
  private static let mostBytes = 1 << 16
  private static let mostReasons = 5

  init(date: Timestamp, source: String, reasons: [String]) {
    self.date = date
    self.source = source.printable
    self.reasons = reasons.prefix(Self.mostReasons).map { String($0.printable.prefix(1000)) }
  }

  /// Whether a file of this name is such a note: no media, wherever it lies.
  package static func isNote(_ name: String) -> Bool {
    name.hasPrefix(prefix) && (try? Digest(name.dropFirst(prefix.count), algorithm: .standard)) != nil
  }

  /// Whether an entry is such a note: a file of that name, no larger than one is.
  static func isNote(_ entry: FolderEntry) -> Bool { entry.facts.kind == .file && entry.facts.size <= mostBytes && isNote(entry.path.name) }

  /// Whether the file at `path` is such a note indeed, and not only called so.
  static func isGenuine(_ path: String) -> Bool {
    guard let bytes = try? InputFile(path, followLinks: false).contents(limit: mostBytes) else { return false }
    return (try? JSONDecoder().decode(RefusedOffload.self, from: Data(bytes))) != nil
  }

  /// What is kept beside the copy at `path`; nil where nothing is.
  /// - Throws: `IntegrityError` where something is that cannot be read: `unreadable`, or `malformed`.
  public static func beside(_ path: String) throws(IntegrityError) -> RefusedOffload? {
    guard let real = RealPath.of(path) else { throw IntegrityError(.unreadable, path, FilesError(subject: path).explanation) }
    let note = file(beside: real)
    let bytes: [UInt8]
    do throws(FilesError) {
      guard try FileFacts.ifExists(note) != nil else { return nil }
      bytes = try InputFile(note, followLinks: false).contents(limit: mostBytes)
    } catch { throw IntegrityError(.unreadable, note, "says that an offload to \(path) was refused, and cannot be read: \(error.explanation)") }
    do { return try JSONDecoder().decode(RefusedOffload.self, from: Data(bytes)) } catch {
      throw IntegrityError(
        .malformed, note, "has the name of a note that an offload to \(path) was refused, and is none: find out who put it there, and move it away")
    }
  }

  /// One that is to be kept, with the finished copy that it is kept beside. Whoever ends the offload keeps it: where the offload goes on under another name,
  /// it was not meant for that copy.
  public struct Due: Equatable, Sendable {
    /// The copy's real path.
    public let root: String
    /// What is kept.
    public let refusal: RefusedOffload

    /// Keeps it.
    /// - Returns: What to say where that cannot be done.
    public func keep() -> String? { refusal.keep(beside: root) }
  }

  /// Keeps it beside the copy at `root`, where one was finished.
  /// - Returns: What to say where that cannot be done.
  private func keep(beside root: String) -> String? {
    guard (try? History.stands(in: root)) ?? false else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { try SafeWriter.write(encoder.encode(self), to: Self.file(beside: root), existing: .replace) } catch {
      return "that this was refused could not be noted beside \(root): \(error)"
    }
    return nil
  }

  /// Takes away what is kept beside the copy at `root`: what lies there is what was offered.
  /// - Returns: What to say where that cannot be done.
  static func forget(beside root: String) -> String? {
    let (folder, name) = SystemPath.split(file(beside: root))
    do throws(FilesError) { try OpenFolder(folder).remove(name) } catch {
      guard error.code != .notFound else { return nil }
      return "that an earlier offload to \(root) was refused is noted there still, and receipts will say so: \(error)"
    }
    return nil
  }

  private static func file(beside root: String) -> String {
    let (folder, name) = SystemPath.split(root)
    return SystemPath.join(folder, prefix + Digest.of(name).text)
  }
}
