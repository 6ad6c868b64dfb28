// SPDX-License-Identifier: Apache-2.0

/// What inspection looks for in a file and what it accepts. A part that is `nil` is not judged; every figure carries its own weight.
public struct InspectionLimits: Hashable, Sendable, Encodable {
  /// When pictures count as black.
  public struct Black: Hashable, Sendable, Encodable {
    /// The highest luma of a black pixel, as a share of the range from black to white.
    public let luma: Figure<Double>
    /// The share of pixels that have to be black, 0 to 1.
    public let area: Figure<Double>
    /// The fewest successive black pictures that are reported.
    public let frames: Figure<Int>
  }

  /// When pictures count as standing still.
  public struct Freeze: Hashable, Sendable, Encodable {
    /// The difference below which two pictures are the same, in dB of full scale.
    public let difference: Figure<Double>
    /// The shortest hold that is reported, in seconds.
    public let seconds: Figure<Double>
  }

  /// When sound counts as silent.
  public struct Silence: Hashable, Sendable, Encodable {
    /// The sample magnitude below which a sample is silent, in dBFS.
    public let threshold: Figure<Double>
    /// The shortest silence that is reported, in seconds.
    public let seconds: Figure<Double>
  }

  /// How loud the programme may be (ITU-R BS.1770).
  public struct Loudness: Hashable, Sendable, Encodable {
    /// Integrated loudness aimed at, in LUFS.
    public let target: Figure<Double>
    /// How far off it may be, either way, in LU.
    public let tolerance: Figure<Double>
    /// The widest loudness range, in LU.
    public let maximumRange: Figure<Double>?
    /// The loudest short-term value, in LUFS.
    public let maximumShortTerm: Figure<Double>?
  }

  /// Black pictures.
  public let black: Black?
  /// Pictures that stand still.
  public let freeze: Freeze?
  /// Silence.
  public let silence: Silence?
  /// Programme loudness.
  public let loudness: Loudness?
  /// The highest true peak, in dBTP.
  public let maximumTruePeak: Figure<Double>?
  /// How many frames the lengths of pictures and sound may part.
  public let durationTolerance: Figure<Int>?
  /// Whether disagreements between wrapper and essence are reported.
  public let crosscheck: Figure<Bool>?
}
