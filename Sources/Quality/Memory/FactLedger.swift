// SPDX-License-Identifier: Apache-2.0

public import Essence

/// Keeps what an inspection measures of each picture, in order, as bytes that `Inspector.recall` takes.
///
/// Checks work behind their queues: what is kept of a picture is handed on when all of them have long been past it.
public final class FactLedger {
  /// More pictures than may wait in the checks' queues or be in their hands.
  private static let depth = 64

  private let hand: (_ frame: Int, _ measured: [UInt8]) -> Void
  private var waiting: [(frame: Int, facts: PictureFacts)] = []

  /// A ledger that hands what was measured of each picture to `hand`, on the thread that shows the pictures.
  public init(_ hand: @escaping (_ frame: Int, _ measured: [UInt8]) -> Void) { self.hand = hand }

  func add(_ facts: PictureFacts, frame: Int) {
    waiting.append((frame, facts))
    guard waiting.count >= 2 * Self.depth else { return }
    for known in waiting.prefix(Self.depth) { hand(known.frame, known.facts.bytes) }
    waiting.removeFirst(Self.depth)
  }

  func close() {
    for known in waiting { hand(known.frame, known.facts.bytes) }
    waiting = []
  }
}

/// Decodes pictures again of which not enough was kept.
public protocol PictureArchive: AnyObject, Sendable {
  /// The picture at `frame`; `nil` where it cannot be decoded.
  func picture(at frame: Int) -> Picture?
  /// Notes that a picture is not what it was measured to be: what was kept cannot be trusted, and nothing that follows from it.
  func disagree(at frame: Int)
}
