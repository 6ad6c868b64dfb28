// SPDX-License-Identifier: Apache-2.0

public import Delivery
public import Essence
import Files
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
  }

  /// Inspects the whole file. What cannot be decoded makes the verdict `incomplete` and stops nothing.
  ///
  /// - Throws: `MediaIOError` where the file is no media; `OperationsError` where text is to be read and Tesseract is missing or fails; `CancellationError` when
  ///   asked to stop.
  public func run(in environment: Environment, task: String? = nil) async throws -> Result {
    let (path, digest, texts, readsTexts, limits) = (path, digest, texts, readsTexts, InspectionProfile(specification))
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
      return Result(report: try pass.run(cancellation: cancellation, task: task, show: show), profile: profile, media: media)
    }
  }
}
