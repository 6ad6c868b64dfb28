// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What an inspection took over from an earlier one of the same programme, and what it looked at again.
public struct Recheck: Hashable, Sendable, Codable {
  /// Frames with their labels.
  public struct Span: Hashable, Sendable, Codable {
    /// The first frame, zero-based.
    public var startFrame: FrameCount
    /// The frame after the last.
    public var endFrame: FrameCount
    /// The label of the first frame.
    public var start: String
    /// The label of the frame after the last.
    public var end: String

    /// The frames of `span`.
    public init(_ span: FrameSpan) {
      (startFrame, endFrame, start, end) = (span.frames.lowerBound, span.frames.upperBound, span.start, span.end)
    }
  }

  /// The earlier report's path as it was given.
  public var report: String
  /// The digest of the earlier report's file, `algorithm:hex`.
  public var reportDigest: String
  /// The digest of the media file that it was about, where it is known.
  public var mediaDigest: String?
  /// When that file was inspected, as the measurements say; `nil` where those could not be used.
  public var inspected: String?
  /// Frames whose picture was decoded and measured again.
  public var examined: [Span]
  /// Frames whose measurements were taken over; sound never is: all of it is measured again.
  public var takenOver: [Span]
  /// Why everything was examined again, in words; `nil` where it was not.
  public var reason: String?

  /// What was taken over from the report at `report`.
  public init(
    report: String, reportDigest: String, mediaDigest: String? = nil, inspected: String? = nil, examined: [Span] = [], takenOver: [Span] = [],
    reason: String? = nil
  ) {
    self.report = report
    self.reportDigest = reportDigest
    self.mediaDigest = mediaDigest
    self.inspected = inspected
    self.examined = examined
    self.takenOver = takenOver
    self.reason = reason
  }
}

extension Recheck {
  /// What was taken over and what was looked at again, in a line.
  public var sentence: String {
    if let reason { return "everything was examined again: \(reason)" }
    func list(_ spans: [Span]) -> String {
      let shown = spans.prefix(8).map { "\($0.start)-\($0.end)" }.joined(separator: ", ")
      return spans.count > 8 ? "\(shown) and \(spans.count - 8) more" : shown
    }
    let again = examined.isEmpty ? "no picture changed" : "pictures examined again: \(list(examined))"
    let source = "\(report) (\(reportDigest))" + (inspected.map { " of \($0)" } ?? "")
    return "\(again); taken over from \(source): \(takenOver.isEmpty ? "none" : list(takenOver)); all sound was measured again"
  }
}
