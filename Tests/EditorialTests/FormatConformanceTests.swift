// SPDX-License-Identifier: Apache-2.0

import Editorial
import TestSupport
import Testing
import Timing

/// What holds for every format: a cut that was written is read as the same cut, but for what the writer said is lost.
struct `Every format of cuts` {
  /// A format, and what of a cut it is known to drop.
  struct Format: CustomTestStringConvertible, Sendable {
    var name: String
    var write: @Sendable (Timeline) throws -> ([UInt8], [String])
    var read: @Sendable ([UInt8]) throws -> Timeline
    /// The cut without what the format cannot say; whatever this changes must be among the losses.
    var simplify: @Sendable (Timeline) -> Timeline

    var testDescription: String { name }

    init(_ format: TimelineFormat, simplify: @escaping @Sendable (Timeline) -> Timeline = { $0 }) {
      name = format.rawValue
      write = { try format.write($0) }
      read = { bytes in try #require(format.read(bytes, subject: "drawn").timelines.first) }
      self.simplify = simplify
    }
  }

  static let formats: [Format] = [Format(.otio), Format(.otioz)]

  @Test(arguments: formats, [FrameRate.fps23_976, .fps24, .fps25, .fps29_97, .fps29_97df, .fps50, .fps59_94df])
  func `a drawn cut comes back as it was, and every loss is named`(format: Format, rate: FrameRate) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      var drawing = DrawnTimelines(seed: seed, rate: rate)
      let cut = drawing.timeline()
      let (bytes, lost) = try format.write(cut)
      let expected = format.simplify(cut)
      let read = try format.read(bytes)
      let isSame = read == expected
      #expect(isSame, "\(rate), seed \(seed): \(Self.difference(read, expected))")
      let isWhole = expected == cut
      #expect(isWhole || !lost.isEmpty)
      // What was written once is written the same again.
      let isStable = try format.write(read).0 == bytes
      #expect(isStable, "\(rate), seed \(seed): writing it again gives other bytes")
    }
  }

  /// The first thing in which two cuts differ, in words.
  private static func difference(_ one: Timeline, _ other: Timeline) -> String {
    if one.start != other.start { return "begins at \(one.start), not at \(other.start)" }
    if one.kept != other.kept { return "keeps \(one.kept), not \(other.kept)" }
    if one.markers != other.markers { return "has the markers \(one.markers), not \(other.markers)" }
    if one.tracks.count != other.tracks.count { return "has \(one.tracks.count) tracks, not \(other.tracks.count)" }
    for (a, b) in zip(one.tracks, other.tracks) where a != b {
      for (x, y) in zip(a.items, b.items) where x != y {
        if let inner = x.clip?.sequence, let other = y.clip?.sequence, inner != other { return "in a cut within, " + difference(inner, other) }
        return "\(a.kind) \(a.number): \(x), not \(y)"
      }
      return
        "track \(a.kind) \(a.number) \(a.name) \(a.rate as Any) \(a.markers) \(a.kept), not \(b.number) \(b.name) \(b.rate as Any) \(b.markers) \(b.kept)"
    }
    return "is called ‘\(one.name)’, not ‘\(other.name)’"
  }
}
