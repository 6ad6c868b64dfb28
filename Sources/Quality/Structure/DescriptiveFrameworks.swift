// SPDX-License-Identifier: Apache-2.0

import Essence

/// Descriptive metadata in the header of an MXF file (SMPTE ST 377-1, 10): every framework that the specification asks for. What stands in them is not judged.
struct DescriptiveFrameworks: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let asked = subject.profile.structure.frameworks else { return [] }
    let found = subject.description.wrapper.frameworks ?? []
    return asked.allowed.filter { !found.contains($0.key) }.map {
      Finding(.frameworks, severity: asked.severity, text: "The file has no descriptive metadata of the scheme \($0.name).")
    }
  }
}
