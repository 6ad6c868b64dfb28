// SPDX-License-Identifier: Apache-2.0

public import Essence
import MediaIO
public import Quality
public import Timing

/// Pictures of the places that an inspection found fault with, taken from the file when its report is made.
public struct FindingStills: Sendable {
  /// The pictures, by frame.
  public private(set) var pictures: [FrameCount: ClipSummary.Poster] = [:]
  /// Why there are none, or not all, in a sentence; `nil` where nothing is missing.
  public private(set) var trouble: String?

  /// The pictures of what `report` has to show, no more than a page takes. A file that cannot be read gives none, and says why.
  ///
  /// - Throws: `CancellationError` when asked to stop.
  public static func of(_ report: InspectionReport) async throws -> FindingStills {
    let frames = report.pictured().compactMap(\.first.shownFrame).sorted()
    guard !frames.isEmpty else { return FindingStills() }
    return try await onOwnThread { cancellation in
      var stills = FindingStills()
      var failures: [String] = []
      do {
        guard let reader = try StillFrames(report.path) else { return FindingStills() }
        for frame in frames {
          try cancellation.check()
          do { stills.pictures[frame] = try reader.still(at: frame) } catch { failures.append("\(error)") }
        }
      } catch let error as MediaIOError { failures = ["\(error)"] }
      if let first = failures.first { stills.trouble = "\(stills.pictures.isEmpty ? "No picture" : "Not every picture") could be taken: \(first)." }
      return stills
    }
  }
}
