// SPDX-License-Identifier: Apache-2.0

/// What the header of a frame of ProRes says (SMPTE RDD 36, 5.1).
struct ProResFrame: Hashable, Sendable {
  var width: Int
  var height: Int
  /// 2 for 4:2:2, 3 for 4:4:4.
  var chromaFormat: Int
  /// 0 progressive, 1 two fields with the upper first, 2 with the lower first.
  var interlaceMode: Int
  /// 0 unknown, 1 square samples, 2 a picture of 4:3, 3 of 16:9.
  var aspect: Int
  var color: CodedColor
  /// Bits of the alpha channel; nought for none.
  var alphaBits: UInt32

  /// Reads the header; nothing where the bytes do not begin with one.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 28, bytes[4..<8].elementsEqual("icpf".utf8), bytes[8] == 0, bytes[9] >= 20 else { return nil }
    (width, height) = (Int(bytes[16]) << 8 | Int(bytes[17]), Int(bytes[18]) << 8 | Int(bytes[19]))
    chromaFormat = Int(bytes[20] >> 6)
    interlaceMode = Int(bytes[20] >> 2 & 3)
    aspect = Int(bytes[21] >> 4)
    color = CodedColor(primaries: Int(bytes[22]), transfer: Int(bytes[23]), matrix: Int(bytes[24]))
    alphaBits = [0, 8, 16][min(2, Int(bytes[25] & 0x0F))]
    guard width > 0, height > 0, chromaFormat >= 2, interlaceMode < 3 else { return nil }
  }
}
