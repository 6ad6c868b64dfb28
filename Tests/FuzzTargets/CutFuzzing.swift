// SPDX-License-Identifier: Apache-2.0

import Editorial

/// What is done with a cut of chance bytes, and must hold of it.
enum CutFuzzing {
  /// What an answer broke, in words; `nil` where all is well.
  static func fault(_ format: TimelineFormat, _ bytes: [UInt8], inEveryFormat: Bool) -> String? {
    guard let reading = try? format.read(bytes, subject: "fuzz") else { return nil }
    let all = TimelineFormat.allCases
    let chosen = all[bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % all.count]
    let targets = inEveryFormat ? all : all.filter { $0 == format || $0 == chosen }
    for timeline in reading.timelines.prefix(4) {
      if let fault = CutWork.fault(timeline) { return fault }
      for target in targets {
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
