// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Quality
import Testing

struct ChannelAssignmentTests {
  let profile = InspectionProfile.sound(SoundLimits(assignment: AssignmentLimits()))
  let left = Sound.programme(1.5, seed: 1)
  let right = Sound.programme(1.5, seed: 2)
  let center = Sound.programme(1.5, seed: 3)
  let leftSurround = Sound.programme(1.5, seed: 4)
  let rightSurround = Sound.programme(1.5, seed: 5)
  let bass = Sound.sine(-20, 1.5, frequency: 45)

  @Test func `a pair with the same sound on both sides is mono, to the sample or nearly`() throws {
    let same = try Drawn.inspect(sound: [[left, left]], profile).findings
    #expect(same.map(\.check) == [.dualMono])
    #expect(
      (same.first?.ebuItem, same.first?.text) == (
        "0124B", "Channel 2 of stream 0 (R) is the same to the sample as Channel 1 of stream 0 (L): the pair is mono."
      ))
    let nearly = try Drawn.inspect(sound: [[left, Sound.mix(left, Sound.noise(-110, 1.5))]], profile).findings
    #expect(nearly.map(\.check) == [.dualMono])
    #expect(nearly.first?.unit == "dB")
    #expect(try Drawn.inspect(sound: [[left, right]], profile).findings.isEmpty)
  }

  @Test func `two mono tracks with the same sound are found as a programme`() throws {
    let found = try Drawn.inspect(sound: [[left], [left]], profile).findings
    #expect(found.map(\.text) == ["Stream 1 (R) is the same to the sample as Stream 0 (L): the pair is mono."])
  }

  @Test func `a good 5.1 has no finding`() throws {
    #expect(try Drawn.inspect(sound: [[left, right, center, bass, leftSurround, rightSurround]], profile, layout: .surround51).findings.isEmpty)
  }

  @Test func `film order in a file that declares SMPTE order shows in the low-frequency channel`() throws {
    // L C R Ls Rs LFE where L R C LFE Ls Rs is declared.
    let found = try Drawn.inspect(sound: [[left, center, right, leftSurround, rightSurround, bass]], profile, layout: .surround51).findings
    #expect(found.map(\.check) == [.assignment, .assignment])
    #expect(found.map(\.ebuItem) == ["0095B", "0095B"])
    #expect(found.first?.text.hasPrefix("Channel 4 of stream 0 (LFE) has") == true)
    #expect(found.last?.text.hasPrefix("Channel 6 of stream 0 (Rs) has only bass") == true)
  }

  @Test func `copies outside a pair and balance are told`() throws {
    let found = try Drawn.inspect(sound: [[left, right, left, bass, leftSurround, rightSurround]], profile, layout: .surround51).findings
    #expect(found.map(\.check) == [.assignment])
    #expect(found.first?.text.contains("probably in the wrong place") == true)
    let leaning = InspectionProfile.sound(SoundLimits(assignment: AssignmentLimits(maximumBalance: 6)))
    let balance = try #require(try Drawn.inspect(sound: [[left, Sound.gain(-12, right)]], leaning).findings.first)
    #expect((balance.check, balance.ebuItem) == (.balance, "0230B"))
  }

  @Test func `a silent track of a programme is named, a wholly silent programme is not`() throws {
    var programme = profile
    programme.programme = .streams([0, 1, 2])
    let found = try Drawn.inspect(sound: [[left], [right], [Sound.silence(1.5)]], programme).findings
    #expect(found.map(\.text) == ["Stream 2 (C) carries no sound from beginning to end."])
    #expect(try Drawn.inspect(sound: [[Sound.silence(1), Sound.silence(1)]], profile).findings.isEmpty)
    // A dead side of one stereo track is the same fault; on a track that is not the programme's it is none.
    let dead = try Drawn.inspect(sound: [[left, Sound.silence(1.5)], [right, Sound.silence(1.5)]], profile).findings
    #expect(dead.map(\.check) == [.assignment] && dead.map(\.severity) == [.advisory] && dead.map(\.stream) == [0])
    #expect(dead.map(\.text) == ["Channel 2 of stream 0 (R) carries no sound from beginning to end."])
  }
}
