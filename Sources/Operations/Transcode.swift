// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
public import Hashing
public import MediaIO

/// Encodes one file.
public struct Transcode: Sendable {
  /// The source.
  public var source: String
  /// The file to make.
  public var target: String
  /// What to make of it.
  public var encoding: Encoding
  /// What to do where the target is there already.
  public var existing: ExistingFile
  /// Hashes of the target.
  public var algorithms: [HashAlgorithm]

  /// An encode of `source` to `target`.
  public init(_ source: String, to target: String, encoding: Encoding, existing: ExistingFile = .refuse, algorithms: [HashAlgorithm] = [.standard]) {
    self.source = source
    self.target = target
    self.encoding = encoding
    self.existing = existing
    self.algorithms = algorithms
  }

  /// What an encode made.
  public struct Report: Sendable {
    /// The file that was made, with its proof.
    public var output: FileProof
    /// Frames that were written.
    public var frames: Int
    /// How long it took.
    public var seconds: Double
    /// What an operator should know, one sentence each. A source that could not be decoded whole is among it.
    public var notes: [String]
    /// Whether every part of the source was decoded.
    public var isWhole: Bool
  }

  /// Encodes: timecode and reel are the source's.
  ///
  /// - Throws: `MediaIOError`, `FilesError`, `OperationsError.alreadyExists`; nothing is left at the target then but what was there.
  public func run(in environment: Environment, task: String? = nil) async throws -> Report {
    let (request, show) = (self, environment.progress)
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let media = try MediaReader.probe(request.source)
      let pass = EncodingPass(source: media, encoding: request.encoding, labels: MediaWriter.Labels(keeping: media))
      let file = FinishedFile(target: request.target, existing: request.existing, algorithms: request.algorithms)
      let (proof, result) = try file.write(cancellation: cancellation) { try pass.run(to: $0, cancellation: cancellation, task: task, show: show) }
      return Report(
        output: proof, frames: result.frames, seconds: (ContinuousClock.now - began) / .seconds(1), notes: result.notes,
        isWhole: result.damage.isEmpty)
    }
  }

  /// The path of the file that `encoding` makes of `source` in `folder`.
  public static func target(of source: String, in folder: String, encoding: Encoding) -> String {
    let name = source.split(separator: "/").last.map(String.init) ?? source
    let stem = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
    return "\(folder)/\(stem).\(encoding.wrapper.fileExtension)"
  }
}

extension MediaWriter.Labels {
  /// Timecode and reel of `media`.
  init(keeping media: MediaDescription) {
    self.init(start: media.timecodes.first?.start, reel: media.timecodes.lazy.compactMap(\.reel).first)
  }
}
