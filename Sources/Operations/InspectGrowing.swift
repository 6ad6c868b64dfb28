// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
import MediaIO
import Quality

/// Follows a file while it is written and measures what comes, so that it is all but inspected when it is finished.
///
/// What it measures is no report. `Inspect` holds it against the finished file, as it does with what was kept of an earlier version: pictures that
/// lie in the file as they were measured are judged by that, and whatever differs (a header that is written last, say) is looked at again. So the
/// report is that of the finished file.
public struct InspectGrowing: Sendable {
  /// The inspection that is to follow.
  public var inspection: Inspect
  /// Seconds without growth after which the file is taken for finished.
  public var quiet: Double

  /// Follows the file of `inspection`.
  public init(_ inspection: Inspect, quiet: Double) {
    self.inspection = inspection
    self.quiet = quiet
  }

  /// Returns once nothing more comes, with what was measured; `nil` where it will have to be inspected as it stands: what is no media by then, sound
  /// alone, several streams of pictures, and with checks that need every picture.
  ///
  /// - Throws: `CancellationError` when asked to stop.
  public func run(in environment: Environment, task: String? = nil) async throws -> Measurements? {
    let (path, quiet, limits, needsPictures) = (
      inspection.path, quiet, InspectionProfile(inspection.specification), inspection.texts != nil || inspection.readsTexts
    )
    let now = environment.clock.now.wholeSecond.description
    let tool = InspectionReport.Tool(name: environment.host.tool, version: environment.host.toolVersion)
    let show = environment.progress
    return try await onOwnThread { cancellation in
      let followed = FollowedFile(path, quiet: quiet) { cancellation.isCancelled }
      var kept: Measurements?
      if !needsPictures, let media = try Self.shown(followed, cancellation), media.video.count == 1 {
        let pass = InspectionPass(media: media, profile: limits, tool: tool)
        // What cannot be kept, `Inspect` looks at again.
        kept = try? pass.measured(at: now, cancellation: cancellation, task: task, show: show, followed: followed).1?.get()
      }
      while followed.waits(beyond: followed.byteCount) {}
      try cancellation.check()
      return kept
    }
  }

  /// The file as soon as every stream of it has shown itself; `nil` where it ended before.
  private static func shown(_ followed: FollowedFile, _ cancellation: Cancellation) throws -> MediaDescription? {
    while true {
      let size = followed.byteCount
      let media = try? MediaReader.probe(followed.path)
      if let media, !media.video.isEmpty, media.video.allSatisfy({ $0.essence.width != nil }),
        media.audio.allSatisfy({ $0.essence.sampleRate != nil })
      {
        return media
      }
      // Opening a file is dear: not at every block that is written.
      let grows = followed.waits(beyond: size)
      try cancellation.check()
      guard grows else { return media }
    }
  }
}
