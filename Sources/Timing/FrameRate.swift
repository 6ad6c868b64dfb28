// SPDX-License-Identifier: Apache-2.0

/// How many frames pass in a second, exactly, and how their labels are counted.
///
/// The rate is a fraction (`30000/1001`, never 29.97); drop-frame is a way of labelling, not another speed, but the trade names the
/// two together (`29.97df`), and so does this type. SMPTE ST 12-1:2014 (rates to 30), ST 12-3:2016 (higher rates).
///
///     let rate = try FrameRate("29.97df")   // 30000/1001, labels counted at 30 with two numbers dropped
///     rate.nominal                          // 30
public struct FrameRate: Hashable, Sendable {
  /// Frames in `denominator` seconds; the fraction is in lowest terms.
  public let numerator: Int
  /// Seconds in which `numerator` frames pass.
  public let denominator: Int
  /// The whole number of frame labels in a labelled second: 30 at 30000/1001.
  public let nominal: Int
  /// Whether labels skip frame numbers so that they follow the clock (ST 12-1, 5.2.2).
  public let isDropFrame: Bool

  /// A rate of `numerator / denominator` frames a second.
  ///
  /// - Throws: `TimingError` where the fraction is not positive, or drop-frame is asked of a rate that has no such count.
  public init(_ numerator: Int, _ denominator: Int = 1, dropFrame: Bool = false) throws(TimingError) {
    guard numerator > 0, denominator > 0, numerator <= 1_000_000_000, denominator <= 1_000_000_000 else {
      throw TimingError(.invalidRate, subject: "\(numerator)/\(denominator)", remedy: "a rate is two whole numbers above zero, such as 30000/1001")
    }
    let divisor = greatestCommonDivisor(numerator, denominator)
    let (numerator, denominator) = (numerator / divisor, denominator / divisor)
    let nominal = (numerator + denominator - 1) / denominator
    if dropFrame {
      let isNTSC = denominator == 1001 && numerator == nominal * 1000
      guard (isNTSC && [30, 60, 120].contains(nominal)) || (numerator == 30 && denominator == 1) else {
        throw TimingError(.noDropFrame, subject: "\(numerator)/\(denominator)", remedy: "drop-frame exists at 29.97, 30, 59.94 and 119.88 only")
      }
    }
    self.init(unchecked: numerator, denominator, dropFrame)
  }

  /// A rate whose parts are known to be right: a literal of the standard, in lowest terms.
  init(unchecked numerator: Int, _ denominator: Int, _ isDropFrame: Bool) {
    self.numerator = numerator
    self.denominator = denominator
    self.isDropFrame = isDropFrame
    nominal = (numerator + denominator - 1) / denominator
  }

  /// Labels that a minute leaves out, but for every tenth: 2 at 29.97, 4 at 59.94, 8 at 119.88, none without drop-frame.
  @inlinable
  public var droppedPerMinute: Int { isDropFrame ? nominal / 15 : 0 }

  /// Frames in 24 hours of labels: 2 589 408 at 29.97 drop-frame.
  @inlinable
  public var framesPerDay: Int { 86_400 * nominal - 1296 * droppedPerMinute }

  /// The same speed, labelled without dropping.
  public var nonDropFrame: FrameRate { FrameRate(unchecked: numerator, denominator, false) }

  /// Whether two rates pass frames at the same speed, however they label them.
  public func hasSameSpeed(as other: FrameRate) -> Bool { numerator == other.numerator && denominator == other.denominator }
}

/// The greatest common divisor of two positive integers (Euclid).
func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
  var (a, b) = (first, second)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}

extension FrameRate {
  /// 24000/1001, spoken "23.98".
  public static let fps23_976 = FrameRate(unchecked: 24000, 1001, false)
  /// Cinema's 24.
  public static let fps24 = FrameRate(unchecked: 24, 1, false)
  /// 25000/1001, spoken "24.98".
  public static let fps24_975 = FrameRate(unchecked: 25000, 1001, false)
  /// 25, the rate of 50 Hz television.
  public static let fps25 = FrameRate(unchecked: 25, 1, false)
  /// 30000/1001, every number used.
  public static let fps29_97 = FrameRate(unchecked: 30000, 1001, false)
  /// 30000/1001, drop-frame.
  public static let fps29_97df = FrameRate(unchecked: 30000, 1001, true)
  /// True 30.
  public static let fps30 = FrameRate(unchecked: 30, 1, false)
  /// True 30 with drop-frame labels: rare, but some camera applications write it.
  public static let fps30df = FrameRate(unchecked: 30, 1, true)
  /// 48000/1001.
  public static let fps47_952 = FrameRate(unchecked: 48000, 1001, false)
  /// 48.
  public static let fps48 = FrameRate(unchecked: 48, 1, false)
  /// 50.
  public static let fps50 = FrameRate(unchecked: 50, 1, false)
  /// 60000/1001, every number used.
  public static let fps59_94 = FrameRate(unchecked: 60000, 1001, false)
  /// 60000/1001, drop-frame.
  public static let fps59_94df = FrameRate(unchecked: 60000, 1001, true)
  /// 60.
  public static let fps60 = FrameRate(unchecked: 60, 1, false)
  /// 72.
  public static let fps72 = FrameRate(unchecked: 72, 1, false)
  /// 90.
  public static let fps90 = FrameRate(unchecked: 90, 1, false)
  /// 96000/1001.
  public static let fps95_904 = FrameRate(unchecked: 96000, 1001, false)
  /// 96.
  public static let fps96 = FrameRate(unchecked: 96, 1, false)
  /// 100.
  public static let fps100 = FrameRate(unchecked: 100, 1, false)
  /// 120000/1001, every number used.
  public static let fps119_88 = FrameRate(unchecked: 120000, 1001, false)
  /// 120000/1001, drop-frame.
  public static let fps119_88df = FrameRate(unchecked: 120000, 1001, true)
  /// 120.
  public static let fps120 = FrameRate(unchecked: 120, 1, false)

  /// Every rate the trade labels frames at, slowest first.
  public static let all: [FrameRate] = [
    fps23_976, fps24, fps24_975, fps25, fps29_97, fps29_97df, fps30, fps30df, fps47_952, fps48, fps50, fps59_94, fps59_94df, fps60,
    fps72, fps90, fps95_904, fps96, fps100, fps119_88, fps119_88df, fps120,
  ]
}
