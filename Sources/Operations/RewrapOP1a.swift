// SPDX-License-Identifier: Apache-2.0

import Files
import Integrity
public import MXF
public import Timing

/// Wraps an MXF file's essence anew in operational pattern 1a. Nothing is coded anew.
public struct RewrapOP1a: Sendable {
  /// The MXF file whose essence it is.
  public var source: String
  /// The file to make.
  public var target: String
  /// The timecode of the first frame, as text; nothing keeps the source's.
  public var start: String?

  /// A file of `source`'s essence.
  public init(_ source: String, to target: String, start: String? = nil) { (self.source, self.target, self.start) = (source, target, start) }

  /// What was made.
  public struct Report: Sendable {
    /// The file.
    public var path: String
    /// How its pictures are coded.
    public var coding: PictureCoding
    /// Its frames.
    public var frames: Int64
    /// Its length in bytes.
    public var bytes: Int64
    /// How long it took, in seconds.
    public var seconds: Double
    /// The timecode of its first frame.
    public var start: Timecode
    /// What the source's reader passed over, and what was put right.
    public var notes: [String]
  }

  /// Writes the file, and reads its structure again before it gets its name.
  /// - Throws: `OperationsError`: it states no timecode, and none is given; `FilesError`: what keeps the source from being wrapped so. Then nothing is left.
  public func run(in environment: Environment) async throws -> Report {
    let (request, host, now) = (self, environment.host, environment.clock.now)
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let file = try MXFFile(request.source)
      var rewrap = OP1aRewrap(file, product: RewrapAS11.product(version: host.toolVersion), date: now)
      // What keeps the essence from being wrapped comes before what lacks in its timecode.
      let obstacles = rewrap.obstacles
      guard obstacles.isEmpty, let coding = rewrap.coding, let rate = rewrap.rate else {
        throw OperationsError(.badInput, subject: request.source, obstacles.joined(separator: "; "))
      }
      let start = try request.first(of: file, rate)
      rewrap.start = StatedTimecode(
        start: Int64(start.frameCount.value), base: UInt16(clamping: start.rate.nominal), isDropFrame: start.rate.isDropFrame)
      guard let survey = try rewrap.survey(goesOn: { _ in !cancellation.isCancelled }),
        let written = try rewrap.write(to: request.target, survey, goesOn: { _ in !cancellation.isCancelled })
      else { throw CancellationError() }
      return Report(
        path: request.target, coding: coding, frames: written, bytes: try FileFacts.of(request.target).size,
        seconds: (ContinuousClock.now - began) / .seconds(1), start: start, notes: file.notes + rewrap.contradictions(survey))
    }
  }

  private func first(of file: MXFFile, _ rate: EssenceTrack.Fraction) throws -> Timecode {
    let stated = file.timecode
    let plain = try FrameRate(Int(rate.numerator), Int(rate.denominator))
    let isDropFrame = start.map { $0.contains(";") } ?? stated?.isDropFrame ?? false
    let counted = isDropFrame ? try FrameRate(Int(rate.numerator), Int(rate.denominator), dropFrame: true) : plain
    if let start { return try Timecode(start, at: counted) }
    guard let stated, Int(stated.base) == plain.nominal, let count = Int(exactly: stated.start) else {
      throw OperationsError(.badInput, subject: source, "it states no timecode at \(plain.nominal) frames a second: give the first with --start")
    }
    return try Timecode(FrameCount(count), at: counted)
  }
}
