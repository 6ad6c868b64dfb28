// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@Test func `a length that is whole frames is no frame longer for being told in floating point`() {
  for frames in 1..<2000 { #expect(FrameRate.fps25.frames(covering: Double(frames) / 25) == FrameCount(frames)) }
  #expect(FrameRate.fps25.frames(covering: 0.28 + 1.0 / 48_000) == 8 && FrameRate.fps29_97.frames(covering: 1001.0 / 30) == 1000)
  #expect(FrameRate.fps25.frames(covering: 0) == 0 && FrameRate.fps25.frames(covering: .nan) == nil && FrameRate.fps25.frames(covering: -1) == nil)
}

@Test func `29.97 at 48 kHz has the standard cadence of samples`() {
  let counts = (0..<10).map { FrameRate.fps29_97.samples(of: FrameCount($0), sampleRate: 48_000).count }
  #expect(counts == [1602, 1601, 1602, 1601, 1602, 1602, 1601, 1602, 1601, 1602])
  #expect(FrameRate.fps29_97df.firstSample(of: 5, sampleRate: 48_000) == 8008)
}

@Test func `59.94 at 48 kHz has the same four thousand and four samples in five frames`() {
  let counts = (0..<5).map { FrameRate.fps59_94.samples(of: FrameCount($0), sampleRate: 48_000).count }
  #expect(counts == [801, 801, 800, 801, 801])
}

@Test(arguments: [
  (FrameRate.fps25, 48_000, 1920), (.fps24, 48_000, 2000), (.fps23_976, 48_000, 2002), (.fps50, 48_000, 960), (.fps25, 44_100, 1764),
  (.fps24, 96_000, 4000),
])
func `rates that fit have as many samples in every frame`(rate: FrameRate, sampleRate: Int, samples: Int) {
  for frame in [0, 1, 999, 100_000] { #expect(rate.samples(of: FrameCount(frame), sampleRate: sampleRate).count == samples) }
}

@Test(arguments: FrameRate.all, [44_100, 47_952, 48_000, 48_048, 96_000])
func `each sample belongs to one frame, the one whose samples hold it`(rate: FrameRate, sampleRate: Int) {
  for count in [-3, -1, 0, 1, 2, 3, 4, 5, 1000, 86_399, 2_589_407] {
    let frame = FrameCount(count)
    let samples = rate.samples(of: frame, sampleRate: sampleRate)
    #expect(rate.frame(holdingSample: samples.lowerBound, sampleRate: sampleRate) == frame)
    #expect(rate.frame(holdingSample: samples.upperBound - 1, sampleRate: sampleRate) == frame)
    #expect(rate.frame(holdingSample: samples.upperBound, sampleRate: sampleRate) == frame + 1)
  }
}

@Test func `positions past the range stay at its end`() {
  #expect(FrameRate.fps25.firstSample(of: FrameCount(.max), sampleRate: 192_000) == .max)
  #expect(FrameRate.fps120.frame(holdingSample: .min, sampleRate: 1) == FrameCount(.min))
}

@Test func `a time reference past the day or at no sample rate is refused`() {
  #expect(throws: TimingError.self) { try Timecode(samplesSinceMidnight: .max, sampleRate: 48_000, at: .fps25) }
  #expect(throws: TimingError.self) { try Timecode(samplesSinceMidnight: -1, sampleRate: 48_000, at: .fps25) }
  #expect(throws: TimingError.self) { try Timecode(samplesSinceMidnight: 0, sampleRate: 0, at: .fps25) }
}
