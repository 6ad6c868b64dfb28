// SPDX-License-Identifier: Apache-2.0

import Custody
public import Editorial
import Integrity
import Markup

/// A parser that is fed with bytes of chance: it may refuse them, and must not crash, hang or eat the memory.
public enum FuzzTarget: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// Every kind of file that holds a cut; what is read is written in every format, and read again.
  case timeline(TimelineFormat)
  /// XML of any kind.
  case markup
  /// An MHL manifest of either version.
  case hashList
  /// The chain of an ASC MHL history.
  case hashChain
  /// A signed receipt.
  case receipt

  /// All of them.
  public static var allCases: [FuzzTarget] { TimelineFormat.allCases.map { .timeline($0) } + [.markup, .hashList, .hashChain, .receipt] }

  /// Its name, as the folder of its seeds is called: `edl`, `markup`.
  public var description: String {
    switch self {
    case .timeline(let format): format.rawValue
    case .markup: "markup"
    case .hashList: "hash-list"
    case .hashChain: "hash-chain"
    case .receipt: "receipt"
    }
  }

  /// What an answer broke, in words; `nil` where all is well.
  public func fault(_ bytes: [UInt8]) -> String? {
    switch self {
    case .timeline(let format): Self.timelineFault(format, bytes)
    case .markup: Self.quiet { _ = try MarkupElement(parsing: bytes, subject: "fuzz") }
    case .hashList: Self.quiet { _ = try HashList.reading(bytes, subject: "fuzz").value.xml() }
    case .hashChain: Self.quiet { _ = try HashChain.reading(bytes, subject: "fuzz").value.xml() }
    case .receipt: Self.quiet { _ = try SignedReceipt.reading(bytes, subject: "fuzz") }
    }
  }

  /// An error is an answer like any other.
  private static func quiet(_ body: () throws -> Void) -> String? {
    try? body()
    return nil
  }

  private static func timelineFault(_ format: TimelineFormat, _ bytes: [UInt8]) -> String? {
    guard let reading = try? format.read(bytes, subject: "fuzz") else { return nil }
    for timeline in reading.timelines.prefix(4) {
      for target in TimelineFormat.allCases {
        guard let (written, _) = try? target.write(timeline) else { continue }
        guard let again = try? target.read(written, rate: timeline.rate, subject: "again").timelines.first else {
          // A list without an edit is none.
          if target == .edl, EditDecisionList.list(of: timeline).list.edits.isEmpty { continue }
          if timeline.tracks.contains(where: { !$0.items.isEmpty }) { return "\(target.rawValue) does not read what it wrote" }
          continue
        }
        // What the writer says that it cannot hold need not come back, nor what an edit list contradicts itself in: a length of source that does not
        // fit that of the programme.
        guard target == format, target != .edl, let (second, lost) = try? target.write(again), lost.isEmpty else { continue }
        guard let third = try? target.read(second, rate: timeline.rate, subject: "third").timelines.first else {
          return "\(target.rawValue) does not read what it wrote of its own"
        }
        if third != again { return "\(target.rawValue) reads another cut from what it wrote of its own: \(difference(third, again))" }
      }
    }
    return nil
  }

  /// The beginning of where two cuts differ.
  private static func difference(_ first: Timeline, _ second: Timeline) -> String {
    let (first, second) = (Array(String(describing: first).utf8), Array(String(describing: second).utf8))
    let place = zip(first, second).prefix { $0 == $1 }.count
    func excerpt(_ text: [UInt8]) -> String { String(decoding: text[max(0, place - 60)..<min(text.count, place + 60)], as: UTF8.self) }
    return "…\(excerpt(first))… / …\(excerpt(second))…"
  }
}
