// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Synchronism of picture and sound where a flash and a pip mark the same moment. Where none do, nothing was measured, and nothing is passed unless
/// the limits say that a file may do without.
struct PictureSoundSync: StructureCheck {
  static func examine(_ subject: StructureSubject) -> [Finding] {
    guard let limits = subject.profile.content.sync else { return [] }
    let marks = marks(subject)
    guard let clock = subject.clock, !marks.isEmpty else {
      if limits.isOptional { return [] }
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
    let programme = limits.isOptional ? subject.places?.programme ?? [] : []
    let flashes = (readings.content?.flashes ?? []).map(\.startFrame.value).filter { frame in !programme.contains { $0.contains(frame) } }
    let pips = (readings.sound?.pips ?? []).compactMap { pip -> (sample: Int, rate: Int)? in
      let stream = subject.description.audio.first { $0.index == pip.stream } ?? subject.description.audio.first
      guard let rate = stream?.facts.sampleRate, rate > 0 else { return nil }
      return (pip.sample, rate)
    }
    /// Seconds from a flash to a pip; whole numbers up to the last division, so that what lies on a limit lies within it.
    func seconds(_ frame: Int, _ pip: (sample: Int, rate: Int), times factor: Int128 = 1) -> Double {
      let (frames, units) = (Int128(clock.rate.numerator), Int128(clock.rate.denominator))
      let distance = Int128(pip.sample) * frames - Int128(frame) * units * Int128(pip.rate)
      return Double(distance * factor) / Double(Int128(pip.rate) * max(1, frames))
    }
    return flashes.compactMap { frame in
      guard let pip = pips.min(by: { abs(seconds(frame, $0)) < abs(seconds(frame, $1)) }) else { return nil }
      let distance = abs(seconds(frame, pip))
      guard distance <= limits.reach, !flashes.contains(where: { abs(seconds($0, pip)) < distance }) else { return nil }
      let rate = Double(clock.rate.numerator) / Double(max(1, clock.rate.denominator))
      return SyncMarkReading(
        frame: FrameCount(frame), sample: pip.sample, offset: seconds(frame, pip, times: 1000), offsetFrames: seconds(frame, pip) * rate)
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
