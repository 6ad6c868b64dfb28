// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Lengths: counted against stated, sound against pictures, and all against what was ordered.
struct ProgrammeDuration: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let limits = subject.profile.duration, let clock = subject.clock else { return [] }
    let pictures = subject.description.video.first.flatMap { subject.pictures[$0.index] }
    let sound = subject.description.audio.compactMap { stream -> (index: Int, frames: Int)? in
      guard let samples = subject.samples[stream.index], let rate = stream.facts.sampleRate, rate > 0 else { return nil }
      return (stream.index, clock.frames(ofSamples: 0..<samples, sampleRate: rate).count)
    }
    var findings: [Finding] = []
    func report(_ found: Int, _ reference: Int, stream: Int?, _ text: String) {
      guard abs(found - reference) > limits.tolerance.value else { return }
      findings.append(
        Finding(.duration, severity: limits.severity, stream: stream, value: Double(found), limit: Double(reference), unit: "frames", text: text))
    }
    for stream in subject.description.video {
      guard let stated = stream.wrapper.frameCount?.value, let counted = subject.pictures[stream.index] else { continue }
      report(counted, stated, stream: stream.index, .counted(counted, stated: stated, stream: stream.index))
    }
    for (index, frames) in sound {
      guard let pictures else { continue }
      report(frames, pictures, stream: index, .sound(frames, pictures: pictures, stream: index))
    }
    if let expected = limits.expectedFrames?.value, let length = pictures ?? sound.first?.frames, length != expected {
      findings.append(
        Finding(
          .duration, severity: limits.severity, value: Double(length), limit: Double(expected), unit: "frames",
          text: .length(length, expected: expected, clock)))
    }
    return findings
  }
}

extension String {
  fileprivate static func counted(_ counted: Int, stated: Int, stream: Int) -> String {
    "Stream \(stream) holds \(counted) \(counted == 1 ? "picture" : "pictures"), while the file states \(stated)."
  }

  fileprivate static func sound(_ frames: Int, pictures: Int, stream: Int) -> String {
    "The sound of stream \(stream) is \(abs(frames - pictures)) \(abs(frames - pictures) == 1 ? "frame" : "frames") \(frames < pictures ? "shorter" : "longer") than the pictures."
  }

  fileprivate static func length(_ length: Int, expected: Int, _ clock: FrameClock) -> String {
    "The programme lasts \(length) \(length == 1 ? "frame" : "frames") (\(clock.seconds(length).spelled(2)) s), where \(expected) (\(clock.seconds(expected).spelled(2)) s) are ordered."
  }
}
