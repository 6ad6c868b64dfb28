// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// How a report writes numbers: British, exact where the number is a count, the same on every machine whatever its locale.
enum Figures {
  /// What stands for a value that does not exist, such as the loudness of silence.
  static let none = "–"

  /// A decimal with a fixed number of places, or the sign for no value.
  static func decimal(_ value: Double?, places: Int = 1) -> String {
    guard let value, value.isFinite else { return none }
    let text = String(format: "%.\(places)f", value)
    return text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) } ? String(text.dropFirst()) : text
  }

  /// A number without needless places: `25`, `23.976`, `-23`.
  static func short(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    var text = decimal(value, places: 3)
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") {
      let last = text.removeLast()
      if last == "." { break }
    }
    return text
  }

  /// A count with its thousands apart: `1,234,567`.
  static func count(_ value: Int) -> String { CountText.grouped(Int64(value)) }

  /// A count and its noun: `1 file`, `2 files`, `2 entries`.
  static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String { CountText(value, noun, plural).description }

  /// A size in decimal units, as drives are sold, with the exact count beside it.
  static func bytes(_ value: Int) -> String { ByteText(value).exact }

  /// A size in decimal units, rounded: `1.24 GB`.
  static func size(_ value: Int) -> String { ByteText(value).description }

  /// Bits a second in the unit the trade uses.
  static func bitRate(_ value: Int) -> String {
    value >= 1_000_000 ? short((Double(value) / 10_000).rounded() / 100) + " Mb/s" : short((Double(value) / 10).rounded() / 100) + " kb/s"
  }

  /// A time taken: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
  static func duration(seconds: Double?) -> String {
    guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e9 else { return none }
    if seconds < 10 { return decimal(seconds) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s") }
    return "\(whole / 3600) h" + (whole % 3600 / 60 == 0 ? "" : " \(whole % 3600 / 60) min")
  }

  /// A date that reads the same everywhere: `2026-11-23 22:07:33 +00:00`.
  static func date(_ date: Date?, in zone: TimeZone) -> String {
    guard let date else { return none }
    let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    let offset = zone.secondsFromGMT(for: date) / 60
    let sign = offset < 0 ? "-" : "+"
    return date.formatted(style) + String(format: " %@%02d:%02d", sign, abs(offset) / 60, abs(offset) % 60)
  }

  /// The same for a moment as file systems record it.
  static func date(_ moment: Timestamp, in zone: TimeZone) -> String { date(Date(timeIntervalSince1970: moment.secondsSince1970), in: zone) }
}
