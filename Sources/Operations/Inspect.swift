// SPDX-License-Identifier: Apache-2.0

public import Delivery
public import Essence
import Files
import Integrity
import MediaIO
public import Quality
import Timing

/// Inspects a media file against a specification: one decode, one pass, every check.
public struct Inspect: Sendable {
  /// The file.
  public var path: String
  /// What it is held against.
  public var specification: DeliverySpec
  /// The file's digest as `algorithm:hex`, where it is known already, for the report.
  public var digest: String?

  /// An inspection of the file at `path`.
  public init(_ path: String, specification: DeliverySpec, digest: String? = nil) {
    self.path = path
    self.specification = specification
    self.digest = digest
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
    let (path, digest, profile) = (path, digest, InspectionProfile(specification))
    let tool = InspectionReport.Tool(name: environment.host.tool, version: environment.host.toolVersion)
    let show = environment.progress
    return try await onOwnThread { cancellation in
      let media = try MediaReader.probe(path)
      let reader = try MediaReader(path: path)
      let inspector = Inspector(media, profile: profile, tool: tool, digest: digest)
      var progress = FrameProgress(of: media, task: task, show: show)
      while let event = try reader.next() {
        try cancellation.check()
        switch event {
        case .picture(let picture, let stream):
          try inspector.examine(picture, stream: stream)
          progress.advance(to: picture, stream: stream)
        case .sound(let block, let stream):
          try inspector.examine(block, stream: stream)
        case .integerSound:
          preconditionFailure("the reader was asked for floating-point sound")
        case .damage(let damage):
          inspector.note(Damage(stream: damage.stream ?? 0, frame: damage.position, reason: damage.text))
        }
      }
      progress.finish()
      return Result(report: try inspector.finish(), profile: profile, media: media)
    }
  }
}

/// Counts the pictures of a file's first stream, for people who wait.
struct FrameProgress {
  private let subject: String
  private let task: String?
  private let stream: Int?
  private let total: Int?
  private let show: @Sendable (WorkProgress) -> Void
  private var done = 0

  init(of media: MediaDescription, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) {
    subject = media.path.split(separator: "/").last.map(String.init) ?? media.path
    self.task = task
    stream = media.video.first?.index
    total = media.video.first?.facts.frameCount?.value
    self.show = show
  }

  mutating func advance(to picture: Picture, stream: Int) {
    guard stream == self.stream else { return }
    done += 1
    if done % 8 == 0 { show(WorkProgress(task: task, subject: subject, done: done, total: total, unit: .frames)) }
  }

  func finish() { show(WorkProgress(task: task, subject: subject, done: done, total: done, unit: .frames)) }
}
