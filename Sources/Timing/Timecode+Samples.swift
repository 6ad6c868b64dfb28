// SPDX-License-Identifier: Apache-2.0

extension Timecode {
  /// The label of the frame that a sound sample belongs to, by real time: how a Broadcast Wave time reference is read (EBU Tech 3285, 2.3).
  ///
  /// The reference is in samples since midnight as the recorder's clock counted them. At 23.976 an hour of labels is 172 972 800 samples of
  /// 48 kHz, not 172 800 000.
  ///
  /// - Throws: `TimingError.outOfRange` for a sample rate of zero or less, `.outsideDay` past the last label.
  public init(samplesSinceMidnight: Int, sampleRate: Int, at rate: FrameRate) throws(TimingError) {
    guard sampleRate > 0 else {
      throw TimingError(.outOfRange, subject: "\(sampleRate) samples a second", remedy: "a sample rate is above zero, such as 48000")
    }
    try self.init(rate.frame(holdingSample: samplesSinceMidnight, sampleRate: sampleRate), at: rate)
  }

  /// The first sound sample that belongs to the label's frame, counted from midnight by real time.
  ///
  /// - Precondition: `sampleRate` is above zero.
  public func samplesSinceMidnight(sampleRate: Int) -> Int { rate.firstSample(of: frameCount, sampleRate: sampleRate) }
}
