// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// Drawn cuts into which changes are planted: exactly those are found.
struct `Planted changes` {
  private struct Planting {
    var random: SeededRandom
    var items: [TrackItem] = []
    var second: [(place: Int, clip: Clip)] = []
    var expected: Set<String> = []

    init(seed: UInt64, count: Int) {
      random = SeededRandom(seed)
      for number in 0..<count { items.append(.clip(clip(number))) }
    }

    mutating func clip(_ number: Int) -> Clip {
      let frames = FrameCount(Int.random(in: 40...90, using: &random))
      // Many clips of few reels, of which each camera file is a part.
      let start = Timecode(wrapping: FrameCount(number * 1000), at: .fps24)
      return Clip(
        name: "clip \(number)", frames: frames, source: try? TimecodeRange(in: start, duration: frames),
        media: MediaReference(reel: "A00\(number % 4)", path: "/plates/sh\(number)_v001.mov"))
    }

    /// Changes one clip in one way.
    mutating func plant(_ kind: Change.Kind, at index: Int) throws {
      guard var clip = items[index].clip, let source = clip.source else { return }
      expected.insert("\(kind) \(kind == .insert ? "new \(index)" : clip.name)")
      let by = FrameCount(Int.random(in: 1...15, using: &random))
      switch kind {
      case .insert:
        clip.name = "new \(index)"
        clip.media.path = "/plates/new\(index)_v001.mov"
        items.insert(.clip(clip), at: index)
        return
      case .delete: items.remove(at: index); return
      case .replace: clip.media.path = clip.media.path.replacing("v001", with: "v002")
      case .retime:
        clip.speed = Ratio(2) ?? .one
        clip.source = try TimecodeRange(in: source.start, duration: clip.frames + clip.frames)
      case .move: return
      case .track:
        second.append((index, clip))
        items[index] = .gap(clip.frames)
        return
      case .slip: clip.source = try TimecodeRange(in: source.start.advanced(wrapping: by), duration: source.duration)
      case .trim:
        if Bool.random(using: &random) {
          clip.source = try TimecodeRange(in: source.start.advanced(wrapping: by), duration: source.duration - by)
        } else {
          clip.source = try TimecodeRange(in: source.start, duration: source.duration - by)
        }
        clip.frames = clip.frames - by
      case .transition:
        items.insert(.transition(Transition(.dissolve, head: 4, tail: 4)), at: index)
        return
      case .detail: clip.isEnabled = false
      }
      items[index] = .clip(clip)
    }

    func cut(_ name: String) -> Timeline {
      var upper: [TrackItem] = []
      var end = FrameCount.zero
      for (place, clip) in second.sorted(by: { $0.place < $1.place }) {
        let start = items[..<place].reduce(FrameCount.zero) { $0 + $1.frames }
        upper += [.gap(start - end), .clip(clip)]
        end = start + clip.frames
      }
      return Timeline(
        name: name, start: Timecode(wrapping: 86_400, at: .fps24),
        tracks: [Track(.video, number: 1, items: items)] + (upper.isEmpty ? [] : [Track(.video, number: 2, items: upper)]))
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `exactly those are listed`(seed: UInt64) throws {
    var planting = Planting(seed: seed, count: 120)
    let old = planting.cut("v7")
    let kinds = Change.Kind.allCases.filter { $0 != .move }.shuffled(using: &planting.random)
    // From the end, so that what is before keeps its place; what lies on a second track is placed by the first, so it comes last.
    for (number, kind) in kinds.filter({ $0 != .track }).enumerated() { try planting.plant(kind, at: 110 - number * 8) }
    try planting.plant(.track, at: 20)
    let moved = planting.items.remove(at: 5)
    planting.items.insert(moved, at: 12)
    planting.expected.insert("move \(moved.clip?.name ?? "")")
    let list = try ChangeList(from: old, to: planting.cut("v8"), handles: 20)
    #expect(Set(list.changes.map { "\($0.kind) \($0.name)" }) == planting.expected)
    #expect(list.changes.allSatisfy { $0.kinds.count == 1 } && list.changes.count == Change.Kind.allCases.count)
    #expect(list.faults.isEmpty)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `cuts that have little in common still add up`(seed: UInt64) throws {
    var (one, other) = (DrawnTimelines(seed: seed, rate: .fps25), DrawnTimelines(seed: seed + 100, rate: .fps25))
    let (old, new) = (one.timeline(), other.timeline())
    let list = try ChangeList(from: old, to: new, handles: 5)
    #expect(list.faults.isEmpty, "\(list.faults)")
    let back = try ChangeList(from: new, to: old)
    #expect(back.faults.isEmpty, "\(back.faults)")
  }
}
