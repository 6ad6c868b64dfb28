// SPDX-License-Identifier: Apache-2.0

import Editorial
import Testing
import Timing

/// Cuts and media for tests of conforming.
enum Cuts {
  /// An edit decision list's cut at 25 frames a second.
  static func cut(_ text: String, _ rate: FrameRate = .fps25) throws -> Timeline {
    try EditDecisionList.read(Array(("TITLE: x\nFCM: NON-DROP FRAME\n" + text).utf8), rate: rate, subject: "cut.edl").list.timeline().timeline
  }

  /// A recording with labels from `start`.
  static func media(
    _ path: String, _ start: String? = "10:00:00:00", frames: Int = 1000, reel: String? = nil, rate: FrameRate = .fps25, digest: String = "",
    identifier: String? = nil, log: String? = nil, approval: MediaItem.Approval = .unknown
  ) throws -> MediaItem {
    var item = MediaItem(
      path: path, labels: try start.map { try TimecodeRange(in: Timecode($0, at: rate), duration: FrameCount(frames)) }, rate: rate,
      frames: FrameCount(frames), codec: "Apple ProRes 422", raster: "1920×1080", byteCount: 100, digest: digest, approval: approval)
    if let reel { item.aliases.append(.init(.reel, reel, by: "the file itself")) }
    if let log { item.aliases.append(.init(.reel, log, by: "an Avid log", isOwn: false)) }
    if let identifier { item.identifiers = [identifier] }
    return item
  }

  static func conform(_ text: String, _ media: [MediaItem], handles: Int = 0, _ decisions: [ConformDecision] = []) throws -> ConformResult {
    Conform(MediaIndex(media), handles: handles, decisions: decisions).run(try cut(text))
  }

  /// The only clip's match.
  static func match(_ text: String, _ media: [MediaItem], handles: Int = 0, _ decisions: [ConformDecision] = []) throws -> ConformMatch {
    let matches = try conform(text, media, handles: handles, decisions).matches
    try #require(matches.count == 1)
    return matches[0]
  }

  /// Two seconds of reel A001.
  static let event = "001  A001 V C 10:00:10:00 10:00:12:00 01:00:00:00 01:00:02:00\n"
}
