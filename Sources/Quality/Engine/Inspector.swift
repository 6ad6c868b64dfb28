// SPDX-License-Identifier: Apache-2.0

public import Essence
import Foundation
import Timing

/// The one-pass inspection of a file: fed everything that is decoded, once, it ends in a report.
///
///     let inspector = Inspector(description, profile: .rushes, tool: tool)
///     for try picture in … { try inspector.examine(picture, stream: 0) }
///     for try block in … { try inspector.examine(block, stream: 1) }
///     let report = try inspector.finish()
///
/// Pictures and sound of all streams may come in any interleaving; those of one stream come in order. Checks run on threads of their own behind
/// bounded queues: `examine` waits while they are full, so memory stays bounded however long the file is. An inspector belongs to one decode loop;
/// it ends when it is let go of.
public final class Inspector {
  private enum State { case open, cancelled, finished }

  private let description: MediaDescription
  private let profile: InspectionProfile
  private let tool: InspectionReport.Tool
  private let digest: String?
  private let began = ContinuousClock.now
  private let lanes: [Lane]
  private var plan: InspectionPlan
  private var pictures = StreamPositions()
  private var sound = StreamPositions()
  private var intakes: [Int: SoundIntake] = [:]
  private var damage = DamageLog()
  private var gaps = PictureGaps()
  private var rasters = RasterChanges()
  private var survey: FileSurvey?
  /// Why the pictures of a stream were not measured, where nothing was asked of them.
  private var unmeasured: [Int: String] = [:]
  private var state = State.open
  private let ledger: FactLedger?

  /// An inspection of the file that `description` describes.
  ///
  /// - Parameters:
  ///   - description: the file, as it was probed.
  ///   - profile: the limits.
  ///   - tool: the program's name and version, for the report.
  ///   - digest: the file's digest, `algorithm:hex`, where the caller has it made.
  ///   - ledger: keeps what is measured of each picture of the first stream; `nil` keeps nothing.
  ///   - threads: how many checks may run at once, by default as many as there are processors. The report does not depend on it.
  public init(
    _ description: MediaDescription, profile: InspectionProfile, tool: InspectionReport.Tool, digest: String? = nil,
    ledger: FactLedger? = nil, threads: Int? = nil
  ) {
    self.description = description
    let profile = profile.placed(in: description)
    self.profile = profile
    self.tool = tool
    self.digest = digest
    self.ledger = ledger
    plan = InspectionPlan(description, profile: profile, lanes: max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount))
    lanes = plan.startLanes()
  }

  deinit { for lane in lanes { lane.cancel() } }

  /// Shows every picture check the next picture of a stream. Waits while the checks are behind.
  ///
  /// - Throws: `QualityError` for a stream that the description lacks, and when the inspection or its task was cancelled.
  public func examine(_ picture: Picture, stream: Int) throws(QualityError) {
    try expectOpen()
    guard let facts = description.video.first(where: { $0.index == stream })?.facts else {
      throw QualityError(.unknownStream, subject: "\(description.path), stream \(stream),")
    }
    let rate = plan.clock?.rate.nominal ?? 1
    let place = pictures.place(picture.position.value, count: 1, stream: stream, perSecond: rate)
    let frame = place.position
    gaps.note(picture, at: place, stream: stream, rate: facts.rate ?? plan.clock?.rate)
    if stream == description.video.first?.index { rasters.note(picture, frame: frame) }
    if picture.attributes.isDamaged { note(Damage(stream: stream, frame: FrameCount(frame), reason: "the decoder concealed damage")) }
    guard plan.clock != nil else { return note(Damage(stream: stream, reason: "its frame rate is not known")) }
    let isKept = ledger != nil && stream == description.video.first?.index
    guard let inspected = InspectedPicture(picture, frame: frame, facts: facts, keepsFacts: isKept) else {
      let reason = "pictures of format \(picture.format.name) cannot be measured"
      // Where nothing is asked of what pictures show, that they were decoded is enough.
      if profile.judgesPictures { note(Damage(stream: stream, frame: FrameCount(frame), reason: reason)) } else { unmeasured[stream] = reason }
      return
    }
    if isKept, let facts = inspected.facts {
      facts.keep(PictureFacts.Key(.form), inspected.form.words)
      if let content = inspected.measuredContent() { facts.keep(PictureFacts.Key(.content), content.words) }
      ledger?.add(facts, frame: frame)
    }
    submit(.picture(inspected, stream: stream))
  }

  /// The checks that need every picture, in words; those of all others are content with what was measured before.
  public var checksNeedingPictures: [String] { plan.needingPictures }

  /// Shows every picture check a picture of the first stream as an earlier inspection under the same profile measured it.
  ///
  /// - Parameters:
  ///   - measured: what its ledger was given for this picture.
  ///   - frame: its position.
  ///   - archive: decodes the picture again where a check asks for what was not kept.
  /// - Returns: whether `measured` says what the picture is; where it does not, nothing was shown.
  /// - Throws: as `examine` does.
  public func recall(_ measured: [UInt8], frame: Int, from archive: any PictureArchive) throws(QualityError) -> Bool {
    try expectOpen()
    guard let stream = description.video.first, let clock = plan.clock, let facts = PictureFacts(measured) else { return false }
    let inspected = InspectedPicture(facts, frame: frame) { form, content in
      let again = archive.picture(at: frame).flatMap { InspectedPicture($0, frame: frame, facts: stream.facts) }
      guard let again, again.form == form, again.measuredContent() == content else {
        archive.disagree(at: frame)
        return form.blankPlanes
      }
      return again.components
    }
    guard let inspected, stream.facts.width ?? inspected.width == inspected.width, stream.facts.height ?? inspected.height == inspected.height,
      pictures.place(frame, count: 1, stream: stream.index, perSecond: clock.rate.nominal).position == frame
    else { return false }
    for kind in [FactKind.form, .content] { facts.keep(PictureFacts.Key(kind), facts.recall(kind) ?? []) }
    ledger?.add(facts, frame: frame)
    submit(.picture(inspected, stream: stream.index))
    return true
  }

  /// Whether `picture`, decoded again, looks as an earlier inspection measured it at `frame`.
  public func matches(_ picture: Picture, _ measured: [UInt8], frame: Int) -> Bool {
    guard let stream = description.video.first, let facts = PictureFacts(measured),
      let again = InspectedPicture(picture, frame: frame, facts: stream.facts), let content = again.measuredContent()
    else { return false }
    return facts.recall(FactKind.form) == again.form.words && facts.recall(FactKind.content) == content.words
  }

  /// Plays every sound check the next block of a stream. Waits while the checks are behind.
  ///
  /// - Throws: `QualityError` for a stream that the description lacks, and when the inspection or its task was cancelled.
  public func examine(_ block: AudioBlock<Float>, stream: Int) throws(QualityError) {
    try expectOpen()
    guard let facts = description.audio.first(where: { $0.index == stream })?.facts else {
      throw QualityError(.unknownStream, subject: "\(description.path), stream \(stream),")
    }
    guard block.count > 0 else { return }
    guard block.sampleRate == facts.sampleRate, block.channelCount == facts.channelCount else {
      return note(Damage(stream: stream, reason: "its sample rate or number of channels changes on the way"))
    }
    let position = sound.place(block.position, count: block.count, stream: stream, perSecond: block.sampleRate).position
    let intake = SoundIntake(stream: stream, channelCount: block.channelCount, sampleRate: block.sampleRate)
    for block in intakes[stream, default: intake].take(block.moved(to: position)) {
      for item in plan.assemble(block, stream: stream) { submit(item) }
    }
  }

  /// Notes something that could not be read. The inspection goes on, and its verdict will be `incomplete`.
  public func note(_ damage: Damage) { self.damage.note(damage) }

  /// Takes what reading the whole file showed of its streams, for the checks of its structure.
  public func note(_ survey: FileSurvey) { self.survey = survey }

  /// Ends the inspection without a report; what waits is dropped.
  public func cancel() {
    for lane in lanes { lane.cancel() }
    state = .cancelled
  }

  /// The report, once everything has been shown.
  ///
  /// - Throws: `QualityError` when the inspection was cancelled or has already ended.
  public func finish() throws(QualityError) -> InspectionReport {
    try expectOpen()
    for stream in intakes.keys.sorted() {
      for block in intakes[stream]?.finish() ?? [] {
        for item in plan.assemble(block, stream: stream) { submit(item) }
      }
    }
    for item in plan.assembleRest() { submit(item) }
    var outcomes: [(ordinal: Int, outcome: CheckOutcome)] = []
    for lane in lanes {
      guard let said = lane.finish() else { throw QualityError(.cancelled, subject: description.path) }
      outcomes += said
    }
    state = .finished
    ledger?.close()
    return report(outcomes.sorted { $0.ordinal < $1.ordinal }.map(\.outcome))
  }

  // MARK: -

  private func expectOpen() throws(QualityError) {
    if Task.isCancelled { cancel() }
    switch state {
    case .open: return
    case .cancelled: throw QualityError(.cancelled, subject: description.path)
    case .finished: throw QualityError(.finished, subject: description.path)
    }
  }

  private func submit(_ item: BenchItem) { for lane in lanes { lane.submit(item) } }

  private func report(_ said: [CheckOutcome]) -> InspectionReport {
    noteWhatNeverCame()
    gaps.damage(where: lacksStatedPictures).forEach { note($0) }
    let outcomes = intakeOutcomes() + withoutLoudnessBesideDialogue(said.map(withoutSilenceOfData))
    let length = length()
    var readings = readings(outcomes)
    let structure = StructureSubject(
      description: description, pictures: pictures.counts, samples: sound.counts, clock: plan.clock, profile: profile, survey: survey,
      places: plan.places, evidence: outcomes.flatMap(\.readings).flatMap(\.evidence), readings: readings,
      frames: length.frames)
    let findings =
      outcomes.flatMap(\.findings) + CheckRegistry.structure.flatMap { $0.examine(structure) } + damage.findings(plan.clock) + missingProgramme()
      + gaps.findings(profile.duration?.severity ?? .advisory, plan.clock, unless: lacksStatedPictures)
      + rasters.findings(profile, plan.clock, stream: description.video.first?.index)
      + unmeasured.sorted { $0.key < $1.key }.map { Finding(.unreadable, severity: .info, stream: $0.key, text: .unmeasured($0.key, $0.value)) }
    if profile.content.sync != nil { readings.take(.content(ContentReadings(sync: PictureSoundSync.marks(structure)))) }
    readings.layout = LaidOutProgramme.readings(structure)
    readings.structure = survey
    let elapsed = began.duration(to: .now).components
    return InspectionReport(
      tool: tool, path: description.path, digest: digest, profile: profile.name, findings: findings.inOrderOfPlace(), readings: readings,
      rate: plan.clock?.rate, start: plan.clock?.label(0), duration: length.seconds, frames: length.frames, unreadable: damage.count,
      seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
  }

  /// What was no sound in each stream.
  private func intakeOutcomes() -> [CheckOutcome] {
    description.audio.compactMap { stream in
      intakes[stream.index]?.outcome(profile, clock: plan.clock, sampleRate: stream.facts.sampleRate ?? 1)
    }
  }

  /// Data in place of sound was silenced; that is no silence of the programme.
  private func withoutSilenceOfData(_ outcome: CheckOutcome) -> CheckOutcome {
    guard let clock = plan.clock, let programme = plan.sound.first(where: \.isProgramme) else { return outcome }
    var outcome = outcome
    outcome.findings.removeAll { finding in
      guard finding.check == .silence, let start = finding.startFrame?.value, let end = finding.endFrame?.value else { return false }
      let samples = (clock.seconds(start) * Double(programme.sampleRate)).whole..<(clock.seconds(end) * Double(programme.sampleRate)).whole
      return programme.streams.allSatisfy { intakes[$0]?.carriesOnlyData(samples) ?? false }
    }
    return outcome
  }

  /// Where dialogue loudness is judged in the place of the programme's, that is not judged as well.
  private func withoutLoudnessBesideDialogue(_ outcomes: [CheckOutcome]) -> [CheckOutcome] {
    guard profile.loudness?.onlyWithoutDialogue == true, let limits = profile.sound.dialogue, limits.target != nil else { return outcomes }
    let readings = outcomes.lazy.flatMap(\.readings).compactMap { if case .sound(let sound) = $0 { sound.dialogue } else { nil } }
    guard let dialogue = readings.first, dialogue.speech >= limits.minimumSpeech, dialogue.loudness != nil else { return outcomes }
    return outcomes.map { outcome in
      var outcome = outcome
      outcome.findings.removeAll { $0.check == .loudness }
      return outcome
    }
  }

  /// A stream that the file declares and nothing was read of is no clean stream. Of pictures, the first stream counts: others may be thumbnails.
  private func noteWhatNeverCame() {
    for stream in description.video.prefix(1) where pictures.counts[stream.index] == nil {
      note(Damage(stream: stream.index, reason: "not one picture came from it"))
    }
    for stream in description.audio where sound.counts[stream.index] == nil {
      note(Damage(stream: stream.index, reason: "no sound came from it"))
    }
  }

  /// Whether a stream has fewer pictures than the file states; a file that states no number proves nothing.
  private func lacksStatedPictures(_ stream: Int) -> Bool {
    guard let stated = description.video.first(where: { $0.index == stream })?.wrapper.frameCount?.value else { return false }
    return pictures.counts[stream, default: 0] < stated
  }

  private func missingProgramme() -> [Finding] {
    plan.missing.map { Finding(.layout, severity: profile.loudness?.severity ?? .advisory, stream: $0, text: .programmeLacks($0)) }
  }

  private func length() -> (frames: Int, seconds: Double) {
    if let stream = description.video.first, let clock = plan.clock {
      let frames = pictures.counts[stream.index] ?? 0
      return (frames, clock.seconds(frames))
    }
    guard let stream = description.audio.first, let rate = stream.facts.sampleRate, rate > 0 else { return (0, 0) }
    let samples = sound.counts[stream.index] ?? 0
    return (plan.clock?.frames(ofSamples: 0..<samples, sampleRate: rate).count ?? 0, Double(samples) / Double(rate))
  }

  private func readings(_ outcomes: [CheckOutcome]) -> Readings {
    var readings = Readings(
      tracks: description.audio.map {
        TrackReading(stream: $0.index, channels: $0.facts.channelCount ?? 0, samples: sound.counts[$0.index] ?? 0)
      })
    for reading in outcomes.lazy.flatMap(\.readings) { readings.take(reading) }
    return readings
  }
}

extension Readings {
  /// Puts a figure where it belongs.
  fileprivate mutating func take(_ reading: CheckReading) {
    switch reading {
    case .loudness(let loudness, let isProgramme, let track):
      if isProgramme { self.loudness.takeLoudness(loudness) }
      if let index = tracks.firstIndex(where: { $0.stream == track }) { tracks[index].loudness.takeLoudness(loudness) }
    case .truePeak(let peak, let isProgramme, let track):
      if isProgramme { loudness.maxTruePeak = peak }
      if let index = tracks.firstIndex(where: { $0.stream == track }) { tracks[index].loudness.maxTruePeak = peak }
    case .loudnessOverTime(let series): loudnessOverTime = series
    case .peakOverTime(let series): peakOverTime = series
    case .levelsOverTime(let series): levelsOverTime = series
    case .activePicture(let reading): activePicture = activePicture ?? reading
    case .fieldOrder(let reading): fieldOrder = fieldOrder ?? reading
    case .cadence(let reading): cadence = cadence ?? reading
    case .lumaOverTime(let series): lumaOverTime = series
    case .sound(let more): sound = (sound ?? SoundReadings()).joined(with: more)
    case .flash(let reading, let series): (flash, flashOverTime) = (reading, series)
    case .noise(let reading, let series): (noise, noiseOverTime) = (reading, series)
    case .content(let more): content = (content ?? ContentReadings()).joined(with: more)
    case .layout: break  // for the judgement of the layout, which makes its own reading
    }
  }
}

extension LoudnessReading {
  /// Takes all but the peak, which another check measures.
  fileprivate mutating func takeLoudness(_ other: LoudnessReading) {
    (integrated, range, maxShortTerm, maxMomentary) = (other.integrated, other.range, other.maxShortTerm, other.maxMomentary)
  }
}

extension String {
  fileprivate static func unmeasured(_ stream: Int, _ reason: String) -> String {
    "Stream \(stream) was decoded and not measured, and nothing was asked of its pictures: \(reason)."
  }

  fileprivate static func programmeLacks(_ stream: Int) -> String {
    "Stream \(stream) belongs to the programme's sound, but is not there or runs at another sample rate."
  }
}
