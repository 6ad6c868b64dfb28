// SPDX-License-Identifier: Apache-2.0

/// The names in an Avid Log Exchange, as far as a card's index needs it: tab-separated text with the sections `Heading`, `Column` and `Data`.
enum AvidLog {
  /// The clips' names without extensions; `nil` where there is no column of names, or the data do not begin.
  static func clipNames(_ bytes: [UInt8]) -> [String]? {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    guard let column = lines.firstIndex(of: "Column"), column + 1 < lines.count,
      let data = lines[column...].firstIndex(of: "Data")
    else { return nil }
    let columns = lines[column + 1].split(separator: "\t", omittingEmptySubsequences: false)
    guard let name = columns.firstIndex(of: "Name") else { return nil }
    return lines[(data + 1)...].compactMap { line in
      let values = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard values.indices.contains(name), !values[name].isEmpty else { return nil }
      let text = values[name]
      let hasExtension = [".mov", ".mxf", ".ari", ".arx"].contains { text.lowercased().hasSuffix($0) }
      return String(hasExtension ? text.dropLast(4) : text)
    }
  }
}
