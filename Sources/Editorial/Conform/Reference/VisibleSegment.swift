// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A stretch of the programme that one clip, or the dissolve between two, fills: what is seen when all its tracks lie on one another.
public struct VisibleSegment: Hashable, Sendable {
  /// A clip that is seen, with where its first frame lies.
  public struct Layer: Hashable, Sendable {
    /// The clip's place among the matches of the conform.
    public var match: Int
    /// The frame of the programme at which the clip begins.
    public var start: Int
  }

  /// What is seen.
  public enum Content: Hashable, Sendable {
    /// One clip.
    case clip(Layer)
    /// The passage from one to another.
    case dissolve(from: Layer, to: Layer)
    /// Something that is not compared, and what it is, in a word or two.
    case other(String)
  }

  /// Frames from the beginning of the programme.
  public var frames: Range<Int>
  /// What is seen.
  public var content: Content

  /// More frames than a programme of a day at the highest rate.
  private static let mostFrames = 10_400_000

  /// What is seen of `timeline`, in order and without gaps.
  ///
  /// - Parameter result: its conform.
  public static func segments(of timeline: Timeline, _ result: ConformResult) -> [VisibleSegment] {
    let length = min(timeline.tracks.filter { $0.kind == .video }.map(\.frames.value).max() ?? 0, mostFrames)
    var contents: [Content] = [.other("black")]
    var shown = [Int32](repeating: 0, count: max(0, length))
    let matches = Dictionary(
      result.matches.enumerated().flatMap { number, match in match.event.places.map { ($0, number) } }, uniquingKeysWith: { first, _ in first })
    func paint(_ range: Range<Int>, _ content: Content) {
      let range = range.clamped(to: 0..<length)
      guard !range.isEmpty else { return }
      contents.append(content)
      for frame in range { shown[frame] = Int32(truncatingIfNeeded: contents.count - 1) }
    }
    for (trackIndex, track) in timeline.tracks.enumerated() where track.kind == .video && track.isEnabled && track.rate == nil {
      let placed = track.placedItems
      func layer(_ index: Int) -> Layer? {
        guard placed.indices.contains(index), let clip = placed[index].item.clip, clip.isEnabled, let match = matches[[trackIndex, index]] else {
          return nil
        }
        return Layer(match: match, start: placed[index].start.value)
      }
      for (index, (start, item)) in placed.enumerated() {
        guard let clip = item.clip, clip.isEnabled else { continue }
        let range = start.value..<(start.value + max(0, clip.frames.value))
        if let layer = layer(index) {
          paint(range, .clip(layer))
        } else {
          paint(range, .other(clip.sequence == nil ? "a clip without media" : "a nested cut"))
        }
      }
      for (index, (start, item)) in placed.enumerated() {
        guard case .transition(let transition) = item else { continue }
        let range = (start - transition.head).value..<max((start + transition.tail).value, (start - transition.head).value)
        if transition.kind == .dissolve, let from = layer(index - 1), let to = layer(index + 1) {
          paint(range, .dissolve(from: from, to: to))
        } else if !range.isEmpty {
          paint(range, .other(transition.kind == .dissolve ? "a fade" : "a wipe or key"))
        }
      }
    }
    var segments: [VisibleSegment] = []
    for frame in 0..<length {
      let content = contents[Int(shown[frame])]
      if frame > 0, shown[frame] == shown[frame - 1] {
        segments[segments.count - 1].frames = segments[segments.count - 1].frames.lowerBound..<(frame + 1)
      } else {
        segments.append(VisibleSegment(frames: frame..<(frame + 1), content: content))
      }
    }
    return segments
  }
}
