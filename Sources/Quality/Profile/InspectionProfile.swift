// SPDX-License-Identifier: Apache-2.0

/// Every limit of an inspection, as data: which checks are made, how strictly, and what each finding weighs.
///
/// A part that is `nil` is not judged. Loudness, true peak and luma are measured for the report whatever the profile says.
public struct InspectionProfile: Hashable, Sendable, Codable {
  /// The name that reports show.
  public var name: String
  /// Black pictures.
  public var black: BlackLimits?
  /// Pictures that stand still.
  public var freeze: FreezeLimits?
  /// Luma, red, green and blue outside their range.
  public var levels: LevelLimits?
  /// Blanking, bars and the shape of the active picture.
  public var activePicture: ActivePictureLimits?
  /// The order of fields as pictures show it.
  public var fieldOrder: FieldOrderLimits?
  /// Pictures that repeat the one before.
  public var repeats: RepeatLimits?
  /// Flashes and patterns that may harm viewers with photosensitive epilepsy.
  public var flash: FlashLimits?
  /// Blocks, dropouts, tearing, stuck pixels and noise.
  public var pictureFaults: PictureFaultLimits
  /// Silence.
  public var silence: SilenceLimits?
  /// Programme loudness.
  public var loudness: LoudnessLimits?
  /// True peak.
  public var truePeak: TruePeakLimits?
  /// Everything else that is asked of sound.
  public var sound: SoundLimits
  /// What is asked of the things that pictures show.
  public var content: ContentLimits
  /// Lengths.
  public var duration: DurationLimits?
  /// What the file should be made of.
  public var format: FormatExpectations
  /// What a disagreement between wrapper and essence weighs; `nil` leaves it unreported.
  public var crosscheck: Severity?
  /// Which sound is the programme.
  public var programme: ProgrammeSound
  /// Where black, stillness and silence belong.
  public var layout: [LayoutSection]
  /// What should stand where; where it belongs, it is no fault.
  public var programmeLayout: ProgrammeLayout?
  /// What the wrapper's parts, the coded streams and their labels should be like.
  public var structure: StructureLimits
  /// Which tracks carry what, by number.
  public var tracks: TrackRoles

  /// A profile; what is not given is not judged.
  public init(
    name: String, black: BlackLimits? = nil, freeze: FreezeLimits? = nil, levels: LevelLimits? = nil,
    activePicture: ActivePictureLimits? = nil, fieldOrder: FieldOrderLimits? = nil, repeats: RepeatLimits? = nil, flash: FlashLimits? = nil,
    pictureFaults: PictureFaultLimits = PictureFaultLimits(), silence: SilenceLimits? = nil,
    loudness: LoudnessLimits? = nil, truePeak: TruePeakLimits? = nil, sound: SoundLimits = SoundLimits(), duration: DurationLimits? = nil,
    format: FormatExpectations = FormatExpectations(), crosscheck: Severity? = nil, programme: ProgrammeSound = .automatic,
    layout: [LayoutSection] = [], content: ContentLimits = ContentLimits(), programmeLayout: ProgrammeLayout? = nil,
    structure: StructureLimits = StructureLimits(), tracks: TrackRoles = TrackRoles()
  ) {
    self.name = name
    self.black = black
    self.freeze = freeze
    self.levels = levels
    self.activePicture = activePicture
    self.fieldOrder = fieldOrder
    self.repeats = repeats
    self.flash = flash
    self.pictureFaults = pictureFaults
    self.silence = silence
    self.loudness = loudness
    self.truePeak = truePeak
    self.sound = sound
    self.duration = duration
    self.format = format
    self.crosscheck = crosscheck
    self.programme = programme
    self.layout = layout
    self.content = content
    self.programmeLayout = programmeLayout
    self.structure = structure
    self.tracks = tracks
  }

  /// Whether anything is asked of what pictures show.
  var judgesPictures: Bool {
    black != nil || freeze != nil || levels != nil || activePicture != nil || fieldOrder != nil || repeats != nil || flash != nil
      || pictureFaults != PictureFaultLimits() || content != ContentLimits() || programmeLayout != nil
  }

  /// Camera originals: no layout and no loudness target; what a fault in the camera or the recorder would leave is pointed out.
  public static let rushes = InspectionProfile(
    name: "rushes", black: BlackLimits(), freeze: FreezeLimits(), silence: SilenceLimits(), duration: DurationLimits(), crosscheck: .info)
}

/// Which streams make the programme whose loudness is judged.
public enum ProgrammeSound: Hashable, Sendable, Codable {
  /// The first stream; where it is mono and the second stream is mono too, the two as a stereo pair.
  case automatic
  /// These streams together, by their index in the file; mono streams are left, right, centre, LFE, left and right surround, in that order.
  case streams([Int])
}
