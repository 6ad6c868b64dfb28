// SPDX-License-Identifier: Apache-2.0

/// Every check there is. To add one: a file, a test file, and a line here.
enum CheckRegistry {
  /// Checks of pictures.
  static let picture: [any PictureCheck.Type] = [
    BlackPicture.self,
    FrozenPicture.self,
    LumaLevel.self,
    PictureLevels.self,
    ActivePicture.self,
    FieldOrder.self,
    RepeatedPicture.self,
    FlashAndPattern.self,
    BlockyPicture.self,
    PictureDropout.self,
    TornPicture.self,
    StuckPixels.self,
    NoisyPicture.self,
    ColorBars.self,
    ClockOrSlate.self,
    SceneCuts.self,
    SafeArea.self,
    ContentLight.self,
    LegalTextHold.self,
    LaidOutPictures.self,
    SyncFlashes.self,
  ]

  /// Checks of sound.
  static let sound: [any SoundCheck.Type] = [
    ProgrammeLoudness.self,
    TruePeak.self,
    SilentSound.self,
    ClippedSound.self,
    ClickedSound.self,
    DroppedSound.self,
    HummingSound.self,
    DCOffset.self,
    PairPhase.self,
    MonoCompatibility.self,
    ChannelAssignment.self,
    LineUpTones.self,
    SyncPips.self,
    DialogueLoudness.self,
    MixIntelligibility.self,
    LaidOutSilence.self,
  ]

  /// Checks of a dialogue stem against the others.
  static let stems: [any SoundCheck.Type] = [StemIntelligibility.self]

  /// The checks that listen to `subject`.
  static func sound(for subject: SoundSubject) -> [any SoundCheck.Type] { subject.dialogueChannels == nil ? sound : stems }

  /// Checks of what the file is made of.
  static let structure: [any StructureCheck.Type] = [
    WrapperKind.self,
    EssencePresence.self,
    EssenceCoding.self,
    PictureCodeTag.self,
    PictureRaster.self,
    LargestRaster.self,
    PictureColor.self,
    LargestBitRate.self,
    PictureRate.self,
    ProgrammeDuration.self,
    StartTimecode.self,
    SoundTrackLayout.self,
    WrapperAgainstEssence.self,
    LaidOutProgramme.self,
    PartitionLayout.self,
    DescriptiveFrameworks.self,
    PictureGroups.self,
    MeasuredBitRate.self,
    TimecodeTracks.self,
    CaptionsPresent.self,
    ActiveFormats.self,
    FileNameAndSize.self,
    TrackAssignment.self,
    PictureSoundSync.self,
    IndexTables.self,
  ]
}
