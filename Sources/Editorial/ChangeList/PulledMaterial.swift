// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What was pulled of each material: the ranges that a cut takes, with handles, merged.
struct PulledMaterial {
  private struct Key: Hashable {
    var evidence: CutIdentity.Evidence
    var text: String
    var kind: Track.Kind
    /// Whether only clips are meant whose file is not known: a reel or a name that others share does not stand for a file that is another.
    var isOfNoFile = false
  }

  private struct Holding {
    var rate: FrameRate
    var ranges: [Range<Int>]
  }

  private var holdings: [Key: Holding] = [:]

  init(_ events: [CutEvent], handles: Int) {
    for event in events {
      let identity = CutIdentity(event.clip)
      for evidence in CutIdentity.Evidence.allCases {
        guard let text = identity[evidence], let rate = event.clip.source?.rate else { continue }
        for isOfNoFile in identity[.file] == nil ? [false, true] : [false] {
          let key = Key(evidence: evidence, text: text, kind: event.track.kind, isOfNoFile: isOfNoFile)
          let known = holdings[key]?.rate ?? rate
          guard let range = event.need(handles: handles, at: known) else { continue }
          holdings[key, default: Holding(rate: known, ranges: [])].ranges.append(range)
        }
      }
    }
    holdings = holdings.mapValues { Holding(rate: $0.rate, ranges: Self.merged($0.ranges)) }
  }

  /// How what an event takes lies to what was pulled of its material, by the strongest evidence that both have.
  func reach(of event: CutEvent) -> Change.Reach? {
    guard let source = event.clip.source else { return nil }
    let identity = CutIdentity(event.clip)
    let holding = CutIdentity.Evidence.allCases.lazy.compactMap { evidence in
      let isOfNoFile = identity[.file] != nil && evidence.rawValue > CutIdentity.Evidence.file.rawValue
      return identity[evidence].flatMap { holdings[Key(evidence: evidence, text: $0, kind: event.track.kind, isOfNoFile: isOfNoFile)] }
    }.first
    guard let need = event.need(handles: 0, at: holding?.rate ?? source.rate) else { return nil }
    if need.isEmpty { return .init(shortHead: .zero, shortTail: .zero, isUnpulled: false) }
    guard let holding, let nearest = Self.nearest(need, in: holding.ranges) else {
      return .init(shortHead: .zero, shortTail: FrameCount(need.count), isUnpulled: true)
    }
    return .init(
      shortHead: FrameCount(max(0, nearest.lowerBound - need.lowerBound)), shortTail: FrameCount(max(0, need.upperBound - nearest.upperBound)),
      isUnpulled: false)
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// The range that holds most of `need`; `nil` where none holds a frame of it. They are sorted and apart.
  private static func nearest(_ need: Range<Int>, in ranges: [Range<Int>]) -> Range<Int>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= need.lowerBound { low = middle + 1 } else { high = middle }
    }
    var best: (range: Range<Int>, count: Int)?
    // Nothing takes a thousand ranges at once but a forged list.
    let end = min(ranges.count, low + 1000)
    while low < end, ranges[low].lowerBound < need.upperBound {
      let count = min(need.upperBound, ranges[low].upperBound) - max(need.lowerBound, ranges[low].lowerBound)
      if count > best?.count ?? 0 { best = (ranges[low], count) }
      low += 1
    }
    return best?.range
  }
}
