// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Timing
import Yams

/// Readings of values that are words of the trade. Each notes a mistake and answers `nil` for what it cannot read.
extension StrictYAML.Value {
  /// What `parse` makes of a text of at most `limit` bytes; `form` says what it should look like.
  func parsed<Result>(_ what: String, limit: Int = 64, form: String, _ parse: (String) -> Result?) -> Result? {
    guard let text = text(what) else { return nil }
    guard text.utf8.count <= limit, let result = parse(text) else {
      mistake("\(what) is ‘\(text.prefix(40))’: \(form)")
      return nil
    }
    return result
  }

  /// A text of at most `limit` bytes.
  func text(_ what: String, limit: Int) -> String? { parsed(what, limit: limit, form: "keep it below \(limit) bytes") { $0 } }

  /// A specification's or preset's name.
  func identifier(_ what: String) -> String? {
    parsed(what, form: "use lower-case letters, digits and single dashes, as prores-master") { text in
      text.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) == nil ? nil : text
    }
  }

  /// A list of accepted values, or `asSource`.
  func requirement<Element>(_ what: String, _ read: (StrictYAML.Value, String) -> Element?) -> Requirement<Element>? {
    if case .scalar(let scalar) = node {
      if scalar.string == "asSource" { return .asSource }
      mistake("\(what) must be a list of accepted values, or asSource")
      return nil
    }
    guard let list = list(what) else { return nil }
    guard !list.isEmpty else {
      mistake("\(what) accepts nothing: list a value, or remove it")
      return nil
    }
    let values = list.compactMap { read($0, what) }
    return values.count == list.count ? .anyOf(values) : nil
  }

  /// Accepted short texts.
  func texts(_ what: String) -> Requirement<String>? { requirement(what) { $0.text($1, limit: 64) } }

  /// A raster, as `1920x1080`.
  func raster(_ what: String) -> PictureSize? { parsed(what, form: "write columns and rows, as 1920x1080") { PictureSize($0) } }

  /// A frame rate, as `25` or `23.976`.
  func rate(_ what: String) -> FrameRate? { parsed(what, form: "write a rate, as 25 or 23.976") { try? FrameRate($0) } }

  /// A way of scanning.
  func scan(_ what: String) -> ScanType? {
    let names: [ScanType] = [.progressive, .interlacedTopFirst, .interlacedBottomFirst]
    return parsed(what, form: "use one of \(names.map(\.rawValue).joined(separator: ", "))") { ScanType(rawValue: $0) }
  }

  /// `keep`, or the label at which timecode starts.
  func timecodePolicy(_ what: String) -> TimecodePolicy? {
    parsed(what, form: "write keep, or a label such as 10:00:00:00") { text in
      if text == "keep" { return .keep }
      return text.wholeMatch(of: /([01]\d|2[0-3]):[0-5]\d:[0-5]\d:([01]\d|2[0-3])/) == nil ? nil : .fixed(text)
    }
  }

  /// A day, as `2026-11-23`.
  func day(_ what: String) -> String? {
    parsed(what, form: "write a day, as 2026-11-23") { text in
      guard let moment = Timestamp("\(text)T00:00:00Z"), moment.dateText == text else { return nil }
      return text
    }
  }
}
