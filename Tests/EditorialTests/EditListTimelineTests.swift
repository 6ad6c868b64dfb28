// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

struct `Edit decision lists as timelines` {
  private func timeline(_ text: String, _ rate: FrameRate = .fps24) throws -> (timeline: Timeline, notes: [ParseNote]) {
    try EditDecisionList.read(Array(("TITLE: x\nFCM: NON-DROP FRAME\n" + text).utf8), rate: rate, subject: "cut.edl").list.timeline()
  }

  private func frames(_ track: Track) -> [Int] { track.items.map(\.frames.value) }

  @Test func `edits lie end to end, and what none fills is a gap`() throws {
    let (cut, notes) = try timeline(
      """
      003  C V C 01:00:00:00 01:00:01:00 10:00:03:00 10:00:04:00
      001  A V C 01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00
      002  B V C 01:00:00:00 01:00:01:00 10:00:01:00 10:00:02:00
      """)
    #expect(notes.isEmpty && cut.start.description == "10:00:00:00" && cut.tracks.count == 1 && cut.frames == 96)
    #expect(frames(cut.tracks[0]) == [24, 24, 24, 24])
    #expect(cut.tracks[0].items.map { $0.clip?.media.reel } == ["A", "B", nil, "C"])
  }

  @Test func `a dissolve lies on the cut, with all of it behind`() throws {
    let (cut, _) = try timeline(
      """
      001  A V C        01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00
      * FROM CLIP NAME: take 1
      002  A V C        01:00:01:00 01:00:01:00 10:00:01:00 10:00:01:00
      002  B V D    012 02:00:00:00 02:00:02:00 10:00:01:00 10:00:03:00
      * FROM CLIP NAME: take 1
      * TO CLIP NAME: take 2
      """)
    let items = cut.tracks[0].items
    #expect(items.count == 3 && items[1] == .transition(Transition(.dissolve, head: 0, tail: 12)))
    #expect(items[0].clip?.name == "take 1" && items[2].clip?.name == "take 2" && items[2].clip?.comments == [])
  }

  @Test func `the outgoing side is kept where it is seen nowhere else`() throws {
    let (cut, _) = try timeline(
      """
      001  A V C        01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00
      002  C V C        05:00:00:00 05:00:00:00 10:00:01:00 10:00:01:00
      002  B V D    012 02:00:00:00 02:00:02:00 10:00:01:00 10:00:03:00
      * FROM CLIP NAME: take 3
      """)
    let items = cut.tracks[0].items
    #expect(items.count == 4 && items[1].clip?.media.reel == "C" && items[1].clip?.name == "take 3" && items[1].frames == 0)
  }

  @Test func `a motion memory beneath a dissolve belongs to the clip whose reel it names`() throws {
    func speeds(_ motion: String) throws -> [Ratio?] {
      let (cut, _) = try timeline(
        """
        001  A V C        01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00
        002  C V C        05:00:00:00 05:00:00:00 10:00:01:00 10:00:01:00
        002  B V D    012 02:00:00:00 02:00:02:00 10:00:01:00 10:00:03:00
        M2   \(motion)       048.0                05:00:00:00
        * FROM CLIP NAME: take 3
        """)
      return cut.tracks[0].items.map { $0.clip?.speed }
    }
    #expect(try speeds("C") == [Ratio(1), Ratio(2), nil, Ratio(1)])
    #expect(try speeds("B") == [Ratio(1), Ratio(1), nil, Ratio(2)])
  }

  @Test(arguments: ["* FROM CLIP NAME: take 3", "* TO CLIP NAME: take 2"], ["01:00:01:00", "05:00:00:00"])
  func `a reel that is no tape does not make two clips one`(comment: String, outgoing: String) throws {
    let (cut, _) = try timeline(
      """
      001  AX V C        01:00:00:00 01:00:01:00 10:00:00:00 10:00:01:00
      * FROM CLIP NAME: take 1
      002  AX V C        \(outgoing) \(outgoing) 10:00:01:00 10:00:01:00
      002  AX V D    012 02:00:00:00 02:00:02:00 10:00:01:00 10:00:03:00
      \(comment)
      """)
    let isSame = comment.hasPrefix("* TO") && outgoing == "01:00:01:00"
    #expect(cut.tracks[0].items.count == (isSame ? 3 : 4))
  }

  @Test func `fades come from black and go to it`() throws {
    let (cut, _) = try timeline(
      """
      001  BL V C        00:00:00:00 00:00:00:00 10:00:00:00 10:00:00:00
      001  A  V D    024 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
      002  A  V C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00
      002  BL V D    024 00:00:00:00 00:00:01:00 10:00:02:00 10:00:03:00
      """)
    let fade = TrackItem.transition(Transition(.dissolve, head: 0, tail: 24))
    let items = cut.tracks[0].items
    #expect(items.count == 4 && items[0] == fade && items[2] == fade && items[3] == .gap(24))
  }

  @Test func `a key lies on the track above its background`() throws {
    let (cut, notes) = try timeline(
      """
      001  A    V C       01:00:00:00 01:00:04:00 10:00:00:00 10:00:04:00
      002  A    V K B     01:00:01:00 01:00:01:00 10:00:01:00 10:00:01:00
      002  TITL V K   012 00:00:00:00 00:00:02:00 10:00:01:00 10:00:03:00
      """)
    #expect(notes.isEmpty && cut.tracks.map(\.number) == [1, 2])
    let (list, lost) = EditDecisionList.list(of: cut)
    #expect(lost.isEmpty && list.edits.map(\.transition) == [.cut, .keyBackground, .key(12)] && list.edits[1].reel == "A")
    #expect(list.edits[1].source.start.description == "01:00:01:00" && list.timeline().timeline == cut)
    #expect(cut.tracks[1].items == [.gap(24), .transition(Transition(.key, head: 0, tail: 12)), .clip(try #require(cut.tracks[1].items.last?.clip))])
  }

  @Test func `a key that is taken away goes on with its clip`() throws {
    let (cut, notes) = try timeline(
      """
      001  A    V C       01:00:00:00 01:00:04:00 10:00:00:00 10:00:04:00
      002  A    V K B     01:00:01:00 01:00:01:00 10:00:01:00 10:00:01:00
      002  TITL V K   012 00:00:00:00 00:00:01:00 10:00:01:00 10:00:02:00
      * KEY CLIP NAME: title
      003  A    V K B     01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00
      003  TITL V K O 006 00:00:01:00 00:00:01:06 10:00:02:00 10:00:02:06
      * KEY CLIP NAME: title
      * COMMENT: soft
      """)
    #expect(notes.isEmpty && cut.tracks.map(\.number) == [1, 2])
    let clip = try #require(cut.tracks[1].items.dropFirst(2).first?.clip)
    #expect(clip.frames == 30 && clip.source?.duration == 30 && clip.name == "title" && clip.comments == [.init(key: "COMMENT", value: "soft")])
    let (key, out) = (Transition(.key, head: 0, tail: 12), Transition(.key, head: 6, tail: 0))
    #expect(cut.tracks[1].items == [.gap(24), .transition(key), .clip(clip), .transition(out)])
    let (list, lost) = EditDecisionList.list(of: cut)
    #expect(lost.isEmpty && list.edits.map(\.transition) == [.cut, .keyBackground, .key(12), .keyBackground, .keyOut(6)])
    #expect(list.edits.map(\.reel) == ["A", "A", "TITL", "A", "TITL"] && list.edits.map(\.event) == ["001", "002", "002", "003", "003"])
    #expect(list.edits[4].record.start.description == "10:00:02:00" && list.timeline().timeline == cut)
  }

  @Test func `a key on the lowest track stays there`() throws {
    let clip = Clip(
      name: "title", frames: 48, source: try TimecodeRange(in: Timecode("00:00:00:00", at: .fps24), duration: 48), media: MediaReference(reel: "TITL")
    )
    let start = try Timecode("10:00:00:00", at: .fps24)
    for items in [
      [TrackItem.transition(Transition(.key, head: 0, tail: 12)), .clip(clip)], [.clip(clip), .transition(Transition(.key, head: 12, tail: 0))],
    ] {
      let cut = Timeline(name: "x", start: start, tracks: [Track(.video, number: 1, items: [.gap(12)] + items)])
      let (bytes, lost) = try TimelineFormat.edl.write(cut)
      let text = String(decoding: bytes, as: UTF8.self)
      let read = try TimelineFormat.edl.read(bytes, rate: .fps24, subject: "x.edl").timelines[0]
      // A list begins with its first edit.
      #expect(lost.allSatisfy { $0.aspect == .start } && read.tracks.map(\.number) == [1], "\(text)")
      #expect(read.tracks[0].items.filter { $0 != .gap(12) } == items, "\(text)")
    }
  }

  @Test func `edits that claim the same frames go to tracks of their own, with a note`() throws {
    let (cut, notes) = try timeline(
      """
      001  A V C 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
      002  B V C 01:00:00:00 01:00:02:00 10:00:01:00 10:00:03:00
      003  C V C 01:00:00:00 01:00:02:00 10:00:01:12 10:00:03:12
      """)
    #expect(cut.tracks.map(\.number) == [1, 2, 3] && notes.count == 3)
  }

  @Test func `channels become tracks, AUD lines too`() throws {
    let (cut, notes) = try timeline("001  A AA/V C 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\nAUD  3    4\n")
    #expect(notes.isEmpty && cut.tracks.map(\.kind) == [.video, .audio, .audio, .audio, .audio] && cut.tracks.map(\.number) == [1, 1, 2, 3, 4])
  }

  @Test func `locators of the programme and of the source find their frame`() throws {
    let (cut, notes) = try timeline(
      """
      001  A V C 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
      * LOC: 10:00:00:12 RED     check
      * LOC: 01:00:01:00 BLUE
      * LOC: 05:00:00:00 GREEN   nowhere
      """)
    let clip = try #require(cut.tracks[0].items[0].clip)
    #expect(clip.markers == [Marker(place: 12, color: "red", text: "check"), Marker(place: 24, color: "blue", text: "")])
    #expect(clip.comments == [.init(key: "LOC", value: "05:00:00:00 GREEN nowhere")] && notes.count == 1)
  }

  @Test func `bars at one and a programme at thirteen hours are not taken for a midnight`() throws {
    let (cut, notes) = try timeline(
      """
      001  BARS V C 00:00:00:00 00:00:30:00 00:59:00:00 00:59:30:00
      002  A    V C 01:00:00:00 01:00:02:00 13:00:00:00 13:00:02:00
      """)
    #expect(cut.start.description == "00:59:00:00" && notes.isEmpty && cut.tracks[0].items.count == 3)
  }

  @Test func `track numbers and speeds beyond all sense end nothing`() throws {
    let (cut, _) = try timeline("001 A V9223372036854775807 K 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n")
    #expect(cut.tracks.map(\.number) == [2])
    let fast = try EditDecisionList.read(
      Array("TITLE: x\n001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:02:00\nM2 A 99999999999999999\n".utf8), rate: FrameRate(1),
      subject: "x.edl")
    #expect(fast.list.edits[0].speed(at: try FrameRate(1)).denominator == 1)
  }

  @Test func `a list of nothing but overlaps is laid in bounded time, and what is left out is told`() throws {
    let line = "001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
    let (cut, notes) = try timeline(String(repeating: line, count: 1100))
    #expect(cut.tracks.count == 999 && notes.last.map { $0.text.contains("left out") } == true)
  }

  @Test func `a programme across midnight begins before it`() throws {
    let (cut, notes) = try timeline(
      """
      002  B V C 01:00:00:00 01:00:02:00 00:00:01:00 00:00:03:00
      001  A V C 01:00:00:00 01:00:02:00 23:59:59:00 00:00:01:00
      """)
    #expect(notes.map(\.text).contains { $0.contains("past midnight") })
    #expect(cut.start.description == "23:59:59:00" && frames(cut.tracks[0]) == [48, 48] && cut.tracks[0].items[0].clip?.media.reel == "A")
  }

  @Test func `a transition across the cut begins where the incoming side is first seen`() throws {
    func clip(_ reel: String, _ start: String) throws -> TrackItem {
      .clip(Clip(name: reel, frames: 48, source: try TimecodeRange(in: Timecode(start, at: .fps24), duration: 48), media: MediaReference(reel: reel)))
    }
    let items = try [clip("A", "01:00:00:00"), .transition(Transition(.dissolve, head: 4, tail: 8)), clip("B", "02:00:00:00")]
    let cut = try Timeline(name: "x", start: Timecode("10:00:00:00", at: .fps24), tracks: [Track(.video, number: 1, items: items)])
    let (list, lost) = EditDecisionList.list(of: cut)
    #expect(lost.count == 1)
    #expect(
      list.edits.map { "\($0.reel) \($0.source) \($0.record)" } == [
        "A 01:00:00:00-01:00:01:20 10:00:00:00-10:00:01:20",
        "A 01:00:01:20-01:00:01:20 10:00:01:20-10:00:01:20",
        "B 01:59:59:20-02:00:02:00 10:00:01:20-10:00:04:00",
      ])
    #expect(list.edits[2].transition == .dissolve(12))
  }

  @Test func `a cut that was written and read again is the same`() throws {
    var random = SeededRandom(11)
    for _ in 0..<300 {
      let cut = try drawn(&random)
      let (list, lost) = EditDecisionList.list(of: cut)
      #expect(lost.isEmpty)
      let again = list.timeline()
      #expect(again.timeline == cut && again.notes.isEmpty)
      let text = try list.text(flavor: .resolve).text
      #expect(try EditDecisionList.read(Array(text.utf8), rate: cut.rate, subject: "again.edl").list.timeline().timeline == cut)
    }
  }

  /// A cut of what a list can say, drawn by chance: any item may follow any other.
  private func drawn(_ random: inout SeededRandom) throws -> Timeline {
    let rate = [FrameRate.fps24, .fps25, .fps29_97df, .fps59_94].randomElement(using: &random) ?? .fps25
    func track(_ kind: Track.Kind, _ number: Int) throws -> Track {
      var track = Track(kind, number: number)
      for count in 0..<Int.random(in: 1...8, using: &random) {
        if Int.random(in: 0..<4, using: &random) == 0, track.items.last?.clip != nil {
          track.items.append(.gap(FrameCount(Int.random(in: 1...40, using: &random))))
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
          let frames = FrameCount(Int.random(in: 1...20, using: &random))
          track.items.append(.transition(Transition([.dissolve, .wipe(7)].randomElement(using: &random) ?? .dissolve, head: 0, tail: frames)))
        }
        track.items.append(.clip(try clip("\(kind.rawValue)\(number)_\(count)")))
      }
      return track
    }
    func clip(_ reel: String) throws -> Clip {
      let frames = Int.random(in: 1...200, using: &random)
      let (top, bottom) = [(1, 1), (1, 1), (2, 1), (-1, 1), (0, 1), (1, 2)].randomElement(using: &random) ?? (1, 1)
      let consumed = top == 0 ? 1 : frames * 2 * abs(top) / bottom / 2
      var clip = Clip(
        name: ["", "take 1", "ZZ (LAY3)"].randomElement(using: &random) ?? "", frames: FrameCount(frames),
        source: try TimecodeRange(
          in: Timecode(FrameCount(Int.random(in: 0..<rate.framesPerDay - 1000, using: &random)), at: rate), duration: FrameCount(consumed)),
        speed: try #require(Ratio(top, bottom)), media: MediaReference(reel: reel, path: ["", "/media/a b.mov"].randomElement(using: &random) ?? ""))
      if Bool.random(using: &random) { clip.grade = ColorDecisionText(slopeOffsetPower: "(1 1 1)(0 0 0)(1 1 1)", saturation: "0.9") }
      if Bool.random(using: &random) { clip.markers = [Marker(place: FrameCount(frames / 2), color: "red", text: "check the edge")] }
      if Bool.random(using: &random) { clip.comments = [.init(key: "COMMENT", value: "pale"), .init(key: "", value: "* FREEZE FRAME")] }
      if Bool.random(using: &random) { clip.kept = [Kept("edl", "GPI   003")] }
      return clip
    }
    var tracks = [try track(.video, 1)]
    if Bool.random(using: &random) { tracks.append(try track(.audio, 1)) }
    if Bool.random(using: &random), var second = tracks.last, second.kind == .audio {
      second.number = 2
      tracks.append(second)
    }
    if Bool.random(using: &random) { tracks.append(try track(.audio, 3)) }
    let start = try Timecode("10:00:00\(rate.isDropFrame ? ";" : ":")00", at: rate)
    return Timeline(name: "Episode 3", start: start, tracks: tracks, kept: [Kept("edl", "* made by hand")])
  }
}
