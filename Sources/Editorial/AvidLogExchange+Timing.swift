// SPDX-License-Identifier: Apache-2.0

public import Timing

extension AvidLogExchange {
  /// The rate that the heading states; `nil` where it states none that can be meant.
  public var rate: FrameRate? { field("FPS").flatMap(Self.rate) }

  /// The rate of a row: its own `FPS`, or the heading's. Drop-frame, of which neither can speak, is told by the row's timecodes.
  public func rate(ofRow row: Int) -> FrameRate? {
    guard let rate = value("FPS", in: row).flatMap(Self.rate) ?? rate else { return nil }
    let isDropFrame = ["Start", "End"].contains { value($0, in: row)?.contains(where: { ";.,".contains($0) }) ?? false }
    guard isDropFrame, !rate.isDropFrame else { return rate }
    return (try? FrameRate(rate.numerator, rate.denominator, dropFrame: true)) ?? rate
  }

  /// The label of a row's first frame.
  public func start(ofRow row: Int) -> Timecode? { timecode("Start", row) }

  /// The label behind a row's last frame.
  public func end(ofRow row: Int) -> Timecode? { timecode("End", row) }

  /// The frames of a row.
  public func frames(ofRow row: Int) -> FrameCount? {
    guard let start = start(ofRow: row), let end = end(ofRow: row) else { return nil }
    return try? start.duration(until: end)
  }

  /// How a heading states a rate: as people type it, and as Avid prints it since drop-frame has no place there.
  static func text(_ rate: FrameRate) -> String { rate.nonDropFrame.description }

  // MARK: -

  private func timecode(_ column: String, _ row: Int) -> Timecode? {
    guard let text = value(column, in: row), let rate = rate(ofRow: row) else { return nil }
    return try? Timecode(text, at: rate)
  }

  /// A rate as lists write it: `24`, `23.98`, `25.00`, `29,97`, `23.976 fps`, `29.97 DF`.
  private static func rate(_ text: String) -> FrameRate? {
    try? FrameRate(String(text.trimmed.map { $0 == "," ? "." : $0 }))
  }
}
