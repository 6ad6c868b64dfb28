// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Integrity
import Quality
import Timing

/// Holds a mix that came back against its turnover, or against the cut: length, tones, channels, and how it lies along the guide.
public struct CheckMix: Sendable {
  /// What the mix is held against.
  public enum Reference: Sendable {
    /// The record of a turnover, `turnover.json`.
    case record(String)
    /// A cut.
    case cut(ReadTimeline)
  }

  /// What came of it.
  public struct Outcome: Hashable, Sendable, Codable {
    /// A tone that was looked for.
    public struct Pop: Hashable, Sendable, Codable {
      /// Before the programme or behind it.
      public var kind: TurnoverRecord.Pop.Kind
      /// The label at which it should be.
      public var label: String
      /// Whether it is there.
      public var isFound: Bool
      /// How many samples late it is; `null` where it is not there.
      public var lateSamples: Int?
    }

    /// What is to be done with it.
    public enum Verdict: String, Hashable, Sendable, Codable {
      /// It can be laid back.
      case accepted
      /// Something is wrong with it.
      case refused
      /// Nothing is wrong, and nothing of the guide was recognized.
      case unjudged
    }

    /// The mix.
    public var mix: String
    /// What is to be done with it.
    public var verdict: Verdict
    /// Samples of each channel.
    public var samples: Int
    /// How many samples it should have, the nearest of the lengths that it may have.
    public var expectedSamples: Int
    /// Samples a second.
    public var sampleRate: Int
    /// Its channels.
    public var channels: Int
    /// Their layout, in words.
    public var layout: String
    /// The tones.
    public var pops: [Pop]
    /// How it lies along the guide; `null` where there is none.
    public var guide: GuideComparison?
    /// Why it is refused, a sentence each.
    public var findings: [String]
    /// What is to be known besides.
    public var notes: [String]

    /// Whether nothing is wrong with it.
    public var isAccepted: Bool { findings.isEmpty }
    /// Whether it could be held against all that there is.
    public var isJudged: Bool { guide?.isJudged ?? true }
  }

  /// The mix.
  public var mix: String
  /// What it is held against.
  public var reference: Reference
  /// How many channels it must have; `nil` where any number will do.
  public var channels: Int?
  /// The guide mix, where the turnover does not name one.
  public var guide: String?

  /// A check of the mix at `mix`.
  public init(_ mix: String, against reference: Reference, channels: Int? = nil, guide: String? = nil) {
    (self.mix, self.reference, self.channels, self.guide) = (mix, reference, channels, guide)
  }

  /// Seconds around its place in which a tone is looked for.
  private static let reach = 5

  /// Checks.
  ///
  /// - Throws: `OperationsError` where mix or reference are no such thing; what reading throws.
  public func run() async throws -> Outcome {
    var expected: MixExpectation
    switch reference {
    case .record(let path): expected = try MixExpectation(record: path)
    case .cut(let input): expected = MixExpectation(try input.run().timeline)
    }
    if let guide { expected.guide = (guide, nil) }
    let (check, wanted) = (self, expected)
    return try await onOwnThread { try check.run(wanted, $0) }
  }

  private func run(_ expected: MixExpectation, _ cancellation: Cancellation) throws -> Outcome {
    let sound = try MixSound(mix, cancellation)
    var outcome = Outcome(
      mix: mix, verdict: .accepted, samples: sound.samples, expectedSamples: 0, sampleRate: sound.sampleRate, channels: sound.channels,
      layout: sound.layout, pops: [], guide: nil, findings: [], notes: [])
    if sound.sampleRate != expected.sampleRate {
      outcome.findings.append("it has \(sound.sampleRate) samples a second, and \(expected.sampleRate) were turned over")
    }
    if let channels, sound.channels != channels {
      outcome.findings.append("it has \(CountText(sound.channels, "channel")) (\(sound.layout)), and \(channels) are asked for")
    }
    let (extent, start) = try length(sound, expected, &outcome)
    if sound.sampleRate == expected.sampleRate {
      let frame = expected.rate.firstSample(of: 1, sampleRate: expected.sampleRate)
      if extent.start < 0 {
        try tones(sound, expected, start: start, frame: frame, cancellation, &outcome)
      }
      try compare(sound, expected, start: start, frame: frame, cancellation, &outcome)
    }
    if !outcome.isAccepted { outcome.verdict = .refused } else if !outcome.isJudged { outcome.verdict = .unjudged }
    return outcome
  }

  // MARK: -

  /// Which of the lengths it has, and at which sample of the programme it begins.
  private func length(_ sound: MixSound, _ expected: MixExpectation, _ outcome: inout Outcome) throws -> (MixExpectation.Extent, start: Int) {
    // Lengths of another rate are compared as they would be at that.
    func scaled(_ samples: Int) -> Int { Int(Int128(samples) * Int128(sound.sampleRate) / Int128(expected.sampleRate)) }
    guard let extent = expected.extents.min(by: { abs(scaled($0.samples) - sound.samples) < abs(scaled($1.samples) - sound.samples) }) else {
      throw OperationsError(.badInput, subject: mix, "there is no programme to hold ‘\(mix)’ against")
    }
    outcome.expectedSamples = scaled(extent.samples)
    let difference = sound.samples - outcome.expectedSamples
    if difference != 0 {
      let rate = Double(sound.sampleRate)
      let frames = expected.rate.frame(holdingSample: abs(difference), sampleRate: sound.sampleRate)
      let size =
        frames > .zero
        ? ", \(CountText(frames.value, "frame"))\(expected.rate.firstSample(of: frames, sampleRate: sound.sampleRate) == abs(difference) ? "" : " and a part")"
        : ""
      var text = "it is \(CountText(abs(difference), "sample")) (\((Double(abs(difference)) / rate * 1000).rounded() / 1000) s\(size)) "
      text += "\(difference > 0 ? "longer" : "shorter") than \(extent.words), \(CountText(outcome.expectedSamples, "sample"))"
      if abs(Double(difference) / Double(max(1, outcome.expectedSamples)) * 1_000_000 - 1000) < 30
        || abs(Double(difference) / Double(max(1, outcome.expectedSamples)) * 1_000_000 + 999) < 30
      {
        text += ": that is 1001/1000, as of 23.976 against 24 pictures a second"
      }
      outcome.findings.append(text)
    }
    guard let stamp = sound.start, sound.sampleRate == expected.sampleRate else { return (extent, extent.start) }
    let begin = stamp - expected.start.samplesSinceMidnight(sampleRate: sound.sampleRate)
    guard begin != extent.start else { return (extent, begin) }
    let words = GuideSearch.words(Double(begin - extent.start), Double(sound.sampleRate))
    if abs(begin - extent.start) < 60 * sound.sampleRate {
      outcome.findings.append("its time reference puts it \(words): \(begin - extent.start) samples from where \(extent.words) begins")
      return (extent, begin)
    }
    outcome.notes.append("its time reference is of another time of day, and was not used")
    return (extent, extent.start)
  }

  private func tones(
    _ sound: MixSound, _ expected: MixExpectation, start: Int, frame: Int, _ cancellation: Cancellation, _ outcome: inout Outcome
  ) throws {
    let reach = Self.reach * sound.sampleRate
    // A stamp that is wrong may put a tone outside the mix, where it is not found.
    let ranges = expected.pops.map { pop in
      let place = (pop.start - start - reach..<pop.start - start + pop.samples + reach).clamped(to: 0..<max(1, sound.samples))
      return place.isEmpty ? 0..<1 : place
    }
    let excerpts = try sound.excerpts(ranges, cancellation)
    for (place, pop) in expected.pops.enumerated() {
      let found = SoundAlignment.tone(1000, length: pop.samples, in: excerpts[place], sampleRate: sound.sampleRate)
      guard let found, found.likeness >= 0.8 else {
        outcome.pops.append(.init(kind: pop.kind, label: pop.label, isFound: false, lateSamples: nil))
        outcome.findings.append("there is no \(pop.kind.rawValue) pop of 1 kHz within \(Self.reach) s of \(pop.label)")
        continue
      }
      let late = ranges[place].lowerBound + found.offset - (pop.start - start)
      outcome.pops.append(.init(kind: pop.kind, label: pop.label, isFound: true, lateSamples: late))
      let words =
        "the \(pop.kind.rawValue) pop is \(CountText(abs(late), "sample")) \(late > 0 ? "late" : "early") (\(GuideSearch.words(Double(late), Double(sound.sampleRate))))"
      if abs(late) > frame / 4 {
        outcome.findings.append("\(words): it belongs to \(pop.label)")
      } else if abs(late) > 1 {
        outcome.notes.append(words)
      }
    }
    let offsets = outcome.pops.compactMap(\.lateSamples)
    guard offsets.count == 2, abs(offsets[1] - offsets[0]) > 2, let first = expected.pops.first, let last = expected.pops.last else { return }
    let drift = Double(offsets[1] - offsets[0]) / Double(last.start - first.start) * 1_000_000
    outcome.notes.append("between the pops it runs \(Int(drift.rounded())) ppm \(drift > 0 ? "slow" : "fast")")
  }

  private func compare(
    _ sound: MixSound, _ expected: MixExpectation, start: Int, frame: Int, _ cancellation: Cancellation, _ outcome: inout Outcome
  ) throws {
    guard let guide = expected.guide else { return }
    guard try FileFacts.ifExists(guide.path) != nil else {
      outcome.notes.append("the guide ‘\(guide.path)’ is not there, and nothing was compared with it")
      return
    }
    let own = try MixSound(guide.path, cancellation)
    guard own.sampleRate == sound.sampleRate else {
      outcome.notes.append("the guide has \(own.sampleRate) samples a second, and nothing was compared with it")
      return
    }
    let begin = guide.start ?? own.start.map { $0 - expected.start.samplesSinceMidnight(sampleRate: own.sampleRate) } ?? 0
    let programme = max(0, -begin)..<max(max(0, -begin), min(own.samples, expected.programme.upperBound - begin))
    let result = try GuideSearch(guide: own, mix: sound, base: begin - start, programme: programme).run(cancellation)
    outcome.guide = result
    if !result.isJudged {
      outcome.notes.append("guide: \(result.text)")
    } else if abs(result.worstMilliseconds) > Double(frame) / 4 / Double(sound.sampleRate) * 1000 || result.driftPPM.magnitude >= 5 {
      outcome.findings.append("held against the guide, \(result.text)")
    } else {
      outcome.notes.append("held against the guide, \(result.text)")
    }
  }
}
