// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

/// Pictures that stand still: each differs from the first of the hold by less than a mean absolute difference of luma, for some seconds.
///
/// Every picture is compared with the first of its hold, not with the one before: a slow fade drifts away from its first picture and is no freeze, and two
/// pictures that both lie within the limit of a third lie within twice the limit of each other, so comparing neighbours as well would find nothing more.
/// A hold that lasts to the end of the file is reported too; one on black is `BlackPicture`'s to report, and one where the layout expects stillness is nobody's.
struct FrozenPicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  private let subject: PictureSubject
  private let limits: FreezeLimits
  private let minimum: Int
  private var first: InspectedPicture?
  private var hold = 0..<0
  private var findings: [Finding] = []

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.freeze else { return nil }
    self.subject = subject
    self.limits = limits
    minimum = max(2, subject.clock.frames(lasting: limits.minimumSeconds))
  }

  mutating func examine(_ picture: InspectedPicture) {
    let frame = picture.frame
    if let first, picture.isStill(after: first, limits) {
      hold = hold.lowerBound..<frame + 1
    } else {
      close()
      first = picture
      hold = frame..<frame + 1
    }
  }

  mutating func finish() -> CheckOutcome {
    close()
    return CheckOutcome(findings: findings)
  }

  private mutating func close() {
    guard let first, hold.count >= minimum, !first.isBlack(subject.profile.black ?? BlackLimits()) else { return }
    for piece in unexpectedPieces(of: hold, expected: subject.profile.layout, kinds: [.hold, .black, .bars, .clock], minimum: minimum) {
      let seconds = subject.clock.seconds(piece.count)
      findings.append(
        Finding(
          .freeze, severity: limits.severity, stream: subject.stream, place: subject.clock.span(piece), value: seconds, limit: limits.minimumSeconds,
          unit: "s", text: .pictureStandsStill(piece.count, seconds: seconds)))
    }
  }
}

extension InspectedPicture {
  /// Whether its luma is that of `first`, within the limit. That becomes a sum over the picture in code values, a whole number, so that comparing is exact.
  func isStill(after first: InspectedPicture, _ limits: FreezeLimits) -> Bool {
    fact(.still, after: [first]) {
      let fullScale = Double((1 << luma.depth) - 1)
      let allowed = (pow(10, limits.difference / 20) * fullScale * Double(luma.width * luma.height)).whole
      return first.coding.isFullRange == coding.isFullRange && !luma.differs(from: first.luma, byMoreThan: allowed)
    }
  }
}

extension String {
  fileprivate static func pictureStandsStill(_ frames: Int, seconds: Double) -> String {
    "The picture stands still for \(frames) frames (\(seconds.spelled(2)) s)."
  }
}
