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

  /// An inspection of the file at `path`.
  public init(_ path: String, specification: DeliverySpec, digest: String? = nil, texts: LegalTextFile? = nil) {
    self.path = path
    self.specification = specification
    self.digest = digest
    self.texts = texts
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
  /// - Throws: `MediaIOError` where the file is no media; `CancellationError` when asked to stop.
  public func run(in environment: Environment, task: String? = nil) async throws -> Result {
    let (path, digest, texts, limits) = (path, digest, texts, InspectionProfile(specification))
    let tool = InspectionReport.Tool(name: environment.host.tool, version: environment.host.toolVersion)
    let show = environment.progress
    return try await onOwnThread { cancellation in
      let media = try MediaReader.probe(path)
      var profile = limits
      profile.content.legalText = try texts?.limits(for: media)
      let pass = InspectionPass(media: media, profile: profile, tool: tool, digest: digest)
      return Result(report: try pass.run(cancellation: cancellation, task: task, show: show), profile: profile, media: media)
    }
  }
}
