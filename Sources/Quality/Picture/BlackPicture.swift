// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// Black pictures: at least a share of all pixels (98 %) lies within the darkest part of the range, for some pictures in succession.
///
/// A run that lasts to the end of the file is reported too. Black that the layout expects is not.
struct BlackPicture: PictureCheck {
  static var judgesByFacts: Bool { true }
  private let subject: PictureSubject
  private let limits: BlackLimits
  private var run: Range<Int>?
  private var findings: [Finding] = []

  init?(_ subject: PictureSubject) {
    guard let limits = subject.profile.black else { return nil }
    self.subject = subject
    self.limits = limits
  }

  mutating func examine(_ picture: InspectedPicture) {
    let frame = picture.frame
    if picture.isBlack(limits) {
      run = (run?.lowerBound ?? frame)..<frame + 1
    } else {
      close()
    }
  }

  mutating func finish() -> CheckOutcome {
    close()
    return CheckOutcome(findings: findings)
  }

  private mutating func close() {
    guard let run else { return }
    self.run = nil
    for piece in unexpectedPieces(of: run, expected: subject.profile.layout, kinds: [.black], minimum: limits.minimumFrames.value) {
      findings.append(
        Finding(
          .black, severity: limits.severity, stream: subject.stream, place: subject.clock.span(piece), value: Double(piece.count),
          limit: Double(limits.minimumFrames.value), unit: "frames", text: .blackPictures(piece.count, seconds: subject.clock.seconds(piece.count))))
    }
  }
}

extension InspectedPicture {
  /// Whether enough of the picture is dark enough.
  ///
  /// Most tiles are dark all over or nowhere: pixels are counted only in the others, and only where those decide.
  func isBlack(_ limits: BlackLimits) -> Bool {
    fact(.black) { isCounted(limits) }
  }

  private func isCounted(_ limits: BlackLimits) -> Bool {
    let (tiles, code) = (tiles, coding.code(limits.level))
    var (dark, undecided, candidates) = (0, 0, [Int]())
    for (index, tile) in tiles.luma.enumerated() where Int(tile.minimum) <= code {
      let pixels = tiles.area(of: index).count
      if Int(tile.maximum) <= code {
        dark += pixels
      } else {
        undecided += pixels
        candidates.append(index)
      }
    }
    let needed = (limits.area * Double(width * height)).rounded(.up).whole
    guard dark < needed, dark + undecided >= needed else { return dark >= needed }
    let luma = luma
    for index in candidates {
      let area = tiles.area(of: index)
      dark += luma.count(atMost: code, area.columns, area.rows)
    }
    return dark >= needed
  }
}

extension String {
  fileprivate static func blackPictures(_ count: Int, seconds: Double) -> String {
    count == 1 ? "One picture is black." : "The picture is black for \(count) frames (\(seconds.spelled(2)) s)."
  }
}
