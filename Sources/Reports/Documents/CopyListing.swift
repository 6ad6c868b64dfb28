// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Hashing
public import Integrity
import Markup
import Timing

/// A copy report as a list for machines: CSV (RFC 4180) with one line a file, what is known of its clip in the same line.
///
/// - The first line names the columns. Hashes have a column for each algorithm, copies one for each destination, headed `copy: PATH`.
/// - A file of a spanned clip says which part it is; what counts for the whole clip (timecodes, frames, duration) is repeated on each part, so sum up
///   lines whose `part` is 1 only.
/// - `state` says how reading the source went: `read`, `failed: why` or `left out: why`. A copy's column says what became of the file there:
///   `read back` or, where the plan asked for no more, `size compared`; `failed: why`; `not proved` where the copy ended before.
/// - There is no byte order mark. Cells that a spreadsheet would run as formulas are disarmed with an apostrophe: see `CSVText`.
public struct CopyListing: Sendable {
  private let report: CopyReport
  private let sheet: ClipSheet

  /// A listing of what `report` says.
  public init(_ report: CopyReport, papers: CopyPapers = CopyPapers()) {
    self.report = report
    sheet = ClipSheet(papers.clips, copied: report.items)
  }

  /// The whole list.
  public func csv() -> String {
    let algorithms = Set(report.items.flatMap { $0.digests.map(\.algorithm) }).sorted()
    let headings =
      ["path", "bytes", "modified"] + algorithms.map(\.rawValue) + ["state"] + report.destinations.map { "copy: \($0.path)" } + Self.clipHeadings
    let places = places
    let copies = report.destinations.map { Copy($0, in: report) }
    func line(_ path: String, _ facts: [String], _ hashes: [String], _ state: String, _ copies: [String]) -> String {
      let clip = (try? ContainedPath(path)).flatMap { places[$0] }?.cells ?? Self.noClip
      return CSVText.line([CSVText.disarmed(path)] + facts + hashes + ([state] + copies + clip).map(CSVText.disarmed))
    }
    let read = report.items.map { item in
      let hashes = algorithms.map { algorithm in item.digests.first { $0.algorithm == algorithm }?.text ?? "" }
      let states = copies.map { $0.state(of: item.path) }
      return line(item.path.text, [String(item.size), item.modified.description], hashes, "read", states)
    }
    let none = algorithms.map { _ in "" }
    let lost = [(report.failed, "failed"), (report.skipped, "left out")].flatMap { failures, word in
      failures.map { line($0.path, ["", ""], none, "\(word): \($0.reason)", copies.map { _ in "" }) }
    }
    return (CSVText.line(headings.map(CSVText.disarmed)) + (read + lost).joined())
  }

  // MARK: -

  private static let items: [ClipMetadata.Item] = [
    .reel, .scene, .shot, .take, .circled, .soundRoll, .cameraIndex, .maker, .model, .serialNumber, .lens, .shootDate, .project, .note, .colorSpace,
    .transfer, .exposureIndex, .whiteBalance, .umid,
  ]
  private static let clipHeadings =
    ["clip", "part", "parts", "start", "end", "frames", "rate", "duration", "codec", "raster", "sound", "trouble"] + items.map(\.rawValue)
  private static let noClip = clipHeadings.map { _ in "" }

  /// A file's place in its clip.
  private struct Place {
    let clip: ClipSummary
    let part: Int

    var cells: [String] {
      let clip = clip
      let values: [String?] =
        [
          clip.name, "\(part)", "\(clip.files.count)", clip.start?.description, clip.end?.description, clip.frames?.description,
          clip.rate?.description,
          clip.duration, clip.codec, clip.raster, clip.sound, clip.trouble,
        ] + items.map { clip.metadata[$0] }
      return values.map { $0 ?? "" }
    }
  }

  private var places: [ContainedPath: Place] {
    var places: [ContainedPath: Place] = [:]
    for clip in sheet.clips.map(\.summary) {
      for (index, text) in clip.files.enumerated() {
        guard let path = try? ContainedPath(text), places[path] == nil else { continue }
        places[path] = Place(clip: clip, part: index + 1)
      }
    }
    return places
  }

  /// What became of the files at one destination.
  private struct Copy {
    private let destination: CopyReport.Destination
    private let failures: [ContainedPath: String]
    /// What a file is that is not among the failures.
    private let usual: String

    init(_ destination: CopyReport.Destination, in report: CopyReport) {
      self.destination = destination
      failures = destination.failed.reasons
      // All files are accounted for, or the copy ended before some, or may have.
      let failed = Set(failures.keys).union(report.failed.reasons.keys).count
      usual = destination.complete + failed < report.files ? "not proved" : report.verification == .full ? "read back" : "size compared"
    }

    func state(of path: ContainedPath) -> String { failures[path].map { "failed: \($0)" } ?? usual }
  }
}

extension [CopyReport.Failure] {
  /// Why each file failed. By path as bytes: to Swift, names are equal that are two files.
  fileprivate var reasons: [ContainedPath: String] {
    Dictionary(compactMap { failure in (try? ContainedPath(failure.path)).map { ($0, failure.reason) } }) { first, _ in first }
  }
}
