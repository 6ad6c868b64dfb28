// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Hashing
import Integrity
import MediaIO
import Quality

/// An earlier report with the measurements that were kept beside it.
struct EarlierInspection {
  private let path: String
  private let report: InspectionReport
  private let digest: Digest

  /// The report in the JSON file at `path`.
  ///
  /// - Throws: as `InspectionReport.init(path:)`.
  init(_ path: String) throws {
    self.path = path
    report = try InspectionReport(path: path)
    digest = Digest.of(try InputFile.contents(of: path), algorithm: .xxh128)
  }

  /// Inspects what changed since, or everything where that is not enough; the report says which and why.
  func continued(
    by pass: InspectionPass, at time: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void
  ) throws -> (InspectionReport, Result<Measurements, Obstacle>?) {
    var recheck = Recheck(report: path, reportDigest: digest.description, mediaDigest: report.digest)
    do {
      let earlier = try measurements()
      recheck.inspected = earlier.header.inspected
      let outcome = try RecheckPass(pass: pass, earlier: earlier, header: try Measurements.Header(pass, at: time)).run(
        cancellation: cancellation, task: task, show: show)
      var report = outcome.report
      (recheck.examined, recheck.takenOver) = (report.spans(outcome.examined), report.spans(outcome.takenOver))
      recheck.reason = outcome.reason
      report.recheck = recheck
      return (report, outcome.measurements)
    } catch let obstacle as Obstacle {
      var (report, measured) = try pass.measured(at: time, cancellation: cancellation, task: task, show: show)
      recheck.reason = obstacle.words
      recheck.examined = report.frames > 0 ? report.spans([0..<report.frames]) : []
      report.recheck = recheck
      return (report, measured)
    }
  }

  private func measurements() throws -> Measurements {
    guard let kept = report.measurements else { throw Obstacle("no measurements were kept with the earlier report") }
    let measurements = try Measurements.read(Measurements.path(besides: path), digest: kept).get()
    guard measurements.header.mediaDigest == report.digest else { throw Obstacle("the measurements belong to another file than the earlier report") }
    return measurements
  }
}

extension InspectionPass {
  /// Inspects the whole file, `followed` while it grows where that is given, with what was measured of it.
  func measured(
    at time: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void, followed: FollowedFile? = nil
  ) throws -> (InspectionReport, Result<Measurements, Obstacle>?) {
    guard media.video.count == 1 else {
      let report = try run(cancellation: cancellation, task: task, show: show)
      return (report, .failure(Obstacle("the file has several streams of pictures, or none")))
    }
    let needing = Inspector(media, profile: profile, tool: tool, threads: 1).checksNeedingPictures
    guard needing.isEmpty else {
      let report = try run(cancellation: cancellation, task: task, show: show)
      return (report, .failure(Obstacle("the specification asks for checks that need every picture (\(needing.joined(separator: ", ")))")))
    }
    let keeper = MeasurementKeeper()
    let (report, trail) = try run(cancellation: cancellation, task: task, show: show, keeper: keeper, followed: followed)
    return (report, keeper.measurements(try Measurements.Header(self, at: time), report: report, trail: trail))
  }

  /// Inspects a finished file by what was measured of it while it grew; `nil` where that does not hold for it.
  func finished(
    _ grown: Measurements, at time: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void
  ) throws -> RecheckPass.Outcome? {
    do {
      return try RecheckPass(pass: self, earlier: grown, header: try Measurements.Header(self, at: time)).run(
        cancellation: cancellation, task: task, show: show)
    } catch is Obstacle {
      return nil
    }
  }
}
