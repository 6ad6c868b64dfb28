// SPDX-License-Identifier: Apache-2.0

import Essence

/// Captions and subtitles inside the file: whether they are there where they are asked for, absent where they are forbidden, and sound: the parity of CTA-608, the
/// packets of CTA-708, the lines of OP-47, the checksums of ancillary packets. What they say is for a person to read.
struct CaptionsPresent: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let asked = subject.profile.structure.captions else { return [] }
    let found = (subject.survey?.captions ?? []).filter { $0.carriers > 0 }
    var kinds = Set(found.map(\.kind))
    for stream in subject.description.captions { kinds.insert(stream.kind) }
    var findings: [Finding] = []
    if !asked.required.isEmpty, kinds.isDisjoint(with: asked.required) {
      let others = kinds.isEmpty ? "there are none" : "there are only \(Self.list(Array(kinds)))"
      let unread =
        subject.survey?.unreadAncillary.map { ", beside \($0) ancillary packets in an unknown coding, which cannot be read here and may hold some" }
        ?? ""
      findings.append(
        Finding(.captions, severity: asked.severity, text: "The file has no captions of \(Self.list(asked.required)): \(others)\(unread)."))
    }
    if asked.areForbidden, !kinds.isEmpty {
      findings.append(
        Finding(.captions, severity: asked.severity, text: "The file holds captions (\(Self.list(Array(kinds)))), where none are to be in it."))
    }
    for trace in found where trace.parityErrors > 0 {
      findings.append(
        Finding(
          .captions, severity: asked.severity, stream: trace.streamIndex, value: Double(trace.parityErrors), limit: 0, unit: "bytes",
          text: "Captions of \(trace.kind) are damaged: \(trace.parityErrors) bytes have the wrong parity."))
    }
    for trace in found where trace.malformed > 0 {
      findings.append(
        Finding(
          .captions, severity: asked.severity, stream: trace.streamIndex, value: Double(trace.malformed), limit: 0, unit: "packets",
          text: "Captions of \(trace.kind) are damaged: length, order or checksum of \(trace.malformed) packets is wrong."))
    }
    return findings
  }

  private static func list(_ kinds: [CaptionKind]) -> String {
    kinds.map(\.description).sorted().joined(separator: " or ")
  }
}

extension CaptionStream {
  /// What the stream carries.
  fileprivate var kind: CaptionKind {
    switch codec {
    case "eia_608": .cea608
    case "dvb_teletext": .teletext
    default: .subtitles
    }
  }
}
