// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
public import MXF
public import Timing

/// Wraps an MXF file's essence anew as AS-11 UK DPP HD, with the metadata of the texts that operators keep. Nothing is coded anew.
public struct RewrapAS11: Sendable {
  /// The MXF file whose essence it is.
  public var source: String
  /// The file to make.
  public var target: String
  /// The text of the core items.
  public var core: String
  /// The text of the UK DPP items.
  public var ukDPP: String
  /// The text of the parts; nothing makes all of the file one part.
  public var segmentation: String?
  /// The timecode of the first frame, as text; nothing keeps the source's.
  public var start: String?
  /// The active format's code, in a frame of 16:9; nothing keeps the source's, and takes 10 where it states none.
  public var activeFormat: Int?

  /// A file of `source`'s essence.
  public init(
    _ source: String, to target: String, core: String, ukDPP: String, segmentation: String? = nil, start: String? = nil, activeFormat: Int? = nil
  ) {
    (self.source, self.target, self.core, self.ukDPP) = (source, target, core, ukDPP)
    (self.segmentation, self.start, self.activeFormat) = (segmentation, start, activeFormat)
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
    /// Its metadata.
    public var metadata: AS11Metadata
    /// The timecode of its first frame.
    public var start: Timecode
    /// What the source's reader passed over.
    public var notes: [String]
  }

  /// A text of metadata has a few kilobytes.
  private static let textLimit = 1 << 20

  /// Identifies the program in files that it writes: one number for all of them.
  private static let productIdentifier: [UInt8] = [0x4C, 0x69, 0x6E, 0x65, 0x75, 0x70, 0x4D, 0x58, 0x86, 0x1B, 0x90, 0x5A, 0x0E, 0x7C, 0x41, 0x01]

  /// Who writes, in files.
  static func product(version: String) -> OP1aPlan.Product {
    .init(company: "Lineup", name: "lineup", version: version, identifier: productIdentifier)
  }

  /// Writes the file, and reads its structure and metadata again before it gets its name.
  /// - Throws: `OperationsError`: what the source or the texts lack, a line for each, before anything is written; `FilesError`. Then nothing is left.
  public func run(in environment: Environment) async throws -> Report {
    let (request, host, now) = (self, environment.host, environment.clock.now)
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let file = try MXFFile(request.source)
      let (activeFormat, notes) = try request.activeFormat(of: file)
      var rewrap = AS11Rewrap(file, activeFormat: activeFormat, product: Self.product(version: host.toolVersion), date: now)
      guard let frames = try file.frameCount(goesOn: { _ in !cancellation.isCancelled }) else { throw CancellationError() }
      // What keeps the essence from being wrapped comes before what lacks in its timecode.
      let obstacles = rewrap.obstacles(frames: frames)
      guard obstacles.isEmpty else { throw OperationsError(.badInput, subject: request.source, obstacles.joined(separator: "; ")) }
      let start = try Self.first(of: file, given: request.start, source: request.source)
      rewrap.start = start
      rewrap.metadata = try request.metadata(from: start, frames: frames)
      let faults = rewrap.metadata.faults(channels: file.tracks.count { $0.kind == .sound }, frames: frames)
      guard faults.isEmpty else { throw OperationsError(.badInput, subject: request.ukDPP, faults.joined(separator: "; ")) }
      guard let written = try rewrap.write(to: request.target, frames: frames, goesOn: { _ in !cancellation.isCancelled }) else {
        throw CancellationError()
      }
      return Report(
        path: request.target, frames: written, bytes: try FileFacts.of(request.target).size, seconds: (ContinuousClock.now - began) / .seconds(1),
        metadata: rewrap.metadata, start: start, notes: file.notes + notes)
    }
  }

  /// The active format that was given, else that of the source, else that of a full picture; and what is to be said of it.
  private func activeFormat(of file: MXFFile) throws -> (ActiveFormat, notes: [String]) {
    let stated = file.statedActiveFormat
    guard let code = activeFormat ?? stated.map({ Int($0.code) }) else {
      return (
        ActiveFormat(stored: 0x54), ["it states no active format: 10, a full picture of 16:9, is written"]
      )
    }
    guard let format = ActiveFormat(code: code, isWide: true) else {
      throw OperationsError(.badInput, subject: source, "an active format has four bits: \(code) is none")
    }
    guard let stated, Int(stated.code) != code else { return (format, []) }
    return (format, ["it states the active format \(stated.code), and \(code) is written, as --afd says"])
  }

  /// The timecode of the first frame: the one that was given, else the file's.
  static func first(of file: MXFFile, given start: String?, source: String) throws -> Timecode {
    if let start { return try Timecode(start, at: .fps25) }
    guard let stated = file.timecode, stated.base == 25, let count = Int(exactly: stated.start) else {
      throw OperationsError(.badInput, subject: source, "it states no timecode at 25 frames a second: give the first with --start")
    }
    return try Timecode(FrameCount(count), at: .fps25)
  }

  private func metadata(from start: Timecode, frames: Int64) throws -> AS11Metadata {
    func framework(_ scheme: AS11Scheme, _ path: String) throws -> AS11Framework {
      try AS11Framework(scheme, parsing: try InputFile.text(of: path, limit: Self.textLimit), subject: path, timecode: start)
    }
    var metadata = AS11Metadata(core: try framework(.core, core), ukDPP: try framework(.ukDPP, ukDPP))
    if let segmentation {
      metadata.parts = try ProgrammePart.parts(
        parsing: try InputFile.text(of: segmentation, limit: Self.textLimit), subject: segmentation, timecode: start, frames: frames)
    } else {
      metadata.parts = [ProgrammePart(number: 1, total: 1, start: 0, duration: frames)]
    }
    return metadata
  }
}
