// SPDX-License-Identifier: Apache-2.0

/// A moment in Coordinated Universal Time, exact to the nanosecond as file systems record it.
public struct Timestamp: Hashable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let seconds: Int64
  /// What is beyond the whole second, 0 to 999 999 999.
  public let nanoseconds: Int32

  /// A moment. Nanoseconds outside their range are carried into the seconds.
  public init(seconds: Int64, nanoseconds: Int64 = 0) {
    let carry = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
    self.seconds = seconds + carry
    self.nanoseconds = Int32(nanoseconds - carry * 1_000_000_000)
  }

  /// Seconds since 1970 as one number, good to a microsecond or so.
  public var secondsSince1970: Double { Double(seconds) + Double(nanoseconds) / 1e9 }

  /// This moment without what is beyond the whole second.
  public var wholeSecond: Timestamp { Timestamp(seconds: seconds) }

  /// The time from `earlier` to this moment.
  public func elapsed(since earlier: Timestamp) -> Duration {
    .seconds(seconds - earlier.seconds) + .nanoseconds(nanoseconds - earlier.nanoseconds)
  }
}

extension Timestamp: Comparable {
  /// Whether `left` is earlier.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
