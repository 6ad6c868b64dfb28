// SPDX-License-Identifier: Apache-2.0

public import Delivery
import Essence
import Files
import Foundation
import Hashing
import Integrity
public import MediaIO
import Signals
import Timing

/// Formats a programme: line-up, clock, black and all that a layout has around its parts, written, decoded again and proved before the file has its name.
public struct FormatProgramme: Sendable {
  /// The parts of the programme, in their order.
  public var parts: [String]
  /// Textless elements that follow it.
  public var textless: [String]
  /// The file to make.
  public var target: String
  /// The layout.
  public var layout: FormatLayout
  /// Answers to what it asks for.
  public var answers: [String: String]
  /// What to make of it.
  public var encoding: Encoding
  /// How sound lies in tracks.
  public var tracks: FormatTracks
  /// Names of optional sections that are left out.
  public var leavingOut: Set<String>
  /// Whether parts bring their holds with them.
  public var hasLivingHolds: Bool
  /// Proofs of the target that earlier, interrupted attempts left: if it is there with those bytes, it is not made again.
  public var earlier: [FileProof] = []

  /// A formatting of `parts` to `target`.
  public init(
    _ parts: [String], to target: String, layout: FormatLayout, answers: [String: String], encoding: Encoding, textless: [String] = [],
    tracks: FormatTracks = .asSource, leavingOut: Set<String> = [], hasLivingHolds: Bool = false
  ) {
    self.parts = parts
    self.target = target
    self.layout = layout
    self.answers = answers
    self.encoding = encoding
    self.textless = textless
    self.tracks = tracks
    self.leavingOut = leavingOut
    self.hasLivingHolds = hasLivingHolds
  }

  /// What was, or would be, made.
  public struct Report: Sendable {
    /// The file; `nil` where nothing was made, or what was made did not prove right.
    public var output: FileProof?
    /// Its sections; proved, where they were made.
    public var sections: [FormattedSection]
    /// What is wrong with the file as a whole, one sentence each.
    public var faults: [String]
    /// What an operator should know, one sentence each.
    public var notes: [String]
    /// How many frames.
    public var frames: Int
    /// How long it took.
    public var seconds: Double

    /// Whether everything proved right.
    public var passed: Bool { faults.isEmpty && sections.allSatisfy(\.passed) }
  }

  /// The sections that would be made; every fault that can be told before anything is encoded is thrown.
  public func preview(in environment: Environment) async throws -> Report {
    let (request, now) = (self, environment.clock.now)
    return try await onOwnThread { _ in
      let job = try request.job(on: now)
      return Report(
        output: nil, sections: job.plan.sections.map { FormattedSection($0, of: job.plan) }, faults: [], notes: job.notes, frames: job.plan.length,
        seconds: 0)
    }
  }

  /// Formats.
  ///
  /// - Parameter recording: told of the output's proof before it has its name.
  /// - Throws: `DeliveryError` for answers that are missing or wrong and layouts that cannot be built, `SignalsError` for texts that cannot be lettered,
  ///   `OperationsError` for sources that cannot be used: all before anything is encoded, but for a source that turns out to be damaged.
  public func run(
    in environment: Environment, task: String? = nil, recording: @escaping @Sendable (FileProof) throws -> Void = { _ in }
  ) async throws -> Report {
    let (request, show, now) = (self, environment.progress, environment.clock.now)
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let job = try request.job(on: now)
      let file = FinishedFile(target: request.target, earlier: request.earlier, algorithms: [.xxh64, .md5, .c4])
      try file.refuseStranger()
      do {
        let (proof, made) = try file.write(cancellation: cancellation, recording: recording) { path in
          let report = try job.make(path, cancellation: cancellation, task: task, show: show)
          guard report.passed else { throw Unproved(report: report) }
          return report
        }
        var report =
          made
          ?? Report(
            output: nil, sections: job.plan.sections.map { FormattedSection($0, of: job.plan) }, faults: [],
            notes: job.notes + ["an earlier attempt had made and proved it"], frames: job.plan.length, seconds: 0)
        report.output = proof
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        return report
      } catch let error as Unproved {
        var report = error.report
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        return report
      }
    }
  }

  /// The path of the file that is made of `source` in `folder`.
  public static func target(of source: String, in folder: String, encoding: Encoding) -> String {
    let name = source.split(separator: "/").last.map(String.init) ?? source
    let stem = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
    return "\(folder)/\(stem)_formatted.\(encoding.wrapper.fileExtension)"
  }

  // MARK: -

  /// What was made did not prove right: its file goes, its report stays.
  private struct Unproved: Error {
    var report: Report
  }

  /// Everything that is known before the first frame is written. Tests write with one and prove with another.
  struct Job: Sendable {
    let plan: FormatPlan
    let writing: FormatWriting
    let directions: FormatDirections
    let notes: [String]

    /// Writes the file and proves it.
    func make(_ path: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) throws -> Report {
      let trace = try writing.run(to: path, cancellation: cancellation, task: task, show: show)
      let isSurround = writing.tracks.contains { $0.isSurround(in: writing.material.audio) }
      let proof = FormatProof(
        plan: plan, trace: trace, directions: directions, tracks: writing.tracks, encoding: writing.encoding, isSurround: isSurround)
      let (sections, faults) = try proof.run(path, cancellation: cancellation, task: task, show: show)
      return Report(output: nil, sections: sections, faults: faults, notes: notes + trace.notes, frames: plan.length, seconds: 0)
    }
  }

  func job(on day: Timestamp) throws -> Job {
    var answers = try layout.answers(to: answers)
    var notes: [String] = []
    let number = try answers["clockNumber"].map { text in
      let (number, changes) = try ClockNumber.reading(text)
      notes += changes
      return number
    }
    if let number { answers["clockNumber"] = number.description }
    let material = try FormatMaterial(parts: parts, elements: textless, encoding: encoding)
    if let number { try refuseOtherLength(number, material) }
    let tracks = encoding.audio == nil ? [] : try FormatTrack.all(of: material.audio, as: tracks, path: parts[0])
    let plan = try FormatPlan(
      layout,
      around: FormatPlan.Material(
        rate: material.rate, parts: material.parts.map(\.frames), textless: material.elements.map(\.frames), hasLivingHolds: hasLivingHolds),
      leavingOut: leavingOut)
    try refuseSilence(material, tracks, plan)
    let folder = ProcessInfo.processInfo.environment["LINEUP_FONTS"].flatMap { $0.isEmpty ? nil : $0 }
    let lettering = FormatDrawing.needsLettering(plan) ? try Lettering(folder: folder) : nil
    let cards = FormatCards(directions: layout.directions, items: layout.items, answers: answers, material: material, tracks: tracks, day: day).cards
    let drawing = try FormatDrawing(plan, layout.directions, cards: cards, form: material.form, lettering: lettering)
    if !textless.isEmpty { notes.append("textless elements are written without sound") }
    let writing = FormatWriting(
      plan: plan, material: material, tracks: tracks, drawing: drawing, encoding: encoding,
      labels: MediaWriter.Labels(start: plan.start))
    return Job(plan: plan, writing: writing, directions: layout.directions, notes: notes)
  }

  /// Refuses a commercial that is not as long as its clock number says.
  private func refuseOtherLength(_ number: ClockNumber, _ material: FormatMaterial) throws {
    let frames = material.parts.reduce(0) { $0 + $1.frames }
    guard !number.agrees(withFrames: FrameCount(frames), at: material.rate) else { return }
    let length = Timecode(wrapping: FrameCount(frames), at: material.rate)
    throw OperationsError(
      .badInput, subject: parts[0],
      "‘\(number)’ says \(CountText(number.seconds, "second")) and ‘\(parts[0])’ runs \(length) (\(CountText(frames, "frame"))): give the commercial alone, "
        + "without line-up or hold, or the number that belongs to it")
  }

  /// Refuses a programme without sound where tone or a pip has to sound.
  private func refuseSilence(_ material: FormatMaterial, _ tracks: [FormatTrack], _ plan: FormatPlan) throws {
    let sounds = plan.sections.contains {
      switch $0.content {
      case .bars(.some), .leader: true
      default: false
      }
    }
    guard sounds, tracks.isEmpty else { return }
    throw OperationsError(
      .badInput, subject: parts[0],
      "‘\(parts[0])’ has no sound track, and the layout ‘\(layout.name)’ has tone: add its sound, or name a layout without tone")
  }
}
