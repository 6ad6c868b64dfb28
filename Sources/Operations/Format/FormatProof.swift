// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Hashing
import Integrity
import MediaIO
import Quality
import Signals
import Timing

/// Decodes a formatted file and proves each of its sections: by the recognisers of inspection, which know nothing of how it was made, and by what was put in.
struct FormatProof: Sendable {
  /// The largest distance from black of a sample in a section that is black, in code values of ten bits: what a mastering codec may leave.
  private static let blackTolerance = 6
  /// Pictures that were coded once lie this near to what they were, in dB; and what a neighbour may be nearer by.
  private static let (likeness, slack) = (30.0, 0.5)
  private static let profileName = "formatted master"

  let plan: FormatPlan
  let trace: FormatTrace
  let directions: FormatDirections
  let tracks: [FormatTrack]
  let encoding: Encoding
  let isSurround: Bool

  /// The sections of the file at `path` with what was found, and what is wrong with the file as a whole.
  func run(
    _ path: String, cancellation: Cancellation, task: String?, show: @escaping @Sendable (WorkProgress) -> Void
  ) throws -> (sections: [FormattedSection], faults: [String]) {
    let media = try MediaReader.probe(path, countingPictures: true)
    var faults = faults(of: media)
    let inspector = Inspector(media, profile: profile, tool: .init(name: "Lineup", version: ""))
    let reader = try MediaReader(path: path, options: .init(samples: .exactIntegers))
    var looks = plan.sections.indices.map { Look(plan.sections[$0], trace.sections[$0], white: directions.sync?.form == .square ? 0.1 : 0.5) }
    let sounds = media.audio.map(\.index)
    let digests = plan.sections.map { _ in SoundDigests(channels: tracks.reduce(0) { $0 + $1.channels.count }) }
    var progress = FrameProgress(of: media, task: task, show: show)
    func take(_ channels: (Int) -> [Int32], position: Int, count: Int, stream: Int) {
      guard let track = sounds.firstIndex(of: stream), tracks.indices.contains(track) else { return }
      let before = tracks[..<track].reduce(0) { $0 + $1.channels.count }
      for index in plan.sections.indices {
        let shared = samples(plan.sections[index].frames, track).clamped(to: position..<position + count)
        guard !shared.isEmpty else { continue }
        for channel in tracks[track].channels.indices {
          digests[index].add(channels(channel)[shared.lowerBound - position..<shared.upperBound - position], channel: before + channel)
        }
      }
    }
    while let event = try reader.next() {
      try cancellation.check()
      switch event {
      case .picture(let picture, let stream):
        try inspector.examine(picture, stream: stream)
        if let index = plan.sections.firstIndex(where: { $0.frames.contains(picture.position.value) }) {
          looks[index].take(picture, at: picture.position.value - plan.sections[index].frames.lowerBound)
        }
        progress.advance()
      case .integerSound(let block, let stream):
        let channels = (0..<block.channelCount).map { block.samples24($0) }
        take({ channels[$0] }, position: block.position, count: block.count, stream: stream)
        let floats = channels.map { $0.map { Float($0) / 8_388_608 } }
        try inspector.examine(
          AudioBlock(sampleRate: block.sampleRate, position: block.position, bitDepth: block.bitDepth, channels: floats), stream: stream)
      case .sound(let block, let stream):
        take({ block.samples24($0) }, position: block.position, count: block.count, stream: stream)
        try inspector.examine(block, stream: stream)
      case .damage(let damage): faults.append("what was written cannot be decoded whole: \(damage)")
      }
    }
    progress.finish()
    let report = try inspector.finish()
    let found = report.readings.layout ?? []
    let sections = plan.sections.indices.map { index in
      var proofs = recognised(plan.sections[index], found, report)
      proofs += looks[index].proofs(encoding)
      if keepsSamples { proofs.append(sound(digests[index].finish(), trace.sections[index].sound)) }
      return FormattedSection(plan.sections[index], of: plan, proofs: proofs)
    }
    return (sections, faults + mutes(found))
  }

  // MARK: - The file

  /// Whether sound comes back sample by sample.
  private var keepsSamples: Bool { !tracks.isEmpty && encoding.audio?.coding != .aac && encoding.audio?.bitDepth == 24 }

  private func faults(of media: MediaDescription) -> [String] {
    var faults: [String] = []
    let facts = media.video.first?.facts
    if facts?.frameCount?.value != plan.length {
      faults.append("it has \(CountText(facts?.frameCount?.value ?? 0, "picture")) where \(plan.length) were planned")
    }
    let start = media.timecodes.first?.start.description
    if start != plan.start.description { faults.append("its timecode begins at \(start ?? "no label") where \(plan.start) was planned") }
    if media.audio.count != tracks.count { faults.append("it has \(CountText(media.audio.count, "sound track")) where \(tracks.count) were planned") }
    for (index, stream) in media.audio.enumerated() where tracks.indices.contains(index) {
      let planned = samples(0..<plan.length, index).count
      if let count = stream.facts.sampleCount, count != planned, encoding.audio?.coding != .aac {
        faults.append("sound track \(index + 1) has \(count) samples where \(planned) were planned")
      }
    }
    return faults
  }

  private func samples(_ frames: Range<Int>, _ track: Int) -> Range<Int> {
    let rate = tracks[track].shape.sampleRate
    return plan.rate.firstSample(
      of: FrameCount(frames.lowerBound), sampleRate: rate)..<plan.rate.firstSample(
        of: FrameCount(frames.upperBound), sampleRate: rate)
  }

  // MARK: - Recognisers

  /// A profile that asks for the plan and nothing else.
  private var profile: InspectionProfile {
    let sections = plan.sections.compactMap { section -> ProgrammeLayout.Section? in
      let contents = contents(of: section)
      return contents.isEmpty ? nil : layout(name(of: section), section.frames, contents, tone(of: section))
    }
    var profile = InspectionProfile(
      name: Self.profileName,
      content: ContentLimits(
        bars: BarsLimits(kind: .full100, severity: .mandatory, unexpectedSeverity: nil),
        clock: ClockLimits(severity: .mandatory, unexpectedSeverity: nil)),
      programmeLayout: ProgrammeLayout(
        sections: sections + plan.mutes.map { layout(name(ofSilence: $0), $0, [.silence], nil) }))
    if !tracks.isEmpty { profile.sound.tones = ToneLimits(severity: .mandatory, unexpectedSeverity: nil) }
    return profile
  }

  private func layout(_ name: String, _ frames: Range<Int>, _ contents: [LayoutContent], _ tone: LineUpKind?) -> ProgrammeLayout.Section {
    ProgrammeLayout.Section(
      name, from: .start(.frames(frames.lowerBound)), .length(.frames(frames.count)), contents: contents, tone: tone, severity: .mandatory)
  }

  private func name(of section: FormatPlan.Section) -> String { "\(section.frames.lowerBound) \(section.name)" }
  private func name(ofSilence frames: Range<Int>) -> String { "\(frames.lowerBound) silence" }

  private func tone(of section: FormatPlan.Section) -> LineUpKind? {
    guard case .bars(let tone?) = section.content else { return nil }
    return LineUpKind(isSurround ? directions.surroundTone?.value ?? tone : tone)
  }

  /// What recognisers are asked for in a section.
  private func contents(of section: FormatPlan.Section) -> [LayoutContent] {
    let silence: [LayoutContent] = tracks.isEmpty ? [] : [.silence]
    switch section.content {
    case .bars(let tone): return [.bars] + (tracks.isEmpty ? [] : tone == nil ? [.silence] : [.tone])
    case .clock: return [.clock] + silence
    case .black: return [.black] + silence
    case .hold: return [.still] + silence
    case .textless: return silence
    case .leader, .sync, .programme: return []
    }
  }

  private func recognised(_ section: FormatPlan.Section, _ found: [LayoutReading], _ report: InspectionReport) -> [FormattedSection.Proof] {
    let reading = found.first { $0.name == name(of: section) }
    return contents(of: section).map { content in
      let state = reading?.contents[content] ?? .notExamined
      var words = state == .asAsked ? "in every frame" : state == .missing ? "not in every frame" : "not examined"
      if content == .tone { words = toneWords(section, report) ?? words }
      return FormattedSection.Proof(what: content.rawValue, passed: state == .asAsked, found: words)
    }
  }

  /// The line-up tone that was recognised in a section, with its level.
  private func toneWords(_ section: FormatPlan.Section, _ report: InspectionReport) -> String? {
    let second = Double(plan.rate.denominator) / Double(plan.rate.numerator)
    let (start, end) = (Double(section.frames.lowerBound) * second, Double(section.frames.upperBound) * second)
    let tones = report.readings.sound?.tones.filter { $0.start < end && $0.end > start } ?? []
    guard let tone = tones.max(by: { $0.end - $0.start < $1.end - $1.start }) else { return nil }
    return "\(tone.kind.rawValue), \((tone.level * 10).rounded() / 10) dBFS"
  }

  /// Frames of the programme that were to be silent and are not.
  private func mutes(_ found: [LayoutReading]) -> [String] {
    guard !tracks.isEmpty else { return [] }
    return plan.mutes.compactMap { frames in
      let state = found.first { $0.name == name(ofSilence: frames) }?.contents[.silence]
      return state == .asAsked ? nil : "its \(CountText(frames.count, "frame")) from \(plan.label(frames.lowerBound)) on are not silent"
    }
  }

  // MARK: - What was put in

  private func sound(_ found: [Digest], _ written: [Digest]) -> FormattedSection.Proof {
    let passed = found == written && !found.isEmpty
    return FormattedSection.Proof(what: "sound", passed: passed, found: passed ? "every sample as written" : "samples differ from what was written")
  }

  /// What is looked at in the pictures of one section.
  private struct Look {
    private let section: FormatPlan.Section
    private let written: FormatTrace.Section
    private var decoded: [Int: PictureLikeness] = [:]
    private var farthest = 0
    private var leastWhite = 1.0
    /// The least share of a flash that is white.
    private let white: Double

    init(_ section: FormatPlan.Section, _ written: FormatTrace.Section, white: Double) {
      (self.section, self.written, self.white) = (section, written, white)
    }

    mutating func take(_ picture: Picture, at place: Int) {
      guard let look = PictureLikeness(picture) else { return }
      if written.pictures[place] != nil { decoded[place] = look }
      switch section.content {
      case .black: farthest = max(farthest, look.distanceFromBlack)
      case .sync: leastWhite = min(leastWhite, look.share(brighterThan: 0.95))
      default: break
      }
    }

    func proofs(_ encoding: Encoding) -> [FormattedSection.Proof] {
      var proofs: [FormattedSection.Proof] = []
      if section.content == .black {
        proofs.append(
          .init(what: "level", passed: farthest <= FormatProof.blackTolerance, found: "within \(farthest) of 1024 of black"))
      }
      if section.content == .sync {
        proofs.append(.init(what: "flash", passed: leastWhite >= white, found: "\(Int((leastWhite * 100).rounded())) % white"))
      }
      let last = section.frames.count - 1
      var places: [(String, Int, neighbour: Int)] = [("first picture", 0, 1)]
      if last > 0 { places.append(("last picture", last, last - 1)) }
      if section.content == .leader {
        for place in written.pictures.keys.sorted() where place > 1 && place < last - 1 { places.append(("picture of 2", place, place)) }
      }
      return proofs + places.map { compare($0, $1, neighbour: $2, isLossless: encoding.isLossless) }
    }

    /// Holds the picture at `place` against what was written there, and against what was written beside it.
    private func compare(_ what: String, _ place: Int, neighbour: Int, isLossless: Bool) -> FormattedSection.Proof {
      guard let picture = decoded[place], let own = written.pictures[place].flatMap({ PictureLikeness($0) }) else {
        return .init(what: what, passed: false, found: "not there")
      }
      if picture.isIdentical(to: own) { return .init(what: what, passed: true, found: "identical") }
      guard let likeness = picture.decibels(to: own) else { return .init(what: what, passed: false, found: "of another shape") }
      let beside = written.pictures[neighbour].flatMap { PictureLikeness($0) }.flatMap { picture.decibels(to: $0) } ?? 0
      let isNearest = neighbour == place || likeness >= beside - FormatProof.slack
      let words = likeness.isInfinite ? "luma identical" : "\((likeness * 10).rounded() / 10) dB"
      return .init(
        what: what, passed: likeness >= FormatProof.likeness && isNearest && (!isLossless || likeness.isInfinite),
        found: isNearest ? words : "\(words), but its neighbour is nearer")
    }
  }
}

extension Encoding {
  /// Whether pictures come back sample by sample, as far as its pixel format has them.
  fileprivate var isLossless: Bool { [.ffv1, .v210].contains(video?.coding) }
}
