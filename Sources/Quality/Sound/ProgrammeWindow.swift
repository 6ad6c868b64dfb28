// SPDX-License-Identifier: Apache-2.0

/// Which hundredths of a second belong to the programme, by the layout: loudness is that of the programme, not of the tone before it.
struct ProgrammeWindow: Sendable {
  private let parts: [Range<Int>]
  private let sampleRate: Int

  /// `nil` where no layout says where the programme is.
  init?(_ subject: SoundSubject) {
    guard let clock = subject.clock, let programme = subject.places?.programme, !programme.isEmpty else { return nil }
    sampleRate = subject.sampleRate
    parts = programme.map { frames in
      let start = clock.firstSample(of: frames.lowerBound, sampleRate: subject.sampleRate)
      return start..<max(start, clock.firstSample(of: frames.upperBound, sampleRate: subject.sampleRate))
    }
  }

  /// Whether the whole of hundredth `step` lies in one part of the programme.
  func holds(_ step: Int) -> Bool {
    let (start, end) = (step * sampleRate / 100, (step + 1) * sampleRate / 100)
    return parts.contains { $0.lowerBound <= start && end <= $0.upperBound }
  }
}
