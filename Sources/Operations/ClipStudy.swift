// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Timing

/// One clip looked at: its files described, its sidecars read, its picture taken.
struct ClipStudy: Sendable {
  private(set) var summary: ClipSummary
  private(set) var notes: [String] = []
  /// How its files are coded, where they are camera raw that nothing here decodes.
  private(set) var rawCoding: String?

  /// Looks at the clip `group` of `card`. What cannot be read is its trouble.
  /// - Parameter isProved: whether it is in a copy that was proved, so that what is wrong with it is so on the source.
  init(_ group: SurveyClips.Group, on card: CardContents, posters: Bool, isProved: Bool, cancellation: Cancellation) throws {
    let bytes = group.files.reduce(0) { $0 + Int(card.files[$1.text]?.size ?? 0) }
    summary = ClipSummary(name: group.name, files: group.files.map(\.text), byteCount: bytes)
    var media: [MediaDescription] = []
    var faults: [String] = []
    for file in group.files {
      try cancellation.check()
      if let coding = CardContents.rawCoding(file.name) {
        rawCoding = coding
        continue
      }
      do {
        let described = try MediaReader.probe(file.resolved(in: card.root))
        media.append(described)
        if let sentence = described.wrapper.endsEarly { faults.append("‘\(file.text)’: \(sentence)") }
      } catch { faults.append(isProved ? Self.ofSource("\(error)") : "\(error)") }
    }
    let sidecars = SidecarMetadata.of(group.files, siblings: card.siblings, in: card.root, media: media.first)
    summary.metadata = sidecars.metadata
    notes = sidecars.notes
    if let note = Self.difference(media.first, sidecars.start, in: group.name) { notes.append(note) }
    describe(media, isWhole: faults.isEmpty && rawCoding == nil, label: sidecars.start)
    if let rawCoding {
      summary.codec = rawCoding
      let frames = group.files.count { CardContents.isRawFrame($0.name) }
      if frames > 0 { summary.frames = FrameCount(frames) }
    }
    try cancellation.check()
    if posters, let pictures = media.first(where: { !$0.video.isEmpty }) {
      do { summary.poster = try PosterFrame.of(pictures.path) } catch {
        faults.append("no picture of it could be taken: " + (isProved ? Self.ofSource("\(error)") : "\(error)"))
      }
    }
    if !faults.isEmpty { summary.trouble = faults.joined(separator: "; ") }
  }

  // MARK: -

  /// The words for a fault of a proved copy: to copy it again would bring the same bytes.
  private static func ofSource(_ words: String) -> String {
    let advice = "its copy was proved, so it is so on the source: play it there, and ask whoever recorded or made it"
    return words.replacingOccurrences(of: "copy it again from its source", with: advice).replacingOccurrences(of: "copy it again", with: advice)
      .replacingOccurrences(of: "copy the file again from its source", with: advice)
  }

  /// Sets what the clip's files say together. Files with pictures follow one another; files of sound beside pictures belong to them.
  private mutating func describe(_ media: [MediaDescription], isWhole: Bool, label: Timecode?) {
    guard let first = media.first(where: { !$0.video.isEmpty }) ?? media.first else { return }
    let facts = first.video.first?.facts
    summary.rate = facts?.rate
    summary.codec = facts?.codingWords ?? first.audio.first?.facts.codingWords
    summary.raster = facts?.width.flatMap { width in facts?.height.map { "\(width)×\($0)" } }
    let withPictures = media.filter { !$0.video.isEmpty }
    let withSound = media.filter { $0.video.isEmpty }
    var sound = first
    if sound.audio.isEmpty || facts == nil { sound.audio = withSound.flatMap(\.audio) }
    summary.sound = sound.soundWords
    if facts != nil {
      let counts = withPictures.map { $0.video.first?.facts.frameCount }
      if isWhole, counts.allSatisfy({ $0 != nil }) { summary.frames = counts.reduce(.zero) { $0 + ($1 ?? .zero) } }
    }
    let lengths = (facts == nil ? withSound : withPictures).map(Self.seconds)
    if isWhole, lengths.allSatisfy({ $0 != nil }) {
      // Files of sound that are equally long were recorded side by side, a file a channel.
      let isSideBySide = facts == nil && Set(lengths).count == 1
      summary.seconds = isSideBySide ? lengths.first ?? nil : lengths.reduce(0) { $0 + ($1 ?? 0) }
    }
    summary.start = Self.start(first, rate: facts?.rate) ?? label.flatMap { Self.counted($0, at: facts?.rate) }
  }

  /// What is to be said where the file states one first label and its sidecar another.
  private static func difference(_ media: MediaDescription?, _ label: Timecode?, in clip: String) -> String? {
    let rate = media?.video.first?.facts.rate
    guard let media, let label = label.flatMap({ counted($0, at: rate) }), let own = start(media, rate: rate), own.rate == label.rate, own != label
    else {
      return nil
    }
    return "\(clip) starts at \(own), and its sidecar says \(label)"
  }

  /// The first label that the file states, counted at the rate of its pictures where that can be done exactly.
  private static func start(_ media: MediaDescription, rate: FrameRate?) -> Timecode? {
    guard let rate else { return media.timecodes.first?.start }
    let labels = media.timecodes.map(\.start)
    return labels.first { $0.rate.hasSameSpeed(as: rate) } ?? labels.lazy.compactMap { counted($0, at: rate) }.first
  }

  /// `label` as a label of pictures at `rate`; cameras above 30 frames a second often label every other frame.
  private static func counted(_ label: Timecode, at rate: FrameRate?) -> Timecode? {
    guard let rate, !label.rate.hasSameSpeed(as: rate) else { return label }
    guard rate.numerator == label.rate.numerator * 2, rate.denominator == label.rate.denominator || rate.denominator * 2 == label.rate.denominator,
      let target = try? FrameRate(rate.numerator, rate.denominator, dropFrame: label.rate.isDropFrame)
    else { return label }
    return try? Timecode(FrameCount(label.frameCount.value * 2), at: target)
  }

  private static func seconds(_ media: MediaDescription) -> Double? {
    if let facts = media.video.first?.facts, let rate = facts.rate, let frames = facts.frameCount {
      return Double(frames.value) * Double(rate.denominator) / Double(rate.numerator)
    }
    if media.video.isEmpty, let facts = media.audio.first?.facts, let count = facts.sampleCount, let rate = facts.sampleRate {
      return Double(count) / Double(rate)
    }
    return media.wrapper.duration?.seconds
  }
}
