// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension PullList {
  /// What a cut needs of the media that it was matched to.
  ///
  /// Only clips that are linked are pulled. Those that are ambiguous, offline or counted at another rate are refused by name, with what the conform says of
  /// them; those that need no media are left out.
  ///
  /// - Parameters:
  ///   - result: the cut held against media.
  ///   - timeline: the cut that was conformed.
  public init(of result: ConformResult, _ timeline: Timeline, options: PullOptions = PullOptions()) {
    var linked = result.linked(timeline).timeline
    var refusals: [Refusal] = []
    for match in result.matches {
      // What lies in a cut within the cut is refused with that one.
      let places = match.event.places.filter { $0.count == 2 }
      guard !places.isEmpty else { continue }
      for place in places { linked.settle(match, at: place) }
      guard !match.isLinked, match.state != .excluded, match.event.needsPictures || options.takesSound else { continue }
      let track = match.event.tracks.first ?? ""
      let label = match.event.record?.start.description ?? ""
      refusals.append(
        Refusal(place: "\(track) \(label) \(match.event.words)", reason: "it is \(match.state.words): \(match.reasonToRefuse)"))
    }
    self.init(of: linked, options: options)
    refused = refusals + refused
  }
}

extension ConformMatch {
  fileprivate var reasonToRefuse: String {
    guard state == .ambiguous else { return evidence }
    let paths = candidates.prefix(4).map { "‘\($0.media.path)’" }.joined(separator: ", ")
    return "\(evidence) (\(paths)\(candidates.count > 4 ? " and \(candidates.count - 4) more" : "")): choose one for event \(event.number)"
  }
}

extension Timeline {
  /// Mutes the clip of a match that is not linked, and tells a linked one what there is of its media.
  fileprivate mutating func settle(_ match: ConformMatch, at place: [Int]) {
    guard case .clip(var clip) = tracks[place[0]].items[place[1]] else { return }
    if match.isLinked, let media = match.media {
      clip.media.available = media.effectiveLabels ?? clip.media.available
      // A reel is no name for a shot, where the file has one.
      if clip.name.isEmpty, clip.media.name.isEmpty { clip.media.name = media.name }
    } else {
      clip.isEnabled = false
    }
    tracks[place[0]].items[place[1]] = .clip(clip)
  }
}
