// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity
public import MediaIO
import Timing

/// Encodes one file to a numbered file for each picture, in a folder that is not there yet and has its name only when all are.
public struct TranscodeSequence: Sendable {
  /// The source.
  public var source: String
  /// The folder to make.
  public var folder: String
  /// The names of its files.
  public var name: SequenceName
  /// The number of the first file; nothing takes the frame count of its timecode.
  public var first: Int?
  /// What to make of the pictures.
  public var encoding: Encoding
  /// What is done with them on the way.
  public var conversion = Conversion()

  /// Files of `source` in `folder`.
  public init(_ source: String, to folder: String, name: SequenceName, first: Int? = nil, encoding: Encoding) {
    (self.source, self.folder, self.name, self.first, self.encoding) = (source, folder, name, first, encoding)
  }

  /// What was made.
  public struct Report: Sendable {
    /// The folder.
    public var folder: String
    /// The names of the first and the last file.
    public var files: (first: String, last: String)
    /// How many there are.
    public var frames: Int
    /// Their bytes.
    public var bytes: Int
    /// How long it took, in seconds.
    public var seconds: Double
    /// What an operator should know, one sentence each.
    public var notes: [String]
    /// Whether every part of the source was decoded.
    public var isWhole: Bool
  }

  /// Encodes.
  /// - Throws: `OperationsError.alreadyExists` where something has the folder's name; `MediaIOError`, `FilesError`. Then nothing is left.
  public func run(in environment: Environment) async throws -> Report {
    let (request, show, origin) = (self, environment.progress, MXFSink.Origin(environment))
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let media = try MediaReader.probe(request.source)
      let (encoding, labels, done) = try request.conversion.applied(to: request.encoding, of: media, MediaWriter.Labels(keeping: media))
      guard let pictures = encoding.video else {
        throw OperationsError(.badInput, subject: encoding.name, "‘\(encoding.name)’ has no pictures: choose a preset that numbers them")
      }
      let first = request.first ?? labels.start?.frameCount.value ?? 0
      let pass = EncodingPass(source: media, encoding: encoding, labels: labels, origin: origin)
      let place = try UnnamedFolder(request.folder)
      let sink = SequenceSink(folder: place.path, name: request.name, first: first, start: labels.start, isDPX: pictures.coding == .dpx)
      let result = try pass.run(cancellation: cancellation, task: nil, show: show) { shape in
        (try MediaWriter(sink: sink, path: request.folder, encoding: encoding, video: shape), nil)
      }
      try place.commit()
      return Report(
        folder: request.folder, files: (request.name.file(first), request.name.file(first + sink.count - 1)), frames: sink.count, bytes: sink.bytes,
        seconds: (ContinuousClock.now - began) / .seconds(1), notes: done + result.notes, isWhole: result.damage.isEmpty)
    }
  }
}

/// A folder that is filled under a temporary name beside its own. What is not committed is taken away, and what a killed process left, by the next.
final class UnnamedFolder {
  /// Where to write.
  let path: String
  private let target: String
  /// Keeps others from filling the same folder; its own file is never named.
  private let hold: PendingFile
  private var isNamed = false

  /// Prepares the folder `target`, whose own folder is made where it lacks.
  init(_ target: String) throws {
    guard try FileFacts.ifExists(target) == nil else {
      throw OperationsError(
        .alreadyExists, subject: target, "‘\(target)’ is there already and was left as it is: move it away, or name a new folder")
    }
    let (parent, name) = SystemPath.split(target)
    try Folder.create(parent)
    self.target = target
    hold = try PendingFile(target)
    path = PendingFile.temporaryPath(for: SystemPath.join(parent, name + ".pictures"))
    try? FileManager.default.removeItem(atPath: path)
    try Folder.createNew(path)
  }

  deinit { if !isNamed { try? FileManager.default.removeItem(atPath: path) } }

  /// Has the disk keep the folder, and gives it its name.
  func commit() throws {
    try Folder.synchronize(path)
    guard rename(path, target) == 0 else { throw FilesError(subject: target) }
    isNamed = true
    try Folder.synchronize(SystemPath.split(target).folder)
  }
}
