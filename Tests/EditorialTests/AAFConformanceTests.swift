// SPDX-License-Identifier: Apache-2.0

import Editorial
import Testing
import Timing

/// A format, as the suite below tries it.
struct AAFForm: CustomTestStringConvertible, Sendable {
  let name: String
  let write: @Sendable (Timeline) throws -> (bytes: [UInt8], lost: [String])
  let read: @Sendable ([UInt8]) throws -> Timeline
  /// What the format is known to drop of a cut. Whatever it drops must be reported.
  let simplify: @Sendable (Timeline) -> Timeline

  var testDescription: String { name }

  init(_ format: TimelineFormat, simplify: @escaping @Sendable (Timeline) -> Timeline) {
    name = format.rawValue
    write = { try format.write($0) }
    read = { bytes in try #require(try format.read(bytes, subject: "drawn.\(format.rawValue)").timelines.first) }
    self.simplify = simplify
  }
}

extension AAFForm {
  /// Every format that holds all of a cut but what its line says. A new one is a line here.
  static let all: [AAFForm] = [
    AAFForm(.aaf) { $0.withoutWhatAAFCannotSay }
  ]
}

/// What is written is read again as the same cut, in every format.
struct `AAF for every purpose` {
  private static let rates: [FrameRate] = [.fps23_976, .fps24, .fps25, .fps29_97, .fps29_97df, .fps30, .fps50, .fps59_94df]

  @Test(arguments: AAFForm.all)
  func `reads what it wrote as the same cut, but for what it said would be lost`(format: AAFForm) throws {
    for seed in UInt64(0)..<16 {
      var drawing = DrawnAvidCut(seed: seed, rate: Self.rates[Int(seed) % Self.rates.count])
      let cut = drawing.timeline()
      let (bytes, lost) = try format.write(cut)
      let simple = format.simplify(cut)
      let isTold = simple == cut || !lost.isEmpty
      #expect(isTold, "seed \(seed): it lost something in silence")
      try expectSame(format.read(bytes), simple, "seed \(seed), lost \(lost)")
    }
  }

  @Test(arguments: AAFForm.all)
  func `loses nothing the second time, and writes the same bytes`(format: AAFForm) throws {
    for seed in UInt64(100)..<105 {
      var drawing = DrawnAvidCut(seed: seed, rate: Self.rates[Int(seed) % Self.rates.count])
      let once = try format.read(format.write(drawing.timeline()).bytes)
      let (bytes, lost) = try format.write(once)
      #expect(lost.isEmpty, "seed \(seed)")
      let again = try format.read(bytes)
      try expectSame(again, once, "seed \(seed)")
      let isStable = try format.write(again).bytes == bytes
      #expect(isStable, "seed \(seed)")
    }
  }

  /// Says the first item that differs, for two whole cuts are too long to read.
  private func expectSame(_ one: Timeline, _ other: Timeline, _ comment: String) throws {
    if one == other { return }
    for (track, expected) in zip(one.tracks, other.tracks) {
      for (item, wanted) in zip(track.items, expected.items) where item != wanted {
        if let inner = item.clip?.sequence, let other = wanted.clip?.sequence, inner != other {
          return try expectSame(inner, other, comment + " within")
        }
        Issue.record("\(comment): \(track.kind) \(track.number): \(item)\n is not \(wanted)")
        return
      }
      if track.items == expected.items, track != expected {
        Issue.record(
          "\(comment): \(track.name) \(track.rate as Any) \(track.isEnabled) \(track.markers) \(track.kept)\n is not \(expected.markers) \(expected.kept)"
        )
        return
      }
    }
    Issue.record(
      "\(comment): \(one.name) \(one.start) \(one.tracks.map(\.items.count)) \(one.markers) \(one.kept)\n is not \(other.name) \(other.start) \(other.tracks.map(\.items.count)) \(other.markers) \(other.kept)"
    )
  }
}

extension Timeline {
  /// AAF has UMIDs alone for identifiers, and keeps nothing of other formats.
  fileprivate var withoutWhatAAFCannotSay: Timeline {
    var cut = self
    cut.kept.removeAll { $0.format != "aaf" }
    for index in cut.tracks.indices {
      for (place, (_, item)) in cut.tracks[index].placedItems.enumerated() {
        guard var clip = item.clip else { continue }
        clip.kept.removeAll { $0.format != "aaf" }
        clip.media.kept.removeAll { $0.format != "aaf" }
        clip.sequence = clip.sequence?.withoutWhatAAFCannotSay
        if !clip.media.identifier.hasPrefix("urn:smpte:umid:060a2b34") { clip.media.identifier = "" }
        cut.tracks[index].items[place] = .clip(clip)
      }
    }
    return cut
  }
}
