// SPDX-License-Identifier: Apache-2.0

import Essence

/// The sound tracks: how many, with how many channels, at which sample rate and bit depth.
struct SoundTrackLayout: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    let format = subject.profile.format
    var findings = subject.description.audio.flatMap { stream -> [Finding] in
      let facts = stream.facts
      func property(_ name: String) -> ExpectedProperty {
        ExpectedProperty(check: .layout, stream: stream.index, name: name, siblings: subject.description.audio.count)
      }
      return [
        property("sample rate").compare(facts.sampleRate, with: format.audioSampleRates) { "\($0) Hz" },
        property("bit depth of the sound").compare(facts.bitDepth, with: format.audioBitDepths),
      ].compactMap { $0 }
    }
    if let expected = format.audioChannelCounts {
      let counts = subject.description.audio.map { $0.facts.channelCount ?? 0 }
      if !expected.allowed.contains(counts) {
        findings.append(Finding(.layout, severity: expected.severity, text: .tracks(counts, expected.allowed)))
      }
    }
    if let expected = format.audioChannelTotals {
      let total = subject.description.audio.compactMap(\.facts.channelCount).reduce(0, +)
      if !expected.allowed.contains(total) {
        findings.append(Finding(.layout, severity: expected.severity, text: .channels(total, expected.allowed)))
      }
    }
    return findings
  }
}

extension String {
  fileprivate static func tracks(_ found: [Int], _ allowed: [[Int]]) -> String {
    "The sound is laid out as \(tracks(found)), where \(allowed.map(tracks).joined(separator: " or ")) is asked for."
  }

  fileprivate static func channels(_ found: Int, _ allowed: [Int]) -> String {
    "The file has \(found == 1 ? "1 channel" : "\(found) channels") of sound, where \(allowed.map(String.init).joined(separator: " or ")) are asked for."
  }

  /// `4 tracks of 1 channel`, `2 tracks of 6, 2 channels`.
  private static func tracks(_ counts: [Int]) -> String {
    guard let first = counts.first else { return "no track" }
    let channels = counts.allSatisfy { $0 == first } ? "\(first)" : counts.map(String.init).joined(separator: ", ")
    return "\(counts.count) \(counts.count == 1 ? "track" : "tracks") of \(channels) \(channels == "1" ? "channel" : "channels")"
  }
}
