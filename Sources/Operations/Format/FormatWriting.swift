// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Foundation
import Hashing
import Integrity
import MediaIO
import Signals
import Timing

/// Writes a formatted file, section by section, and keeps what it will be proved with.
struct FormatWriting: Sendable {
  let plan: FormatPlan
  let material: FormatMaterial
  let tracks: [FormatTrack]
  let drawing: FormatDrawing
  let encoding: Encoding
  let labels: MediaWriter.Labels

  /// Writes to `path`, where nothing but an empty file may be.
  ///
  /// - Throws: `OperationsError.badInput` where a source cannot be decoded whole.
  func run(to path: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void) throws -> FormatTrace {
    let writer = try MediaWriter(
      path: path, encoding: encoding, video: material.shape, audio: tracks.map(\.shape), labels: labels, isReproducible: true)
    let run = Run(self, writer, cancellation) { done in
      let name = material.parts[0].path.split(separator: "/").last.map(String.init) ?? material.parts[0].path
      show(WorkProgress(task: task, subject: name, done: done, total: plan.length, unit: .frames))
    }
    for section in plan.sections { try run.write(section) }
    try writer.finish()
    return run.trace
  }

  // MARK: -

  /// One pass of writing.
  private final class Run {
    private let job: FormatWriting
    private let writer: MediaWriter
    private let cancellation: Cancellation
    private let progress: (Int) -> Void
    private(set) var trace = FormatTrace()
    private var frames = 0
    private var kept = FormatTrace.Section()
    private var digests = SoundDigests(channels: 0)
    /// The last two pictures of each part.
    private var ends: [Int: (last: Picture, previous: Picture?)] = [:]
    /// The loudest sample that was silenced at each edge, by the frames it lies in.
    private var silenced: [Range<Int>: Int32] = [:]

    init(_ job: FormatWriting, _ writer: MediaWriter, _ cancellation: Cancellation, progress: @escaping (Int) -> Void) {
      (self.job, self.writer, self.cancellation, self.progress) = (job, writer, cancellation, progress)
    }

    func write(_ section: FormatPlan.Section) throws {
      kept = FormatTrace.Section()
      digests = SoundDigests(channels: job.tracks.reduce(0) { $0 + $1.channels.count })
      silenced = [:]
      switch section.content {
      case .programme(let part): try copy(job.material.parts[part], section, hasSound: true, part: part)
      case .textless(let element): try copy(job.material.elements[element], section, hasSound: false, part: nil)
      case .hold(let part):
        guard let end = ends[part] else { preconditionFailure("a part is held after it was written") }
        let picture = Canvas.still(of: end.last, after: end.previous, scan: job.material.form.scan)
        try draw(section) { _ in picture }
      default:
        try draw(section) { frame in
          guard let picture = job.drawing.picture(at: frame, of: section) else { preconditionFailure("every section that is drawn has pictures") }
          return picture
        }
      }
      kept.sound = digests.finish()
      trace.sections.append(kept)
      for (frames, peak) in silenced.sorted(by: { $0.key.lowerBound < $1.key.lowerBound }) where peak > 0 {
        let level = 20 * log10(Double(peak) / 8_388_608)
        trace.notes.append(
          "sound of up to \((level * 10).rounded() / 10) dBFS from \(job.plan.label(frames.lowerBound)) on was silenced for "
            + "\(CountText(frames.count, "frame")), as the layout asks")
      }
    }

    private func write(_ picture: Picture, at place: Int, of count: Int, keeping: Bool = false) throws {
      try cancellation.check()
      try writer.write(picture)
      if place < 2 || place >= count - 2 || keeping { kept.pictures[place] = picture }
      frames += 1
      if frames % 8 == 0 || frames == job.plan.length { progress(frames) }
    }

    private func write(_ channels: [[Int32]], track: Int) throws {
      guard let first = channels.first, !first.isEmpty else { return }
      let before = job.tracks[..<track].reduce(0) { $0 + $1.channels.count }
      for (index, samples) in channels.enumerated() { digests.add(samples, channel: before + index) }
      try writer.write(AudioBlock(sampleRate: job.tracks[track].shape.sampleRate, bitDepth: 24, channels: channels), stream: track)
    }

    /// Samples of a track that lie under some frames of the file.
    private func samples(_ frames: Range<Int>, _ track: Int) -> Range<Int> {
      let rate = job.tracks[track].shape.sampleRate
      return job.plan.rate.firstSample(
        of: FrameCount(frames.lowerBound), sampleRate: rate)..<job.plan.rate.firstSample(
          of: FrameCount(frames.upperBound), sampleRate: rate)
    }

    private func draw(_ section: FormatPlan.Section, _ picture: (Int) throws -> Picture) throws {
      let pop = section.frames.upperBound - CountdownLeader.pop(at: job.plan.rate)
      for frame in section.frames {
        try write(
          try picture(frame), at: frame - section.frames.lowerBound, of: section.frames.count, keeping: section.content == .leader && frame == pop)
        for (index, track) in job.tracks.enumerated() {
          try write(
            job.drawing.sound(samples(frame..<frame + 1, index), of: section, track: track, isSurround: track.isSurround(in: job.material.audio)),
            track: index)
        }
      }
    }

    // MARK: - Sources

    private func copy(_ source: FormatMaterial.Source, _ section: FormatPlan.Section, hasSound: Bool, part: Int?) throws {
      let reader = try MediaReader(
        path: source.path,
        options: .init(
          video: source.media.video.first.map { .only([$0.index]) } ?? .none,
          audio: hasSound && !job.tracks.isEmpty ? .only(Set(source.media.audio.map(\.index))) : .none, samples: .exactIntegers))
      let streams = source.media.audio.map(\.index)
      var next = 0
      var filled = [Int](repeating: 0, count: job.tracks.count)
      var (last, previous): (Picture?, Picture?)
      func damaged(_ text: String) -> OperationsError {
        OperationsError(.badInput, subject: source.path, "‘\(source.path)’ cannot be decoded whole and is not formatted: \(text)")
      }
      func take(_ channels: (Int) -> [Int32], position: Int, count: Int, stream: Int) throws {
        guard let ordinal = streams.firstIndex(of: stream) else { return }
        for (index, track) in job.tracks.enumerated() where track.source == ordinal {
          try fill(index, upTo: position, in: section, &filled)
          let wanted = samples(section.frames, index).count
          let range = max(0, filled[index] - position)..<max(max(0, filled[index] - position), min(count, wanted - position))
          guard !range.isEmpty else { continue }
          let part = track.channels.map { Array(channels($0)[range]) }
          try write(silencing(part, from: position + range.lowerBound, section, index), track: index)
          filled[index] = position + range.upperBound
        }
      }
      while let event = try reader.next() {
        switch event {
        case .picture(let picture, _):
          guard picture.position.value == next, next < section.frames.count else {
            throw damaged("after picture \(next - 1) comes picture \(picture.position)")
          }
          guard !picture.attributes.isDamaged else { throw damaged("the decoder concealed damage in picture \(next)") }
          guard picture.attributes.quarterTurns == 0 else { throw damaged("its pictures lie on their side") }
          guard picture.format == job.material.form.format else { throw damaged("picture \(next) is of format \(picture.format.name)") }
          try write(picture, at: next, of: section.frames.count)
          (previous, last) = (last, picture)
          next += 1
        case .integerSound(let block, let stream):
          try take({ block.samples24($0) }, position: block.position, count: block.count, stream: stream)
        case .sound(let block, let stream):
          try take({ block.samples24($0) }, position: block.position, count: block.count, stream: stream)
        case .damage(let damage): throw damaged(damage.description)
        }
      }
      guard next == section.frames.count else { throw damaged("it has \(CountText(next, "picture")) of \(section.frames.count)") }
      if hasSound { noteShortSound(filled, source, section) }
      for index in job.tracks.indices { try fill(index, upTo: samples(section.frames, index).count, in: section, &filled) }
      if let part, let last { ends[part] = (last, previous) }
    }

    /// Puts silence where a track of a section has no sound up to one of its samples.
    private func fill(_ track: Int, upTo position: Int, in section: FormatPlan.Section, _ filled: inout [Int]) throws {
      let end = min(position, samples(section.frames, track).count)
      while filled[track] < end {
        let count = min(4800, end - filled[track])
        try write([[Int32]](repeating: [Int32](repeating: 0, count: count), count: job.tracks[track].channels.count), track: track)
        filled[track] += count
      }
    }

    private func noteShortSound(_ filled: [Int], _ source: FormatMaterial.Source, _ section: FormatPlan.Section) {
      for (index, track) in job.tracks.enumerated() {
        let missing = samples(section.frames, index).count - filled[index]
        guard missing > track.shape.sampleRate * job.plan.rate.denominator / job.plan.rate.numerator else { continue }
        trace.notes.append(
          "‘\(source.path)’: the sound of track \(index + 1) ends \(CountText(missing, "sample")) before the pictures; it is silent from there")
      }
    }

    /// Samples of a section with those silenced that the layout wants so.
    private func silencing(_ channels: [[Int32]], from start: Int, _ section: FormatPlan.Section, _ track: Int) -> [[Int32]] {
      let first = samples(section.frames, track).lowerBound
      let own = first + start..<first + start + (channels.first?.count ?? 0)
      var channels = channels
      for frames in job.plan.mutes {
        let shared = samples(frames, track).clamped(to: own)
        for index in channels.indices where !shared.isEmpty {
          for sample in shared {
            let place = sample - own.lowerBound
            silenced[frames] = max(silenced[frames] ?? 0, Int32(clamping: abs(Int(channels[index][place]))))
            channels[index][place] = 0
          }
        }
      }
      return channels
    }
  }
}
