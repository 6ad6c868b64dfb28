// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// The note beside a file in quarantine: everything that somebody needs who finds it there a year later.
struct QuarantineNote: Codable, Equatable {
  let path: String
  let bytes: Int64
  let digest: Digest
  let signature: String
  let engine: ScanEngine
  /// When the scan began that found it.
  let found: Timestamp
  /// When it was put aside.
  let kept: Timestamp
  let by: HostFacts
  /// Whether the original was to be taken away.
  let move: Bool

  /// How many notes one content may have.
  private static let limit = 10_000

  /// Writes the note as `DIGEST.json`, or `DIGEST-2.json` where the same bytes were found elsewhere before. A note never replaces another; one
  /// that says the same already is kept as it is.
  /// - Returns: Its path.
  func write(in folder: String) throws(FilesError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { throw FilesError(.malformed, subject: path) }
    for number in 1...Self.limit {
      let note = "\(folder)/\(digest.text)\(number == 1 ? "" : "-\(number)").json"
      if let old = Self.read(note) {
        if says(old) { return note }
        continue
      }
      do {
        try SafeWriter.write(data + Data("\n".utf8), to: note)
        return note
      } catch {
        guard error.code == .alreadyExists else { throw error }
      }
    }
    throw FilesError(
      .alreadyExists, subject: "\(folder)/\(digest.text).json", remedy: "there are \(Self.limit) notes of this content; clear the quarantine")
  }

  /// Whether an old note says the same of the same file.
  private func says(_ old: QuarantineNote) -> Bool {
    old.path.utf8.elementsEqual(path.utf8) && old.signature == signature && old.by.hostName == by.hostName && old.move == move
  }

  private static func read(_ path: String) -> QuarantineNote? {
    guard let bytes = try? InputFile.contents(of: path, limit: 1 << 20) else { return nil }
    return try? JSONDecoder().decode(QuarantineNote.self, from: Data(bytes))
  }
}
