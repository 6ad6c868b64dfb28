// SPDX-License-Identifier: Apache-2.0

extension ClipMetadata {
  /// A day of shooting as an entry keeps it, `2026-11-27`; `nil` for one that the calendar does not have.
  public static func day(year: Int, month: Int, day: Int) -> String? {
    guard (1...9999).contains(year), isDay(day, ofMonth: month, year: year) else { return nil }
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }

  /// A day without its year, `11-27`, as some cameras name files; `nil` for one that no year has.
  public static func day(month: Int, day: Int) -> String? {
    isDay(day, ofMonth: month, year: 2000) ? padded(month, 2) + "-" + padded(day, 2) : nil
  }

  /// The day that `text` states, as `2026-11-27`, where it begins with year, month and day in that order (`2026-11-27T10:00:00+01:00`,
  /// `2026:11:27`, `20261127`). Any other order is somebody's custom and stays as written: `07/08/26` is two days.
  public static func day(_ text: String) -> String {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    guard let year = number(0..<4) else { return text }
    if bytes.count >= 10, [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: ".")].contains(bytes[4]), bytes[7] == bytes[4],
      let month = number(5..<7), let day = number(8..<10)
    {
      return Self.day(year: year, month: month, day: day) ?? text
    }
    if bytes.count == 8, let month = number(4..<6), let day = number(6..<8) { return Self.day(year: year, month: month, day: day) ?? text }
    return text
  }

  // MARK: -

  private static func isDay(_ day: Int, ofMonth month: Int, year: Int) -> Bool {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
