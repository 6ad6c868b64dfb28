// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation

extension Timestamp {
  /// The day where this machine stands, as `2026-11-27`: folders are named by the room's own day, not that of Greenwich.
  public var localDayText: String { dayText(in: .current) }

  /// The day in a time zone.
  func dayText(in zone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: secondsSince1970))
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }
}
