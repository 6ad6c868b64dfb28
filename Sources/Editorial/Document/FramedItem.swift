// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// An item with its place in whole frames of the timeline.
struct FramedItem {
  var start: FrameCount
  var item: TrackItem

  var transition: Transition? { if case .transition(let transition) = item { transition } else { nil } }

  /// Items that are counted at a rate of their own, on the timeline's nearest frames.
  static func framed(_ track: Track, rate: FrameRate, at target: FrameRate) -> [FramedItem] {
    func frame(_ place: FrameCount) -> FrameCount { (try? place.convertedByRealTime(from: rate, to: target, rounding: .nearest)) ?? place }
    return track.placedItems.map { start, item in
      let place = frame(start)
      switch item {
      case .gap(let frames): return FramedItem(start: place, item: .gap(frame(start + frames) - place))
      case .transition(var transition):
        (transition.head, transition.tail) = (place - frame(start - transition.head), frame(start + transition.tail) - place)
        return FramedItem(start: place, item: .transition(transition))
      case .clip(var clip):
        let end = frame(start + clip.frames)
        clip.frames = end - place
        for index in clip.markers.indices {
          let marker = clip.markers[index]
          clip.markers[index].place = frame(start + marker.place) - place
          clip.markers[index].frames = frame(marker.frames)
        }
        for index in clip.speedCurve.indices { clip.speedCurve[index].place = frame(start + clip.speedCurve[index].place) - place }
        return FramedItem(start: place, item: .clip(clip))
      }
    }
  }
}
