// SPDX-License-Identifier: Apache-2.0

extension Timecode {
  /// The four numbers of a label.
  public struct Fields: Hashable, Sendable {
    /// Hours, 0 to 23.
    public var hours: Int
    /// Minutes, 0 to 59.
    public var minutes: Int
    /// Seconds, 0 to 59.
    public var seconds: Int
    /// Frames, from 0 and below the rate's nominal number.
    public var frames: Int

    /// Four numbers, not yet checked: `Timecode(_:at:)` does that.
    public init(hours: Int, minutes: Int, seconds: Int, frames: Int) {
      self.hours = hours
      self.minutes = minutes
      self.seconds = seconds
      self.frames = frames
    }
  }

  /// The label's four numbers.
  public var fields: Fields {
    var label = frameCount.value
    if rate.isDropFrame { label += dropped(before: label) }
    guard label <= UInt32.max else { return Timecode.split(label, base: rate.nominal) }
    return Timecode.split(UInt32(truncatingIfNeeded: label), base: UInt32(truncatingIfNeeded: rate.nominal))
  }

  /// The timecode with these four numbers.
  ///
  /// - Throws: `TimingError.outOfRange` for a number too large or negative, `.droppedLabel` for one that drop-frame leaves out (ST 12-1:2014, 5.2.2:
  ///   the first numbers of each minute, but for minutes 0, 10, 20, 30, 40 and 50).
  public init(_ fields: Fields, at rate: FrameRate) throws(TimingError) {
    guard (0..<24).contains(fields.hours), (0..<60).contains(fields.minutes), (0..<60).contains(fields.seconds), fields.frames >= 0,
      fields.frames < rate.nominal
    else { throw Timecode.outOfRange(fields, at: rate) }
    let minutes = fields.hours * 60 + fields.minutes
    var count = (minutes * 60 + fields.seconds) * rate.nominal + fields.frames
    if rate.isDropFrame {
      let isLeftOut = fields.seconds == 0 && fields.frames < rate.droppedPerMinute && fields.minutes % 10 != 0
      guard !isLeftOut else { throw Timecode.leftOut(fields, at: rate) }
      count -= rate.droppedPerMinute * (minutes - minutes / 10)
    }
    self.init(unchecked: FrameCount(count), at: rate)
  }

  // MARK: -

  /// The four numbers of the label that comes `label` labels after midnight; 32 bits, enough for all rates in use, divide twice as fast.
  @inline(__always)
  private static func split<Number: FixedWidthInteger>(_ label: Number, base: Number) -> Fields {
    let seconds = label / base
    let minutes = seconds / 60
    let hours = minutes / 60
    return Fields(hours: Int(hours), minutes: Int(minutes - hours * 60), seconds: Int(seconds - minutes * 60), frames: Int(label - seconds * base))
  }

  /// Labels left out before the frame at `count`.
  ///
  /// The bases 30, 60 and 120 are 30 times 1, 2 and 4: with that power of two shifted out, all divisions are by constants.
  private func dropped(before count: Int) -> Int {
    let power = rate.nominal == 30 ? 0 : rate.nominal == 60 ? 1 : 2
    let tens = (count >> power) / 17_982  // frames in ten minutes of base 30
    let rest = count - (tens * 17_982) << power
    let drop = 2 << power
    return drop * (9 * tens + (rest < drop ? 0 : ((rest - drop) >> power) / 1_798))
  }

  @inline(never)
  private static func outOfRange(_ fields: Fields, at rate: FrameRate) -> TimingError {
    let remedy =
      if !(0..<24).contains(fields.hours) {
        "hours go from 00 to 23"
      } else if !(0..<60).contains(fields.minutes) {
        "minutes go from 00 to 59"
      } else if !(0..<60).contains(fields.seconds) {
        "seconds go from 00 to 59"
      } else {
        "frames go from 00 to \(twoDigits(rate.nominal - 1)) at \(rate)"
      }
    return TimingError(.outOfRange, subject: text(of: fields, at: rate), remedy: remedy)
  }

  @inline(never)
  private static func leftOut(_ fields: Fields, at rate: FrameRate) -> TimingError {
    var next = fields
    next.frames = rate.droppedPerMinute
    guard let after = try? Timecode(next, at: rate) else { preconditionFailure("the first number kept in a minute is legal") }
    let before = after.advanced(wrapping: -1)
    return TimingError(.droppedLabel, subject: text(of: fields, at: rate), remedy: "the nearest labels are \(before) and \(after)")
  }

  private static func text(of fields: Fields, at rate: FrameRate) -> String {
    let clock = [fields.hours, fields.minutes, fields.seconds].map(twoDigits).joined(separator: ":")
    return clock + (rate.isDropFrame ? ";" : ":") + twoDigits(fields.frames)
  }

  private static func twoDigits(_ number: Int) -> String { (0..<10).contains(number) ? "0\(number)" : "\(number)" }
}
