// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import TestSupport
import Testing
import Timing

/// Whole files that other programs made, through every format: what was read of them is written and read again, and is the same but for stated losses.
struct `Cuts of other programs` {
  /// A file below the shared fixtures.
  struct Sample: CustomTestStringConvertible, Sendable {
    var path: String
    var testDescription: String { path.split(separator: "/").suffix(2).joined(separator: "/") }

    /// The cut that it holds; lists of no stated rate are read at the one that their labels have room for.
    func cut() throws -> Timeline? { try TimelineFormat(path: path).read(path: path).timelines.first }
  }

  private static let samples: [Sample] = {
    guard let lists = Lists.fixtures else { return [] }
    let root = URL(fileURLWithPath: lists).deletingLastPathComponent()
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    // Three of them hold no clip, and a list of no edits is none.
    return names.filter {
      (try? TimelineFormat(path: $0)) != nil && !$0.hasSuffix(".txt")
        && !["empty.aaf", "Structure.fcpxml", "sample_just_track.xml"].contains(($0 as NSString).lastPathComponent)
    }
    .sorted().map { Sample(path: root.appendingPathComponent($0).path) }
  }()

  private static let forms = TimelineForm.all.filter { !$0.name.hasPrefix("fcpxml 1") && $0.manner == .meant }

  @Test(.enabled(if: !samples.isEmpty, "the shared lists are not here"), arguments: samples)
  func `come back of every format but for exactly what it said would be lost`(sample: Sample) throws {
    guard var cut = try sample.cut() else { throw Missing(what: "a cut in \(sample.path)") }
    var serial = 0
    cut.number(from: &serial)
    for form in Self.forms {
      let (bytes, lost) = try form.write(cut)
      let faults = TimelineDifference(cut, try form.read(bytes, cut.rate), of: form.format, stated: lost).faults
      #expect(faults.isEmpty, "\(form.name): \(faults.count): \(faults.prefix(3).joined(separator: "\n"))")
    }
  }

  @Test(.enabled(if: !samples.isEmpty, "the shared lists are not here"), arguments: samples)
  func `as they are named, are the same bytes the second time`(sample: Sample) throws {
    guard let cut = try sample.cut() else { throw Missing(what: "a cut in \(sample.path)") }
    // A log does not give its clips their tracks back.
    for form in Self.forms where form.format != .ale {
      let once = try form.read(form.write(cut).bytes, cut.rate)
      let bytes = try form.write(once).bytes
      let again = try form.read(bytes, cut.rate)
      #expect(again == once, "\(form.name): another cut is read the second time")
      let isStable = try form.write(again).bytes == bytes
      #expect(isStable, "\(form.name): writing it again gives other bytes")
    }
  }

  struct Missing: Error, CustomStringConvertible {
    var what: String
    var description: String { "there is not \(what)" }
  }
}

extension Timeline {
  /// Puts a number before the name of each clip and the text of each mark, by which `TimelineDifference` finds them.
  fileprivate mutating func number(from serial: inout Int) {
    func next(_ text: String) -> String {
      serial += 1
      return text.isEmpty ? "n\(serial)" : "n\(serial) \(text)"
    }
    for index in markers.indices { markers[index].text = next(markers[index].text) }
    for track in tracks.indices {
      for index in tracks[track].markers.indices { tracks[track].markers[index].text = next(tracks[track].markers[index].text) }
      for place in tracks[track].items.indices {
        guard var clip = tracks[track].items[place].clip else { continue }
        clip.name = next(clip.name)
        for index in clip.markers.indices { clip.markers[index].text = next(clip.markers[index].text) }
        clip.sequence?.number(from: &serial)
        tracks[track].items[place] = .clip(clip)
      }
    }
  }
}
