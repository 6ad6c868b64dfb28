// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct StemTrackTests {
  @Test func `stems by track number are compared as stems`() throws {
    let streams = (3..<6).map { Drawn.audio(index: $0, channels: 1) }
    let description = Drawn.description(audio: streams, start: Timecode(wrapping: 0, at: .fps25))
    func report(_ roles: TrackRoles) throws -> InspectionReport {
      let inspector = Inspector(description, profile: InspectionProfile(name: "stems", tracks: roles), tool: Drawn.tool, threads: 1)
      for stream in streams {
        try inspector.examine(AudioBlock(sampleRate: 48_000, channels: [Sound.programme(4, seed: UInt64(stream.index))]), stream: stream.index)
      }
      return try inspector.finish()
    }
    let stems = try report(TrackRoles(dialogue: [1], music: [2], effects: [3]))
    #expect(stems.readings.sound?.intelligibility?.isEstimate == false)
    #expect(stems.findings.map(\.check) == [.intelligibility])
    #expect(try report(TrackRoles()).readings.sound?.intelligibility == nil)
    let missing = try report(TrackRoles(dialogue: [1], music: [4]))
    #expect(missing.readings.sound?.intelligibility == nil)
    #expect(missing.findings.map(\.check) == [.layout])
  }
}
