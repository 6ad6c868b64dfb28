// SPDX-License-Identifier: Apache-2.0

import Essence

/// A check that looks at each picture of one stream once, in order.
///
/// A check is a value with its own state: it shares nothing, so its findings do not depend on which thread it runs on.
protocol PictureCheck: Sendable {
  /// Whether all that it measures of pictures are facts, so that a picture whose facts were kept need not be decoded for it. A check that says nothing needs
  /// every picture.
  static var judgesByFacts: Bool { get }
  /// The check of one stream, or `nil` where the profile does not ask for it.
  init?(_ subject: PictureSubject)
  /// Looks at the next picture.
  mutating func examine(_ picture: InspectedPicture)
  /// Says what was found once there are no more pictures.
  mutating func finish() -> CheckOutcome
}

extension PictureCheck {
  static var judgesByFacts: Bool { false }
  /// Its name in words: `flash and pattern`.
  static var words: String {
    String(describing: Self.self).reduce(into: "") { $0 += ($1.isUppercase && !$0.isEmpty ? " " : "") + $1.lowercased() }
  }
}

/// A check that listens to each block of a programme or track once, in order.
///
/// Blocks may be cut anywhere: a check says the same however its sound was cut.
protocol SoundCheck: Sendable {
  /// The check of one programme or track, or `nil` where the profile does not ask for it.
  init?(_ subject: SoundSubject)
  /// Listens to the next block.
  mutating func examine(_ block: AudioBlock<Float>)
  /// Says what was found once there is no more sound.
  mutating func finish() -> CheckOutcome
}

/// A check of what a file is made of, done when its pictures and sound have been counted.
protocol StructureCheck: Sendable {
  /// Compares the file with the profile.
  static func examine(_ subject: StructureSubject) -> [Finding]
}

/// What a picture check is told before the first picture.
struct PictureSubject: Sendable {
  /// The stream's index in the file.
  let stream: Int
  /// Whether it is the file's first stream of pictures, whose luma the report charts.
  let isFirst: Bool
  /// Counts and labels its frames.
  let clock: FrameClock
  /// The limits.
  let profile: InspectionProfile
  /// What the file says of the light of its pictures.
  var light: LightMetadata?
  /// Whether pictures are shown wider than 14:9; `nil` where nobody says.
  var isWide: Bool?
  /// What should stand where, where the profile says.
  var places: PlacedLayout?
}

/// What a sound check is told before the first block.
struct SoundSubject: Sendable {
  /// The streams that it is made of, by index in the file.
  let streams: [Int]
  /// Which channel feeds which loudspeaker.
  let layout: ChannelLayout
  /// Samples a second.
  let sampleRate: Int
  /// Whether it is the programme, which is judged.
  let isProgramme: Bool
  /// The stream whose track reading it gives, where it is a single stream.
  let track: Int?
  /// How many of the first channels are the dialogue stem, where it is stems to be compared.
  var dialogueChannels: Int?
  /// Counts and labels frames, where a rate is known.
  let clock: FrameClock?
  /// The limits.
  let profile: InspectionProfile
  /// What should stand where, where the profile says.
  var places: PlacedLayout?
}

/// What a structure check compares.
struct StructureSubject: Sendable {
  /// What the file says of itself.
  let description: MediaDescription
  /// Pictures counted in each stream.
  let pictures: [Int: Int]
  /// Samples counted in each stream, in each channel.
  let samples: [Int: Int]
  /// Counts and labels frames, where a rate is known.
  let clock: FrameClock?
  /// The limits.
  let profile: InspectionProfile
  /// What reading the whole file showed of its streams beside pictures and sound; `nil` where nobody looked.
  let survey: FileSurvey?
  /// What should stand where, where the profile says.
  let places: PlacedLayout?
  /// Where the checks of pictures and sound saw what a layout may ask for.
  let evidence: [LayoutEvidence]
  /// What the checks of pictures and sound measured.
  let readings: Readings
  /// Frames examined in the first stream of pictures, or covered by the sound.
  let frames: Int
}

/// What one check has to say.
struct CheckOutcome: Sendable {
  /// Faults.
  var findings: [Finding] = []
  /// Figures for the report.
  var readings: [CheckReading] = []
}

/// A figure that a check measured, and where it belongs in the report.
enum CheckReading: Sendable {
  /// Loudness of the programme, of a track, or of one that is both.
  case loudness(LoudnessReading, programme: Bool, track: Int?)
  /// True peak of the programme, of a track, or of one that is both.
  case truePeak(Double?, programme: Bool, track: Int?)
  /// Loudness over time.
  case loudnessOverTime(LoudnessSeries)
  /// The programme's peaks over time.
  case peakOverTime(PeakSeries)
  /// The share of pictures outside the range of levels, over time.
  case levelsOverTime(LevelSeries)
  /// The part of the raster that is ever lit.
  case activePicture(ActivePictureReading)
  /// The order of fields as pictures show it.
  case fieldOrder(FieldOrderReading)
  /// The rhythm in which pictures repeat.
  case cadence(CadenceReading)
  /// Luma over time.
  case lumaOverTime(LumaSeries)
  /// What a check of sound adds to the readings of sound.
  case sound(SoundReadings)
  /// Flashes and patterns, at their worst and over time.
  case flash(FlashReading, overTime: FlashSeries)
  /// Random noise and what stands out of it, on the whole and over time.
  case noise(NoiseReading, overTime: NoiseSeries)
  /// What a check adds to the readings of what pictures show.
  case content(ContentReadings)
  /// Where something was seen that a layout may ask for.
  case layout(LayoutEvidence)
}
