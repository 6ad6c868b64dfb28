// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Timing

/// The Avid logs of a card, and which clips they speak of.
struct CameraLogs {
  private var logs: [(path: String, list: AvidLogExchange)] = []
  private var notes: [String] = []

  /// Reads the logs at `paths`; one that is none is noted and left out.
  init(_ paths: [ContainedPath], in root: String) {
    for path in paths {
      do {
        let (list, remarks) = try AvidLogExchange.read(InputFile.contents(of: path.resolved(in: root), limit: 64 << 20), subject: path.text)
        logs.append((path.text, list))
        notes += remarks.map { "\(path.text), \($0)" }
      } catch {
        notes.append("\(error)")
      }
    }
  }

  /// Adds what the logs say to the clips that they name, by source file, name or tape.
  ///
  /// - Returns: what was odd, a sentence each: of the logs themselves, of clips that they name and that are not there, of labels that differ.
  func apply(to clips: inout [ClipSummary]) -> [String] {
    var remarks = notes
    var places: [String: Int] = [:]
    for (place, clip) in clips.enumerated() {
      let names = [clip.name] + clip.files.map { CardContents.stem(SystemPath.split($0).name) }
      for name in names where places[name.lowercased()] == nil {
        places[name.lowercased()] = place
      }
    }
    var reels: [String: Set<Int>] = [:]
    for place in clips.indices { Self.enter(clips[place], place, in: &reels) }
    for (path, list) in logs {
      var missing: [String] = []
      var said: Set<Int> = []
      for row in list.rows.indices {
        let names = list.names(ofRow: row)
        guard let place = names.lazy.compactMap({ places[$0.lowercased()] }).first ?? Self.place(of: list, row, among: reels, in: clips) else {
          missing.append(list.value("Name", in: row) ?? names.first ?? "row \(row + 1)")
          continue
        }
        // A log of selects has a clip more than once; what it says of the clip as a whole is in its first row.
        guard said.insert(place).inserted else { continue }
        remarks += Self.add(list, row, to: &clips[place], from: path)
        Self.enter(clips[place], place, in: &reels)
      }
      if !missing.isEmpty {
        let shown = missing.prefix(10).joined(separator: ", ") + (missing.count > 10 ? " and \(missing.count - 10) more" : "")
        remarks.append("\(path) names what is not here: \(shown)")
      }
    }
    return remarks
  }

  // MARK: -

  /// Adds a clip's place to those of its reels, by their names in lower case.
  private static func enter(_ clip: ClipSummary, _ place: Int, in reels: inout [String: Set<Int>]) {
    for entry in clip.metadata.entries where entry.item == .reel { reels[entry.value.lowercased(), default: []].insert(place) }
  }

  /// The first clip, of those on the row's tape, in which the row's first label lies.
  private static func place(of list: AvidLogExchange, _ row: Int, among reels: [String: Set<Int>], in clips: [ClipSummary]) -> Int? {
    guard let tape = list.value("Tape", in: row)?.lowercased(), let start = list.start(ofRow: row) else { return nil }
    let places = reels[tape]?.filter { place in
      guard let own = clips[place].start, own.rate == start.rate, let frames = clips[place].frames, let offset = try? own.duration(until: start)
      else { return false }
      return offset < frames
    }
    return places?.min()
  }

  private static func add(_ list: AvidLogExchange, _ row: Int, to clip: inout ClipSummary, from path: String) -> [String] {
    clip.metadata.merge(list.metadata(ofRow: row))
    guard let start = list.start(ofRow: row) else { return [] }
    if let own = clip.start {
      let isInside = clip.frames.flatMap { frames in (try? own.duration(until: start)).map { $0 < max(frames, 1) } } ?? (own == start)
      return isInside || own.rate != start.rate ? [] : ["\(clip.name) starts at \(own), and \(path) says \(start)"]
    }
    // Camera raw that nothing here decodes, or a file without labels of its own.
    if let rate = clip.rate, !rate.hasSameSpeed(as: start.rate) {
      return ["\(clip.name) runs at \(rate) and has no timecode; \(path) says \(start) at \(start.rate), which was not taken for its start"]
    }
    clip.start = start
    if clip.rate == nil, clip.sound == nil {
      clip.rate = start.rate
      clip.frames = list.frames(ofRow: row)
    }
    return []
  }
}
