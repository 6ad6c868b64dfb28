// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

/// Silence where the layout asks for it, frame by frame, on every track: a single sample that sounds is one too many.
struct LaidOutSilence: SoundCheck {
  private let clock: FrameClock
  private let stream: Int
  private let sampleRate: Int
  private let threshold: Float
  private let sections: [Range<Int>]
  /// The frames that sound, in each section.
  private var loud: [[Range<Int>]]

  init?(_ subject: SoundSubject) {
    guard let stream = subject.track, let clock = subject.clock, let layout = subject.places else { return nil }
    sections = layout.sections.filter { $0.asked.contents.contains(.silence) && $0.frames.upperBound > 0 }
      .map { max(0, $0.frames.lowerBound)..<$0.frames.upperBound }
    if sections.isEmpty { return nil }
    self.clock = clock
    self.stream = stream
    sampleRate = subject.sampleRate
    threshold = Float(pow(10, (subject.profile.silence ?? SilenceLimits()).threshold / 20))
    loud = sections.map { _ in [] }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    for (index, frames) in sections.enumerated() {
      let first = clock.firstSample(of: frames.lowerBound, sampleRate: sampleRate)
      let end = clock.firstSample(of: frames.upperBound, sampleRate: sampleRate)
      let part =
        max(first, block.position) - block.position..<max(max(first, block.position), min(end, block.position + block.count)) - block.position
      for channel in 0..<block.channelCount { note(block.channel(channel), part, at: block.position, in: index) }
    }
  }

  mutating func finish() -> CheckOutcome {
    let seen = zip(sections, loud).flatMap { frames, loud in
      let heard = LayoutEvidence(content: .silence, seen: loud.sorted { $0.lowerBound < $1.lowerBound })
      return heard.misses(in: frames)
    }
    return CheckOutcome(
      readings: [.layout(LayoutEvidence(content: .silence, seen: seen.sorted { $0.lowerBound < $1.lowerBound }, stream: stream))])
  }

  /// Notes the frames in which samples of `part` reach the threshold.
  private mutating func note(_ samples: UnsafeBufferPointer<Float>, _ part: Range<Int>, at position: Int, in section: Int) {
    var next = part.lowerBound
    while next < part.upperBound, let sounding = samples[next..<part.upperBound].firstIndex(where: { abs($0) >= threshold }) {
      let frame = clock.frames(ofSamples: position + sounding..<position + sounding + 1, sampleRate: sampleRate).lowerBound
      if let last = loud[section].last, last.upperBound >= frame, last.lowerBound <= frame {
        loud[section][loud[section].count - 1] = last.lowerBound..<max(last.upperBound, frame + 1)
      } else {
        loud[section].append(frame..<frame + 1)
      }
      next = max(sounding + 1, clock.firstSample(of: frame + 1, sampleRate: sampleRate) - position)
    }
  }
}
