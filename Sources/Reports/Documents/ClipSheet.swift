// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Hashing
import Integrity
import Timing

/// The clips of a copy with the hashes that the copy computed, ready for a sheet, a table of totals and CSV.
struct ClipSheet {
  /// A clip as reports tell of it.
  struct Clip {
    let summary: ClipSummary
    /// The hashes of each file, in the order of `summary.files`; none for a file that was not read.
    let digests: [[String]]
  }

  let clips: [Clip]

  /// - Parameter copied: what was read, which is believed before what a clip says of its own hashes.
  init(_ summaries: [ClipSummary], copied: CopyReport.Items) {
    let files = Set(summaries.flatMap(\.files).compactMap { try? ContainedPath($0) })
    let read = copied.lazy.filter { files.contains($0.path) }
    let known = Dictionary(read.map { ($0.path, $0.digests.map(\.description)) }) { first, _ in first }
    clips = summaries.map { clip in
      let digests = clip.files.enumerated().map { index, path in
        (try? ContainedPath(path)).flatMap { known[$0] } ?? (clip.digests.indices.contains(index) ? clip.digests[index] : [])
      }
      return Clip(summary: clip, digests: digests)
    }
  }

  /// The files that belong to a clip.
  var files: Set<ContainedPath> { Set(clips.flatMap(\.summary.files).compactMap { try? ContainedPath($0) }) }

  /// The sheet.
  var sheet: ReportDocument.ContactSheet {
    ReportDocument.ContactSheet(
      caption:
        "One row a clip. Timecodes are those of the first frame and of the frame after the last; of several hashes the first is shown, all are in the CSV.",
      columns: ["Clip", "Timecode", "Picture and sound", "Size and hash"], entries: clips.map(\.entry))
  }
}

extension ClipSheet.Clip {
  fileprivate var entry: ReportDocument.Entry {
    let isSpanned = summary.files.count > 1
    return ReportDocument.Entry(
      summary.name, picture: summary.poster.flatMap { ReportDocument.Picture(jpeg: $0.jpeg, width: $0.width, height: $0.height) },
      placeholder: summary.frames == nil && summary.raster == nil && summary.sound != nil ? "sound only" : "no picture",
      cells: [naming, timing, format, isSpanned ? [size] : [size] + hash(of: 0)],
      parts: isSpanned
        ? summary.files.indices.map { index in
          [.init("\(index + 1)", .stamp), .init(summary.files[index], .code), hash(of: index).first ?? .init(Figures.none, .code)]
        } : [],
      troubles: troubles)
  }

  private func hash(of index: Int) -> [ReportDocument.Line] {
    guard let text = digests.indices.contains(index) ? digests[index].first : nil else { return [.init("not read", .quiet)] }
    let parts = text.split(separator: ":", maxSplits: 1)
    return [.init(parts.count == 2 ? "\(parts[0]) \(parts[1])" : text, .code)]
  }

  private var naming: [ReportDocument.Line] {
    let metadata = summary.metadata
    var lines: [ReportDocument.Line] = []
    if metadata[.circled] == "yes" { lines.append(.init("◉ Circled take", .words)) }
    let slate = [("Scene", metadata[.scene]), ("Shot", metadata[.shot]), ("Take", metadata[.take])].compactMap { name, value in
      value.map { "\(name) \($0)" }
    }
    if !slate.isEmpty { lines.append(.init(slate.joined(separator: " · "))) }
    if let reel = metadata[.reel] { lines.append(.init("Reel \(reel)")) }
    if let roll = metadata[.soundRoll] { lines.append(.init("Sound roll \(roll)")) }
    let camera = [metadata[.cameraIndex].map { "Camera \($0)" }, metadata[.model]].compactMap(\.self)
    if !camera.isEmpty { lines.append(.init(camera.joined(separator: " · "), .quiet)) }
    if let note = metadata[.note] { lines.append(.init(note, .quiet)) }
    if summary.files.count > 1 {
      lines.append(.init("\(summary.files.count) files", .quiet))
    } else if let path = summary.files.first {
      lines.append(.init(path, .code))
    }
    return lines
  }

  private var timing: [ReportDocument.Line] {
    var lines: [ReportDocument.Line] = []
    if let start = summary.start {
      lines.append(.init(start.description, .stamp))
      if let end = summary.end { lines.append(.init(end.description, .stamp)) }
    }
    if let duration = summary.duration { lines.append(.init(duration, .strong)) }
    if let frames = summary.frames { lines.append(.init(Figures.count(frames.value, "frame"), .quiet)) }
    return lines.isEmpty ? [.init(Figures.none)] : lines
  }

  private var format: [ReportDocument.Line] {
    var lines: [ReportDocument.Line] = []
    if let codec = summary.codec { lines.append(.init(codec)) }
    let picture = [summary.raster, summary.rate.map { "\($0) fps" }].compactMap(\.self)
    if !picture.isEmpty { lines.append(.init(picture.joined(separator: " · "))) }
    if let sound = summary.sound { lines.append(.init(sound, .quiet)) }
    return lines.isEmpty ? [.init(Figures.none)] : lines
  }

  private var size: ReportDocument.Line { .init(Figures.size(summary.byteCount), .stamp) }

  private var troubles: [ReportDocument.Trouble] {
    let failure = summary.trouble.map { [ReportDocument.Trouble(.bad, $0)] } ?? []
    let wanted: [ClipMetadata.Item] = [.reel, .clip, .scene, .take, .circled]
    return failure
      + summary.metadata.disagreements.filter { wanted.contains($0.item) }.map { item, entries in
        .init(.caution, "\(item.rawValue.capitalized): " + entries.map { "‘\($0.value)’ says the \($0.source.words)" }.joined(separator: ", "))
      }
  }
}

extension ClipSummary {
  /// The frame after the last.
  var end: Timecode? {
    guard let start, let frames, frames.value >= 0, frames.value <= start.rate.framesPerDay else { return nil }
    return start.advanced(wrapping: frames)
  }

  /// Its length: as a label at its rate, or in hours, minutes and seconds where frames do not count it.
  var duration: String? {
    if let frames, let rate { return Figures.running(frames.value, at: rate) }
    return seconds.map(Figures.running)
  }
}

extension ClipMetadata.Source {
  /// The source as a sentence names it.
  fileprivate var words: String {
    switch self {
    case .ale: "ALE"
    case .sonyXML: "Sony XML"
    case .p2XML: "P2 XML"
    case .iXML: "iXML chunk"
    case .bext: "bext chunk"
    case .wrapper: "wrapper"
    case .fileName: "file name"
    }
  }
}

extension Figures {
  /// A number of frames as a label that counts on past a day: `26:10:00:05`.
  static func running(_ frames: Int, at rate: FrameRate) -> String {
    guard frames >= 0 else { return none }
    let label = Timecode(wrapping: FrameCount(frames % rate.framesPerDay), at: rate)
    let hours = label.fields.hours + frames / rate.framesPerDay * 24
    return String(format: "%02d", hours) + label.description.dropFirst(2)
  }

  /// Seconds as hours, minutes, seconds and thousandths: `00:01:20.500`.
  static func running(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return none }
    let thousandths = Int((seconds * 1000).rounded())
    let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
    return String(format: "%02d:%02d:%02d.%03d", whole / 3600, whole / 60 % 60, whole % 60, rest)
  }
}
