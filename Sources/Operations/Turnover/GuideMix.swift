// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Foundation
import Integrity
import MediaIO
import Timing

/// Adds the clips of a session to one channel, with their gain and fades, as they will be heard in it.
struct GuideMix {
  /// A clip as it is heard.
  private struct Part {
    var path: String
    /// Samples of the session that are heard of it, fades included.
    var heard: Range<Int>
    /// The clip without its fades.
    var clip: Range<Int>
    /// The sample of the file that is heard first.
    var first: Int
    var fadeIn: Range<Int>?
    var fadeOut: Range<Int>?
    var gain: SoundGain?
  }

  /// Samples that are mixed at once.
  private static let window = 10 * TurnoverPlan.sampleRate

  private let samples: Int
  private var parts: [Part] = []
  /// Samples beyond full scale, which were held to it.
  private(set) var clipped = 0

  /// The mix of a session; tracks and clips that are switched off are not heard.
  init(_ session: Timeline, samples: Int) {
    self.samples = samples
    for track in session.tracks where track.isEnabled {
      let placed = track.placedItems
      for (index, (start, item)) in placed.enumerated() {
        guard let clip = item.clip, clip.isEnabled, let source = clip.source, let available = clip.media.available else { continue }
        func transition(_ place: Int) -> (Transition, FrameCount)? {
          guard placed.indices.contains(place), case .transition(let one) = placed[place].item else { return nil }
          return (one, placed[place].start)
        }
        func range(_ transition: (Transition, FrameCount)) -> Range<Int> {
          (transition.1 - transition.0.head).value..<(transition.1 + transition.0.tail).value
        }
        let own = start.value..<(start + clip.frames).value
        let (fadeIn, fadeOut) = (transition(index - 1).map(range), transition(index + 1).map(range))
        let heard = (fadeIn?.lowerBound ?? own.lowerBound)..<(fadeOut?.upperBound ?? own.upperBound)
        let offset = (source.start.frameCount - available.start.frameCount).value
        parts.append(
          Part(
            path: clip.media.path, heard: heard, clip: own, first: offset - (own.lowerBound - heard.lowerBound), fadeIn: fadeIn, fadeOut: fadeOut,
            gain: clip.effects.lazy.compactMap { SoundGain($0) }.first))
      }
    }
    parts.sort { $0.heard.lowerBound > $1.heard.lowerBound }
  }

  /// Writes the mix.
  mutating func write(
    _ header: BroadcastWaveHeader, to target: String, existing: PendingFile.Existing = .keep, _ cancellation: Cancellation
  ) throws {
    let writer = try SafeWriter(target, existing: existing)
    try writer.write(header.bytes())
    var waiting = parts
    var sounding: [Part] = []
    for start in stride(from: 0, to: samples, by: Self.window) {
      try cancellation.check()
      let window = start..<min(start + Self.window, samples)
      while let next = waiting.last, next.heard.lowerBound < window.upperBound {
        waiting.removeLast()
        sounding.append(next)
      }
      var sum = [Double](repeating: 0, count: window.count)
      for part in sounding { try add(part, to: &sum, window) }
      sounding.removeAll { $0.heard.upperBound <= window.upperBound }
      var mixed: [Int32] = []
      mixed.reserveCapacity(sum.count)
      for value in sum {
        let rounded = value.rounded()
        if rounded > 8_388_607 || rounded < -8_388_608 { clipped += 1 }
        mixed.append(Int32(max(-8_388_608, min(8_388_607, rounded))))
      }
      try writer.write(BroadcastWaveHeader.packed(mixed))
    }
    try writer.write(header.padding)
    try writer.commit()
  }

  // MARK: -

  private func add(_ part: Part, to sum: inout [Double], _ window: Range<Int>) throws {
    let range = part.heard.clamped(to: window)
    guard !range.isEmpty else { return }
    let samples = try MonoFile.samples(
      of: part.path, (part.first + range.lowerBound - part.heard.lowerBound)..<(part.first + range.upperBound - part.heard.lowerBound))
    let length = Double(max(1, part.clip.count))
    let steady = part.gain.flatMap { $0.points.count == 1 ? $0.factor(at: 0) : nil }
    for (index, sample) in samples.enumerated() {
      let place = range.lowerBound + index
      var factor = steady ?? part.gain?.factor(at: Double(place - part.clip.lowerBound) / length) ?? 1
      if let fade = part.fadeIn, fade.contains(place) { factor *= (Double(place - fade.lowerBound) + 0.5) / Double(fade.count) }
      if let fade = part.fadeOut, fade.contains(place) { factor *= (Double(fade.upperBound - place) - 0.5) / Double(fade.count) }
      sum[place - window.lowerBound] += Double(sample) * factor
    }
  }
}

/// Mono files of 24 bits as this folder writes them, from which any part is read at once.
enum MonoFile {
  /// Samples of a file, right-aligned.
  static func samples(of path: String, _ range: Range<Int>) throws -> [Int32] {
    guard let facts = BroadcastWaveFacts(path: path), facts.channels == 1, facts.bits == BroadcastWaveHeader.bits, range.lowerBound >= 0,
      range.upperBound <= facts.samples
    else { throw OperationsError(.badInput, subject: path, "‘\(path)’ is not what was written there: samples \(range) cannot be read back") }
    let file = try InputFile(path)
    var bytes = [UInt8](repeating: 0, count: 3 * range.count)
    let count = try bytes.withUnsafeMutableBytes { buffer in try file.read(into: buffer, at: facts.dataOffset + 3 * Int64(range.lowerBound)) }
    guard count == bytes.count else { throw OperationsError(.badInput, subject: path, "‘\(path)’ is cut short") }
    return range.indices.map { place in
      let first = 3 * (place - range.lowerBound)
      return Int32(Int8(bitPattern: bytes[first + 2])) << 16 | Int32(bytes[first + 1]) << 8 | Int32(bytes[first])
    }
  }
}
