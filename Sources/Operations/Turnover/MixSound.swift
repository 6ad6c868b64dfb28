// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Integrity
import MediaIO
import Quality
import Timing

/// The sound of a mix or a guide: what its file says, and passes along it.
struct MixSound {
  let path: String
  let sampleRate: Int
  let bits: Int?
  /// Samples of each channel.
  let samples: Int
  /// The channels of all streams.
  let channels: Int
  /// The layout in words.
  let layout: String
  /// The first sample since midnight; `nil` where the file does not say.
  let start: Int?

  /// Looks at the file at `path`, which is read once where its wrapper does not state its length.
  ///
  /// - Throws: `OperationsError` where it has no sound, or streams of several lengths or rates.
  init(_ path: String, _ cancellation: Cancellation) throws {
    let description = try MediaReader(path: path, options: .init(video: .none, audio: .none)).description
    guard let first = description.audio.first?.facts, let rate = first.sampleRate else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has no sound")
    }
    self.path = path
    (sampleRate, bits) = (rate, first.bitDepth)
    let wave = BroadcastWaveFacts(path: path)
    if let stated = wave?.samples ?? first.sampleCount {
      samples = stated
    } else {
      var end = 0
      try Self.forEach(path, cancellation) { end = max(end, $0.position + $0.count) }
      samples = end
    }
    let length = samples
    guard description.audio.allSatisfy({ $0.facts.sampleRate == rate && ($0.facts.sampleCount ?? length) == length }) else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has streams of several lengths or sample rates: check them one by one")
    }
    channels = description.audio.reduce(0) { $0 + ($1.facts.channelCount ?? 0) }
    layout = description.audio.map { $0.facts.layout?.description ?? CountText($0.facts.channelCount ?? 0, "channel").description }.joined(
      separator: " + ")
    if let stamp = wave?.timeReference, stamp > 0 {
      start = stamp
    } else {
      start = description.timecodes.first.map { $0.start.samplesSinceMidnight(sampleRate: rate) }
    }
  }

  /// How loud it is, block by block, in decibels.
  func levels(block: Int, _ cancellation: Cancellation) throws -> [Float] {
    var envelope = SoundEnvelope(block: block)
    try Self.forEach(path, cancellation) { envelope.add($0) }
    return envelope.levels(channels: channels)
  }

  /// Parts of it, all channels added.
  func excerpts(_ ranges: [Range<Int>], _ cancellation: Cancellation) throws -> [[Float]] {
    guard !ranges.isEmpty else { return [] }
    var excerpts = SoundExcerpts(ranges)
    try Self.forEach(path, cancellation) { excerpts.add($0) }
    return excerpts.samples
  }

  private static func forEach(_ path: String, _ cancellation: Cancellation, _ body: (AudioBlock<Float>) -> Void) throws {
    let reader = try MediaReader(path: path, options: .init(video: .none))
    while let event = try reader.next() {
      try cancellation.check()
      if case .sound(let block, _) = event { body(block) }
    }
  }
}
