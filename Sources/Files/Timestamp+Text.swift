// SPDX-License-Identifier: Apache-2.0

extension Timestamp: LosslessStringConvertible {
  /// RFC 3339 in UTC, with as many decimals as are not zero in groups of three: `2026-03-01T09:30:00Z`, `2026-03-01T09:30:00.250Z`.
  public var description: String {
    let (date, time) = parts
    return "\(date)T\(time.hour):\(time.minute):\(time.second)\(decimals)Z"
  }

  /// How an ASC MHL file name carries it: `2026-03-01_093000Z`.
  public var fileNameText: String {
    let (date, time) = parts
    return "\(date)_\(time.hour)\(time.minute)\(time.second)Z"
  }

  /// The day alone: `2026-03-01`.
  public var dateText: String { parts.date }

  /// A moment written as RFC 3339 (section 5.6) has it, with any offset. A leap second counts as the first second of the next minute;
  /// decimals beyond the ninth are dropped.
  public init?(_ text: String) {
    var scanner = TimestampScanner(text)
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"), let day = scanner.number(2),
      scanner.skip("T", "t", " "), let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"),
      let second = scanner.number(2), let nanoseconds = scanner.decimals(), let offset = scanner.offsetSeconds(), scanner.isAtEnd,
      (1...12).contains(month), (1...CivilDay.length(ofMonth: month, year: year)).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = CivilDay(year: year, month: month, day: day).daysSince1970
    self.init(seconds: Int64(days * 86400 + hour * 3600 + minute * 60 + second - offset), nanoseconds: nanoseconds)
  }

  private var decimals: String {
    guard nanoseconds != 0 else { return "" }
    var digits = Self.padded(Int(nanoseconds), 9)
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return "." + digits
  }

  /// Its date and time of day at Greenwich, as numbers.
  package var calendar: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let (quotient, remainder) = Int(seconds).quotientAndRemainder(dividingBy: 86400)
    let (days, rest) = remainder < 0 ? (quotient - 1, remainder + 86400) : (quotient, remainder)
    let civil = CivilDay(daysSince1970: days)
    return (civil.year, civil.month, civil.day, rest / 3600, rest / 60 % 60, rest % 60)
  }

  private var parts: (date: String, time: (hour: String, minute: String, second: String)) {
    let at = calendar
    return (
      "\(Self.padded(at.year, 4))-\(Self.padded(at.month, 2))-\(Self.padded(at.day, 2))",
      (Self.padded(at.hour, 2), Self.padded(at.minute, 2), Self.padded(at.second, 2))
    )
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Timestamp: Codable {
  /// Reads RFC 3339 text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let moment = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "‘\(text)’ is not a date and time as RFC 3339 writes them")
    }
    self = moment
  }

  /// Writes RFC 3339 text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Reads the fixed fields of RFC 3339 one after the other.
private struct TimestampScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(_ digits: Int) -> Int? {
    let field = rest.prefix(digits)
    guard field.count == digits, field.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    rest = rest.dropFirst(digits)
    return field.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
    guard let next = rest.first, characters.contains(Unicode.Scalar(next)) else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func decimals() -> Int64? {
    guard skip(".") else { return 0 }
    var value: Int64 = 0
    var places = 0
    while let digit = number(1) {
      if places < 9 { value = value * 10 + Int64(digit) }
      places += 1
    }
    guard places > 0 else { return nil }
    for _ in min(places, 9)..<9 { value *= 10 }
    return value
  }

  mutating func offsetSeconds() -> Int? {
    if skip("Z", "z") { return 0 }
    let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
    guard skip("+", "-"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
