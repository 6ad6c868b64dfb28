// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct FileStructureTests {
  /// The sentences on a file of one stream of pictures and one of sound, of which nothing was decoded.
  func findings(
    _ survey: FileSurvey? = nil, change: (inout MediaDescription) -> Void = { _ in }, tracks: TrackRoles = TrackRoles(),
    _ ask: (inout StructureLimits) -> Void
  ) throws -> [Finding] {
    var file = Drawn.description(video: [Drawn.video(frames: 100)], audio: [Drawn.audio()], start: Timecode(wrapping: 900_000, at: .fps25))
    change(&file)
    var limits = StructureLimits()
    ask(&limits)
    let inspector = Inspector(file, profile: InspectionProfile(name: "structure", structure: limits, tracks: tracks), tool: Drawn.tool, threads: 1)
    if let survey { inspector.note(survey) }
    return try inspector.finish().findings.filter { $0.check != .unreadable }
  }

  func mxf(_ partitions: WrapperPartitions?) -> (inout MediaDescription) -> Void {
    { file in
      file.wrapper.format = "mxf"
      file.wrapper.partitions = partitions
    }
  }

  let whole = WrapperPartitions(
    header: .init(isClosed: true, isComplete: true), footer: .init(isClosed: true, isComplete: true), bodyCount: 1, essencePartitions: 1,
    patterns: ["OP1a"], alignments: [1], randomIndex: .consistent)

  func askForPartitions(_ limits: inout StructureLimits) {
    limits.operationalPatterns = Expectation(exactly: "OP1a")
    limits.closedAndComplete = .mandatory
    limits.randomIndex = .advisory
    limits.alignments = Expectation(exactly: 1)
    limits.singleEssencePartition = .mandatory
  }

  @Test func `a wrapper that is whole has no finding`() throws {
    #expect(try findings(change: mxf(whole), askForPartitions).isEmpty)
  }

  @Test func `each fault of a wrapper's parts is told`() throws {
    var broken = whole
    broken.header = .init(isClosed: false, isComplete: true)
    broken.footer = nil
    broken.essencePartitions = 3
    broken.patterns = ["OP1a", "OP1b"]
    broken.alignments = [512]
    broken.randomIndex = .missing
    #expect(
      try findings(change: mxf(broken), askForPartitions).map(\.text) == [
        "The header partition is open and complete, where closed and complete is asked for.",
        "The file has no footer partition: its writer did not finish.", "The file has no random index pack.",
        "A partition names the operational pattern OP1b, where OP1a is asked for.",
        "A partition is aligned to 512 bytes (KAG), where 1 is asked for.",
        "The essence lies in 3 partitions, where one is asked for.",
      ])
    broken = whole
    broken.randomIndex = .contradicts("lists a partition at byte 12, where the chain has none")
    #expect(
      try findings(change: mxf(broken), askForPartitions).map(\.text)
        == ["The random index pack lists a partition at byte 12, where the chain has none."])
    #expect(try findings(change: mxf(nil), askForPartitions).map(\.text) == ["The partitions of the file could not be read."])
  }

  @Test func `descriptive metadata that are not there are told by name`() throws {
    let core = StructureLimits.Framework("AS-11 core", key: "0d0107010b010100")
    let ask: (inout StructureLimits) -> Void = { $0.frameworks = Expectation(exactly: core) }
    #expect(try findings(change: { $0.wrapper.frameworks = ["0d0107010b010100"] }, ask).isEmpty)
    #expect(
      try findings(change: { $0.wrapper.frameworks = ["00"] }, ask).map(\.text) == ["The file has no descriptive metadata of the scheme AS-11 core."])
  }

  @Test func `an index behind the essence is told`() throws {
    let ask: (inout StructureLimits) -> Void = { $0.indexFirst = .advisory }
    #expect(try findings(change: { $0.wrapper.indexComesFirst = true }, ask).isEmpty)
    #expect(
      try findings(change: { $0.wrapper.indexComesFirst = false }, ask).map(\.text)
        == ["The index (moov) comes behind the essence, where it is asked for before it."])
  }

  func survey(_ groups: GroupSurvey) -> FileSurvey {
    FileSurvey(streams: [StreamSurvey(index: 0, packets: groups.pictures, bytes: 1, groups: groups)])
  }

  @Test func `groups are held against their limits`() throws {
    let ask: (inout StructureLimits) -> Void = {
      $0.largestGroup = Ceiling(12)
      $0.largestBidirectionalRun = Ceiling(2)
      $0.closedGroups = .advisory
    }
    let good = GroupSurvey(pictures: 100, keyPictures: 9, longest: 12, longestBidirectionalRun: 2, open: 0)
    #expect(try findings(survey(good), ask).isEmpty)
    let bad = GroupSurvey(pictures: 100, keyPictures: 7, longest: 15, longestBidirectionalRun: 3, open: 6)
    #expect(
      try findings(survey(bad), ask).map(\.text) == [
        "The longest group has 15 pictures, where at most 12 are asked for.",
        "3 pictures in a row are predicted both ways, where at most 2 are asked for.",
        "6 of 7 groups are open: they need the group before, where closed ones are asked for.",
      ])
    #expect(
      try findings(survey(bad)) { $0.allIntra = .mandatory }.map(\.text) == [
        "93 of 100 pictures need another one, where every picture is to be coded by itself."
      ])
    let unknown = GroupSurvey(pictures: 100, keyPictures: 9, longest: 12)
    #expect(try findings(survey(unknown), ask).map(\.severity) == [.info, .info])
  }

  @Test func `a file that was not surveyed is not passed`() throws {
    #expect(try findings { $0.largestGroup = Ceiling(12) }.map(\.text) == ["The groups of pictures were not examined: the coded stream gave none."])
    #expect(
      try findings { $0.largestPeakBitRate = Ceiling(1) }.map(\.text)
        == ["The bit rate of the densest second of the pictures could not be measured: their packets bear no times."])
  }

  @Test func `bit rates are held against their limits and against what the file states`() throws {
    let measured = FileSurvey(streams: [StreamSurvey(index: 0, packets: 100, bytes: 1, meanBitRate: 50_000_000, peakBitRate: 61_000_000)])
    let found = try findings(measured, change: { $0.video[0].wrapper.bitRate = 45_000_000 }) {
      $0.smallestMeanBitRate = Ceiling(52_000_000)
      $0.largestMeanBitRate = Ceiling(50_000_000)
      $0.largestPeakBitRate = Ceiling(60_000_000, severity: .advisory)
      $0.statedBitRate = .info
    }
    #expect(
      found.map(\.text) == [
        "The mean bit rate of the pictures is 50.00 Mb/s, where at least 52.00 is asked for.",
        "The bit rate of the densest second of the pictures is 61.00 Mb/s, where at most 60.00 is asked for.",
        "The file states 45.00 Mb/s of pictures; 50.00 were measured.",
      ])
    #expect(found.map(\.severity) == [.mandatory, .advisory, .info])
  }

  @Test func `timecodes that start differently or jump are told`() throws {
    var trace = TimecodeTrace(source: .mxfSystemItem, first: Timecode(wrapping: 0, at: .fps25))
    trace.add(Timecode(wrapping: 1, at: .fps25), frame: 1)
    trace.add(Timecode(wrapping: 50, at: .fps25), frame: 2)
    trace.add(Timecode(wrapping: 51, at: .fps25), frame: 3)
    let found = try findings(FileSurvey(timecodes: [trace])) {
      $0.timecodesAgree = .advisory
      $0.timecodesContinuous = .mandatory
    }
    #expect(
      found.map(\.text) == [
        "The timecode of the system items starts at 00:00:00:00 at 25, that of the timecode track at 10:00:00:00 at 25.",
        "The timecode of the system items jumps: 00:00:02:00 follows where 00:00:00:02 is due.",
      ])
    #expect(found.last?.drawnPlace == 2..<3)
  }

  @Test func `of many jumps ten are told by themselves and the others by their first and last place`() throws {
    var trace = TimecodeTrace(source: .gop, first: Timecode(wrapping: 0, at: .fps25))
    for frame in 1...90 { trace.add(Timecode(wrapping: FrameCount(frame * 2), at: .fps25), frame: FrameCount(frame)) }
    let found = try findings(FileSurvey(timecodes: [trace])) { $0.timecodesContinuous = .mandatory }
    #expect(found.count == 11)
    #expect(
      found.last?.text
        == "The timecode of the groups of pictures jumps in 80 more places, the first at 00:00:00:22 (frame 11), the last at 00:00:07:05 (frame 90).")
    #expect(found.last?.drawnPlace == 11..<91 && found.last?.value == 90)
  }

  @Test func `a trace counts on from a break and lists no more than a hundred`() {
    var trace = TimecodeTrace(source: .gop, first: Timecode(wrapping: 0, at: .fps25))
    for frame in 1...300 { trace.add(Timecode(wrapping: FrameCount(frame * 2), at: .fps25), frame: FrameCount(frame)) }
    #expect((trace.labels, trace.breakCount, trace.breaks.count) == (301, 300, 100))
  }

  @Test func `captions are asked for, forbidden and judged`() throws {
    let good = FileSurvey(captions: [CaptionTrace(.cea708, streamIndex: 0, carriers: 20)])
    let ask: (inout StructureLimits) -> Void = { $0.captions = .init(required: [.cea608, .cea708]) }
    #expect(try findings(good, ask).isEmpty)
    #expect(try findings(FileSurvey(), ask).map(\.text) == ["The file has no captions of CTA-608 or CTA-708: there are none."])
    #expect(try findings(FileSurvey(unreadAncillary: 7), ask).map(\.text).first?.contains("7 ancillary packets in an unknown coding") == true)
    #expect(
      try findings(FileSurvey(), change: { $0.captions = [CaptionStream(index: 2, codec: "mov_text")] }, ask).map(\.text)
        == ["The file has no captions of CTA-608 or CTA-708: there are only a subtitle stream."])
    #expect(
      try findings(good) { $0.captions = .init(areForbidden: true) }.map(\.text) == ["The file holds captions (CTA-708), where none are to be in it."]
    )
    let bad = FileSurvey(captions: [CaptionTrace(.cea608, streamIndex: 0, carriers: 9, parityErrors: 4, malformed: 1)])
    #expect(try findings(bad, ask).map(\.value) == [4, 1])
  }

  @Test func `name and size are held against their limits`() throws {
    let ask: (inout StructureLimits) -> Void = {
      $0.fileName = Expectation(exactly: "[A-Z]{3}_[0-9]+\\.mov", severity: .advisory)
      $0.largestFile = Ceiling(10)
    }
    #expect(try findings(change: { $0.path = "/in/ABC_12.mov" }, ask).isEmpty)
    #expect(
      try findings(change: { ($0.path, $0.byteCount) = ("/in/ABC_12.mov.tmp", 11) }, ask).map(\.text)
        == [
          "The file is named ‘ABC_12.mov.tmp’, which is not of the form [A-Z]{3}_[0-9]+\\.mov.", "The file has 11 bytes, where at most 10 are taken.",
        ])
  }

  @Test func `tracks become streams, and those that are not there are told`() throws {
    let roles = TrackRoles(programme: [1, 2], dialogue: [3], music: [4], effects: [5], severity: .mandatory)
    let found = try findings(tracks: roles) { _ in }
    #expect(found.map(\.text).first == "Track 2 is to carry the programme’s sound, but the file has 1 track of sound.")
    #expect(found.count == 4)
  }
}
