// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
public import Hashing
import Integrity
public import MediaIO

/// Encodes one file several times at once, from one decoding of it. Where one of the encodings fails, none of the files is made.
public struct TranscodeTogether: Sendable {
  /// A file to make, and what to make of the source there.
  public struct Output: Sendable {
    /// The file.
    public var target: String
    /// What to make of it.
    public var encoding: Encoding

    /// A file of an encoding.
    public init(_ target: String, _ encoding: Encoding) { (self.target, self.encoding) = (target, encoding) }
  }

  /// The source.
  public var source: String
  /// The files to make.
  public var outputs: [Output]
  /// What is done with each on the way.
  public var conversion = Conversion()
  /// Hashes of the targets.
  public var algorithms: [HashAlgorithm]

  /// Encodes of `source`.
  public init(_ source: String, to outputs: [Output], algorithms: [HashAlgorithm] = [.standard]) {
    (self.source, self.outputs, self.algorithms) = (source, outputs, algorithms)
  }

  /// Encodes: timecode and reel are the source's.
  /// - Returns: a report for each output, in their order; each took the time of all.
  /// - Throws: `MediaIOError`, `FilesError`, `OperationsError.alreadyExists`; nothing is left at the targets then but what was there.
  public func run(in environment: Environment) async throws -> [Transcode.Report] {
    let (request, show, origin) = (self, environment.progress, MXFSink.Origin(environment))
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let media = try MediaReader.probe(request.source)
      let applied = try request.outputs.map { output in
        try request.conversion.applied(to: output.encoding, of: media, MediaWriter.Labels(keeping: media))
      }
      let shared = SharedDecode(passes: applied.map { EncodingPass(source: media, encoding: $0.encoding, labels: $0.labels, origin: origin) })
      let files = request.outputs.map { FinishedFile(target: $0.target, earlier: [], algorithms: request.algorithms) }
      for file in files { try file.refuseStranger() }
      let made = try Self.write(files[...], to: [], cancellation: cancellation) { paths in
        try shared.run(to: paths, cancellation: cancellation, task: nil, show: show)
      }
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      return zip(zip(made.proofs, made.results), applied).map { file, applied in
        Transcode.Report(
          output: file.0, frames: file.1.frames, seconds: seconds, notes: applied.notes + file.1.notes, isWhole: file.1.damage.isEmpty)
      }
    }
  }

  /// Holds the place of each file while all are made, and names them when all are whole.
  private static func write(
    _ files: ArraySlice<FinishedFile>, to paths: [String], cancellation: Cancellation, _ make: ([String]) throws -> [EncodingPass.Result]
  ) throws -> (proofs: [FileProof], results: [EncodingPass.Result]) {
    guard let file = files.first else { return ([], try make(paths)) }
    let (proof, rest) = try file.write(cancellation: cancellation, recording: { _ in }) { path in
      try write(files.dropFirst(), to: paths + [path], cancellation: cancellation, make)
    }
    guard let rest else { preconditionFailure("a file without earlier attempts is always made") }
    return ([proof] + rest.proofs, rest.results)
  }
}
