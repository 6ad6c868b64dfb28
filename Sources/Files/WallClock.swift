// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where an operation gets the time of day from: the system, or a test.
public struct WallClock: Sendable {
  private let read: @Sendable () -> Timestamp

  /// A clock that asks `read` every time.
  public init(_ read: @escaping @Sendable () -> Timestamp) { self.read = read }

  /// The machine's own clock.
  public static let system = WallClock {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Timestamp(now)
  }

  /// A clock that stands still.
  public static func fixed(_ moment: Timestamp) -> WallClock { WallClock { moment } }

  /// The time of day.
  public var now: Timestamp { read() }
}

extension Timestamp {
  init(_ time: timespec) { self.init(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec)) }

  var timespec: timespec { .init(tv_sec: .init(seconds), tv_nsec: .init(nanoseconds)) }
}
