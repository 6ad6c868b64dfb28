// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
public import Quality
import Timing

extension InspectionReport {
  /// The report in the JSON file at `path`.
  ///
  /// - Throws: `FilesError` where it cannot be read; `OperationsError` where it is no report of an inspection.
  public init(path: String) throws {
    let bytes = try InputFile.contents(of: path)
    do { self = try JSONDecoder().decode(InspectionReport.self, from: Data(bytes)) } catch {
      throw OperationsError(
        .badInput, subject: path, "‘\(path)’ is no report of an inspection: name the .json that ‘lineup qc --report’ or ‘--json’ wrote")
    }
    guard isCountable else {
      throw OperationsError(
        .badInput, subject: path, "‘\(path)’ counts more frames than any programme has, so it is damaged: inspect the media file again")
    }
    // A verdict follows from findings; one that was typed does not count.
    verdict = Verdict(findings: findings, isComplete: unreadable == 0)
  }

  /// The most frames that a report may count: four hundred days at 1,000 a second.
  private static let mostFrames = 1 << 35

  /// Whether its length and its places are ones that a programme can have.
  private var isCountable: Bool {
    let places = findings.flatMap { [$0.startFrame, $0.endFrame, $0.worstFrame] }.compactMap { $0?.value }
    return ([frames] + places).allSatisfy { (0...Self.mostFrames).contains($0) } && (0...Double(Self.mostFrames)).contains(duration)
  }

  /// The frames from one label up to another, which is the frame after the last; without one, a single frame.
  ///
  /// - Throws: `OperationsError` for a label that is none, or lies outside what was examined.
  public func place(from first: String, to last: String?) throws -> FrameSpan {
    guard let rate, let start, let origin = try? Timecode(start, at: rate) else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has no timecode: a place in it cannot be named")
    }
    func frame(_ label: String) throws -> Int {
      guard let timecode = try? Timecode(label, at: rate) else {
        throw OperationsError(.badInput, subject: path, "‘\(label)’ is no timecode at \(rate): write it as \(start)")
      }
      let day = rate.framesPerDay
      return ((timecode.frameCount.value - origin.frameCount.value) % day + day) % day
    }
    let from = try frame(first)
    let to = try last.map(frame) ?? from + 1
    guard from < to else {
      throw OperationsError(.badInput, subject: path, "\(first) to \(last ?? first) runs backwards: write the earlier label first")
    }
    guard to <= frames else {
      throw OperationsError(
        .badInput, subject: path,
        "\(first)\(last.map { " to \($0)" } ?? "") lies outside the file: it starts at \(start) and has \(CountText(frames, "frame"))")
    }
    let end = Timecode(wrapping: FrameCount(origin.frameCount.value + to), at: rate).description
    return FrameSpan(
      frames: FrameCount(from)..<FrameCount(to), start: Timecode(wrapping: FrameCount(origin.frameCount.value + from), at: rate).description, end: end
    )
  }
}

/// The waivers that a client has given, in a JSON file that people keep with the job.
public struct WaiverFile: Sendable {
  /// The waivers, in the order in which they were given.
  public private(set) var waivers: [GrantedWaiver] = []
  private let path: String

  /// The waivers of the file at `path`; none where there is no such file yet and `mayBeNew` says so.
  ///
  /// - Throws: `FilesError` where it cannot be read; `OperationsError` where it holds no waivers.
  public init(path: String, mayBeNew: Bool = false) throws {
    self.path = path
    if mayBeNew, !FileManager.default.fileExists(atPath: path) { return }
    let bytes = try InputFile.contents(of: path, limit: 16 << 20)
    do { waivers = try JSONDecoder().decode([GrantedWaiver].self, from: Data(bytes)) } catch {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ holds no waivers: name a file that ‘lineup qc waive’ wrote")
    }
  }

  /// Adds waivers to what the file holds by now, and writes it anew under another name first. Whoever adds at the same time is refused.
  ///
  /// - Throws: `FilesError` with code `busy` while another program writes it.
  public mutating func add(_ granted: [GrantedWaiver]) throws {
    let writer = try SafeWriter(path, existing: .replace)
    waivers = try WaiverFile(path: path, mayBeNew: true).waivers + granted
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try writer.write(encoder.encode(waivers) + Data("\n".utf8))
    try writer.commit()
  }
}
