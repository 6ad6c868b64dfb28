// SPDX-License-Identifier: Apache-2.0

import Files

/// The pattern of one folder's name.
struct FolderPatternSegment: Hashable, Sendable {
  /// What is wrong with a pattern, and what to write instead.
  struct Fault: Error {
    let fault: String
    let remedy: String
  }

  private enum Part: Hashable, Sendable {
    case text(String)
    case field(String)
    /// The day, in a format of `yyyy`, `yy`, `MM`, `dd` and separators.
    case date(String)
    /// A number of at least so many digits.
    case counter(Int)
  }

  private let parts: [Part]

  init(_ text: String, fields: [String]) throws(Fault) {
    guard !text.isEmpty else { throw Fault(fault: "has a folder without a name", remedy: "put exactly one ‘/’ between folders and none at the end") }
    guard text != "..", text != "." else { throw Fault(fault: "has ‘\(text)’ for a folder", remedy: "name the folder itself") }
    var parts: [Part] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw Fault(fault: "has a ‘{’ that nothing closes", remedy: "write fields as {production}") }
        parts.append(try Self.field(rest[rest.index(after: rest.startIndex)..<end], fields))
        rest = rest[rest.index(after: end)...]
      } else {
        let plain = rest.prefix { $0 != "{" }
        parts.append(.text(try Self.checked(plain)))
        rest = rest.dropFirst(plain.count)
      }
    }
    self.parts = parts
    try checkWhole(text)
  }

  var hasCounter: Bool { parts.contains { if case .counter = $0 { true } else { false } } }

  var fields: [String] {
    parts.compactMap { part in
      switch part {
      case .field(let name): name
      case .date: "date"
      case .text, .counter: nil
      }
    }
  }

  /// The name for `values`; adds what was changed.
  func name(_ values: [String: String], counter: Int?, in pattern: String, _ changes: inout [String]) throws(DeliveryError) -> String {
    var name = ""
    for part in parts { name += try text(of: part, values, counter: counter, in: pattern, &changes) }
    let subject = "the folder name ‘\(name.prefix(60))’"
    guard name.utf8.count <= FileSystemName.maximumByteCount else {
      throw DeliveryError(
        .invalidMetadata, subject: subject, fault: "has \(name.utf8.count) bytes where file systems take \(FileSystemName.maximumByteCount)",
        remedy: "give shorter values for \(fields.joined(separator: ", "))")
    }
    guard !FileSystemName.isReserved(name) else {
      throw DeliveryError(
        .invalidMetadata, subject: subject, fault: "is a device’s name on Windows", remedy: "give another value for \(fields.joined(separator: ", "))"
      )
    }
    return name
  }

  /// What stands before and behind the counter.
  func around(_ values: [String: String], in pattern: String) throws(DeliveryError) -> (prefix: String, suffix: String) {
    var (prefix, suffix, isBehind) = ("", "", false)
    var ignored: [String] = []
    for part in parts {
      if case .counter = part {
        isBehind = true
        continue
      }
      let text = try text(of: part, values, counter: nil, in: pattern, &ignored)
      if isBehind { suffix += text } else { prefix += text }
    }
    return (prefix, suffix)
  }

  // MARK: - Reading

  private static func field(_ text: Substring, _ fields: [String]) throws(Fault) -> Part {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let (name, format) = (String(halves[0]), halves.count > 1 ? String(halves[1]) : nil)
    if name == "counter" {
      guard let format else { return .counter(1) }
      guard let digits = Int(format), (1...9).contains(digits) else {
        throw Fault(fault: "counts with ‘\(format)’ digits", remedy: "write {counter:3} for three digits, at most nine")
      }
      return .counter(digits)
    }
    let known = fields + ["counter"]
    guard known.contains(name) else {
      throw Fault(
        fault: "asks for ‘{\(name)}’, which nothing gives\(NearestName.question(name, among: known))", remedy: "use \(known.joined(separator: ", "))")
    }
    guard name == "date" else {
      guard format == nil else { throw Fault(fault: "gives ‘{\(name)}’ a format", remedy: "only date and counter have one") }
      return .field(name)
    }
    let day = format ?? "yyyyMMdd"
    guard day.wholeMatch(of: /(yyyy|yy|MM|dd|[-_.])+/) != nil else {
      throw Fault(fault: "writes the date as ‘\(day)’", remedy: "use yyyy, yy, MM and dd, with ‘-’, ‘_’ or ‘.’ between them")
    }
    return .date(day)
  }

  private static func checked(_ plain: Substring) throws(Fault) -> String {
    let refused = plain.first { !($0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0))) }
    if let refused {
      throw Fault(fault: "has ‘\(refused)’, which not every file system takes", remedy: "use letters, digits, blanks, dots, dashes and underscores")
    }
    return String(plain)
  }

  private func checkWhole(_ text: String) throws(Fault) {
    guard parts.count(where: { if case .counter = $0 { true } else { false } }) <= 1 else {
      throw Fault(fault: "counts twice in one folder", remedy: "use {counter} once")
    }
    guard !text.hasPrefix("."), !text.hasPrefix(" "), !text.hasSuffix("."), !text.hasSuffix(" ") else {
      throw Fault(fault: "has the folder ‘\(text)’, which begins or ends with a dot or a blank", remedy: "Windows and Macs drop or hide such names")
    }
    guard fields.isEmpty, !hasCounter else { return }
    guard !FileSystemName.isReserved(text) else {
      throw Fault(fault: "has the folder ‘\(text)’, which is a device’s name on Windows", remedy: "use another")
    }
  }

  // MARK: - Expanding

  private func text(
    of part: Part, _ values: [String: String], counter: Int?, in pattern: String, _ changes: inout [String]
  ) throws(DeliveryError) -> String {
    switch part {
    case .text(let text): return text
    case .counter(let digits):
      guard let counter else { throw Self.missing("counter", in: pattern) }
      let number = String(max(0, counter))
      return String(repeating: "0", count: max(0, digits - number.count)) + number
    case .date(let format):
      guard let day = values["date"], !day.isEmpty else { throw Self.missing("date", in: pattern) }
      guard let moment = Timestamp("\(day)T00:00:00Z"), moment.dateText == day else {
        throw DeliveryError(.invalidMetadata, subject: "‘\(day)’", fault: "is no day", remedy: "give --set date=2026-11-27")
      }
      let numbers = day.split(separator: "-")
      return format.replacing("yyyy", with: numbers[0]).replacing("yy", with: numbers[0].suffix(2)).replacing("MM", with: numbers[1])
        .replacing("dd", with: numbers[2])
    case .field(let field):
      guard let value = values[field], !value.isEmpty else { throw Self.missing(field, in: pattern) }
      let plain = FileSystemName.sanitized(value)
      guard !plain.isEmpty else {
        throw DeliveryError(
          .invalidMetadata, subject: "‘\(value)’", fault: "leaves nothing that a folder name may hold",
          remedy: "give --set \(field)=… in letters or digits")
      }
      // Strings are equal when their characters are; the bytes decide here.
      let change = "‘\(value)’ became ‘\(plain)’"
      if !plain.utf8.elementsEqual(value.utf8), !changes.contains(change) { changes.append(change) }
      return plain
    }
  }

  private static func missing(_ field: String, in pattern: String) -> DeliveryError {
    DeliveryError(.invalidMetadata, subject: "the folder pattern ‘\(pattern)’", fault: "needs ‘\(field)’", remedy: "give --set \(field)=…")
  }
}
