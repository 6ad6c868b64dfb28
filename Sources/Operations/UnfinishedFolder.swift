// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization

/// A folder that a run fills. Until it is whole a file in it says what was asked for: who was stopped and asks for the same again goes on there, and who asks
/// for anything else is refused.
public final class UnfinishedFolder: Sendable {
  /// The file that says so.
  static let fileName = "unfinished.json"
  private static let version = 1

  private struct Record: Codable {
    var kind: String
    var version: Int
    var made: String
    var request: [String]
    var files: [FileProof]
  }

  /// When the folder was begun, in UTC: what is written when it is gone on with says the same.
  let made: String
  /// Whether an earlier run left a part of it.
  let isResumed: Bool
  private let path: String
  private let record: Mutex<Record>

  /// Begins to fill the folder at `path`, or goes on with it.
  ///
  /// - Parameters:
  ///   - kind: what it is to hold, in a word.
  ///   - request: all that decides what is written, in lines.
  ///   - made: the moment, for a folder that is new.
  /// - Throws: `OperationsError.alreadyExists` where it holds anything else; `FilesError`.
  init(_ path: String, kind: String, request: [String], made: String) throws {
    self.path = path
    let earlier = try Self.earlier(in: path, kind)
    guard earlier?.request ?? request == request else {
      throw OperationsError(
        .alreadyExists, subject: path,
        "‘\(path)’ holds a \(kind) that was stopped, and that was asked for in another way or of other media: run it again as it was, or name a new folder"
      )
    }
    isResumed = earlier != nil
    self.made = earlier?.made ?? made
    record = Mutex(earlier ?? Record(kind: kind, version: Self.version, made: made, request: request, files: []))
    guard earlier == nil else { return }
    try Folder.create(path)
    try save(record.withLock { $0 })
  }

  /// Whether a run that was stopped left a part of what it was to write in the folder at `path`, so that the same run again goes on there.
  public static func isLeft(in path: String) -> Bool { !FileFacts.isAbsent(SystemPath.join(path, fileName)) }

  /// Refuses, before any work, a folder that holds what no such run left.
  static func refuseStranger(_ path: String, kind: String) throws { _ = try earlier(in: path, kind) }

  /// What earlier runs finished.
  var files: [FileProof] { record.withLock { $0.files } }
  /// What becomes of a list that an earlier run wrote.
  var existing: PendingFile.Existing { isResumed ? .replace : .keep }

  /// Remembers a file that is finished.
  func add(_ proof: FileProof) throws {
    let record = self.record.withLock { record in
      record.files.removeAll { $0.path == proof.path }
      record.files.append(proof)
      return record
    }
    try save(record)
  }

  /// The folder is whole.
  func finish() throws {
    let file = SystemPath.join(path, Self.fileName)
    guard unlink(file) == 0 else { throw FilesError(subject: file) }
    try Folder.synchronize(path)
  }

  // MARK: -

  private func save(_ record: Record) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try SafeWriter.write(encoder.encode(record) + [UInt8(ascii: "\n")], to: SystemPath.join(path, Self.fileName), existing: .replace)
  }

  /// What an earlier run left; `nil` for a folder that is new or empty.
  private static func earlier(in path: String, _ kind: String) throws -> Record? {
    guard let facts = try FileFacts.ifExists(path) else { return nil }
    guard facts.kind == .folder else { throw FilesError(.notDirectory, subject: path) }
    // What a run that was killed at its first file left has a name of ours.
    let names = try Folder.names(in: path).filter { $0 != SystemPath.split(PendingFile.temporaryPath(for: fileName)).name }
    guard let first = names.first else { return nil }
    guard names.contains(fileName) else {
      throw OperationsError(
        .alreadyExists, subject: path, "‘\(path)’ holds ‘\(first)’ already and was left as it is: name a new or an empty folder with --to")
    }
    let bytes = try InputFile.contents(of: SystemPath.join(path, fileName), limit: 256 << 20)
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)), record.version == version, record.kind == kind else {
      throw OperationsError(
        .alreadyExists, subject: path,
        "‘\(path)’ holds something else that was stopped (‘\(fileName)’), and was left as it is: name a new folder with --to")
    }
    return record
  }
}
