// SPDX-License-Identifier: Apache-2.0

import Essence
import Files

/// The Avid logs of a folder tree, each of which speaks of the clips below its own folder, or, where there are none, below the one above.
struct MediaLogs {
  private let card: CardContents

  init(_ card: CardContents) { self.card = card }

  /// Adds what the logs say. Answers what was odd, a sentence each.
  func apply(to clips: inout [ClipSummary]) -> [String] {
    guard !card.logs.isEmpty else { return [] }
    var below: [String: [Int]] = [:]
    for (place, clip) in clips.enumerated() {
      var folder = clip.files.first.map { SystemPath.split($0).folder } ?? "."
      while true {
        below[folder, default: []].append(place)
        if folder == "." || folder == "/" { break }
        folder = SystemPath.split(folder).folder
      }
    }
    return card.logs.flatMap { log in
      let folder = log.parent?.text ?? "."
      let places = below[folder] ?? below[SystemPath.split(folder).folder] ?? []
      var some = places.map { clips[$0] }
      let notes = CameraLogs([log], in: card.root).apply(to: &some)
      for (place, clip) in zip(places, some) { clips[place] = clip }
      return notes
    }
  }
}
