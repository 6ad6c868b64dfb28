// SPDX-License-Identifier: Apache-2.0

import Essence

/// Dialogue loudness: the programme's loudness while somebody speaks, as Netflix and ATSC A/85 ask for it and EBU R 128 s4 compares it with the programme's.
///
/// It is the mean of the programme's K-weighted energy over the half seconds that ``SpeechDetector`` calls speech, above −70 LUFS and with no relative gate. The detector
/// is not Dolby's Dialogue Intelligence: figures of the two may differ, most where much is sung or shouted.
struct DialogueLoudness: SoundCheck {
  private let subject: SoundSubject
  private let limits: DialogueLimits
  private var speech: SpeechSteps
  private var programme = LoudnessMeter()
  private var dialogue = LoudnessMeter()
  private var sum = 0.0
  /// Hundredths of a second: heard, in speech, and of those the ones that are no silence.
  private var spoken = 0
  private var sounding = 0
  private var heard = 0
  private let window: ProgrammeWindow?
  private var step = 0

  init?(_ subject: SoundSubject) {
    guard subject.isProgramme, let limits = subject.profile.sound.dialogue, let speech = SpeechSteps(subject) else { return nil }
    self.subject = subject
    self.limits = limits
    self.speech = speech
    window = ProgrammeWindow(subject)
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    for half in speech.add(block) { take(half) }
  }

  mutating func finish() -> CheckOutcome {
    for half in speech.finish() { take(half) }
    guard heard > 0 else { return CheckOutcome() }
    let share = 100 * Double(spoken) / Double(heard)
    let loudness = sounding > 0 ? Optional(LoudnessMeter.loudness(ofEnergy: sum / Double(sounding))) : nil
    let reading = DialogueReading(speech: share, loudness: loudness.finite, range: dialogue.reading().range)
    var outcome = CheckOutcome(readings: [.sound(SoundReadings(dialogue: reading))])
    guard share >= limits.minimumSpeech, let loudness else { return outcome }
    if let target = limits.target, abs(loudness - target) > limits.tolerance + 0.005 {
      outcome.findings.append(
        Finding(
          .dialogue, severity: limits.severity, value: loudness, limit: target, unit: "LUFS",
          text: .dialogue(loudness, target, limits.tolerance, share)))
    }
    if let most = limits.maximumAboveDialogue, let whole = programme.reading().integrated, whole - loudness > most + 0.005 {
      outcome.findings.append(
        Finding(.dialogue, severity: limits.severity, value: whole - loudness, limit: most, unit: "LU", text: .buried(whole - loudness, most)))
    }
    return outcome
  }

  private mutating func take(_ half: SpeechSteps.Half) {
    for energy in half.energies {
      defer { step += 1 }
      guard window?.holds(step) ?? true else { continue }
      heard += 1
      programme.add(energy)
      guard half.isSpeech else { continue }
      dialogue.add(energy)
      spoken += 1
      if energy >= LoudnessMeter.energy(ofLoudness: -70) {
        sum += energy
        sounding += 1
      }
    }
  }
}

extension String {
  fileprivate static func dialogue(_ value: Double, _ target: Double, _ tolerance: Double, _ share: Double) -> String {
    "Dialogue is too \(value > target ? "loud" : "quiet"): \(value.spelled(1)) LUFS where speech was recognised (\(share.spelled(0)) % of the programme), "
      + "where \(target.spelled(1)) ±\(tolerance.spelled(1)) is asked for."
  }

  fileprivate static func buried(_ value: Double, _ limit: Double) -> String {
    "The programme is \(value.spelled(1)) LU louder than its dialogue, where at most \(limit.spelled(1)) is asked for."
  }
}
