// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Synchronism of picture and sound where a flash and a pip mark the same moment. Where none do, nothing was measured, and nothing is passed.
struct PictureSoundSync: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let limits = subject.profile.content.sync else { return [] }
    let marks = marks(subject)
    guard let clock = subject.clock, !marks.isEmpty else {
      let (flashes, pips) = (subject.readings.content?.flashes?.count ?? 0, subject.readings.sound?.pips.count ?? 0)
      return [Finding(.sync, severity: limits.severity, text: .notMeasured(flashes: flashes, pips: pips))]
    }
    return marks.compactMap { mark in
      let isEarly = mark.offset < 0
      guard isEarly ? -mark.offset > limits.early : mark.offset > limits.late else { return nil }
      return Finding(
        .sync, severity: limits.severity, stream: subject.description.video.first?.index,
        place: clock.span(mark.frame.value..<mark.frame.value + 1), value: mark.offset, limit: isEarly ? -limits.early : limits.late, unit: "ms",
        text: .apart(mark, isEarly ? limits.early : limits.late))
    }
  }

  /// Each flash with the pip nearest to it, where no other flash is nearer to that pip.
  static func marks(_ subject: StructureSubject) -> [SyncMarkReading] {
    guard let limits = subject.profile.content.sync, let clock = subject.clock else { return [] }
    let readings = subject.readings
    let rate = Double(clock.rate.numerator) / Double(max(1, clock.rate.denominator))
    let flashes = (readings.content?.flashes ?? []).map { (frame: $0.startFrame, seconds: Double($0.startFrame.value) / rate) }
    let pips = (readings.sound?.pips ?? []).compactMap { pip -> (sample: Int, seconds: Double)? in
      let stream = subject.description.audio.first { $0.index == pip.stream } ?? subject.description.audio.first
      guard let sampleRate = stream?.facts.sampleRate, sampleRate > 0 else { return nil }
      return (pip.sample, Double(pip.sample) / Double(sampleRate))
    }
    return flashes.compactMap { flash in
      guard let pip = pips.min(by: { abs($0.seconds - flash.seconds) < abs($1.seconds - flash.seconds) }) else { return nil }
      let distance = abs(pip.seconds - flash.seconds)
      guard distance <= limits.reach, !flashes.contains(where: { abs(pip.seconds - $0.seconds) < distance }) else { return nil }
      let offset = pip.seconds - flash.seconds
      return SyncMarkReading(frame: flash.frame, sample: pip.sample, offset: offset * 1000, offsetFrames: offset * rate)
    }
  }
}

extension String {
  fileprivate static func notMeasured(flashes: Int, pips: Int) -> String {
    let seen = "\(flashes) short \(flashes == 1 ? "flash" : "flashes") and \(pips) \(pips == 1 ? "pip" : "pips") were found, and none belong together"
    return "Picture against sound could not be measured: \(seen). Look at lips, or ask for a clock with flash and pip."
  }

  fileprivate static func apart(_ mark: SyncMarkReading, _ limit: Double) -> String {
    let (milliseconds, frames) = (abs(mark.offset).spelled(1), abs(mark.offsetFrames).spelled(2))
    let side = mark.offset < 0 ? "before" : "after"
    return "The pip comes \(milliseconds) ms (\(frames) frames) \(side) the flash; at most \(limit.spelled(1)) ms are allowed."
  }
}
