// SPDX-License-Identifier: Apache-2.0

public import Catalog
public import Delivery
import Files
import Foundation
import Hashing
import Integrity
import Timing

/// Gives a commercial's file its clock number or Ad-ID in the workspace, once its length was measured to be what the number says.
///
/// An identifier is never given to other content. The same content, byte for byte or as the same pictures and sound in another wrapper, may be supplied again
/// with a reason.
public struct AssignIdentifier: Sendable {
  /// The identifier.
  public var identifier: Identifier
  /// The file.
  public var path: String
  /// Why it is supplied again.
  public var reason: String?
  /// The order that it was made for.
  public var order: String?
  /// The label of the first frame that goes to air, as it was typed; a file that begins at or after it, or has no labels, has no clock before the commercial.
  public var startOfMessage: String?

  /// Where commercials begin in the United Kingdom (Clearcast, “The Library: timing of a commercial”).
  public static let usualStart = "10:00:00:00"

  /// An assignment.
  public init(_ identifier: Identifier, to path: String, reason: String? = nil, order: String? = nil, startOfMessage: String? = nil) {
    self.identifier = identifier
    self.path = path
    self.reason = reason
    self.order = order
    self.startOfMessage = startOfMessage
  }

  /// What became of it.
  public struct Outcome: Sendable {
    /// The content as measured.
    public var content: IdentifierRecord
    /// What the catalogue made of it; `nil` where the length disagrees, and it was not asked.
    public var result: IdentifierOutcome?
    /// Why the length disagrees with the number; empty where it agrees.
    public var fault: String
    /// What was measured and is worth knowing.
    public var notes: [String]
    /// The same content's other numbers of that kind.
    public var others: [IdentifierRecord]

    /// Whether the number is now the content's.
    public var isRecorded: Bool {
      switch result {
      case .assigned, .resupplied: true
      case .needsReason, .taken, nil: false
      }
    }
  }

  /// Measures the file, and records it.
  ///
  /// - Throws: `OperationsError` where there is no workspace, the identifier names a work and not a file, or the file cannot be measured; what reading and the
  ///   catalogue throw.
  public func run(in environment: Environment) async throws -> Outcome {
    guard let workspace = environment.workspace else {
      throw OperationsError(.badInput, subject: path, "numbers are remembered in a workspace, and none was named: give --workspace DIR")
    }
    guard identifier.kind == .clock || identifier.kind == .adID else {
      throw OperationsError(
        .badInput, subject: "\(identifier)",
        "an \(identifier.kind.words) names a work, of which there are many files: give a file its clock number or Ad-ID")
    }
    let (request, show) = (self, environment.progress)
    let absolute = IndexMedia.absolute(path)
    let (measured, proof) = try await onOwnThread { cancellation in
      let proof = try FileProof.of(absolute, [.standard, .sha256], cancellation: cancellation)
      return (try MeasuredContent(absolute, cancellation: cancellation, progress: show), proof)
    }
    let length = try request.length(of: measured)
    let context = AuditContext(environment.host, clock: environment.clock)
    var content = IdentifierRecord(
      kind: identifier.kind.rawValue, identifier: identifier.description, path: proof.path, byteCount: proof.bytes, digests: proof.digests,
      essence: measured.essence, frames: measured.frames.value, activeFrames: length.frames.value, rate: measured.rate.description, order: order,
      reason: reason, actor: context.actor, assigned: environment.clock.now)
    var notes: [String] = []
    if case .clock(let clock) = identifier {
      guard let hold = clock.hold(behind: length) else {
        return Outcome(content: content, result: nil, fault: request.fault(clock, length), notes: [], others: [])
      }
      content.activeFrames = (length.frames - hold).value
      if hold > .zero { notes.append("the last \(hold) frames stand still behind the commercial, and are no part of it") }
    }
    try workspace.check()
    notes += try request.relatives(in: workspace.catalog)
    let (result, others) = try workspace.catalog.assign(content, by: context)
    return Outcome(content: content, result: result, fault: "", notes: notes, others: others)
  }

  // MARK: -

  /// Codes that differ from an Ad-ID in the letter at its end only: they are of one creative, in another definition.
  private func relatives(in catalog: CatalogDatabase) throws -> [String] {
    guard case .adID(let own) = identifier else { return [] }
    let met = try catalog.identifiers(kind: identifier.kind.rawValue).filter { record in
      guard record.identifier != identifier.description, let other = try? AdID.reading(record.identifier).value else { return false }
      return other.prefix == own.prefix && other.code == own.code
    }
    let first = Dictionary(met.map { ($0.identifier, $0) }) { first, _ in first }.values.sorted { $0.identifier < $1.identifier }
    return first.map { "\($0.identifier), the same code, was given to ‘\($0.path)’: look that both are the same creative, in another definition" }
  }

  /// What there is from the first frame that goes to air on.
  private func length(of measured: MeasuredContent) throws -> ClockedLength {
    let message = try Timecode(startOfMessage ?? Self.usualStart, at: measured.start?.rate ?? measured.rate)
    let head = measured.start.map { message.frameCount.value - $0.frameCount.value } ?? 0
    guard (0..<measured.frames.value).contains(head) else {
      if startOfMessage != nil, let start = measured.start {
        let last = start.advanced(wrapping: FrameCount(max(0, measured.frames.value - 1)))
        throw OperationsError(.badInput, subject: path, "‘\(path)’ has no frame \(message): its labels are \(start) to \(last); mend --som")
      }
      return ClockedLength(frames: measured.frames, still: measured.still, rate: measured.rate)
    }
    return ClockedLength(frames: measured.frames - FrameCount(head), still: measured.still, rate: measured.rate)
  }

  private func fault(_ clock: ClockNumber, _ length: ClockedLength) -> String {
    let seconds = Double(length.frames.value) * Double(length.rate.denominator) / Double(length.rate.numerator)
    let still = length.still.value > 1 ? ", of which the last \(length.still) stand still" : ""
    return "\(clock) says \(clock.seconds) s, and from the first frame that goes to air there are \(length.frames) frames"
      + " (\(String(format: "%.2f", seconds)) s at \(length.rate))\(still): check number and file; where the commercial does not begin at"
      + " \(startOfMessage ?? Self.usualStart), say where with --som"
  }
}
