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

  /// Which edition of EBU R 103 levels are held against.
  public enum LevelsEdition: String, Hashable, Sendable, Encodable, CaseIterable, CustomStringConvertible {
    /// Version 1.1 (2000).
    case version1 = "r103-v1.1"
    /// Version 3.0 (2020).
    case version3 = "r103-v3.0"

    /// The edition as people name it.
    public var description: String { self == .version1 ? "EBU R 103 v1.1" : "EBU R 103 v3.0" }
  }

  /// How far levels may leave the range (EBU R 103).
  public struct Levels: Hashable, Sendable, Encodable {
    /// The edition, whose ranges and filter are applied.
    public let edition: Figure<LevelsEdition>
    /// The share of the picture from which pixels outside count, 0 to 1.
    public let area: Figure<Double>
  }

  /// Where there has to be picture.
  public struct ActivePicture: Hashable, Sendable, Encodable {
    /// The highest luma of blanking, as a share of the range from black to white.
    public let luma: Figure<Double>
    /// The most lines or columns that may stay dark all through, at any edge.
    public let blanking: Figure<Int>
    /// Aspect ratios that bars may leave.
    public let aspects: Figure<[Double]>?
    /// The shortest part with other bars that is reported, in seconds.
    public let changeSeconds: Figure<Double>?
  }

  /// Pictures that repeat the one before.
  public struct Repeats: Hashable, Sendable, Encodable {
    /// Whether repeats and gaps in the middle of motion are reported.
    public let single: Figure<Bool>
    /// The shortest steady rhythm of repeats that is reported, in seconds.
    public let cadenceSeconds: Figure<Double>
  }

  /// How strictly flashes and patterns are read.
  public enum FlashReading: String, Hashable, Sendable, Encodable, CaseIterable {
    /// As stations read the recommendation.
    case usual
    /// Every word of it at its worst: slow changes count like fast ones, and red by either measure.
    case strict
  }

  /// Flashes and patterns (ITU-R BT.1702-3).
  public struct Flash: Hashable, Sendable, Encodable {
    /// How strictly it is read.
    public let reading: Figure<FlashReading>
    /// The share of the screen that may flash, 0 to 1.
    public let area: Figure<Double>
    /// Whether stripes and other regular patterns are looked for.
    public let patterns: Figure<Bool>?
  }

  /// Faults of pictures that a person has to look at. What a figure does not say is as the checks have it.
  public struct PictureFaults: Hashable, Sendable, Encodable {
    /// The share of the picture in which edges of coded blocks have to be seen, 0 to 1.
    public let blockArea: Figure<Double>?
    /// The share of the picture that has to be lost, 0 to 1.
    public let dropoutArea: Figure<Double>?
    /// Whether pictures of two moments are reported.
    public let tearing: Figure<Bool>?
    /// How far a dead or stuck pixel stands out, as a share of the range from black to white.
    public let pixelContrast: Figure<Double>?
    /// The most noise, in dB of the range from black to white.
    public let noise: Figure<Double>?
  }

  /// Faults of sound. What a figure does not say is as the checks have it.
  public struct SoundFaults: Hashable, Sendable, Encodable {
    /// The fewest successive samples at full scale.
    public let clippingSamples: Figure<Int>?
    /// How far a click stands out, in dB.
    public let clickProminence: Figure<Double>?
    /// The shortest hole, in seconds.
    public let dropoutSeconds: Figure<Double>?
    /// The longest hole that counts as one, in seconds: more is silence.
    public let longestDropoutSeconds: Figure<Double>?
    /// The level of hum, in dBFS.
    public let humLevel: Figure<Double>?
    /// The largest DC offset, in percent of full scale.
    public let offset: Figure<Double>?
    /// The least correlation of a pair, −1 to 1.
    public let correlation: Figure<Double>?
    /// The largest loss in mono, in LU.
    public let monoLoss: Figure<Double>?
    /// Whether channels that seem misplaced or doubled are reported.
    public let assignment: Figure<Bool>?
    /// Whether line-up tone is reported.
    public let tone: Figure<Bool>?
    /// Whether data in place of sound, such as Dolby E, is a fault.
    public let data: Figure<Bool>?
    /// How much the programme may be louder than its dialogue, in LU.
    public let aboveDialogue: Figure<Double>?
    /// The least loudness of a phrase above its background, in LU.
    public let speechAboveBackground: Figure<Double>?
  }

  /// Which margins captions keep (EBU R 95).
  public enum SafeArea: String, Hashable, Sendable, Encodable, CaseIterable, CustomStringConvertible {
    /// Graphics in 16:9: 5 % at every edge.
    case graphics
    /// Graphics that 14:9 shows whole: 10 % at the sides, 5 % above and below.
    case protected14x9
    /// Action in 16:9: 3.5 % at every edge.
    case action

    /// The margins as people name them.
    public var description: String {
      switch self {
      case .graphics: "EBU R 95 graphics"
      case .protected14x9: "EBU R 95 graphics, 14:9"
      case .action: "EBU R 95 action"
      }
    }
  }

  /// What pictures show. What a figure does not say is as the checks have it.
  public struct Content: Hashable, Sendable, Encodable {
    /// Whether colour bars are reported where none belong, and their levels judged.
    public let bars: Figure<Bool>?
    /// How far a patch of bars may lie off its level, as a share of the range.
    public let barsTolerance: Figure<Double>?
    /// Whether clocks are looked for, and reported where none belong.
    public let clock: Figure<Bool>?
    /// Whether cuts are counted.
    public let cuts: Figure<Bool>?
    /// The most cuts of four fifths of the screen within any second.
    public let cutsPerSecond: Figure<Int>?
    /// The margins that captions keep.
    public let safeArea: Figure<SafeArea>?
    /// Whether the light of PQ is measured and held against what the file declares.
    public let light: Figure<Bool>?
    /// The highest light of a pixel, in cd/m².
    public let maximumLight: Figure<Double>?
    /// The highest mean light of a picture, in cd/m².
    public let maximumAverageLight: Figure<Double>?
    /// Whether PQ needs static metadata.
    public let lightMetadata: Figure<Bool>?
  }

  /// How far sound may lie off the picture where a flash and a pip mark the same moment.
  public struct Sync: Hashable, Sendable, Encodable {
    /// How far sound may come before the picture, in milliseconds.
    public let early: Figure<Double>
    /// How far sound may come after the picture, in milliseconds.
    public let late: Figure<Double>
    /// Whether a file without marks is passed, and marks are looked for before the programme only.
    public let ifMarked: Figure<Bool>?
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
    /// The loudest momentary value, in LUFS.
    public let maximumMomentary: Figure<Double>?
    /// Whether it is judged only where there is too little speech for dialogue loudness.
    public let onlyWithoutDialogue: Figure<Bool>?
  }

  /// How loud the dialogue may be.
  public struct Dialogue: Hashable, Sendable, Encodable {
    /// Dialogue loudness aimed at, in LUFS.
    public let target: Figure<Double>
    /// How far off it may be, either way, in LU.
    public let tolerance: Figure<Double>
    /// The share of speech below which it is not judged, in percent.
    public let minimumSpeech: Figure<Double>?
  }

  /// Black pictures.
  public let black: Black?
  /// Pictures that stand still.
  public let freeze: Freeze?
  /// Levels.
  public let levels: Levels?
  /// Blanking, bars and the shape of the active picture.
  public let activePicture: ActivePicture?
  /// How many pictures have to speak for another order of fields than the declared one.
  public let fieldOrderPictures: Figure<Int>?
  /// Pictures that repeat the one before.
  public let repeats: Repeats?
  /// Flashes and patterns.
  public let flash: Flash?
  /// Faults of pictures beside these.
  public let pictureFaults: PictureFaults?
  /// Faults of sound.
  public let soundFaults: SoundFaults?
  /// Silence.
  public let silence: Silence?
  /// Programme loudness.
  public let loudness: Loudness?
  /// Dialogue loudness.
  public let dialogue: Dialogue?
  /// The highest true peak, in dBTP.
  public let maximumTruePeak: Figure<Double>?
  /// How many frames the lengths of pictures and sound may part.
  public let durationTolerance: Figure<Int>?
  /// Whether disagreements between wrapper and essence are reported.
  public let crosscheck: Figure<Bool>?
  /// What pictures show: bars, clocks, cuts, captions, light.
  public let content: Content?
  /// Sound against picture.
  public let sync: Sync?
}
