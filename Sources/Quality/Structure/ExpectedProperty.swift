// SPDX-License-Identifier: Apache-2.0

/// One property of one stream, held against what the profile expects of it.
struct ExpectedProperty {
  let check: CheckIdentifier
  let stream: Int
  /// The property in an operator's words: `raster`, `bit depth of the sound`.
  let name: String
  /// How many streams of its kind there are; the number of an only one is not told.
  let siblings: Int

  /// A finding where `value` is not one of those expected; a property that the file does not state is a finding too, never a pass.
  func compare<Value>(_ value: Value?, with expectation: Expectation<Value>?, spelled: (Value) -> String = { "\($0)" }) -> Finding? {
    guard let expectation else { return nil }
    if let value, expectation.allowed.contains(value) { return nil }
    return finding(value.map(spelled), asked: expectation.allowed.map(spelled).joined(separator: " or "), expectation.severity)
  }

  /// A finding where `value` does not fit under `ceiling`, or is not stated.
  func compare<Value>(
    _ value: Value?, with ceiling: Ceiling<Value>?, fits: (_ value: Value, _ most: Value) -> Bool, spelled: (Value) -> String = { "\($0)" }
  ) -> Finding? {
    guard let ceiling else { return nil }
    if let value, fits(value, ceiling.most) { return nil }
    return finding(value.map(spelled), asked: "at most \(spelled(ceiling.most))", ceiling.severity)
  }

  private func finding(_ found: String?, asked: String, _ severity: Severity) -> Finding {
    let subject = siblings == 1 ? name : "\(name) of stream \(stream)"
    let text =
      found.map { "The \(subject) is \($0), where \(asked) is asked for." } ?? "The file does not state the \(subject), where \(asked) is asked for."
    return Finding(check, severity: severity, stream: stream, text: text)
  }
}
