// SPDX-License-Identifier: Apache-2.0

public import Timing

/// Sound that runs with pictures which are shown faster or slower than they were made: film at 25 pictures a second.
public struct SoundSpeed: Hashable, Sendable {
  /// What becomes of its pitch.
  public enum Pitch: String, Hashable, Sendable, CaseIterable {
    /// It rises and falls with the speed, as on a telecine: 0.707 of a semitone from 24 to 25. Every sample stays what it is.
    case follow
    /// It stays: sound is stretched, by FFmpeg's use of the Rubber Band library, which is heard on music.
    case keep
  }

  /// How much faster, as a fraction: so many samples in the time
  public let faster: Int
  /// of so many.
  public let than: Int
  /// What becomes of its pitch.
  public let pitch: Pitch

  /// Sound of pictures that were made at one rate and are shown at another.
  public init(from made: FrameRate, to shown: FrameRate, pitch: Pitch) {
    (faster, than) = (shown.numerator * made.denominator, shown.denominator * made.numerator)
    self.pitch = pitch
  }

  /// The filters that do it with sound of so many samples a second.
  func filters(at sampleRate: Int) -> String {
    switch pitch {
    case .follow:
      // Samples are said to come faster; where that is no whole number a second, they are brought to a rate first at which it is one.
      let isWhole = sampleRate * faster % than == 0
      return (isWhole ? "" : "aresample=48000,") + "asetrate=\((isWhole ? sampleRate : 48_000) * faster / than)"
    case .keep: return "rubberband=tempo=\(Double(faster) / Double(than)):pitchq=quality"
    }
  }
}
