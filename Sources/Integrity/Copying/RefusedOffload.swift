// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation
import Hashing

/// What is kept beside a finished copy of an offload to it that was refused or rejected, because what was offered is not what lies there.
///
/// The copy is as it was, and its history too. Whoever vouches for it later must know all the same that something else was taken for it: see
/// `MakeReceipt`. The file lies beside the copy, outside the scope of its history, and goes when an offload to the copy ends with its manifest.
public struct RefusedOffload: Codable, Equatable, Sendable {
  /// When it was refused.
  public let date: Timestamp
  /// What was offered: the source's real path.
  public let source: String
  /// Why, for people; the first few.
  public let reasons: [String]

  /// How the file's name begins, so that scans tell it from media.
  static let prefix = ".lineup-refused-"
  private static let mostBytes = 1 << 16
  private static let mostReasons = 5

  init(date: Timestamp, source: String, reasons: [String]) {
    self.date = date
    self.source = source.printable
    self.reasons = reasons.prefix(Self.mostReasons).map { String($0.printable.prefix(1000)) }
  }

  /// What is kept beside the copy at `path`; nil where nothing is, or nothing that can be read.
  public static func beside(_ path: String) -> RefusedOffload? {
    guard let real = RealPath.of(path), let bytes = try? InputFile.contents(of: file(beside: real), limit: mostBytes) else { return nil }
    return try? JSONDecoder().decode(RefusedOffload.self, from: Data(bytes))
  }

  /// Keeps it beside the copy at `root`, where one was finished.
  /// - Returns: What to say where that cannot be done.
  func keep(beside root: String) -> String? {
    guard (try? History.stands(in: root)) ?? false else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { try SafeWriter.write(encoder.encode(self), to: Self.file(beside: root), existing: .replace) } catch {
      return "that this was refused could not be noted beside \(root): \(error)"
    }
    return nil
  }

  /// Takes away what is kept beside the copy at `root`: what lies there is what was offered.
  static func forget(beside root: String) {
    let (folder, name) = SystemPath.split(file(beside: root))
    try? OpenFolder(folder).remove(name)
  }

  private static func file(beside root: String) -> String {
    let (folder, name) = SystemPath.split(root)
    return SystemPath.join(folder, prefix + Digest.of(name).text)
  }
}
