// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Hashing
import Integrity
import MediaIO
import Timing

/// What a file's pictures and sound are, whatever wrapper holds them: a digest of all that is decoded, and how many pictures there are, of which how many
/// stand still at the end.
struct MeasuredContent {
  /// The digest, as `sha256:…`.
  let essence: String
  /// The pictures, counted.
  let frames: FrameCount
  /// How many of the last stand still, one and the same picture to a mean difference of luma of −60 dB; at least one.
  let still: FrameCount
  /// Their rate.
  let rate: FrameRate
  /// The label of the first.
  let start: Timecode?

  private static let stillness: Float = 0.001

  /// Decodes the file at `path` from front to back.
  ///
  /// - Throws: `OperationsError` where it has no pictures with a rate, several picture streams, or damage; what reading throws.
  init(_ path: String, cancellation: Cancellation, progress: (WorkProgress) -> Void) throws {
    let reader = try MediaReader(path: path, options: .init(samples: .exactIntegers))
    let description = reader.description
    guard description.video.count == 1, let facts = description.video.first?.facts, let rate = facts.rate else {
      let count = description.video.count
      let what = count == 0 ? "has no pictures" : count == 1 ? "states no frame rate" : "has \(count) picture streams"
      throw OperationsError(.badInput, subject: path, "‘\(path)’ \(what): give the file of one commercial, with one picture stream")
    }
    var digest = EssenceDigest(sounds: description.audio.map(\.index))
    var (frames, runStart, run) = (0, 0, PictureSignature?.none)
    while let event = try reader.next() {
      try cancellation.check()
      switch event {
      case .picture(let picture, _):
        let signature = PictureSignature(picture)
        let isStill = run.flatMap { run in signature.map { $0.meanDifference(from: run) <= Self.stillness } } ?? false
        if !isStill { (run, runStart) = (signature, frames) }
        digest.add(picture)
        frames += 1
        progress(WorkProgress(subject: path, done: frames, total: facts.frameCount?.value, unit: .frames))
      case .sound(let block, let stream): digest.add(block, stream)
      case .integerSound(let block, let stream): digest.add(block, stream)
      case .damage(let damage):
        throw OperationsError(
          .badInput, subject: path, "‘\(path)’ is damaged (\(damage)), and a number is given to whole files only: copy it again, or encode it anew")
      }
    }
    essence = digest.finish()
    (self.frames, still, self.rate) = (FrameCount(frames), FrameCount(frames - runStart), rate)
    start = description.timecodes.first { $0.start.rate.nominal == rate.nominal }?.start
  }
}

/// A digest of decoded pictures and of each channel of sound, in the order of the streams. It is the same however sound is divided into streams and blocks.
private struct EssenceDigest {
  private var pictures = HashBox()
  private var channels: [Int: [HashBox]] = [:]
  private let sounds: [Int]

  init(sounds: [Int]) { self.sounds = sounds }

  mutating func add(_ picture: Picture) {
    let kind = "\(picture.format.name) \(picture.width)x\(picture.height)\n"
    pictures.update(Array(kind.utf8))
    for (index, plane) in picture.planes.enumerated() {
      let step = picture.format.components.filter { $0.plane == index }.map(\.step).max() ?? 0
      for row in 0..<plane.height { pictures.update(UnsafeRawBufferPointer(start: plane.row(row), count: plane.width * step)) }
    }
    withExtendedLifetime(picture.owner) {}
  }

  mutating func add<Sample>(_ block: AudioBlock<Sample>, _ stream: Int) {
    if channels[stream] == nil { channels[stream] = (0..<block.channelCount).map { _ in HashBox() } }
    for (index, box) in (channels[stream] ?? []).enumerated() where index < block.channelCount {
      box.update(UnsafeRawBufferPointer(block.channel(index)))
    }
    withExtendedLifetime(block) {}
  }

  func finish() -> String {
    let all = HashBox()
    for box in [pictures] + sounds.flatMap({ channels[$0] ?? [] }) { all.update(box.finish().bytes) }
    return all.finish().description
  }
}

/// A running digest in a place that collections can hold.
private final class HashBox {
  private var hasher = MultiHasher([.sha256])

  func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

  func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { hasher.update($0) } }

  func finish() -> Digest { hasher.finish()[0] }  // it was asked for one
}
