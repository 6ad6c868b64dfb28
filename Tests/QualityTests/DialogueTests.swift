// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Testing

@testable import Quality

struct DialogueTests {
  let profile = InspectionProfile.sound(SoundLimits(dialogue: DialogueLimits()))

  func dialogue(_ channels: [[Float]], rate: Int = 48_000, layout: ChannelLayout? = nil) throws -> DialogueReading {
    try #require(try Drawn.inspect(sound: [channels], profile, rate: rate, layout: layout).readings.sound?.dialogue)
  }

  @Test(arguments: [8000, 44_100, 48_000, 96_000]) func `a voice is recognised as speech`(_ rate: Int) throws {
    let voice = Sound.speech(12, rate: rate)
    #expect(try dialogue([voice, voice], rate: rate).speech > 65)
  }

  @Test func `a higher voice, and one over music and noise below it, are recognised`() throws {
    let high = Sound.speech(12, pitch: 210)
    #expect(try dialogue([high]).speech > 50)
    let voice = Sound.speech(12)
    #expect(try dialogue([Sound.mix(voice, Sound.gain(-14, Sound.plucked(12)))]).speech > 60)
    #expect(try dialogue([Sound.mix(voice, Sound.noise(-46, 12))]).speech > 60)
  }

  @Test func `music, noise, tone and silence are no speech`() throws {
    for sound in [Sound.plucked(12), Sound.noise(-20, 12), Sound.sine(-18, 12), Sound.silence(12), Sound.programme(12, seed: 3)] {
      #expect(try dialogue([sound, sound]).speech < 10)
    }
  }

  @Test func `dialogue loudness is that of the stretches with speech`() throws {
    let voice = Sound.speech(10)
    let music = Sound.gain(12, Sound.plucked(20))
    let alone = try #require(try dialogue([voice, voice]).loudness)
    let mixed = try dialogue([voice + music, voice + music])
    #expect(abs(mixed.speech - 33) < 12)
    #expect(abs(try #require(mixed.loudness) - alone) < 0.7)
  }

  @Test func `speech in the centre of 5.1 is heard, and the whole programme counts while it lasts`() throws {
    let (voice, silence) = (Sound.speech(10), Sound.silence(10))
    let reading = try dialogue([silence, silence, voice, silence, silence, silence], layout: .surround51)
    #expect(reading.speech > 65)
    let inMono = try #require(try dialogue([voice]).loudness)
    #expect(abs(try #require(reading.loudness) - inMono) < 0.1)
  }

  @Test func `dialogue off its target, or buried, is a finding`() throws {
    let limits = DialogueLimits(target: -40, tolerance: 2, maximumAboveDialogue: 5)
    let (voice, music) = (Sound.speech(10), Sound.gain(24, Sound.plucked(20)))
    let report = try Drawn.inspect(sound: [[voice + music, voice + music]], .sound(SoundLimits(dialogue: limits)))
    #expect(report.findings.map(\.check) == [.dialogue, .dialogue])
    #expect(report.findings.map(\.unit) == ["LUFS", "LU"])
    #expect(report.findings.first?.text.hasPrefix("Dialogue is too loud") == true)
  }

  @Test func `too little speech is not judged`() throws {
    let limits = DialogueLimits(target: -40)
    let sound = Sound.plucked(20)
    #expect(try Drawn.inspect(sound: [[sound]], .sound(SoundLimits(dialogue: limits))).findings.isEmpty)
  }
}
