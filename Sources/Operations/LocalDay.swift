// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation

extension Timestamp {
  /// The day where this machine stands, as `2026-11-27`: folders are named by the room's own day, not that of Greenwich.
  public var localDayText: String { dayText(in: .current) }

  /// The hour and minute where this machine stands, as `04:15`.
  var localTimeText: String {
    let parts = parts(in: .current)
    return String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
  }

  /// The day in a time zone.
  func dayText(in zone: TimeZone) -> String {
    let parts = parts(in: zone)
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  private func parts(in zone: TimeZone) -> DateComponents {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.dateComponents([.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: secondsSince1970))
  }
}
