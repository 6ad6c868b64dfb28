// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Foundation
import Timing

/// What lies beside the media of a pull: its lists, its record, grades and looks.
struct PullPapers {
  let plan: PullMedia.Plan
  let vendor: String
  let folder: String
  let pulled: [PullMedia.Pulled]
  let made: String
  /// What becomes of a paper that a run left which was stopped.
  let existing: PendingFile.Existing

  /// The lists that are written.
  private static let formats: [TimelineFormat] = [.edl, .ale, .csv, .otio]

  /// Writes them; the record comes last, so that a folder that has one is whole.
  ///
  /// - Returns: the paths, and what is worth knowing, a sentence each.
  func write(looks: [String]) throws -> (documents: [String], notes: [String]) {
    var (documents, notes): ([String], [String]) = ([], [])
    let shots = pulled.map(\.shot)
    for format in Self.formats {
      let path = "\(folder)/pull.\(format.rawValue)"
      do {
        let lost = try WriteTimeline(timeline(for: format), to: path, format: format, existing: existing).write()
        notes += lost.filter { Self.telling.contains($0.aspect) }.map { "\(Self.short(path)): \($0)" }
        documents.append(path)
      } catch let error as EditorialError {
        notes.append("\(Self.short(path)) was not written: \(error)")
      }
    }
    for shot in shots where !shot.slopeOffsetPower.isEmpty || !shot.saturation.isEmpty {
      let path = "\(folder)/cdl/\(shot.name).cc"
      do {
        let grade = try ColorDecisionText(slopeOffsetPower: shot.slopeOffsetPower, saturation: shot.saturation).document(id: shot.name)
        try Folder.create("\(folder)/cdl")
        try SafeWriter.write(grade, to: path, existing: existing)
        documents.append(path)
      } catch let error as EditorialError {
        notes.append("\(shot.name): its grade was not written: it \(error.detail)")
      }
    }
    if !looks.isEmpty { try Folder.create("\(folder)/luts") }
    for look in looks {
      let path = "\(folder)/luts/\(SystemPath.split(look).name)"
      try SafeWriter.write(InputFile.contents(of: look), to: path, existing: existing)
      documents.append(path)
    }
    let record = "\(folder)/\(PullRecord.fileName)"
    try SafeWriter.write(try self.record.bytes(), to: record, existing: existing)
    return (documents + [record], notes)
  }

  /// What a vendor would miss of a list. What its format has no words for at all, the OpenTimelineIO file beside it says.
  private static let telling: Set<TimelineLoss.Aspect> = [
    .clips, .sources, .speeds, .clipNames, .reels, .paths, .letters, .acceptance, .grades, .more,
  ]

  /// A path as a note names it: the folder, of which there may be several, and the file.
  private static func short(_ path: String) -> String {
    let (folder, name) = SystemPath.split(path)
    return "\(SystemPath.split(folder).name)/\(name)"
  }

  private func relative(_ path: String) -> String { String(path.dropFirst(folder.count + 1)) }

  /// The list of this vendor: its shots alone.
  private var list: PullList {
    var list = plan.list
    (list.shots, list.refused) = (pulled.map(\.shot), [])
    return list
  }

  /// The pull as a cut, whose clips name the files that were made. A pulled file holds its range and no more; lists that cannot say so need not be told.
  private func timeline(for format: TimelineFormat) -> Timeline {
    var timeline = list.timeline(list.shots, at: plan.rate)
    for (index, item) in timeline.tracks[0].items.enumerated() {
      guard case .clip(var clip) = item else { continue }
      clip.media.path = relative(pulled[index].file.path)
      if format == .otio { clip.media.available = pulled[index].shot.source }
      timeline.tracks[0].items[index] = .clip(clip)
    }
    return timeline
  }

  private var record: PullRecord {
    PullRecord(
      made: made, cut: plan.cut,
      files: pulled.map { one in
        PullRecord.File(
          shot: one.shot.name, path: relative(one.file.path), bytes: one.file.bytes, digests: one.file.digests,
          sourceIn: one.shot.source.start.description, sourceOut: one.shot.source.end.description, frames: one.shot.source.duration.value)
      }, list: list)
  }
}
