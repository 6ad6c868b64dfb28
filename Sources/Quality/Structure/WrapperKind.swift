// SPDX-License-Identifier: Apache-2.0

import Essence

/// The wrapper: is it one that the specification takes?
struct WrapperKind: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let expected = subject.profile.format.wrappers else { return [] }
    let wrapper = subject.description.wrapper
    let names = Set(wrapper.format.split(separator: ",").map(String.init) + [wrapper.format])
    return expected.allowed.contains(where: names.contains)
      ? [] : [Finding(.wrapper, severity: expected.severity, text: .wrapper(wrapper.name, expected.allowed))]
  }
}

extension String {
  fileprivate static func wrapper(_ name: String, _ allowed: [String]) -> String {
    "The wrapper is \(name), where \(allowed.joined(separator: " or ")) is asked for."
  }
}
