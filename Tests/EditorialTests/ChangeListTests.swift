// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// What a comparison of two cuts says.
struct `Change lists` {
  /// Clips of cameras' files, each of its own file but with labels that are alike.
  private func clip(_ name: String, from start: Int = 1000, _ frames: Int = 50, reel: String = "A001", version: String = "v001") -> Clip {
    Clip(
      name: name, frames: FrameCount(frames),
      source: try? TimecodeRange(in: Timecode(wrapping: FrameCount(start), at: .fps24), duration: FrameCount(frames)),
      media: MediaReference(reel: reel, path: "/plates/\(name)_\(version).mov"))
  }

  private func cut(_ items: [TrackItem], _ more: [Track] = []) -> Timeline {
    Timeline(name: "reel 1", start: Timecode(wrapping: 86_400, at: .fps24), tracks: [Track(.video, number: 1, items: items)] + more)
  }

  private var items: [TrackItem] { ["a", "b", "c", "d", "e"].map { .clip(clip($0)) } }

  private func changed(_ change: (inout [TrackItem]) throws -> Void, handles: Int = 0) throws -> ChangeList {
    var items = items
    try change(&items)
    return try ChangeList(from: cut(self.items), to: cut(items), handles: handles)
  }

  @Test func `the same cut has no change`() throws {
    let list = try changed { _ in }
    #expect(list.changes.isEmpty && list.unchanged == 5 && list.faults.isEmpty)
  }

  @Test func `what an insert pushes along is a ripple and no change`() throws {
    let list = try changed { $0.insert(.clip(clip("x", 30)), at: 1) }
    #expect(list.changes.map(\.kinds) == [[.insert]] && list.unchanged == 5)
    #expect(list.ripples.map(\.offset) == [0, 30] && list.ripples.last?.count == 4)
    #expect(list.changes.first?.reach?.isUnpulled == true)
  }

  @Test func `a head and a tail are told apart, and what goes beyond the handles with its frames`() throws {
    let list = try changed(
      {
        $0[1] = .clip(clip("b", from: 988, 62))
        $0[3] = .clip(clip("d", 45))
      }, handles: 10)
    #expect(list.changes.map(\.kinds) == [[.trim], [.trim]])
    #expect(list.changes[0].head == -12 && list.changes[0].tail == 0 && list.changes[0].reach?.shortHead == 2)
    #expect(list.changes[1].tail == -5 && list.changes[1].reach?.isWithin == true)
    #expect(list.changes[0].words == "head 12 frames longer; rescan, 2 frames short at the head")
  }

  @Test func `slips of several versions add up against what was pulled`() throws {
    let (seven, eight, nine) = (cut([.clip(clip("a", from: 1000))]), cut([.clip(clip("a", from: 1008))]), cut([.clip(clip("a", from: 1011))]))
    #expect(try ChangeList(from: seven, to: eight, handles: 10).changes.first?.reach?.isWithin == true)
    let alone = try ChangeList(from: eight, to: nine, handles: 10)
    #expect(alone.changes.map(\.kinds) == [[.slip]] && alone.changes.first?.head == 3 && alone.changes.first?.reach?.isWithin == true)
    let reach = try ChangeList(from: eight, to: nine, handles: 10, pulled: seven).changes.first?.reach
    #expect(reach?.shortTail == 1 && reach?.shortHead == 0)
  }

  @Test func `a slip beyond what was shown is still a slip`() throws {
    let list = try changed { $0[2] = .clip(clip("c", from: 5000)) }
    #expect(list.changes.map(\.kinds) == [[.slip]] && list.changes.first?.head == 4000 && list.faults.isEmpty)
  }

  @Test func `a clip that swaps places is moved, and the others are not`() throws {
    let list = try changed { $0.append($0.remove(at: 0)) }
    #expect(list.changes.map(\.kinds) == [[.move]] && list.changes.first?.name == "a" && list.faults.isEmpty)
  }

  @Test func `another version of a shot replaces it`() throws {
    let list = try changed { $0[2] = .clip(clip("c", version: "v002")) }
    #expect(list.changes.map(\.kinds) == [[.replace]] && list.changes.first?.words.contains("c_v001.mov by c_v002.mov") == true)
  }

  @Test func `the same timecode of another file is another clip`() throws {
    let list = try changed { $0[2] = .clip(clip("z", reel: "B001")) }
    #expect(Set(list.changes.map(\.kinds)) == [[.insert], [.delete]])
  }

  @Test func `retimes, transitions, tracks and details are each their own kind`() throws {
    let fast = try #require(Ratio(2))
    var (retimed, graded) = (clip("b"), clip("e"))
    retimed.speed = fast
    retimed.source = try TimecodeRange(in: Timecode(1000, at: .fps24), duration: 100)
    graded.grade = ColorDecisionText(saturation: "0.9")
    let old = cut(items)
    let new = cut(
      [.clip(clip("a")), .clip(retimed), .transition(Transition(.dissolve, head: 0, tail: 8)), .clip(clip("c")), .gap(50), .clip(graded)],
      [Track(.video, number: 2, items: [.gap(150), .clip(clip("d"))])])
    let list = try ChangeList(from: old, to: new)
    #expect(list.changes.map(\.kinds) == [[.retime], [.transition], [.track], [.detail]], "\(list.changes.map(\.words))")
    #expect(list.faults.isEmpty && list.ripples.allSatisfy { $0.offset == 0 })
  }

  @Test func `one of three clips that are alike goes, and only that is told`() throws {
    let thrice = cut([.clip(clip("a")), .clip(clip("b")), .clip(clip("a")), .clip(clip("c")), .clip(clip("a"))])
    let twice = cut([.clip(clip("a")), .clip(clip("b")), .clip(clip("c")), .clip(clip("a"))])
    let list = try ChangeList(from: thrice, to: twice)
    #expect(list.changes.map(\.kinds) == [[.delete]] && list.unchanged == 4)
    #expect(list.changes.first?.old?.start.value == 86_500)
  }

  @Test func `picture and sound that change alike are one change`() throws {
    func both(_ items: [TrackItem]) -> Timeline { cut(items, [Track(.audio, number: 1, items: items), Track(.audio, number: 2, items: items)]) }
    var items = items
    items[1] = .clip(clip("b", 40))
    let list = try ChangeList(from: both(self.items), to: both(items))
    #expect(list.changes.count == 1 && list.changes[0].tracks.map(\.description) == ["V1", "A1", "A2"])
  }

  @Test func `cuts at two rates are refused`() throws {
    let other = Timeline(name: "x", start: Timecode(wrapping: 0, at: .fps25))
    #expect(throws: EditorialError.self) { try ChangeList(from: cut(items), to: other) }
  }

  @Test(
    arguments: [
      ("cuts/reel1_v8.edl", "reel1_v7.aaf", true), ("reel1_v07.edl", "reel1_v8.edl", false), ("reel1_v8.edl", "reel2_v7.edl", false),
      ("reel1.edl", "reel1_v7.edl", false), ("reel 1 v10", "reel 1 v9", true), ("a", "a", false),
    ])
  func `a later version that is given as the old cut looks swapped`(old: String, new: String, isSwapped: Bool) {
    #expect(ChangeList.looksSwapped(old: old, new: new) == isSwapped)
  }

  @Test func `the lists that go out hold what changed, where it lies`() throws {
    let list = try changed {
      $0[2] = .clip(clip("c", 40))
      $0.remove(at: 0)
    }
    let events = list.changedEvents
    #expect(events.tracks.map(\.items.count) == [2] && events.tracks.first?.items.first?.frames == 50)
    #expect(events.tracks.first?.items.last?.clip?.comments.first?.value == "tail 10 frames shorter; within handles")
    #expect(list.marked.markers.first?.text.hasPrefix("gone: a") == true && list.marked.tracks.first?.items[1].clip?.markers.count == 1)
  }
}
