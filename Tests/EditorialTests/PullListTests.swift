// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// Cuts of one rate, drawn in a line.
private enum Draw {
  static func range(_ start: String, _ frames: FrameCount, _ rate: FrameRate = .fps25) throws -> TimecodeRange {
    try TimecodeRange(in: Timecode(start, at: rate), duration: frames)
  }

  static func clip(
    _ name: String, _ start: String, _ frames: FrameCount, source: FrameCount? = nil, speed: Ratio = .one, of path: String = "/media/A001.mov",
    available: TimecodeRange? = nil, comments: [Clip.Comment] = []
  ) throws -> Clip {
    try Clip(
      name: name, frames: frames, source: range(start, source ?? frames), speed: speed, media: MediaReference(path: path, available: available),
      comments: comments)
  }

  static func cut(_ items: [TrackItem], rate: FrameRate = .fps25) throws -> Timeline {
    Timeline(name: "reel 1", start: try Timecode("10:00:00:00", at: rate), tracks: [Track(.video, number: 1, items: items)])
  }
}

struct `Pull lists` {
  @Test func `handles are counted at the speed of the source`() throws {
    let cut = try Draw.cut([
      .clip(Draw.clip("sc010.mov", "01:00:10:00", 50)), .clip(Draw.clip("sc020", "02:00:10:00", 50, source: 100, speed: #require(Ratio(2)))),
      .clip(Draw.clip("sc030", "03:00:10:00", 25, source: 25, speed: #require(Ratio(-1)))),
      .clip(Draw.clip("sc040", "04:00:10:00", 25, source: 1, speed: #require(Ratio(0)))),
    ])
    let list = PullList(of: cut, options: PullOptions(handles: 8))
    #expect(list.refused.isEmpty && list.shots.map(\.name) == ["sc010", "sc020", "sc030", "sc040"])
    #expect(list.shots.map(\.source.duration.value) == [66, 132, 41, 17])
    #expect(list.shots[1].source.start.description == "02:00:09:09" && list.shots[1].headHandle == 16 && list.shots[1].tailHandle == 16)
    #expect(list.shots.allSatisfy { $0.firstFrame == 1001 && $0.shortHead == 0 && $0.shortTail == 0 && !$0.lacksCut })
  }

  @Test func `transitions belong to what the cut shows`() throws {
    let cut = try Draw.cut([
      .clip(Draw.clip("a", "01:00:10:00", 50)), .transition(Transition(.dissolve, head: 5, tail: 10)), .clip(Draw.clip("b", "02:00:10:00", 50)),
    ])
    let shots = PullList(of: cut, options: PullOptions(handles: 0)).shots
    #expect(shots.map(\.cut.duration.value) == [60, 55] && shots.map(\.cut.start.description) == ["01:00:10:00", "02:00:09:20"])
  }

  @Test func `what the media does not have is stated, and nothing is made up`() throws {
    let whole = try Draw.range("01:00:00:00", 100)
    let cut = try Draw.cut([
      .clip(Draw.clip("head", "01:00:00:03", 50, available: whole)), .clip(Draw.clip("tail", "01:00:01:20", 52, available: whole)),
      .clip(Draw.clip("over", "01:00:03:20", 10, available: whole)), .clip(Draw.clip("gone", "05:00:00:00", 10, available: whole)),
    ])
    let list = PullList(of: cut, options: PullOptions(handles: 8))
    #expect(list.shots.map(\.shortHead.value) == [5, 0, 0] && list.shots.map(\.shortTail.value) == [0, 5, 13])
    #expect(list.shots.map(\.lacksCut) == [false, false, true] && list.shots[2].cut.duration == 5)
    #expect(list.refused.map(\.place) == ["V1 10:00:04:12 ‘gone’"] && list.refused[0].reason.contains("none of the frames"))
  }

  @Test func `a source across midnight is one range`() throws {
    let day = try TimecodeRange(in: Timecode("23:59:50:00", at: .fps25), duration: 1000)
    let cut = try Draw.cut([
      .clip(Draw.clip("late", "00:00:05:00", 50, available: day)), .clip(Draw.clip("over", "23:59:59:20", 10, available: day)),
      .clip(Draw.clip("last", "00:00:29:10", 15, available: day)),
    ])
    let list = PullList(of: cut, options: PullOptions(handles: 8))
    #expect(
      list.refused.isEmpty && list.shots.map(\.source.duration.value) == [66, 26, 23]
        && list.shots.map(\.source.start.description) == ["00:00:04:17", "23:59:59:12", "00:00:29:02"])
    #expect(list.shots.map(\.shortTail) == [0, 0, 8])
  }

  @Test(arguments: [(PullOptions.Numbering.handle(1001), 1001), (.cut(1001), 993), (.timecode, 90_242)])
  func `frames are numbered as the vendor asks`(numbering: PullOptions.Numbering, first: Int) throws {
    let cut = try Draw.cut([.clip(Draw.clip("a", "01:00:10:00", 50))])
    let shot = try #require(PullList(of: cut, options: PullOptions(handles: 8, numbering: numbering)).shots.first)
    #expect(shot.firstFrame == first && shot.lastFrame == first + 65)
  }

  @Test func `ranges that meet are pulled once where that is asked for`() throws {
    let cut = try Draw.cut([
      .clip(Draw.clip("a", "01:00:10:00", 50)), .clip(Draw.clip("x", "03:00:00:00", 50, of: "/media/B002.mov")),
      .clip(Draw.clip("a2", "01:00:12:10", 50)), .clip(Draw.clip("a3", "01:00:30:00", 50)),
    ])
    #expect(PullList(of: cut).shots.count == 4)
    let merged = PullList(of: cut, options: PullOptions(handles: 8, mergesRanges: true)).shots
    #expect(merged.map(\.name) == ["a", "x", "a3"] && merged[0].uses.count == 2)
    #expect(merged[0].source.start.description == "01:00:09:17" && merged[0].source.end.description == "01:00:14:18")
  }

  @Test func `merging keeps shots apart that were given names of their own`() throws {
    func clip(_ name: String, _ start: String) throws -> TrackItem {
      try .clip(Draw.clip(name, start, 50, comments: [Clip.Comment(key: "VFX", value: name)]))
    }
    let cut = try Draw.cut([clip("ABC_010", "01:00:10:00"), clip("ABC_020", "01:00:11:00"), clip("ABC_010", "01:00:12:10")])
    let shots = PullList(of: cut, options: PullOptions(handles: 8, mergesRanges: true, naming: .comment("VFX"))).shots
    #expect(shots.map(\.name) == ["ABC_010", "ABC_020"] && shots.map(\.uses.count) == [2, 1])
  }

  @Test func `a long name is cut to what file systems take, by bytes`() throws {
    let cut = try Draw.cut([.clip(Draw.clip(String(repeating: "港", count: 120), "01:00:10:00", 50))])
    let name = try #require(PullList(of: cut).shots.first?.name)
    #expect(name == String(repeating: "港", count: 33))
  }

  @Test(arguments: [
    ("-rf", "rf"), ("nul", "nul_"), ("con.exr.v1", "con.exr_"), ("Com1", "Com1_"), ("../../x.mov", "_.._x"), ("--", "shot"), ("con2", "con2"),
  ])
  func `a shot has a name that neither a shell nor Windows takes for something else`(name: String, expected: String) throws {
    let cut = try Draw.cut([.clip(Draw.clip(name, "01:00:10:00", 50))])
    #expect(PullList(of: cut).shots.map(\.name) == [expected])
  }

  @Test func `shots are named and parted as the cut's comments say`() throws {
    func clip(_ name: String, _ vfx: String?, _ vendor: String) throws -> TrackItem {
      let comments = (vfx.map { [Clip.Comment(key: "VFX", value: $0)] } ?? []) + [Clip.Comment(key: "Vendor", value: vendor)]
      return try .clip(Draw.clip(name, "01:00:10:00", 50, comments: comments))
    }
    let cut = try Draw.cut([clip("a", "ABC_010", "Blue"), clip("b", nil, "Blue"), clip("c", "ABC/020", "Red"), clip("d", "abc_010", "Red")])
    let list = PullList(of: cut, options: PullOptions(naming: .comment("vfx"), vendorKey: "VENDOR", onlyNamed: true))
    #expect(list.shots.map(\.name) == ["ABC_010", "ABC_020", "abc_010_2"] && list.byVendor.map(\.vendor) == ["Blue", "Red"])
    #expect(list.byVendor.map(\.shots.count) == [1, 2])
  }

  @Test func `what cannot be pulled is told with the reason`() throws {
    var nested = try Draw.clip("inside", "00:00:00:00", 10)
    nested.sequence = try Draw.cut([])
    var off = try Draw.clip("off", "00:00:00:00", 10)
    off.isEnabled = false
    let cut = try Draw.cut([
      .clip(nested), .clip(off), .clip(Clip(name: "bare", frames: 10, source: nil)),
      .clip(Clip(name: "", frames: 10, source: Draw.range("01:00:00:00", 10))),
      .clip(Clip(name: "bars", frames: 10, source: nil, media: MediaReference(generator: "SMPTEBars"))),
    ])
    let list = PullList(of: cut)
    #expect(list.shots.isEmpty && list.refused.count == 3)
    #expect(
      list.refused[0].reason.contains("cut of its own") && list.refused[1].reason.contains("no source labels")
        && list.refused[2].reason.contains("which material"))
  }

  @Test func `the list beside the media can be written in every format`() throws {
    let cut = try Draw.cut([.clip(Draw.clip("a", "01:00:10:00", 50)), .clip(Draw.clip("b", "02:00:10:00", 50))])
    let list = PullList(of: cut)
    let beside = list.timeline(list.shots, at: .fps25)
    #expect(beside.start.description == "01:00:00:00" && beside.frames == 132)
    let (bytes, _) = try TimelineFormat.edl.write(beside)
    let again = try #require(TimelineFormat.edl.read(bytes, rate: .fps25, subject: "pull.edl").timelines.first)
    #expect(again.tracks[0].items.compactMap { $0.clip?.source } == list.shots.map(\.source))
  }
}

struct `What comes back from a pull` {
  private let list: PullList
  private let cut: Timeline

  init() throws {
    cut = try Draw.cut([
      .clip(Draw.clip("sc01", "01:00:10:00", 50)), .gap(5), .clip(Draw.clip("sc010", "02:00:10:00", 40)),
      .clip(Draw.clip("sc020", "03:00:10:00", 30)),
    ])
    list = PullList(of: cut, options: PullOptions(handles: 8))
  }

  private func media(_ name: String, _ frames: FrameCount, _ start: String? = nil, rate: FrameRate? = .fps25, first: Int? = nil, raster: String = "")
    throws -> ReturnedMedia
  {
    ReturnedMedia(
      path: "/back/\(name).mov", name: name, frames: frames, rate: rate, start: try start.map { try Timecode($0, at: rate ?? .fps25) },
      firstFrame: first,
      raster: raster)
  }

  @Test func `whole shots are accepted and cut in, by the latest version`() throws {
    let back = PullReturn(
      of: list,
      [
        try media("sc01_comp_v001", 66, "01:00:09:17"), try media("sc01_comp_v002", 66, "01:00:09:17"), try media("sc010_v001", 56, "02:00:09:17"),
        try media("sc020_v011", 46, rate: nil, first: 1001), try media("sc0100_v001", 46),
      ])
    #expect(back.isWhole && back.items.map(\.version) == [2, 1, 11] && back.strangers.map(\.name) == ["sc0100_v001"])
    let result = CutInReturn(back, cut)
    #expect(result.count == 3 && result.timeline.frames == cut.frames && result.notes.isEmpty)
    let clips = result.timeline.tracks[0].items.compactMap(\.clip)
    #expect(clips.map(\.media.path) == ["/back/sc01_comp_v002.mov", "/back/sc010_v001.mov", "/back/sc020_v011.mov"])
    #expect(clips.map(\.source) == cut.tracks[0].items.compactMap { $0.clip?.source })
  }

  @Test func `one frame short is refused with the shot named`() throws {
    let back = PullReturn(of: list, [try media("sc010_v001", 55, "02:00:09:17"), try media("sc01_v001", 66, "01:00:09:17")])
    #expect(!back.isWhole && back.items.map(\.state) == [.accepted, .refused, .missing])
    #expect(back.items[1].reasons == ["it is 1 frame short: 55 of 56"] && back.items[1].shot.name == "sc010")
    #expect(CutInReturn(back, cut).count == 1)
  }

  @Test func `a later cut is given what came back by its material, and what shows more frames keeps what it had`() throws {
    let back = PullReturn(
      of: list,
      [try media("sc01_v001", 66, "01:00:09:17"), try media("sc010_v001", 56, "02:00:09:17"), try media("sc020_v001", 46, "03:00:09:17")])
    let later = try Draw.cut([
      // Where sc01 was lies another clip of that name and of that recording's other end; sc01 lies later, slipped within its handles.
      .clip(Draw.clip("sc01", "01:30:00:00", 50)), .clip(Draw.clip("new", "04:00:10:00", 9)), .clip(Draw.clip("sc01", "01:00:10:08", 50)),
      .clip(Draw.clip("sc010", "02:00:10:00", 50)),
    ])
    let result = CutInReturn(back, later)
    #expect(
      result.timeline.tracks[0].items.map { $0.clip?.media.path } == ["/media/A001.mov", "/media/A001.mov", "/back/sc01_v001.mov", "/media/A001.mov"])
    #expect(result.count == 1 && result.notes.count == 2, "\(result.notes)")
    #expect(result.notes[0].contains("‘sc010’ keeps what it had") && result.notes[0].contains("2 frames at the tail"))
    #expect(result.notes[1].hasPrefix("sc020: no clip"))
  }

  @Test func `a shot is cut in only where a clip shows what came back`() throws {
    let back = PullReturn(of: list, [try media("sc01_v001", 66, "01:00:09:17"), try media("sc010_v001", 56, "02:00:09:17")])
    func changed(_ change: (inout Clip) throws -> Void) throws -> CutInReturn {
      var other = cut
      var clip = try #require(other.tracks[0].items[0].clip)
      try change(&clip)
      other.tracks[0].items[0] = .clip(clip)
      return CutInReturn(back, other)
    }
    let renamed = try changed { $0.name = "sc02" }
    #expect(renamed.count == 1 && renamed.timeline.tracks[0].items[0].clip?.media.path == "/media/A001.mov" && renamed.notes.count == 1)
    let slipped = try changed { $0.source = try Draw.range("01:00:10:09", 50) }
    #expect(slipped.count == 1 && slipped.notes.contains { $0.contains("lacks 1 frame at the tail") }, "\(slipped.notes)")
    #expect(try changed { $0.source = try Draw.range("01:00:10:08", 50) }.count == 2)
    var later = cut
    later.tracks[0].items.insert(.gap(1), at: 0)
    #expect(CutInReturn(back, later).count == 2)
  }

  @Test func `each thing that is wrong is a reason of its own`() throws {
    let back = PullReturn(
      of: list,
      [
        try media("sc01_v001", 50, "01:00:10:00"), try media("sc010_v001", 56, "02:00:09:17", rate: .fps24, raster: "1280×720"),
        ReturnedMedia(
          path: "/back/sc020_v002.%04d.exr", name: "sc020_v002", frames: 44, firstFrame: 1002, missingFrames: [1010, 1011], raster: "1920×1080"),
      ], raster: "1920×1080")
    let words = back.items.map { $0.reasons.joined(separator: "; ") }
    #expect(words[0].contains("16 frames short") && words[0].contains("without its handles") && words[0].contains("labelled 01:00:10:00"))
    #expect(words[1].contains("runs at 24") && words[1].contains("1280×720"))
    #expect(words[2].contains("missing inside: 1010, 1011") && words[2].contains("begins with frame 1002"))
    #expect(back.items.allSatisfy { $0.state == .refused })
  }

  @Test func `two files of one version are refused, and one without a version is noted`() throws {
    var second = try media("sc01_v001", 66, "01:00:09:17")
    second.path = "/back/again/sc01_v001.mov"
    let back = PullReturn(of: list, [try media("sc01_v001", 66, "01:00:09:17"), second, try media("sc010", 56)])
    #expect(back.items[0].state == .refused && back.items[0].reasons[0].contains("2 files claim"))
    #expect(back.items[1].state == .accepted && back.items[1].notes.count == 2)
  }

  @Test(
    arguments: [("sc01_v003", 3), ("sc01_comp_V012_final", 12), ("sc01_2v004", 4), ("sc01_v2_v5", 5), ("sc01_v3x", nil), ("sc01_rev7", nil)]
      as [(String, Int?)])
  func `a version is a v that no letter is before, with figures that no letter is behind`(name: String, version: Int?) throws {
    #expect(PullReturn(of: list, [try media(name, 66, "01:00:09:17")]).items[0].version == version)
  }
}
