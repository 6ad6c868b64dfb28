// SPDX-License-Identifier: Apache-2.0

/// The names in an Avid Log Exchange, as far as a card's index needs it: tab-separated text with the sections `Heading`, `Column` and `Data`.
package enum AvidLog {
  /// The clips' names without extensions; `nil` where there is no column of names, or the data do not begin.
  package static func clipNames(_ bytes: [UInt8]) -> [String]? {
    let lines = text(of: bytes).split(whereSeparator: \.isNewline)
    // Spreadsheets leave tabs behind a section's name.
    func begins(_ section: String) -> (Substring) -> Bool { { $0.prefix { $0 != "\t" }.lowercased() == section } }
    guard let column = lines.firstIndex(where: begins("column")), column + 1 < lines.count,
      let data = lines[column...].firstIndex(where: begins("data"))
    else { return nil }
    let columns = lines[column + 1].split(separator: "\t", omittingEmptySubsequences: false)
    guard let name = columns.firstIndex(where: { $0.lowercased() == "name" }) else { return nil }
    return lines[(data + 1)...].compactMap { line in
      let values = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard values.indices.contains(name), !values[name].isEmpty else { return nil }
      let text = values[name]
      let hasExtension = [".mov", ".mxf", ".ari", ".arx"].contains { text.lowercased().hasSuffix($0) }
      return String(hasExtension ? text.dropLast(4) : text)
    }
  }

  /// The text of a list in UTF-8, or in UTF-16 with a byte order mark, as some systems save it.
  private static func text(of bytes: [UInt8]) -> String {
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
      return String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
      isLittle ? UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 : UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
    }
    return String(decoding: units, as: UTF16.self)
  }
}
