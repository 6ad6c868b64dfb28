// SPDX-License-Identifier: Apache-2.0

public import Timing

/// One thing that a check found: what, where, how much, and against which limit.
public struct Finding: Hashable, Sendable, Codable {
  /// The check that found it.
  public var check: CheckIdentifier
  /// The EBU QC item of the same property, where known.
  public var ebuItem: String?
  /// What the profile says it weighs.
  public var severity: Severity
  /// The index of the stream in the file, for a finding in one stream.
  public var stream: Int?
  /// The label of the first frame, counted from the file's start timecode.
  public var start: String?
  /// The label of the frame after the last.
  public var end: String?
  /// The first frame, zero-based; `nil` for a finding without a place.
  public var startFrame: FrameCount?
  /// The frame after the last; `nil` for a finding without a place.
  public var endFrame: FrameCount?
  /// The frame in which it is worst, where the check knows; `nil` where it is alike in all of them.
  public var worstFrame: FrameCount?
  /// What was measured, in `unit`; `nil` where it is not a number.
  public var value: Double?
  /// What the profile allows, in `unit`; `nil` where it is not a number.
  public var limit: Double?
  /// The unit of `value` and `limit`: `LUFS`, `dBTP`, `dBFS`, `LU`, `s`, `frames`, `%`, `flashes/s`, `cuts/s`.
  public var unit: String?
  /// A sentence that an operator can send to a client as it stands.
  public var text: String
  /// A grade of ITU-R BT.500, 1 to 5, where a person gave one.
  public var grade: Int?
  /// The client's exception, where there is one.
  public var waiver: Waiver?
  /// The viewing in which a person found it; `nil` for what a check found.
  public var review: Review?
  /// The instrument that found it, where its report was read in: `Advanced QC Tool 2.1`; `nil` for what this inspection or a person found.
  public var source: String?

  /// A finding of `check`; its EBU item follows from the check. A value or limit that is not finite is taken as absent, and so is a worst frame outside of its place.
  public init(
    _ check: CheckIdentifier, severity: Severity, stream: Int? = nil, place: FrameSpan? = nil, worst: Int? = nil, value: Double? = nil,
    limit: Double? = nil, unit: String? = nil, text: String
  ) {
    self.check = check
    self.ebuItem = check.ebuItem
    self.severity = severity
    self.stream = stream
    self.start = place?.start
    self.end = place?.end
    self.startFrame = place?.frames.lowerBound
    self.endFrame = place?.frames.upperBound
    self.worstFrame = worst.map { FrameCount($0) }.flatMap { place?.frames.contains($0) == true ? $0 : nil }
    self.value = value.finite
    self.limit = limit.finite
    self.unit = unit
    self.text = text
  }

  /// The frame that shows it best; `nil` for a finding without a place.
  public var shownFrame: FrameCount? { startFrame == nil ? nil : worstFrame ?? startFrame }

  /// Whether it counts towards the verdict: no valid waiver excuses it.
  public var stands: Bool { waiver.map(\.expired) ?? true }
}

/// A run of frames with its labels.
public struct FrameSpan: Hashable, Sendable {
  /// The frames, zero-based; the upper bound is the frame after the last.
  public let frames: Range<FrameCount>
  /// The label of the first frame.
  public let start: String
  /// The label of the frame after the last.
  public let end: String

  /// A run of frames labelled `start` to `end`.
  public init(frames: Range<FrameCount>, start: String, end: String) {
    self.frames = frames
    self.start = start
    self.end = end
  }
}

extension Finding {
  /// Writes every key, those without a value as `null`, so that a reader of reports finds the same shape each time.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(check, forKey: .check)
    try container.encode(ebuItem, forKey: .ebuItem)
    try container.encode(severity, forKey: .severity)
    try container.encode(stream, forKey: .stream)
    try container.encode(start, forKey: .start)
    try container.encode(end, forKey: .end)
    try container.encode(startFrame, forKey: .startFrame)
    try container.encode(endFrame, forKey: .endFrame)
    try container.encode(worstFrame, forKey: .worstFrame)
    try container.encode(value, forKey: .value)
    try container.encode(limit, forKey: .limit)
    try container.encode(unit, forKey: .unit)
    try container.encode(text, forKey: .text)
    try container.encode(grade, forKey: .grade)
    try container.encode(waiver, forKey: .waiver)
    try container.encode(review, forKey: .review)
    try container.encode(source, forKey: .source)
  }
}

extension Double? {
  /// The number, or `nil` where it is infinite or not a number: reports hold neither.
  var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}

extension [Finding] {
  /// Those without a place first, then by place; checks in the order of their names, so that no thread decides it.
  func inOrderOfPlace() -> [Finding] {
    enumerated().sorted { one, other in
      let (a, b) = (one.element.startFrame?.value ?? -1, other.element.startFrame?.value ?? -1)
      return (a, one.element.check.rawValue, one.offset) < (b, other.element.check.rawValue, other.offset)
    }.map(\.element)
  }
}
