// SPDX-License-Identifier: Apache-2.0

import Essence

/// Pictures and sound: are they there at all? A file without them has nothing that could miss a limit, and must not pass for that.
struct EssencePresence: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let (format, description) = (subject.profile.format, subject.description)
    var findings: [Finding] = []
    if description.video.isEmpty, let severity = format.missingPicture {
      findings.append(Finding(.layout, severity: severity, text: "The file has no pictures, where pictures are asked for."))
    }
    if description.audio.isEmpty, let severity = format.missingSound {
      findings.append(Finding(.layout, severity: severity, text: "The file has no sound, where sound is asked for."))
    }
    return findings
  }
}
