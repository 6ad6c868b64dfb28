// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Foundation

/// How stereo is made of surround: left and right only, Lo/Ro, with the coefficients that are stated and no others (ITU-R BS.775-3, annex 4).
public struct Downmix: Hashable, Sendable {
  /// What the centre is turned down by into both sides, in decibels.
  public var center: Double
  /// What each surround is turned down by into its side.
  public var surround: Double

  /// A mix with these; 3 dB down both, unless it is said. Low-frequency effects are left out.
  public init(center: Double = -3, surround: Double = -3) { (self.center, self.surround) = (center, surround) }

  /// What it does, in words.
  public var words: String { "Lo/Ro: centre \(center) dB, surrounds \(surround) dB, no low-frequency effects, no limiter" }

  /// The filter that does it with sound of a layout.
  /// - Throws: `MediaIOError` where the layout does not say which channels are left and right.
  func filter(for layout: ChannelLayout) throws(MediaIOError) -> String {
    let places = Dictionary(layout.positions.enumerated().map { ($1, $0) }) { first, _ in first }
    guard let left = places[.left], let right = places[.right] else {
      throw MediaIOError(
        .invalidRequest, subject: "sound in \(layout.positions.count) channels (\(layout))",
        remedy: "a Lo/Ro mix needs to know which channels are left, right, centre and surround, and the file does not say")
    }
    func side(_ main: Int, _ surrounds: [ChannelLayout.Position]) -> String {
      let centers = places[.center].map { "+\(Self.factor(center))*c\($0)" } ?? ""
      return "c\(main)" + centers + surrounds.compactMap { places[$0] }.map { "+\(Self.factor(surround))*c\($0)" }.joined()
    }
    return "pan=stereo|c0=\(side(left, [.leftSurround, .leftRearSurround]))|c1=\(side(right, [.rightSurround, .rightRearSurround])),"
  }

  private static func factor(_ decibels: Double) -> String {
    // −3 dB is the square root of a half, as the recommendation writes it.
    decibels == -3 ? "0.70710678" : "\((pow(10, decibels / 20) * 1e8).rounded() / 1e8)"
  }
}
