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
  /// What is done with it on the way.
  public var conversion = Conversion()
  /// Proofs of the target that earlier, interrupted attempts left: if it is there with those bytes, it is not made again.
  public var earlier: [FileProof]
  /// Hashes of the target.
  public var algorithms: [HashAlgorithm]

  /// An encode of `source` to `target`.
  public init(_ source: String, to target: String, encoding: Encoding, earlier: [FileProof] = [], algorithms: [HashAlgorithm] = [.standard]) {
    self.source = source
    self.target = target
    self.encoding = encoding
    self.earlier = earlier
    self.algorithms = algorithms
  }

  /// Refuses beforehand where something that no earlier attempt made has the target's name.
  func refuseStranger() throws { try FinishedFile(target: target, earlier: earlier, algorithms: algorithms).refuseStranger() }

  /// What an encode made.
  public struct Report: Sendable {
    /// The file that was made, with its proof.
    public var output: FileProof
    /// Frames that were written; `nil` where an earlier attempt had finished the file.
    public var frames: Int?
    /// How long it took.
    public var seconds: Double
    /// What an operator should know, one sentence each. A source that could not be decoded whole is among it.
    public var notes: [String]
    /// Whether every part of the source was decoded.
    public var isWhole: Bool
  }

  /// Encodes: timecode and reel are the source's.
  ///
  /// - Parameter recording: told of the output's proof before it has its name.
  /// - Throws: `MediaIOError`, `FilesError`, `OperationsError.alreadyExists`; nothing is left at the target then but what was there.
  public func run(
    in environment: Environment, task: String? = nil, recording: @escaping @Sendable (FileProof) throws -> Void = { _ in }
  ) async throws -> Report {
    let (request, show, origin) = (self, environment.progress, MXFSink.Origin(environment))
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let media = try MediaReader.probe(request.source)
      let (encoding, labels, done) = try request.conversion.applied(to: request.encoding, of: media, MediaWriter.Labels(keeping: media))
      let pass = EncodingPass(source: media, encoding: encoding, labels: labels, origin: origin)
      let file = FinishedFile(target: request.target, earlier: request.earlier, algorithms: request.algorithms)
      let (proof, result) = try file.write(cancellation: cancellation, recording: recording) {
        try pass.run(to: $0, cancellation: cancellation, task: task, show: show)
      }
      let damage = try result?.damage ?? pass.damage(cancellation: cancellation)
      return Report(
        output: proof, frames: result?.frames, seconds: (ContinuousClock.now - began) / .seconds(1), notes: done + (result?.notes ?? damage),
        isWhole: damage.isEmpty)
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
