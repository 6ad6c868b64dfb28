// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Files
internal import Markup
internal import Timing

/// What a Broadcast Wave file says of its time: the `bext` chunk's samples since midnight (EBU Tech 3285) and the `iXML` chunk's rate,
/// flag, samples and tape (iXML specification 3, SPEED).
///
/// Samples become a label only where the file states the rate of its labels; where it does not, they stay metadata.
package struct BroadcastWave {
  private(set) var timecodes: [TimecodeStream] = []

  /// Chunks larger than this are not read; recorders write a few kilobytes.
  private static let chunkLimit = 4 << 20

  /// Looks at the chunks of the file at `path`; one that is damaged says nothing.
  package init(path: String) {
    guard let chunks = try? RIFFChunks(path: path), let rate = chunks.sampleRate, rate > 0 else { return }
    guard let bytes = chunks.contents("iXML", limit: BroadcastWave.chunkLimit), let speed = Speed(bytes, subject: path), let labels = speed.rate
    else { return }
    if let samples = speed.samplesSinceMidnight,
      let start = try? Timecode(samplesSinceMidnight: samples, sampleRate: speed.timestampRate ?? rate, at: labels)
    {
      timecodes.append(TimecodeStream(source: .iXML, start: start, reel: speed.tape))
    }
    if let samples = BroadcastWave.timeReference(chunks),
      let start = try? Timecode(samplesSinceMidnight: samples, sampleRate: rate, at: labels)
    {
      timecodes.append(TimecodeStream(source: .bextTimeReference, start: start, reel: speed.tape))
    }
  }

  /// TimeReference of the `bext` chunk: two words after 256 + 32 + 32 + 10 + 8 bytes of text, the low one first. What no day has is none.
  static func timeReference(_ chunks: RIFFChunks) -> Int? {
    guard let bytes = chunks.contents("bext", limit: chunkLimit) else { return nil }
    var reader = ByteReader(bytes, subject: "bext")
    guard (try? reader.skip(338)) != nil, let reference = try? reader.integer(UInt64.self, .little) else { return nil }
    return reference < 1 << 40 ? Int(reference) : nil
  }
}

/// The parts of an iXML document that place sound in time.
private struct Speed {
  let rate: FrameRate?
  let samplesSinceMidnight: Int?
  let timestampRate: Int?
  let tape: String?

  init?(_ bytes: [UInt8], subject: String) {
    let text = bytes.prefix { $0 != 0 }  // recorders pad the chunk with zeros
    guard let root = try? MarkupElement(parsing: Array(text), subject: subject) else { return nil }
    let speed = root.first("SPEED")
    func number(_ name: String) -> Int? { (speed?.first(name)?.trimmedText).flatMap { Int($0) } }
    tape = (root.first("TAPE")?.trimmedText).flatMap { $0.isEmpty ? nil : $0 }
    timestampRate = number("TIMESTAMP_SAMPLE_RATE").flatMap { $0 > 0 ? $0 : nil }
    samplesSinceMidnight = number("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO").flatMap { low in
      let high = number("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI") ?? 0
      return (0..<1 << 16).contains(high) && (0..<1 << 32).contains(low) ? high << 32 | low : nil
    }
    let parts = (speed?.first("TIMECODE_RATE")?.trimmedText ?? "").split(separator: "/").map { Int($0) }
    guard let first = parts.first, let numerator = first, let denominator = parts.count > 1 ? parts[1] : 1 else {
      rate = nil
      return
    }
    rate = try? FrameRate(numerator, denominator, dropFrame: speed?.first("TIMECODE_FLAG")?.trimmedText == "DF")
  }
}
