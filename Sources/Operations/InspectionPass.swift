// SPDX-License-Identifier: Apache-2.0

import Essence
import Integrity
import MediaIO
import Quality
import Timing

/// Decodes one file and shows it to every check, once: what inspecting and delivering share.
struct InspectionPass: Sendable {
  /// The file, as it was probed.
  var media: MediaDescription
  var profile: InspectionProfile
  var tool: InspectionReport.Tool
  var digest: String?

  /// Inspects the whole file. What cannot be decoded makes the verdict `incomplete` and stops nothing.
  func run(cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) throws -> InspectionReport {
    try run(cancellation: cancellation, task: task, show: show, keeper: nil).report
  }

  /// Inspects the whole file and hands what was measured of each picture to `keeper`; with the report comes the trail of the coded pictures. A file
  /// that is `followed` is inspected as far as it grows.
  func run(
    cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void, keeper: MeasurementKeeper?,
    followed: FollowedFile? = nil
  ) throws -> (report: InspectionReport, trail: PacketTrail?) {
    let watch = followed == nil ? try FileWatch(media.path) : nil
    let options = MediaReader.Options(takesSurvey: true, drawsTrail: keeper != nil)
    let reader = try MediaReader(path: media.path, options: options, followed: followed)
    let ledger = keeper.map { keeper in FactLedger { keeper.take($0, $1) } }
    let inspector = Inspector(media, profile: profile, tool: tool, digest: digest, ledger: ledger)
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
    if let survey = reader.survey { inspector.note(survey) }
    if let change = watch?.change { inspector.note(Damage(stream: 0, reason: change)) }
    return (try inspector.finish(), reader.trail)
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

  /// - Parameter total: pictures in all, where it is not all of the file's.
  init(of media: MediaDescription, task: String?, total: Int? = nil, show: @escaping @Sendable (WorkProgress) -> Void) {
    subject = media.path.split(separator: "/").last.map(String.init) ?? media.path
    self.task = task
    stream = media.video.first?.index
    self.total = total ?? media.video.first?.facts.frameCount?.value
    self.show = show
  }

  mutating func advance(to picture: Picture, stream: Int) {
    if stream == self.stream { advance() }
  }

  mutating func advance() {
    done += 1
    if done % 8 == 0 { show(WorkProgress(task: task, subject: subject, done: done, total: total, unit: .frames)) }
  }

  func finish() { show(WorkProgress(task: task, subject: subject, done: done, total: done, unit: .frames)) }
}
