// SPDX-License-Identifier: Apache-2.0

import Essence

/// The file's name against the pattern that the specification gives, and its size against the most that the way there takes.
struct FileNameAndSize: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let (file, limits) = (subject.description, subject.profile.structure)
    var findings: [Finding] = []
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    if let asked = limits.fileName, !asked.allowed.contains(where: { pattern in name.matches(pattern) }) {
      let text = "The file is named ‘\(name)’, which is not of the form \(asked.allowed.joined(separator: " or "))."
      findings.append(Finding(.naming, severity: asked.severity, text: text))
    }
    if let most = limits.largestFile, file.byteCount > most.most {
      findings.append(
        Finding(
          .naming, severity: most.severity, value: Double(file.byteCount), limit: Double(most.most), unit: "bytes",
          text: "The file has \(file.byteCount) bytes, where at most \(most.most) are taken."))
    }
    return findings
  }
}

extension String {
  /// Whether the regular expression matches the whole text; one that is none matches nothing.
  fileprivate func matches(_ pattern: String) -> Bool {
    guard let expression = try? Regex(pattern) else { return false }
    return wholeMatch(of: expression) != nil
  }
}
