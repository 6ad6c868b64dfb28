// SPDX-License-Identifier: Apache-2.0

internal import Markup
public import Timing

/// What stands before the samples of a Broadcast Wave file of 24-bit PCM whose length is known: `bext` (EBU Tech 3285), `fmt `, `iXML` (iXML specification 3) and
/// the head of `data`. The samples follow, least significant byte first, then `padding`.
///
///     let header = BroadcastWaveHeader(samples: 96_000, timeReference: 172_800_000, labels: .fps25)
///     try file.write(header.bytes())
///     try file.write(BroadcastWaveHeader.packed(samples))
///     try file.write(header.padding)
public struct BroadcastWaveHeader: Hashable, Sendable {
  /// Bits of a sample.
  public static let bits = 24

  /// Samples of each channel.
  public var samples: Int
  /// The first sample, counted from midnight.
  public var timeReference: Int
  /// The rate of the labels that go with it.
  public var labels: FrameRate
  /// Samples a second.
  public var sampleRate: Int
  /// What each channel is called; one for each.
  public var channelNames: [String]
  /// What it is, in words.
  public var description = ""
  /// Who made it.
  public var originator = ""
  /// The day that it was made, as `2026-11-28`.
  public var date = ""
  /// The time that it was made, as `10:04:00`.
  public var time = ""
  /// The reel, tape or sound roll; empty where there is none.
  public var reel = ""
  /// The production; empty where it is not known.
  public var project = ""
  /// The scene; empty where it is not known.
  public var scene = ""
  /// The take; empty where it is not known.
  public var take = ""

  /// A header for so many samples.
  public init(samples: Int, timeReference: Int, labels: FrameRate, sampleRate: Int = 48_000, channelNames: [String] = [""]) {
    (self.samples, self.timeReference, self.labels) = (samples, timeReference, labels)
    (self.sampleRate, self.channelNames) = (sampleRate, channelNames)
  }

  /// Bytes of all samples.
  public var dataCount: Int { samples * channelNames.count * Self.bits / 8 }
  /// What makes the file even.
  public var padding: [UInt8] { dataCount % 2 == 0 ? [] : [0] }

  /// The beginning of the file.
  ///
  /// - Throws: `MediaIOError` for more samples than a RIFF file holds, and for names that XML cannot.
  public func bytes() throws(MediaIOError) -> [UInt8] {
    let notes: [UInt8]
    do throws(MarkupError) { notes = try ixml() } catch {
      throw MediaIOError(.invalidRequest, subject: description, remedy: "its names cannot be written: \(error)")
    }
    var body = Array("WAVE".utf8)
    body.append(chunk: "bext", bext)
    body.append(chunk: "fmt ", format)
    body.append(chunk: "iXML", notes)
    let (length, overflows) = dataCount.addingReportingOverflow(body.count + 8 + padding.count)
    guard samples >= 0, !channelNames.isEmpty, !overflows, let riff = UInt32(exactly: length) else {
      throw MediaIOError(
        .invalidRequest, subject: description, remedy: "\(samples) samples are more than a WAV file holds (4 GiB): cut it into reels")
    }
    return Array("RIFF".utf8) + littleEndian(riff) + body + Array("data".utf8) + littleEndian(UInt32(dataCount))
  }

  /// Samples, right-aligned, as the file has them.
  public static func packed(_ samples: some Sequence<Int32>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * samples.underestimatedCount)
    for sample in samples {
      bytes.append(UInt8(truncatingIfNeeded: sample))
      bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      bytes.append(UInt8(truncatingIfNeeded: sample >> 16))
    }
    return bytes
  }

  // MARK: -

  /// Fields of fixed length: description 256, originator 32, its reference 32, date 10, time 8, time reference 8, version 2, UMID 64, 190 reserved.
  private var bext: [UInt8] {
    var bytes = field(description, 256) + field(originator, 32) + field(reel, 32) + field(date, 10) + field(time, 8)
    bytes += littleEndian(UInt64(clamping: timeReference)) + littleEndian(UInt16(1))
    bytes += [UInt8](repeating: 0, count: 64 + 190)
    return bytes + Array("A=PCM,F=\(sampleRate),W=\(Self.bits),M=\(channelNames.count == 1 ? "mono" : "multitrack"),T=Lineup\r\n".utf8)
  }

  private var format: [UInt8] {
    let block = channelNames.count * Self.bits / 8
    return littleEndian(UInt16(1)) + littleEndian(UInt16(clamping: channelNames.count)) + littleEndian(UInt32(clamping: sampleRate))
      + littleEndian(UInt32(clamping: sampleRate * block)) + littleEndian(UInt16(clamping: block)) + littleEndian(UInt16(Self.bits))
  }

  private func ixml() throws(MarkupError) -> [UInt8] {
    var writer = XMLWriter(subject: "iXML")
    try writer.start("BWFXML")
    try writer.element("IXML_VERSION", [], "1.61")
    for (name, value) in [("PROJECT", project), ("SCENE", scene), ("TAKE", take), ("TAPE", reel)] where !value.isEmpty {
      try writer.element(name, [], value)
    }
    try writer.start("SPEED")
    try writer.element("TIMECODE_RATE", [], "\(labels.numerator)/\(labels.denominator)")
    try writer.element("TIMECODE_FLAG", [], labels.isDropFrame ? "DF" : "NDF")
    try writer.element("FILE_SAMPLE_RATE", [], "\(sampleRate)")
    try writer.element("AUDIO_BIT_DEPTH", [], "\(Self.bits)")
    try writer.element("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI", [], "\(timeReference >> 32)")
    try writer.element("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", [], "\(timeReference & 0xFFFF_FFFF)")
    try writer.element("TIMESTAMP_SAMPLE_RATE", [], "\(sampleRate)")
    writer.end()
    try writer.start("TRACK_LIST")
    try writer.element("TRACK_COUNT", [], "\(channelNames.count)")
    for (place, name) in channelNames.enumerated() {
      try writer.start("TRACK")
      try writer.element("CHANNEL_INDEX", [], "\(place + 1)")
      try writer.element("INTERLEAVE_INDEX", [], "\(place + 1)")
      try writer.element("NAME", [], name)
      writer.end()
    }
    writer.end()
    writer.end()
    return writer.finish()
  }

  /// A text in ASCII, filled up with zeros; what is not ASCII becomes a question mark, as EBU Tech 3285 allows nothing else.
  private func field(_ text: String, _ count: Int) -> [UInt8] {
    let bytes = text.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : UInt8(ascii: "?") }.prefix(count)
    return bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }
}

extension [UInt8] {
  fileprivate mutating func append(chunk name: String, _ contents: [UInt8]) {
    self += Array(name.utf8) + littleEndian(UInt32(clamping: contents.count)) + contents
    if contents.count % 2 == 1 { append(0) }
  }
}

private func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
