// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Black and stillness where the layout asks for them, picture by picture, however short the section. Pictures elsewhere are not looked at.
///
/// Stillness is by luma: each picture is compared with the first of its section, as `FrozenPicture` does.
struct LaidOutPictures: PictureCheck {
  static var judgesByFacts: Bool { true }
  private struct Watch {
    let frames: Range<Int>
    let content: LayoutContent
    var first: InspectedPicture?
    var seen: [Range<Int>] = []

    mutating func see(_ frame: Int) {
      if let last = seen.last, last.upperBound == frame {
        seen[seen.count - 1] = last.lowerBound..<frame + 1
      } else {
        seen.append(frame..<frame + 1)
      }
    }
  }

  private let black: BlackLimits
  private let freeze: FreezeLimits
  private var watches: [Watch]

  init?(_ subject: PictureSubject) {
    guard subject.isFirst, let layout = subject.places else { return nil }
    black = subject.profile.black ?? BlackLimits()
    freeze = subject.profile.freeze ?? FreezeLimits()
    watches = layout.sections.flatMap { section in
      section.asked.contents.filter { $0 == .black || $0 == .still }.map { Watch(frames: section.frames, content: $0) }
    }
    if watches.isEmpty { return nil }
  }

  mutating func examine(_ picture: InspectedPicture) {
    for index in watches.indices where watches[index].frames.contains(picture.frame) {
      switch watches[index].content {
      case .black: if picture.isBlack(black) { watches[index].see(picture.frame) }
      default:
        let first = watches[index].first ?? picture
        watches[index].first = first
        if first === picture || picture.isStill(after: first, freeze) { watches[index].see(picture.frame) }
      }
    }
  }

  mutating func finish() -> CheckOutcome {
    CheckOutcome(
      readings: [LayoutContent.black, .still].compactMap { content in
        let seen = watches.filter { $0.content == content }
        guard !seen.isEmpty else { return nil }
        return .layout(LayoutEvidence(content: content, seen: seen.flatMap(\.seen).sorted { $0.lowerBound < $1.lowerBound }))
      })
  }
}
