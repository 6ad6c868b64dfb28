// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Phrases of dialogue and how far each stands above its background, joined to findings.
struct PhraseList: Sendable {
  private static let maximumPhrases = 20_000

  private var ratios: [Double] = []
  private var events: SoundEvents

  init(sampleRate: Int) { events = SoundEvents(gap: sampleRate) }

  /// Adds a phrase; one below `minimum` is a fault.
  mutating func add(_ ratio: Double, _ samples: Range<Int>, minimum: Double) {
    if ratios.count < Self.maximumPhrases { ratios.append(ratio) }
    if ratio < minimum { events.note(samples, value: -ratio) }
  }

  /// The reading and findings of all phrases.
  func outcome(_ subject: SoundSubject, _ limits: IntelligibilityLimits, isEstimate: Bool, audibility: (Double, Double?)? = nil) -> CheckOutcome {
    let sorted = ratios.sorted()
    let reading = IntelligibilityReading(
      isEstimate: isEstimate, phrases: sorted.count, ratio: sorted.isEmpty ? nil : sorted[sorted.count / 2], lowestRatio: sorted.first,
      audibility: audibility?.0, olderAudibility: audibility?.1)
    return CheckOutcome(
      findings: events.worst.map { stretch in
        Finding(
          .intelligibility, severity: limits.severity, place: subject.place(stretch.samples), value: -stretch.worst, limit: limits.minimumRatio,
          unit: "LU", text: .buried(-stretch.worst, limits.minimumRatio, isEstimate: isEstimate, subject.whereabouts(stretch.samples)))
      }, readings: [.sound(SoundReadings(intelligibility: reading))])
  }
}

/// Dialogue against its background where only the mix is there: an estimate.
///
/// In a stretch of speech the quietest tenth of its hundredths of a second is taken for the background, the louder half less that for the speech. Where nobody pauses, and where the background
/// moves with the voice, it is wrong.
struct MixIntelligibility: SoundCheck {
  /// Steps in the longest stretch that is taken as one phrase.
  private static let longest = 500

  private let subject: SoundSubject
  private let limits: IntelligibilityLimits
  private var speech: SpeechSteps
  private var phrases: PhraseList
  private var energies: [Double] = []
  private var step = 0
  private var next: Int?

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme, let limits = subject.profile.sound.intelligibility, limits.dialogue.isEmpty, let speech = SpeechSteps(subject) else {
      return nil
    }
    self.subject = subject
    self.limits = limits
    self.speech = speech
    phrases = PhraseList(sampleRate: subject.sampleRate)
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    if next != block.position { beginAnew(at: block.position) }
    next = block.position + block.count
    for half in speech.add(block) { take(half) }
  }

  mutating func finish() -> CheckOutcome {
    for half in speech.finish() { take(half) }
    close()
    return phrases.outcome(subject, limits, isEstimate: true)
  }

  /// Settles what came before a hole, so that no phrase reaches across it.
  private mutating func beginAnew(at position: Int) {
    for half in speech.finish() { take(half) }
    close()
    if let fresh = SpeechSteps(subject) { speech = fresh }
    step = (Double(position) * 100 / Double(subject.sampleRate)).whole
  }

  private mutating func take(_ half: SpeechSteps.Half) {
    if half.isSpeech { energies += half.energies } else { close() }
    step += half.energies.count
    if energies.count >= Self.longest { close() }
  }

  private mutating func close() {
    defer { energies = [] }
    guard energies.count >= SpeechDetector.half else { return }
    let sorted = energies.sorted()
    func mean(_ values: ArraySlice<Double>) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    let background = mean(sorted.prefix(sorted.count / 10))
    let voice = max(mean(sorted.suffix(sorted.count / 2)) - background, 1e-12)
    let end = step
    let range = (end - energies.count) * subject.sampleRate / 100..<end * subject.sampleRate / 100
    phrases.add(max(-20, min(40, 10 * log10(voice / max(background, 1e-12)))), range, minimum: limits.minimumRatio)
  }
}

/// Dialogue against its background where both are there as stems, phrase by phrase: their loudness, and how many of the cues of speech get through.
///
/// A phrase is half a second of dialogue or more above −50 LUFS, with no pause of 0.4 s in it.
struct StemIntelligibility: SoundCheck {
  private static let pause = 40
  private static let threshold = LoudnessMeter.energy(ofLoudness: -50)

  private let subject: SoundSubject
  private let limits: IntelligibilityLimits
  private var dialogue: LoudnessSteps
  private var background: LoudnessSteps
  private var windows: SoundWindows
  private var bands: OctaveBands
  private var phrases: PhraseList
  /// The phrase under way: where it began and last spoke, in steps, and its energies until then and since.
  private var phrase: (start: Int, last: Int)?
  private var sums = SIMD2<Double>.zero
  private var sinceLast = SIMD2<Double>.zero
  private var step = 0
  /// The squares of dialogue and background in each band, while there is dialogue.
  private var spectra = HearingModel.bands.map { _ in SIMD2<Double>.zero }
  private var spokenSamples = 0
  private var next: Int?

  init?(_ subject: SoundSubject) {
    guard let count = subject.dialogueChannels, let limits = subject.profile.sound.intelligibility else { return nil }
    guard let dialogue = LoudnessSteps(subject, channels: 0..<count),
      let background = LoudnessSteps(subject, channels: count..<subject.layout.positions.count)
    else { return nil }
    self.subject = subject
    self.limits = limits
    (self.dialogue, self.background) = (dialogue, background)
    windows = SoundWindows(channelCount: subject.layout.positions.count, length: max(8, subject.sampleRate / 10))
    bands = OctaveBands(sampleRate: subject.sampleRate)
    phrases = PhraseList(sampleRate: subject.sampleRate)
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    if self.next != block.position {
      close()
      step = (Double(block.position) * 100 / Double(subject.sampleRate)).whole
    }
    self.next = block.position + block.count
    for (voice, rest) in zip(dialogue.energies(of: block), background.energies(of: block)) { take(SIMD2(voice, rest)) }
    guard limits.listenerAge != nil else { return }
    var next = 0
    while windows.fill(from: block, next: &next) { analyze() }
  }

  mutating func finish() -> CheckOutcome {
    close()
    guard let age = limits.listenerAge, spokenSamples > 0 else { return phrases.outcome(subject, limits, isEstimate: false) }
    let (voice, rest) = (spectra.map { $0[0] / Double(spokenSamples) }, spectra.map { $0[1] / Double(spokenSamples) })
    return phrases.outcome(
      subject, limits, isEstimate: false,
      audibility: (
        HearingModel.audibility(speech: voice, background: rest, age: 18), HearingModel.audibility(speech: voice, background: rest, age: age)
      ))
  }

  // MARK: -

  private mutating func take(_ energies: SIMD2<Double>) {
    if energies[0] >= Self.threshold {
      if phrase == nil { (sums, sinceLast) = (.zero, .zero) }
      phrase = (phrase?.start ?? step, step)
      sums += sinceLast + energies
      sinceLast = .zero
    } else if let phrase {
      sinceLast += energies
      if step - phrase.last >= Self.pause { close() }
    }
    step += 1
  }

  private mutating func close() {
    defer { phrase = nil }
    guard let phrase, phrase.last - phrase.start >= SpeechDetector.half else { return }
    let range = phrase.start * subject.sampleRate / 100..<(phrase.last + 1) * subject.sampleRate / 100
    phrases.add(max(-60, min(60, 10 * log10(sums[0] / max(sums[1], 1e-15)))), range, minimum: limits.minimumRatio)
  }

  private mutating func analyze() {
    var sides = [[Float](repeating: 0, count: windows.length), [Float](repeating: 0, count: windows.length)]
    for channel in 0..<windows.channelCount {
      let side = channel < subject.dialogueChannels ?? 0 ? 0 : 1
      windows.withChannel(channel) { samples in for index in 0..<windows.length { sides[side][index] += samples[index] } }
    }
    let squares = bands.squares(sides[0], sides[1])
    // A tenth of a second counts where the dialogue is above −50 dBFS.
    guard squares.reduce(0, { $0 + $1[0] }) > 1e-5 * Double(windows.length) else { return }
    for index in squares.indices { spectra[index] += squares[index] }
    spokenSamples += windows.length
  }
}

extension String {
  fileprivate static func buried(_ ratio: Double, _ limit: Double, isEstimate: Bool, _ whereabouts: String) -> String {
    "Dialogue stands \(isEstimate ? "an estimated " : "")\(ratio.spelled(1)) LU above its background, where at least \(limit.spelled(1)) is asked for\(whereabouts)."
  }
}
