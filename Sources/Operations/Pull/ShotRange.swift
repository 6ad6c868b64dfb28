// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Integrity
import MediaIO
import Timing

/// Where in a recording, which may span files, the frames of a shot are.
struct ShotRange: Sendable {
  /// The shot.
  let shot: PullList.Shot
  /// The files that hold them, in order.
  let parts: [EncodingPass.Part]
  /// How many they are.
  let count: Int
  /// What the pulled file says of itself: the label of its first frame, and the reel.
  let labels: MediaWriter.Labels

  /// The range of `shot` in its media.
  ///
  /// - Throws: `PullFault` where a file cannot be read, or its frames are not those that the labels count.
  init(_ shot: PullList.Shot, of source: MediaItem?) throws {
    self.shot = shot
    let files = try Self.pictures(of: source?.files ?? [shot.path])
    guard let media = files.first, let rate = media.video.first?.facts.rate else { throw PullFault("it has no pictures of a stated rate") }
    let rateOfLabels = shot.source.rate
    guard rate.hasSameSpeed(as: rateOfLabels) else {
      throw PullFault("it has \(rate) pictures a second and is cut by labels at \(rateOfLabels): which pictures are meant cannot be told")
    }
    let first = source?.labels?.start ?? Timecode(wrapping: .zero, at: rate)
    guard first.rate.hasSameSpeed(as: rateOfLabels) else {
      throw PullFault("its labels count at \(first.rate), and the cut takes it at \(rateOfLabels)")
    }
    var offset = shot.source.start.frameCount.value - first.frameCount.value
    if offset < 0 { offset += rateOfLabels.framesPerDay }
    count = shot.source.duration.value
    parts = try Self.parts(offset..<offset + count, of: files)
    labels = MediaWriter.Labels(
      start: first.advanced(wrapping: FrameCount(offset)), reel: shot.reel.isEmpty ? media.timecodes.lazy.compactMap(\.reel).first : shot.reel)
  }

  /// The files of a recording that hold pictures; a card has sound and notes in files of their own.
  private static func pictures(of paths: [String]) throws -> [MediaDescription] {
    var found: [MediaDescription] = []
    var fault: (any Error)?
    for path in paths {
      do {
        let media = try MediaReader.probe(path)
        if !media.video.isEmpty { found.append(media) }
      } catch {
        if fault == nil { fault = error }
      }
    }
    if found.isEmpty, let fault { throw PullFault(String(describing: fault)) }
    return found
  }

  /// What of each file lies in a range of the recording's pictures.
  private static func parts(_ range: Range<Int>, of files: [MediaDescription]) throws -> [EncodingPass.Part] {
    var parts: [EncodingPass.Part] = []
    var first = 0
    for media in files {
      guard let count = media.video.first?.facts.frameCount?.value else {
        // How long it is cannot be told, so that nothing behind it can be found.
        if range.lowerBound >= first { parts = [.init(source: media, range: range.lowerBound - first..<range.upperBound - first)] }
        return parts
      }
      let own = range.clamped(to: first..<first + count)
      if !own.isEmpty { parts.append(.init(source: media, range: own.lowerBound - first..<own.upperBound - first)) }
      first += count
    }
    guard parts.reduce(0, { $0 + $1.range.count }) == range.count else {
      let end = "and \(range.upperBound) would be needed"
      throw PullFault(
        files.count == 1
          ? "it has \(first) pictures, \(end): is it one part of a recording in several files?"
          : "its \(files.count) files have \(first) pictures, \(end)")
    }
    return parts
  }

  /// Makes a file of the range: encoded, or where `encoding` is `nil` copied as it is.
  ///
  /// - Returns: what is worth knowing, a sentence each.
  /// - Throws: `PullFault` where it is not frame for frame what was asked for; what encoding throws.
  func make(
    _ path: String, _ encoding: Encoding?, origin: MXFSink.Origin, cancellation: Cancellation, show: @escaping @Sendable (WorkProgress) -> Void
  ) throws -> [String] {
    guard let encoding else {
      try copy(to: path, cancellation: cancellation)
      show(WorkProgress(subject: shot.name, done: count, total: count, unit: .frames))
      return []
    }
    let pass = EncodingPass(
      source: parts[0].source, encoding: encoding, labels: labels, origin: origin, range: parts[0].range, following: Array(parts.dropFirst()))
    return try notes(on: pass.run(to: path, cancellation: cancellation, task: nil, show: show), at: path)
  }

  private func notes(on result: EncodingPass.Result, at path: String) throws -> [String] {
    if let damage = result.damage.first { throw PullFault("a part of the range cannot be decoded: \(damage)") }
    guard result.held == 0, result.dropped == 0 else {
      throw PullFault("the pictures of the range do not follow each other at an even rate: \(result.notes.joined(separator: "; "))")
    }
    guard result.frames == count else { throw PullFault("the range gave \(result.frames) pictures of \(count)") }
    try check(path)
    return result.notes
  }

  /// Counts the pictures of a file that was made of the range, and looks at its timecode.
  func check(_ path: String) throws {
    let made = try MediaReader.probe(path, countingPictures: true)
    guard made.video.first?.facts.frameCount?.value == count else {
      throw PullFault("the file that was made of it does not hold \(count) pictures")
    }
    if let start = made.timecodes.first?.start, start.frameCount != labels.start?.frameCount {
      throw PullFault("the file that was made of it begins with \(start)")
    }
  }
}
