// SPDX-License-Identifier: Apache-2.0

import Editorial
import Testing
import Timing

struct `Checks of a cut before grade and online` {
  private func checks(_ text: String) throws -> [SequenceFault.Check] {
    SequenceCheck.faults(of: try Cuts.cut(text)).map(\.check)
  }

  private let clean = """
    001  A001 V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00
    002  A002 V C 10:00:10:00 10:00:12:00 01:00:02:00 01:00:04:00

    """

  @Test func `a cut with nothing wrong has no fault`() throws { #expect(try checks(clean).isEmpty) }

  @Test func `lengths that contradict each other are an error, a retime is none`() throws {
    let text = "001  A001 V C 10:00:10:00 10:00:13:00 01:00:00:00 01:00:02:00\n"
    let faults = SequenceCheck.faults(of: try retimed(text, speed: .one))
    #expect(faults.map(\.check) == [.lengthMismatch] && faults[0].severity == .error)
    #expect(SequenceCheck.faults(of: try retimed(text, speed: try #require(Ratio(3, 2)))).isEmpty)
  }

  private func retimed(_ text: String, speed: Ratio) throws -> Timeline {
    var timeline = try Cuts.cut(text)
    var clip = try #require(timeline.tracks[0].items[0].clip)
    clip.speed = speed
    timeline.tracks[0].items[0] = .clip(clip)
    return timeline
  }

  @Test func `gaps and flash frames are found on the pictures`() throws {
    #expect(try checks(clean.replacing("01:00:02:00 01:00:04:00", with: "01:00:03:00 01:00:05:00")) == [.gap])
    #expect(try checks(clean.replacing("01:00:02:00 01:00:04:00", with: "01:00:02:01 01:00:04:01")) == [.flashFrame])
    #expect(try checks(clean + "003  A003 V C 10:00:00:00 10:00:00:02 01:00:04:00 01:00:04:02\n") == [.flashFrame])
    #expect(try checks(clean + "003  A003 V C 10:00:00:00 10:00:00:03 01:00:04:00 01:00:04:03\n").isEmpty)
  }

  @Test func `transitions longer than their clips, or before the first frame, are errors`() throws {
    func dissolve(_ text: String, head: Int, tail: Int) throws -> [SequenceFault.Check] {
      var timeline = try Cuts.cut(text)
      timeline.tracks[0].items.insert(.transition(Transition(.dissolve, head: FrameCount(head), tail: FrameCount(tail))), at: 1)
      return SequenceCheck.faults(of: timeline).map(\.check)
    }
    #expect(try dissolve(clean, head: 12, tail: 12).isEmpty)
    #expect(try dissolve(clean, head: 0, tail: 51) == [.transitionTooLong])
    #expect(try dissolve(clean, head: 51, tail: 0) == [.transitionTooLong])
    let first = clean.replacing("A002 V C 10:00:10:00 10:00:12:00", with: "A002 V C 00:00:00:05 00:00:02:05")
    #expect(try dissolve(first, head: 5, tail: 0).isEmpty && dissolve(first, head: 6, tail: 0) == [.negativeHandle])
  }

  @Test func `a transition that runs into the next one is an error`() throws {
    var timeline = try Cuts.cut(clean + "003  A003 V C 10:00:00:00 10:00:02:00 01:00:04:00 01:00:06:00\n")
    timeline.tracks[0].items.insert(.transition(Transition(.dissolve, head: 30, tail: 0)), at: 2)
    timeline.tracks[0].items.insert(.transition(Transition(.dissolve, head: 0, tail: 20)), at: 1)
    #expect(SequenceCheck.faults(of: timeline).isEmpty)
    timeline.tracks[0].items[1] = .transition(Transition(.dissolve, head: 0, tail: 21))
    #expect(SequenceCheck.faults(of: timeline).map(\.check) == [.transitionTooLong])
  }

  @Test func `reels that come to one name of eight characters are named`() throws {
    let text = clean.replacing("A001", with: "HARBOUR_LONG_1").replacing("A002", with: "HARBOUR_LONG_2")
    let faults = SequenceCheck.faults(of: try Cuts.cut(text))
    #expect(faults.map(\.check) == [.collapsingReels] && faults[0].text.contains("HARBOURL"))
  }

  @Test func `material that is used twice is told with how much of it`() throws {
    let faults = SequenceCheck.faults(of: try Cuts.cut(clean + "003  A001 V C 10:00:11:00 10:00:13:00 01:00:04:00 01:00:06:00\n"))
    #expect(faults.map(\.check) == [.duplicateUse] && faults[0].text.contains("25 frames") && faults[0].record?.start.description == "01:00:04:00")
    #expect(try checks(clean + "003  A001 V C 10:00:12:00 10:00:14:00 01:00:04:00 01:00:06:00\n").isEmpty)
  }

  @Test func `material of other rates, muted clips and sound behind the end are told`() throws {
    var timeline = try Cuts.cut(clean + "003  A001 A C 10:00:11:00 10:00:16:00 01:00:00:00 01:00:05:00\n")
    #expect(SequenceCheck.faults(of: timeline).map(\.check) == [.trackLengths])
    var clip = try #require(timeline.tracks[0].items[0].clip)
    clip.isEnabled = false
    clip.source = try TimecodeRange(in: Timecode("10:00:10:00", at: .fps50), duration: 100)
    timeline.tracks[0].items[0] = .clip(clip)
    #expect(Set(SequenceCheck.faults(of: timeline).map(\.check)) == [.trackLengths, .mixedRates, .muted])
  }

  @Test func `what its reader noted of a list is among the faults`() throws {
    let faults = SequenceCheck.faults(of: try Cuts.cut(clean), notes: [ParseNote(line: 4, "a label that does not exist")])
    #expect(faults.map(\.check) == [.listFault] && faults[0].text.hasPrefix("line 4"))
  }
}
