// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Timing

/// One turnover as it is written.
struct TurnoverWriting {
  /// The pictures of the cut, and their conform.
  typealias Pictures = (cut: Timeline, result: ConformResult)

  /// The folder of the sound files.
  private static let soundFolder = "audio"

  let turnover: AudioTurnover
  let session: TurnoverSession
  let unfinished: UnfinishedFolder
  let environment: Environment
  let cancellation: Cancellation
  private var notes: [String] = []

  init(
    _ turnover: AudioTurnover, _ session: TurnoverSession, _ unfinished: UnfinishedFolder, _ environment: Environment, _ cancellation: Cancellation
  ) {
    (self.turnover, self.session, self.unfinished) = (turnover, session, unfinished)
    (self.environment, self.cancellation) = (environment, cancellation)
  }

  private var plan: TurnoverPlan { session.plan }
  private var baseName: String {
    let name = plan.timeline.name.portable
    return name.isEmpty ? SystemPath.split(turnover.input.path).name.withoutExtension.portable : String(name.prefix(80))
  }

  private func place(_ name: String) -> String { SystemPath.join(IndexMedia.absolute(turnover.target), name) }
  private func soundFile(_ name: String) -> String { "\(Self.soundFolder)/\(name).wav" }

  mutating func run(_ remarks: [String], unread: [String], _ pictures: Pictures?) throws -> TurnoverRecord {
    notes = remarks + plan.notes
    try Folder.create(place(Self.soundFolder))
    try writeSound()
    let timeline = try session.timeline { place(soundFile($0)) }
    let aaf = "\(baseName).aaf"
    try write(timeline, to: aaf)
    let tracks = try writeLists()
    let guide = try turnover.options.hasGuide ? writeGuide(timeline) : nil
    var picture: String?
    if let guide, let pictures { picture = try writePicture(pictures, guide: guide) }
    var record = record(aaf: aaf, tracks: tracks, guide: guide, picture: picture)
    record.unread = unread
    try check(record, timeline)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try SafeWriter.write(encoder.encode(record) + [0x0A], to: place(TurnoverRecord.fileName), existing: unfinished.existing)
    return record
  }

  // MARK: - Sound

  private mutating func writeSound() throws {
    var byRecording: [String: [TurnoverPlan.Piece]] = [:]
    for piece in plan.pieces { byRecording[piece.source.files[0], default: []].append(piece) }
    for (done, (path, pieces)) in byRecording.sorted(by: { $0.key < $1.key }).enumerated() {
      let parts = pieces.map { piece in
        PieceExtraction.Part(
          channel: piece.source.channels[piece.channel], range: piece.range, header: header(piece), target: place(soundFile(piece.name)))
      }
      var extraction = PieceExtraction(pieces[0].source, parts, existing: unfinished.existing)
      notes += try extraction.run(cancellation)
      environment.progress(WorkProgress(subject: path, done: done + 1, total: byRecording.count, unit: .files))
    }
    for tone in session.tones {
      var header = header(samples: tone.pop.samples, timeReference: session.timeReference + session.leader + tone.pop.start, name: tone.name)
      header.description = "\(tone.pop.kind.rawValue) pop of \(plan.timeline.name) at \(tone.pop.label): 1 kHz, -20 dBFS"
      let bytes = try header.bytes() + BroadcastWaveHeader.packed(tone.samples) + header.padding
      try SafeWriter.write(bytes, to: place(soundFile(tone.name)), existing: unfinished.existing)
    }
  }

  private func header(samples: Int, timeReference: Int, name: String) -> BroadcastWaveHeader {
    var header = BroadcastWaveHeader(
      samples: samples, timeReference: timeReference, labels: plan.timeline.rate, sampleRate: TurnoverPlan.sampleRate, channelNames: [name])
    header.originator = "Lineup \(environment.host.toolVersion)"
    let moment = unfinished.made
    (header.date, header.time) = (String(moment.prefix(10)), String(moment.dropFirst(11).prefix(8)))
    return header
  }

  private func header(_ piece: TurnoverPlan.Piece) -> BroadcastWaveHeader {
    let (metadata, named) = (piece.source.metadata, piece.source.channelNames[piece.channel])
    var header = header(samples: piece.range.count, timeReference: piece.timeReference, name: named.isEmpty ? "A\(piece.channel + 1)" : named)
    let rate = piece.clip.source?.rate ?? plan.timeline.rate
    header.labels = piece.source.labels?.rate ?? (rate.nominal >= 1000 ? plan.timeline.rate : rate)
    header.description =
      "\(piece.clip.name) of \(SystemPath.split(piece.source.files[0]).name), channel \(piece.channel + 1), for \(plan.timeline.name)"
    header.reel = piece.reel.printable
    (header.project, header.scene) = (metadata[.project] ?? "", metadata[.scene] ?? "")
    header.take = metadata[.take] ?? ""
    return header
  }

  private mutating func writeGuide(_ timeline: Timeline) throws -> String {
    let name = "\(baseName)_guide.wav"
    var mix = GuideMix(timeline, samples: session.samples)
    var header = header(samples: session.samples, timeReference: session.timeReference, name: "guide")
    header.description = "guide mix of \(plan.timeline.name)"
    try mix.write(header, to: place(name), existing: unfinished.existing, cancellation)
    if mix.clipped > 0 { notes.append("the guide mix goes \(CountText(mix.clipped, "sample")) beyond full scale, where it was held") }
    return name
  }

  private mutating func writePicture(_ pictures: Pictures, guide: String) throws -> String {
    let name = "\(baseName)_picture.mov"
    // What an interrupted turnover left of the guide may have been made anew.
    let pending = try PendingFile(place(name), existing: unfinished.existing)
    var movie = ReferencePicture(pictures.cut, pictures.result, cancellation)
    try movie.write(to: pending.path, session.layout, guide: place(guide), show: environment.progress)
    let made = try MediaReader.probe(pending.path, countingPictures: true)
    guard made.video.first?.facts.frameCount?.value == session.layout.frameCount, made.timecodes.first?.start.frameCount == session.start.frameCount
    else { throw OperationsError(.badInput, subject: name, "‘\(name)’ did not come to the length and timecode of the session: turn over again") }
    try pending.commit()
    for (words, frames) in movie.black.sorted(by: { $0.key < $1.key }) {
      notes.append("\(CountText(frames, "frame")) of the picture \(frames == 1 ? "is" : "are") black: \(words)")
    }
    return name
  }

  // MARK: - Lists

  private mutating func write(_ timeline: Timeline, to name: String) throws {
    var writer = AAFWriter(timeline, for: .proTools, sampleRate: TurnoverPlan.sampleRate)
    for clip in timeline.tracks.flatMap(\.items).compactMap(\.clip) {
      guard let available = clip.media.available else { continue }
      writer.sounds[clip.media] = AAFSound(
        sampleRate: TurnoverPlan.sampleRate, bits: BroadcastWaveHeader.bits, length: available.duration,
        content: turnover.options.isEmbedded ? try Self.embedded(clip.media.path) : .linked)
    }
    let document = try writer.document()
    notes += document.lost.map { "the AAF does not say \($0)" }
    let file = try SafeWriter(place(name), existing: unfinished.existing)
    try document.write { bytes in
      try cancellation.check()
      try file.write(bytes)
    }
    try file.commit()
  }

  private static func embedded(_ path: String) throws -> AAFSound.Content {
    guard let facts = BroadcastWaveFacts(path: path) else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ is not what was written there, and was not embedded")
    }
    return .embedded(byteCount: Int64(facts.samples) * 3) { offset, buffer in
      try InputFile(path).read(into: buffer, at: facts.dataOffset + offset)
    }
  }

  private mutating func writeLists() throws -> [TurnoverRecord.Track] {
    var tracks: [TurnoverRecord.Track] = []
    for (index, track) in plan.timeline.tracks.enumerated() {
      var list = plan.timeline
      list.name = "\(plan.timeline.name) A\(track.number)"
      list.markers = []
      list.tracks = [track]
      list.tracks[0].number = 1
      let name = "\(baseName)_A\(track.number).edl"
      let (bytes, lost) = try TimelineFormat.edl.write(list)
      try SafeWriter.write(bytes, to: place(name), existing: unfinished.existing)
      notes += lost.map { "‘\(name)’ does not say \($0)" }
      tracks.append(.init(number: track.number, name: track.name, clips: plan.pieces.count { $0.track == index }, edl: name))
    }
    if !session.tones.isEmpty { tracks.append(.init(number: session.popTrack, name: "POP", clips: session.tones.count, edl: nil)) }
    return tracks
  }

  private func record(aaf: String, tracks: [TurnoverRecord.Track], guide: String?, picture: String?) -> TurnoverRecord {
    let timeline = plan.timeline
    let clips = plan.pieces.map { piece in
      TurnoverRecord.Clip(
        event: piece.event, name: piece.clip.name, track: timeline.tracks[piece.track].number,
        recordIn: timeline.start.advanced(wrapping: timeline.rate.frame(holdingSample: piece.record.lowerBound, sampleRate: TurnoverPlan.sampleRate))
          .description,
        start: piece.record.lowerBound, samples: piece.record.count, file: soundFile(piece.name), fileSamples: piece.range.count,
        timeReference: piece.timeReference, head: piece.head, tail: piece.tail, source: piece.source.files[0], channel: piece.channel + 1,
        notes: piece.notes)
    }
    return TurnoverRecord(
      name: timeline.name, rate: timeline.rate.description, start: timeline.start.description, frames: timeline.frames.value,
      sampleRate: TurnoverPlan.sampleRate, samples: plan.samples, sessionStart: session.start.description, leader: session.leader,
      sessionSamples: session.samples, handles: turnover.options.handles, aaf: aaf, isEmbedded: turnover.options.isEmbedded, tracks: tracks,
      clips: clips,
      missing: plan.missing, pops: session.tones.map(\.pop), guide: guide, picture: picture, notes: notes, unread: [])
  }

  // MARK: - Proof

  /// Reads what was written.
  private func check(_ record: TurnoverRecord, _ timeline: Timeline) throws {
    for clip in record.clips { try check(place(clip.file), samples: clip.fileSamples, timeReference: clip.timeReference) }
    for tone in session.tones {
      let first = session.timeReference + session.leader + tone.pop.start
      try check(place(soundFile(tone.name)), samples: tone.pop.samples, timeReference: first)
    }
    if let guide = record.guide { try check(place(guide), samples: session.samples, timeReference: session.timeReference) }
    let path = place(record.aaf)
    let read = try TimelineFormat.aaf.read(path: path).timelines.first
    guard let read, read.start == timeline.start, read.tracks.map(Self.heard) == timeline.tracks.map(Self.heard) else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ does not say what was written there when it is read again: do not hand it over")
    }
  }

  private func check(_ path: String, samples: Int, timeReference: Int) throws {
    let facts = BroadcastWaveFacts(path: path)
    guard let facts, facts.samples == samples, facts.timeReference == timeReference, facts.sampleRate == TurnoverPlan.sampleRate else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ does not hold \(samples) samples from \(timeReference) on: do not hand it over")
    }
  }

  /// What is heard of a track, item by item: lengths, places in the files, fades and gain.
  private static func heard(_ track: Track) -> [String] {
    return ["A\(track.number) \(track.name)"]
      + track.withJoinedGaps.items.map { item in
        switch item {
        case .gap(let frames): return "gap \(frames)"
        case .transition(let one): return "fade \(one.head) \(one.tail)"
        case .clip(let clip):
          guard clip.isEnabled else { return "gap \(clip.frames)" }
          let gain = clip.effects.compactMap { SoundGain($0) }
          let place = (clip.source?.start.frameCount.value ?? 0) - (clip.media.available?.start.frameCount.value ?? 0)
          return "\(clip.name) \(clip.frames) from \(place) of \(clip.media.available?.duration ?? .zero) in \(clip.media.name), \(gain)"
        }
      }
  }
}
