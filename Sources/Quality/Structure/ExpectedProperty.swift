// SPDX-License-Identifier: Apache-2.0

/// One property of one stream, held against what the profile expects of it.
struct ExpectedProperty {
  let check: CheckIdentifier
  let stream: Int
  /// The property in an operator's words, `raster` or `bit depth of the sound`.
  let name: String

  /// A finding where `value` is not one of those expected; a property that the file does not state is a finding too, never a pass.
  func compare<Value>(_ value: Value?, with expectation: Expectation<Value>?, spelled: (Value) -> String = { "\($0)" }) -> Finding? {
    guard let expectation else { return nil }
    if let value, expectation.allowed.contains(value) { return nil }
    let allowed = expectation.allowed.map(spelled).joined(separator: " or ")
    let found = value.map(spelled)
    return Finding(check, severity: expectation.severity, stream: stream, text: .differs(name, stream: stream, found: found, allowed: allowed))
  }
}

extension String {
  fileprivate static func differs(_ name: String, stream: Int, found: String?, allowed: String) -> String {
    found.map { "The \(name) of stream \(stream) is \($0), where \(allowed) is asked for." }
      ?? "The file does not state the \(name) of stream \(stream), where \(allowed) is asked for."
  }
}
