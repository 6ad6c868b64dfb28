// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Timing

/// Silence: every sample of every channel of the programme below a threshold, for some time; found to the sample.
///
/// A silence that lasts to the end of the file is reported too, one that the layout expects is not. A track is not judged, but a channel that carries no
/// sound from beginning to end while its neighbour does is worth a note.
struct SilentSound: SoundCheck {
  /// Samples looked at together. Silences shorter than this are never looked for.
  private static let stride = 64

  private let subject: SoundSubject
  private let limits: SilenceLimits
  private let threshold: Float
  private let minimum: Int
  /// The sample after the last one that was heard, and after the last one examined.
  private var silentFrom: Int?
  private var end = 0
  private var runs: [Range<Int>] = []
  private var isHeard: [Bool]

  init?(_ subject: SoundSubject) {
    guard let limits = subject.profile.silence else { return nil }
    self.subject = subject
    self.limits = limits
    threshold = Float(pow(10, limits.threshold / 20))
    minimum = max(Self.stride, (max(0.01, limits.minimumSeconds) * Double(subject.sampleRate)).rounded(.up).whole)
    isHeard = subject.layout.positions.map { _ in false }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    let channels = (0..<min(isHeard.count, block.channelCount)).map(block.channel)
    if silentFrom == nil { silentFrom = block.position }
    var start = 0
    while start < block.count {
      let stop = min(block.count, start + Self.stride)
      if let heard = heard(channels, start..<stop) {
        close(at: block.position + heard.lowerBound)
        silentFrom = block.position + heard.upperBound
      }
      start = stop
    }
    end = block.position + block.count
  }

  mutating func finish() -> CheckOutcome {
    close(at: end)
    var findings = subject.isProgramme ? runs.flatMap(findings(for:)) : []
    if let track = subject.track, isHeard.contains(true) {
      findings += isHeard.indices.filter { !isHeard[$0] }.map { channel in
        Finding(.silence, severity: .info, stream: track, limit: limits.threshold, unit: "dBFS", text: .silentChannel(channel + 1, of: track))
      }
    }
    return CheckOutcome(findings: findings)
  }

  // MARK: -

  /// From the first to the last sample heard in `range` on any channel.
  private mutating func heard(_ channels: [UnsafeBufferPointer<Float>], _ range: Range<Int>) -> Range<Int>? {
    var result: Range<Int>?
    for (index, samples) in channels.enumerated() {
      guard let first = range.first(where: { abs(samples[$0]) >= threshold }) else { continue }
      let last = range.last { abs(samples[$0]) >= threshold } ?? first
      isHeard[index] = true
      result = min(first, result?.lowerBound ?? first)..<max(last + 1, result?.upperBound ?? 0)
    }
    return result
  }

  private mutating func close(at position: Int) {
    guard let silentFrom, position - silentFrom >= minimum else { return }
    runs.append(silentFrom..<position)
  }

  private func findings(for run: Range<Int>) -> [Finding] {
    let seconds = Double(run.count) / Double(subject.sampleRate)
    guard let clock = subject.clock else { return [finding(seconds, place: nil, from: run.lowerBound)] }
    let frames = clock.frames(ofSamples: run, sampleRate: subject.sampleRate)
    let pieces = unexpectedPieces(of: frames, expected: subject.profile.layout, kinds: [.silence], minimum: 1)
    if pieces == [frames] { return [finding(seconds, place: clock.span(frames), from: run.lowerBound)] }
    return pieces.filter { clock.seconds($0.count) >= limits.minimumSeconds }
      .map { finding(clock.seconds($0.count), place: clock.span($0), from: run.lowerBound) }
  }

  private func finding(_ seconds: Double, place: FrameSpan?, from sample: Int) -> Finding {
    let text: String = place == nil ? .silent(seconds, from: Double(sample) / Double(subject.sampleRate)) : .silent(seconds)
    return Finding(.silence, severity: limits.severity, place: place, value: seconds, limit: limits.minimumSeconds, unit: "s", text: text)
  }
}

extension String {
  fileprivate static func silent(_ seconds: Double) -> String { "The programme is silent for \(seconds.spelled(2)) s." }

  fileprivate static func silent(_ seconds: Double, from start: Double) -> String {
    "The programme is silent for \(seconds.spelled(2)) s, beginning \(start.spelled(2)) s from its start."
  }

  fileprivate static func silentChannel(_ channel: Int, of stream: Int) -> String {
    "Channel \(channel) of stream \(stream) carries no sound from beginning to end."
  }
}
