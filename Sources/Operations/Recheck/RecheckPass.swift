// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Quality
import Timing

/// Inspects a file of which an earlier version was measured: pictures that did not change are judged by what was measured then, all others are decoded and
/// measured, and all of the sound.
///
/// Whatever does not fit ends it with a reason, and the file is inspected whole: what was kept is never trusted half.
struct RecheckPass {
  let pass: InspectionPass
  let earlier: Measurements
  let header: Measurements.Header

  /// What came of it.
  struct Outcome {
    var report: InspectionReport
    var measurements: Result<Measurements, Obstacle>
    var examined: [Range<Int>]
    var takenOver: [Range<Int>]
    /// Why no picture was taken over, in words; `nil` where some were.
    var reason: String?
  }

  /// - Throws: `Obstacle` where everything has to be examined again.
  func run(cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) throws -> Outcome {
    let media = pass.media
    guard let video = media.video.first, media.video.count == 1 else { throw Obstacle("the file has several streams of pictures, or none") }
    let keeper = MeasurementKeeper()
    let ledger = FactLedger { keeper.take($0, $1) }
    let inspector = Inspector(media, profile: pass.profile, tool: pass.tool, digest: pass.digest, ledger: ledger)
    let needing = inspector.checksNeedingPictures
    guard needing.isEmpty else { throw Obstacle("the specification asks for checks that need every picture (\(needing.joined(separator: ", ")))") }
    if let reason = header.obstacle(to: earlier.header) { throw Obstacle(reason) }

    let watch = try FileWatch(media.path)
    let reader = try MediaReader(path: media.path, options: .init(video: .none, takesSurvey: true, drawsTrail: true))
    while let event = try reader.next() {
      try cancellation.check()
      switch event {
      case .sound(let block, let stream): try inspector.examine(block, stream: stream)
      case .damage(let damage): throw Obstacle("part of the file could not be read (\(damage.text))")
      case .picture, .integerSound: preconditionFailure("the reader was asked for floating-point sound alone")
      }
    }
    guard var trail = reader.trail, let count = trail.positions, trail.parameters == earlier.trail.parameters else {
      throw Obstacle("the file's pictures are coded otherwise than the earlier one's")
    }
    if let stated = video.wrapper.frameCount?.value, stated > count { throw Obstacle("the file has fewer pictures than its wrapper promises") }

    let (changed, witnesses) = trail.changes(from: earlier.trail)
    let decoded = try PictureReader(media.path, stream: video.index)
    let archive = try PictureReader(media.path, stream: video.index)
    var progress = FrameProgress(of: media, task: task, show: show)
    for frame in 0..<count {
      try cancellation.check()
      let isChanged = changed.contains(frame)
      if isChanged || witnesses.contains(frame) {
        guard let picture = decoded.picture(at: frame) else { throw Obstacle("a picture that changed could not be decoded by itself") }
        if isChanged {
          try inspector.examine(picture, stream: video.index)
        } else if !earlier.pictures.indices.contains(frame) || !inspector.matches(picture, Array(earlier.pictures[frame]), frame: frame) {
          throw Obstacle("pictures beside those that changed decode otherwise than before")
        }
      }
      if !isChanged {
        guard earlier.pictures.indices.contains(frame), try inspector.recall(Array(earlier.pictures[frame]), frame: frame, from: archive) else {
          throw Obstacle("the measurements beside the earlier report do not say enough")
        }
      }
      progress.advance()
    }
    progress.finish()
    trail.codings = earlier.trail.codings.filter { $0.key < count }
    trail.codings.merge(decoded.codings) { $1 }
    reader.survey((0..<count).map { trail.codings[$0] ?? .unknown })
    if let survey = reader.survey { inspector.note(survey) }
    let report = try inspector.finish()
    if let change = watch.change { throw Obstacle(change) }
    if archive.disagrees { throw Obstacle("pictures that did not change decode otherwise than before") }
    if decoded.readsPictures { throw Obstacle("its pictures carry captions, timecode or an active format, which are read from each of them") }
    guard report.unreadable == 0 else { throw Obstacle("part of the file could not be read") }
    let seen = changed.union(witnesses).union(archive.asked)
    return Outcome(
      report: report, measurements: keeper.measurements(header, report: report, trail: trail),
      examined: (0..<count).runs { seen.contains($0) }, takenOver: (0..<count).runs { !seen.contains($0) },
      reason: seen.count < count ? nil : reason(changed: changed.count, of: count))
  }

  /// Why every picture was decoded, though the earlier measurements hold.
  private func reason(changed: Int, of count: Int) -> String {
    if changed == count { return "each of its pictures changed" }
    let part = "\(CountText.grouped(Int64(changed))) of \(CountText(count, "picture")) changed, and the others were needed to judge those"
    return pass.profile.flash == nil
      ? part : part + ": flashes are looked for from up to ten seconds before a change until what they left behind has faded"
  }
}

extension Range<Int> {
  /// The runs of numbers that `isIn` is true of.
  fileprivate func runs(_ isIn: (Int) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for number in self where isIn(number) {
      let first = runs.last?.upperBound == number ? runs.removeLast().lowerBound : number
      runs.append(first..<number + 1)
    }
    return runs
  }
}

/// Decodes single pictures of one stream; those that follow each other without going back, and a few that were passed on the way without decoding them again:
/// checks ask from threads of their own, in nearly the same order.
private final class PictureReader: PictureArchive, @unchecked Sendable {  // all state is touched only while `lock` is held
  private let lock = NSLock()
  private let reader: MediaReader
  private let stream: Int
  private var next: Int?
  /// The last pictures that were decoded, the newest last.
  private var recent: [Picture] = []
  /// How many of them are held, and how far ahead a picture is reached by decoding those before it.
  private static let (held, reach) = (6, 24)
  private var frames: Set<Int> = []
  private var isContradicted = false

  init(_ path: String, stream: Int) throws {
    reader = try MediaReader(path: path, options: .init(video: .only([stream]), audio: .none, takesSurvey: true, drawsTrail: true))
    self.stream = stream
  }

  func picture(at frame: Int) -> Picture? {
    lock.withLock {
      frames.insert(frame)
      if let known = recent.first(where: { $0.position.value == frame }) { return known }
      do {
        if !(next.map { $0...$0 + Self.reach ~= frame } ?? false) { try reader.seek(to: FrameCount(frame), stream: stream) }
        next = nil
        while let event = try reader.next() {
          guard case .picture(let picture, stream) = event else { continue }
          guard picture.position.value <= frame, !picture.attributes.isDamaged else { return nil }
          recent.append(picture)
          if recent.count > Self.held { recent.removeFirst() }
          guard picture.position.value == frame else { continue }
          next = frame + 1
          return picture
        }
      } catch {}
      return nil
    }
  }

  func disagree(at frame: Int) { lock.withLock { isContradicted = true } }

  /// Whether a picture was not what it was measured to be, or could not be decoded.
  var disagrees: Bool { lock.withLock { isContradicted } }
  /// The pictures that were asked for.
  var asked: Set<Int> { lock.withLock { frames } }
  /// How each decoded picture was coded.
  var codings: [Int: PacketTrail.Coding] { lock.withLock { reader.trail?.codings ?? [:] } }
  /// Whether decoded pictures carried something that a survey reads.
  var readsPictures: Bool { lock.withLock { reader.survey?.readsPictures ?? false } }
}
