// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Quality
import Testing

@testable import Operations

struct SpecificationProfileTests {
  private func profile(_ name: String) throws -> InspectionProfile {
    InspectionProfile(try SpecificationLibrary().specification(named: name))
  }

  @Test func `a specification's layout and structure reach the inspection with their weights`() throws {
    let profile = try profile("uk-commercial-as11")
    let sections = try #require(profile.programmeLayout).sections
    #expect(sections.map(\.name) == ["ident clock", "black", "silent head", "commercial", "silent tail", "hold"])
    #expect(sections[5].from == .end(.seconds(5)) && sections[5].contents == [.still, .silence] && sections[5].severity == .mandatory)
    #expect(profile.structure.alignments?.allowed == [1])
    #expect(profile.structure.allIntra == .mandatory && profile.structure.timecodesAgree == .advisory)
    #expect(profile.structure.fileName?.severity == .advisory)
    #expect(profile.loudness?.maxShortTerm == -18 && profile.loudness?.momentarySeverity == .advisory)
  }

  @Test func `dialogue is judged in the place of the programme where a specification says so`() throws {
    let profile = try profile("netflix-like")
    #expect(profile.loudness?.onlyWithoutDialogue == true)
    #expect(profile.sound.dialogue?.target == -27 && profile.sound.dialogue?.minimumSpeech == 15)
  }

  @Test func `captions that are asked for and captions that are forbidden are told apart`() throws {
    #expect(try profile("atsc-a85").structure.captions?.required == [.cea708, .cea608])
    #expect(try profile("dpp-hd").structure.captions?.areForbidden == true)
    #expect(try profile("rushes").structure == StructureLimits())
  }
}
