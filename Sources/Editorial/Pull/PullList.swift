// SPDX-License-Identifier: Apache-2.0

public import Timing

/// The media that a cut needs, range by range with handles: what goes to a visual effects house or to the grade.
///
/// Ranges are counted in frames of the source, at the speed of the source: handles of eight frames on a clip at 200 % are sixteen. What the media does
/// not have of a range is stated shot by shot, and never made up.
public struct PullList: Hashable, Sendable, Codable {
  /// One range of one piece of media.
  public struct Shot: Hashable, Sendable, Codable {
    /// Its name, of which no other shot of the list has the like.
    public var name: String
    /// Whom it goes to; empty where the list names nobody.
    public var vendor: String
    /// The media, as the cut names it.
    public var path: String
    /// The reel.
    public var reel: String
    /// The name of the clip in the cut.
    public var clip: String
    /// What is pulled: the labels of the source with handles, as far as the media has them.
    public var source: TimecodeRange
    /// What the cut shows of it, transitions among it; within `source` but for `shortHead` and `shortTail` of a range that is cut short itself.
    public var cut: TimecodeRange
    /// The number of the first frame that is pulled.
    public var firstFrame: Int
    /// Frames of the head handle that the media does not have; beyond the handle, frames of the cut.
    public var shortHead: FrameCount
    /// Frames of the tail handle that the media does not have; beyond the handle, frames of the cut.
    public var shortTail: FrameCount
    /// Whether the media lacks frames that the cut shows.
    public var lacksCut: Bool
    /// Where the cut uses it.
    public var uses: [Use]
    /// The grade of the first use; empty where it has none.
    public var slopeOffsetPower: String
    /// The saturation of that grade.
    public var saturation: String

    /// The number of the last frame.
    public var lastFrame: Int { firstFrame + source.duration.value - 1 }
    /// Frames before those that the cut shows.
    public var headHandle: FrameCount { max(.zero, FrameCount(cut.start.frameCount.value - source.start.frameCount.value)) }
    /// Frames behind those that the cut shows.
    public var tailHandle: FrameCount { max(.zero, source.duration - headHandle - cut.duration) }
  }

  /// A place where a cut uses a shot.
  public struct Use: Hashable, Sendable, Codable {
    /// The track, `V1`.
    public var track: String
    /// The label of its first frame in the programme.
    public var recordIn: Timecode
    /// The label behind its last frame.
    public var recordOut: Timecode
    /// The name of the clip there.
    public var clip: String
    /// The speed at which it plays, `2` or `119/60`.
    public var speed: String
  }

  /// What cannot be pulled, and why.
  public struct Refusal: Hashable, Sendable, Codable {
    /// The clip and its place in the programme.
    public var place: String
    /// Why.
    public var reason: String

    /// A refusal as given.
    public init(place: String, reason: String) { (self.place, self.reason) = (place, reason) }
  }

  /// The name of the cut.
  public var title: String
  /// The choices by which it was made.
  public var options: PullOptions
  /// What is pulled, in the order of the cut.
  public var shots: [Shot]
  /// What cannot be.
  public var refused: [Refusal]

  /// The shots for each vendor, in the order in which they come; one list without a name where nobody is named.
  public var byVendor: [(vendor: String, shots: [Shot])] {
    var places: [String: Int] = [:]
    var lists: [(vendor: String, shots: [Shot])] = []
    for shot in shots {
      if let place = places[shot.vendor] {
        lists[place].shots.append(shot)
      } else {
        places[shot.vendor] = lists.count
        lists.append((shot.vendor, [shot]))
      }
    }
    return lists
  }

  /// The shots one behind the other as a cut, whose sources are the ranges that are pulled: for lists beside the media.
  public func timeline(_ shots: [Shot], at rate: FrameRate) -> Timeline {
    let items = shots.map { shot in
      let frames =
        shot.source.rate.hasSameSpeed(as: rate)
        ? shot.source.duration
        : (try? shot.source.duration.convertedByRealTime(from: shot.source.rate, to: rate, rounding: .nearest)) ?? shot.source.duration
      var comments = [Clip.Comment(key: "PULL", value: shot.name), Clip.Comment(key: "FRAMES", value: "\(shot.firstFrame)-\(shot.lastFrame)")]
      comments += shot.uses.map { Clip.Comment(key: "USED AT", value: "\($0.track) \($0.recordIn)-\($0.recordOut)") }
      if !shot.vendor.isEmpty { comments.append(Clip.Comment(key: "VENDOR", value: shot.vendor)) }
      let hasGrade = !shot.slopeOffsetPower.isEmpty || !shot.saturation.isEmpty
      return TrackItem.clip(
        Clip(
          name: shot.clip, frames: frames, source: shot.source, media: MediaReference(reel: shot.reel, path: shot.path),
          grade: hasGrade ? ColorDecisionText(slopeOffsetPower: shot.slopeOffsetPower, saturation: shot.saturation) : nil, comments: comments))
    }
    let hour = FrameCount(3600 * rate.nominal)
    return Timeline(name: title, start: Timecode(wrapping: hour, at: rate.nonDropFrame), tracks: [Track(.video, number: 1, items: items)])
  }
}
