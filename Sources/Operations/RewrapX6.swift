// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
public import MXF
public import Timing

/// Wraps an MXF file's essence anew as AS-11 X6, with the document of a commercial or promotion inside. Nothing is coded anew.
public struct RewrapX6: Sendable {
  /// The MXF file whose essence it is.
  public var source: String
  /// The file to make.
  public var target: String
  /// What is said of the piece: an XML document of AMWA's schema, or a text with a line an item.
  public var document: String
  /// What is spoken, by RFC 5646.
  public var language: String
  /// The text of the parts, which X6 wants: where the piece stands between clock and hold.
  public var segmentation: String?
  /// The timecode of the first frame, as text; nothing keeps the source's.
  public var start: String?

  /// A file of `source`'s essence.
  public init(
    _ source: String, to target: String, document: String, language: String, segmentation: String? = nil, start: String? = nil
  ) {
    (self.source, self.target, self.document, self.language) = (source, target, document, language)
    (self.segmentation, self.start) = (segmentation, start)
  }

  /// What was made.
  public struct Report: Sendable {
    /// The file.
    public var path: String
    /// Its frames.
    public var frames: Int64
    /// Its length in bytes.
    public var bytes: Int64
    /// How long it took, in seconds.
    public var seconds: Double
    /// What is said of the piece.
    public var metadata: CommercialMetadata
    /// Where the piece stands in the file.
    public var parts: [ProgrammePart]
    /// The timecode of its first frame.
    public var start: Timecode
    /// What the source's reader passed over.
    public var notes: [String]
  }

  private static let textLimit = 1 << 20

  /// Writes the file, and reads its structure and metadata again before it gets its name.
  /// - Throws: `OperationsError`: what the source or the document lacks, before anything is written; `FilesError`. Then nothing is left.
  public func run(in environment: Environment) async throws -> Report {
    let (request, host, now) = (self, environment.host, environment.clock.now)
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let file = try MXFFile(request.source)
      let (metadata, faults) = try request.metadata()
      guard faults.isEmpty else { throw OperationsError(.badInput, subject: request.document, faults.joined(separator: "; ")) }
      guard let frames = try file.frameCount(goesOn: { _ in !cancellation.isCancelled }) else { throw CancellationError() }
      var rewrap = X6Rewrap(
        file, metadata, language: request.language, product: RewrapAS11.product(version: host.toolVersion), date: now)
      let obstacles = rewrap.obstacles(frames: frames)
      guard obstacles.isEmpty else { throw OperationsError(.badInput, subject: request.source, obstacles.joined(separator: "; ")) }
      let start = try RewrapAS11.first(of: file, given: request.start, source: request.source)
      rewrap.start = start
      rewrap.activeFormat = file.statedActiveFormat
      rewrap.parts = try request.parts(from: start, frames: frames)
      guard let written = try rewrap.write(to: request.target, frames: frames, goesOn: { _ in !cancellation.isCancelled }) else {
        throw CancellationError()
      }
      return Report(
        path: request.target, frames: written, bytes: try FileFacts.of(request.target).size, seconds: (ContinuousClock.now - began) / .seconds(1),
        metadata: metadata, parts: rewrap.parts, start: start, notes: file.notes)
    }
  }

  private func metadata() throws -> (CommercialMetadata, [String]) {
    let bytes = Array(try InputFile.contents(of: document, limit: Self.textLimit))
    if bytes.first(where: { ![0x09, 0x0A, 0x0D, 0x20, 0xEF, 0xBB, 0xBF].contains($0) }) == UInt8(ascii: "<") {
      return try CommercialMetadata.read(bytes, subject: document)
    }
    return (try CommercialMetadata(parsing: try InputFile.text(of: document, limit: Self.textLimit), subject: document), [])
  }

  private func parts(from start: Timecode, frames: Int64) throws -> [ProgrammePart] {
    guard let segmentation else {
      throw OperationsError(
        .badInput, subject: source,
        "nothing says where the piece begins and ends between clock and hold: give --segmentation a text such as ‘1/1 10:00:00:00 00:00:30:00’")
    }
    let parts = try ProgrammePart.parts(
      parsing: try InputFile.text(of: segmentation, limit: Self.textLimit), subject: segmentation, timecode: start, frames: frames)
    guard !parts.isEmpty else {
      throw OperationsError(.badInput, subject: segmentation, "‘\(segmentation)’ names no part: write a line such as ‘1/1 10:00:00:00 00:00:30:00’")
    }
    return parts
  }
}
