// SPDX-License-Identifier: Apache-2.0

public import Delivery
public import Essence
import Files
import Hashing
import MediaIO
public import Quality

/// Inspects a media file against a specification: one decode, one pass, every check.
public struct Inspect: Sendable {
  /// The file.
  public var path: String
  /// What it is held against.
  public var specification: DeliverySpec
  /// The file's digest as `algorithm:hex`, where it is known already, for the report.
  public var digest: String?
  /// The texts that a person marked in it; `nil` where there are none to measure.
  public var texts: LegalTextFile?
  /// Whether texts are read in the pictures as well, with Tesseract.
  public var readsTexts: Bool

  /// The report of an earlier version, in JSON: what did not change since then is judged by what was measured for it.
  public var since: String?
  /// What was measured of the file while it grew: what did not change since is judged by that.
  public var grown: Measurements?
  /// Where to keep what is measured, for a later version; `nil` keeps nothing.
  public var measurements: String?

  /// An inspection of the file at `path`.
  public init(_ path: String, specification: DeliverySpec, digest: String? = nil, texts: LegalTextFile? = nil, readsTexts: Bool = false) {
    self.path = path
    self.specification = specification
    self.digest = digest
    self.texts = texts
    self.readsTexts = readsTexts
  }

  /// What an inspection found, and what it was held against.
  public struct Result: Sendable {
    /// The report.
    public var report: InspectionReport
    /// The limits.
    public var profile: InspectionProfile
    /// The file, as it was probed.
    public var media: MediaDescription
    /// Why what was measured was not kept, though it was asked for.
    public var unkept: String?
  }

  /// Inspects the whole file. What cannot be decoded makes the verdict `incomplete` and stops nothing.
  ///
  /// - Throws: `MediaIOError` where the file is no media; `OperationsError` where text is to be read and Tesseract is missing or fails; `CancellationError` when
  ///   asked to stop.
  public func run(in environment: Environment, task: String? = nil) async throws -> Result {
    let (path, digest, texts, readsTexts, limits) = (path, digest, texts, readsTexts, InspectionProfile(specification))
    let (since, grown, kept, now) = (since, grown, measurements, environment.clock.now.wholeSecond.description)
    let earlier = try since.map { try EarlierInspection($0) }
    let tool = InspectionReport.Tool(name: environment.host.tool, version: environment.host.toolVersion)
    let show = environment.progress
    return try await onOwnThread { cancellation in
      let media = try MediaReader.probe(path)
      var profile = limits
      profile.content.legalText = try texts?.limits(for: media)
      if readsTexts {
        let read = try ReadTexts.texts(in: media, cancellation: cancellation, show: show, task: task)
        profile.content.legalText = (profile.content.legalText ?? LegalTextLimits([])).joined(with: read)
      }
      let pass = InspectionPass(media: media, profile: profile, tool: tool, digest: digest)
      let (report, measured): (InspectionReport, Swift.Result<Measurements, Obstacle>?)
      if let earlier {
        (report, measured) = try earlier.continued(by: pass, at: now, cancellation: cancellation, task: task, show: show)
      } else if let outcome = try grown.flatMap({ try pass.finished($0, at: now, cancellation: cancellation, task: task, show: show) }) {
        (report, measured) = (outcome.report, outcome.measurements)
      } else if kept != nil {
        (report, measured) = try pass.measured(at: now, cancellation: cancellation, task: task, show: show)
      } else {
        (report, measured) = (try pass.run(cancellation: cancellation, task: task, show: show), nil)
      }
      var result = Result(report: report, profile: profile, media: media)
      guard let kept, let measured else { return result }
      switch measured {
      case .failure(let obstacle): result.unkept = obstacle.words
      case .success(let measurements):
        let bytes = try measurements.bytes()
        try SafeWriter.write(bytes, to: kept)
        result.report.measurements = Digest.of(bytes, algorithm: .xxh128).description
      }
      return result
    }
  }
}
