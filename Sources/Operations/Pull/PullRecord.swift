// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Files
import Foundation

/// What was pulled for one vendor, as `pull.json` keeps it for the day on which it comes back.
public struct PullRecord: Hashable, Sendable, Codable {
  /// A file that was pulled.
  public struct File: Hashable, Sendable, Codable {
    /// The shot.
    public var shot: String
    /// The file, from the folder of the pull.
    public var path: String
    /// Its size.
    public var bytes: Int
    /// Hashes by algorithm name.
    public var digests: [String: String]
    /// The label of its first frame.
    public var sourceIn: String
    /// The label behind its last frame.
    public var sourceOut: String
    /// Its frames.
    public var frames: Int
  }

  /// The name of the file.
  public static let fileName = "pull.json"
  /// What `kind` is in every such file.
  static let kind = "lineup-pull"
  /// The form that is written.
  static let version = 1

  /// By which such a file is known.
  public var kind: String
  /// Its form.
  public var version: Int
  /// When it was made, in UTC.
  public var made: String
  /// The list that was pulled from.
  public var cut: String
  /// What was made.
  public var files: [File]
  /// What was pulled.
  public var list: PullList

  init(made: String, cut: String, files: [File], list: PullList) {
    (kind, version, self.made, self.cut, self.files, self.list) = (Self.kind, Self.version, made, cut, files, list)
  }

  /// Reads the record at `path`, or in the folder at `path`.
  ///
  /// - Throws: `OperationsError.badInput` where it is none; `FilesError`.
  public init(reading path: String) throws {
    let isFolder = try FileFacts.of(path).kind == .folder
    let file = isFolder ? SystemPath.join(path, Self.fileName) : path
    let bytes = try InputFile.contents(of: file, limit: 64 << 20)
    do { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) } catch {
      throw OperationsError(
        .badInput, subject: file, "‘\(file)’ is no record of a pull: name the ‘\(Self.fileName)’ that the pull wrote into the vendor’s folder")
    }
    guard kind == Self.kind, version == Self.version else {
      throw OperationsError(
        .badInput, subject: file, "‘\(file)’ is a record of another kind or version (\(kind) \(version)): use the version of Lineup that wrote it")
    }
    // Numbers that no frame has would overflow further on.
    guard list.shots.allSatisfy({ (-Self.mostFrames..<Self.mostFrames).contains($0.firstFrame) }) else {
      throw OperationsError(.badInput, subject: file, "‘\(file)’ numbers frames beyond all sense: take the record as the pull wrote it")
    }
  }

  private static let mostFrames = 1 << 40

  /// The record as the bytes of a file: keys in order, so that the same pull gives the same bytes.
  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
