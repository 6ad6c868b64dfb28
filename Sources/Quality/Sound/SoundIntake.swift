// SPDX-License-Identifier: Apache-2.0

import Essence

/// The door through which a stream's sound reaches the checks: what is no sound stays outside.
///
/// Data in place of sound (``DataBurst``) is recognised and silenced, so that no check ever measures it; samples that are no numbers, or beyond 120 dBFS, are
/// silenced and counted; the smallest numbers, which only make arithmetic slow, become zero. Everything else passes untouched and uncopied.
struct SoundIntake {
  /// The last preamble silences this much: the longest distance of two bursts is well below it.
  private static let holdPerSecond = 4
  private static let largest: Float = 1e6

  private struct Stretch {
    var reading: EncodedReading
    /// Where the silence that it is given ends.
    var silentTo: Int
  }

  private let stream: Int
  private let channelCount: Int
  private let hold: Int
  /// Blocks that wait, behind those that have been handed on and may still be looked back at.
  private var blocks: [AudioBlock<Float>] = []
  private var handedOn = 0
  private var start: Int?
  private var end = 0
  /// Places that may be the beginning of a burst, for which more samples must come.
  private var candidates: [(position: Int, channel: Int)] = []
  private var stretches: [Stretch] = []
  private var invalid: [SoundEvents]
  private var denormals = 0

  init(stream: Int, channelCount: Int, sampleRate: Int) {
    self.stream = stream
    self.channelCount = channelCount
    hold = max(8, sampleRate / Self.holdPerSecond)
    invalid = (0..<channelCount).map { _ in SoundEvents(gap: sampleRate) }
  }

  /// Takes the next block and returns those that may be listened to: the first quarter of a second waits, in case the stream begins in the middle of a burst.
  mutating func take(_ block: AudioBlock<Float>) -> [AudioBlock<Float>] {
    if start == nil { start = block.position }
    let block = cleaned(block)
    blocks.append(block)
    end = block.position + block.count
    resolve(before: end - DataBurst.lookahead)
    return release { [end, start, hold] in $0 + DataBurst.lookahead <= end && end - (start ?? 0) >= hold + DataBurst.lookahead }
  }

  /// The blocks that waited, when there are no more.
  mutating func finish() -> [AudioBlock<Float>] {
    resolve(before: end)
    return release { _ in true }
  }

  /// What was kept outside.
  func outcome(_ profile: InspectionProfile, clock: FrameClock?, sampleRate: Int) -> CheckOutcome {
    var outcome = CheckOutcome()
    func place(_ samples: Range<Int>) -> FrameSpan? { clock.map { $0.span($0.frames(ofSamples: samples, sampleRate: sampleRate)) } }
    if !stretches.isEmpty { outcome.readings = [.sound(SoundReadings(encoded: stretches.map(\.reading)))] }
    if let limits = profile.sound.encoded, !(limits.streams?.contains(stream) ?? true) {
      outcome.findings += stretches.map(\.reading).map {
        Finding(.encoded, severity: limits.severity, stream: stream, place: place($0.startSample..<$0.endSample), text: .encoded($0))
      }
    }
    if let severity = profile.sound.invalidSamples {
      for (channel, events) in invalid.enumerated() {
        outcome.findings += events.worst.map {
          Finding(
            .invalidSamples, severity: severity, stream: stream, place: place($0.samples), value: Double($0.count), limit: 0, unit: "samples",
            text: .invalid($0.count, channel: channel + 1, of: stream))
        }
      }
    }
    if denormals > 0, let severity = profile.sound.denormalSamples {
      outcome.findings.append(
        Finding(
          .invalidSamples, severity: severity, stream: stream, value: Double(denormals), unit: "samples", text: .denormal(denormals, of: stream)))
    }
    return outcome
  }

  /// Whether every channel carries data throughout `samples`.
  func carriesOnlyData(_ samples: Range<Int>) -> Bool {
    (0..<channelCount).allSatisfy { channel in
      stretches.contains {
        $0.reading.channels.contains(channel + 1) && silence(of: $0).lowerBound <= samples.lowerBound && $0.silentTo >= min(end, samples.upperBound)
      }
    }
  }

  // MARK: - What is no number

  private mutating func cleaned(_ block: AudioBlock<Float>) -> AudioBlock<Float> {
    var isClean = true
    for channel in 0..<min(channelCount, block.channelCount) {
      guard let samples = block.channel(channel).baseAddress else { continue }
      isClean = scan(samples, block.count, block.position, channel) && isClean
    }
    guard !isClean else { return block }
    let channels = (0..<block.channelCount).map { channel in
      block.channel(channel).enumerated().map { index, sample -> Float in
        if Self.isSound(sample) { return sample }
        if sample.isSubnormal {
          denormals += 1
        } else if channel < invalid.count {
          invalid[channel].note(block.position + index..<block.position + index + 1, value: 1)
        }
        return 0
      }
    }
    return AudioBlock(sampleRate: block.sampleRate, position: block.position, bitDepth: block.bitDepth, channels: channels)
  }

  private static func isSound(_ sample: Float) -> Bool { abs(sample) <= largest && !sample.isSubnormal }

  /// Notes where a burst may begin, and says whether every sample is one.
  private mutating func scan(_ samples: UnsafePointer<Float>, _ count: Int, _ position: Int, _ channel: Int) -> Bool {
    var isClean = true
    // Only half a pair can begin with the second word.
    let wanted = DataBurst.values.prefix(channelCount == 1 ? 6 : 3)
    let (one, two, three) = (SIMD8<Float>(repeating: wanted[0]), SIMD8<Float>(repeating: wanted[1]), SIMD8<Float>(repeating: wanted[2]))
    func look(_ range: Range<Int>) {
      for index in range {
        if !Self.isSound(samples[index]) { isClean = false }
        if wanted.contains(samples[index]) { candidates.append((position + index, channel)) }
      }
    }
    var index = 0
    while index + 8 <= count {
      let eight = samples.eight(index)
      let magnitudes = eight.magnitudes
      var isWorthALook = (eight .== one) .| (eight .== two) .| (eight .== three)
      isWorthALook = isWorthALook .| ((magnitudes .< Float.leastNormalMagnitude) .& (eight .!= 0)) .| .!(magnitudes .<= Self.largest)
      if wanted.count > 3 { for value in wanted.suffix(3) { isWorthALook = isWorthALook .| (eight .== value) } }
      if any(isWorthALook) { look(index..<index + 8) }
      index += 8
    }
    look(index..<count)
    return isClean
  }

  // MARK: - What is data

  private mutating func resolve(before position: Int) {
    guard !candidates.isEmpty else { return }
    candidates.sort { ($0.position, $0.channel) < ($1.position, $1.channel) }
    while let candidate = candidates.first, candidate.position < position {
      candidates.removeFirst()
      let burst = DataBurst(at: candidate.position, channel: candidate.channel, channelCount: channelCount) { [blocks] channel, position in
        guard let block = blocks.last(where: { $0.position <= position }), position < block.position + block.count else { return 0 }
        return block.channel(channel)[position - block.position]
      }
      if let burst { note(burst) }
    }
  }

  private mutating func note(_ burst: DataBurst) {
    let channels = burst.channels.map { $0 + 1 }
    let end = burst.position + (burst.length ?? 1)
    if let known = stretches.lastIndex(where: { $0.reading.channels == channels }), burst.position <= stretches[known].silentTo {
      stretches[known].reading.endSample = max(stretches[known].reading.endSample, end)
      stretches[known].reading.bursts += 1
      stretches[known].silentTo = burst.position + hold
    } else if stretches.count < 4096 {
      let reading = EncodedReading(
        stream: stream, channels: channels, dataType: burst.dataType, wordLength: burst.wordLength, startSample: burst.position, endSample: end,
        bursts: 1)
      stretches.append(Stretch(reading: reading, silentTo: burst.position + hold))
    }
  }

  /// From the first preamble to a while after the last; from the beginning where the stream begins with data.
  private func silence(of stretch: Stretch) -> Range<Int> {
    let (first, begin) = (stretch.reading.startSample, start ?? 0)
    return (first - begin < hold ? begin : first)..<stretch.silentTo
  }

  private mutating func release(_ mayGo: (Int) -> Bool) -> [AudioBlock<Float>] {
    var ready: [AudioBlock<Float>] = []
    while handedOn < blocks.count, mayGo(blocks[handedOn].position + blocks[handedOn].count) {
      ready.append(silenced(blocks[handedOn]))
      handedOn += 1
    }
    while handedOn > 0, blocks[0].position + blocks[0].count + DataBurst.silence + DataBurst.lookahead <= end {
      blocks.removeFirst()
      handedOn -= 1
    }
    return ready
  }

  private func silenced(_ block: AudioBlock<Float>) -> AudioBlock<Float> {
    let whole = block.position..<block.position + block.count
    let data = stretches.filter { silence(of: $0).overlaps(whole) }
    guard !data.isEmpty else { return block }
    var channels = (0..<block.channelCount).map { Array(block.channel($0)) }
    for stretch in data {
      let range = silence(of: stretch).clamped(to: whole)
      for channel in stretch.reading.channels where channel <= channels.count {
        for position in range { channels[channel - 1][position - block.position] = 0 }
      }
    }
    return AudioBlock(sampleRate: block.sampleRate, position: block.position, bitDepth: block.bitDepth, channels: channels)
  }
}

extension String {
  fileprivate static func encoded(_ reading: EncodedReading) -> String {
    let channels = reading.channels.map(String.init).joined(separator: " and ")
    return "Channel\(reading.channels.count == 1 ? "" : "s") \(channels) of stream \(reading.stream) "
      + "carr\(reading.channels.count == 1 ? "ies" : "y") \(DataBurst.name(ofType: reading.dataType)) (SMPTE ST 337, \(reading.wordLength) bits) in place of sound."
  }

  fileprivate static func invalid(_ count: Int, channel: Int, of stream: Int) -> String {
    "Channel \(channel) of stream \(stream) has \(count == 1 ? "a sample that is no number" : "\(count) samples that are no numbers"), taken as silence."
  }

  fileprivate static func denormal(_ count: Int, of stream: Int) -> String {
    "Stream \(stream) has \(count) \(count == 1 ? "sample" : "samples") too small for ordinary floating point, taken as silence."
  }
}
