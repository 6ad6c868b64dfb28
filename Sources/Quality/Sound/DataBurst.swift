// SPDX-License-Identifier: Apache-2.0

/// The beginning of a burst of data in place of sound (SMPTE ST 337): two sync words, what the data is, and how long it is.
///
/// In frame mode the words lie on the two channels of a pair in turn, in subframe mode one after another on one. A stream with one channel may be half a pair, and then holds
/// every other word: it is believed only after silence, for sound could hold one of the words by chance.
struct DataBurst: Hashable, Sendable {
  /// The sample of the first word.
  var position: Int
  /// The channels, from 0.
  var channels: Range<Int>
  /// The data type of SMPTE ST 338; `nil` where another stream tells it.
  var dataType: Int?
  /// Bits of a word.
  var wordLength: Int
  /// Samples from the first word to the end of the data; `nil` where another stream tells it.
  var length: Int?

  /// The sync words at each length of word, as 24-bit patterns aligned to the top.
  private static let sync: [(wordLength: Int, first: Int32, second: Int32)] = [
    (16, 0xF8_7200, 0x4E_1F00), (20, 0x6F_8720, 0x54_E1F0), (24, 0x96_F872, 0xA5_4E1F),
  ]
  /// Samples that must be silent before half a pair is believed.
  static let silence = 4
  /// Samples behind the first that recognition needs.
  static let lookahead = 3

  /// What a sample is when it is the first word, then when it is the second; exact, for PCM up to 24 bits is exact in a float.
  static let values: [Float] = sync.map { value($0.first) } + sync.map { value($0.second) }

  /// Reads the burst at `position`, if there is one; `sample` gives the sample of a channel at a position, and silence before the beginning.
  init?(at position: Int, channel: Int, channelCount: Int, sample: (Int, Int) -> Float) {
    func word(_ channel: Int, _ offset: Int) -> Int32 { Self.word(sample(channel, position + offset)) }
    let first = word(channel, 0)
    guard let sync = Self.sync.first(where: { $0.first == first || $0.second == first }) else { return nil }
    self.position = position
    wordLength = sync.wordLength
    if first == sync.first, word(channel, 1) == sync.second, let type = Self.dataType(word(channel, 2), wordLength) {
      (channels, dataType) = (channel..<channel + 1, type)
      length = 4 + Self.words(word(channel, 3), wordLength)
    } else if first == sync.first, channel % 2 == 0, channel + 1 < channelCount, word(channel + 1, 0) == sync.second,
      let type = Self.dataType(word(channel, 1), wordLength)
    {
      (channels, dataType) = (channel..<channel + 2, type)
      length = 2 + (Self.words(word(channel + 1, 1), wordLength) + 1) / 2
    } else if channelCount == 1, (1...Self.silence).allSatisfy({ sample(0, position - $0) == 0 }), word(0, 1) != 0 {
      channels = 0..<1
      if first == sync.first {
        guard let type = Self.dataType(word(0, 1), wordLength) else { return nil }
        (dataType, length) = (type, nil)
      } else {
        (dataType, length) = (nil, 2 + (Self.words(word(0, 1), wordLength) + 1) / 2)
      }
    } else {
      return nil
    }
  }

  /// The data type's name in SMPTE ST 338.
  static func name(ofType type: Int?) -> String {
    switch type {
    case 1: "AC-3"
    case 4, 5, 6: "MPEG audio"
    case 7, 10, 11: "AAC"
    case 16: "E-AC-3"
    case 28: "Dolby E"
    case .some(let type): "data of type \(type)"
    case nil: "data"
    }
  }

  // MARK: -

  private static func value(_ pattern: Int32) -> Float { Float((pattern << 8) >> 8) / 8_388_608 }

  private static func word(_ sample: Float) -> Int32 {
    let scaled = sample * 8_388_608
    guard scaled >= -8_388_608, scaled < 8_388_608, scaled == scaled.rounded() else { return 0 }
    return Int32(scaled) & 0xFF_FFFF
  }

  /// The type in the third word, which says the length of its words once more; `nil` for a word that cannot be a third one.
  private static func dataType(_ word: Int32, _ wordLength: Int) -> Int? {
    let code = Int(word >> 8)
    guard word & 0xFF == 0, 16 + 4 * (code >> 5 & 3) == wordLength else { return nil }
    return code & 0x1F
  }

  /// Words of data, from the fourth word, which counts bits.
  private static func words(_ word: Int32, _ wordLength: Int) -> Int {
    let bits = Int(word) >> (24 - wordLength)
    return (bits + wordLength - 1) / wordLength
  }
}
