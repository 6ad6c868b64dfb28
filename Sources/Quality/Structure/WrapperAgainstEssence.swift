// SPDX-License-Identifier: Apache-2.0

import Essence

/// What the wrapper says of the pictures and sound, against what they say of themselves.
struct WrapperAgainstEssence: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let severity = subject.profile.crosscheck else { return [] }
    return subject.description.disagreements.map { Finding(.crosscheck, severity: severity, text: .disagreement($0)) }
  }
}

extension String {
  fileprivate static func disagreement(_ disagreement: Disagreement) -> String {
    "The wrapper says \(disagreement.wrapper) for \(disagreement.fact), the essence says \(disagreement.essence)."
  }
}
