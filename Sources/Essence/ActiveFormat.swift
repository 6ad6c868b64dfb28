// SPDX-License-Identifier: Apache-2.0

public import Timing

/// The part of a coded frame that holds the programme, and how a receiver may show it: the active format description, AFD (SMPTE ST 2016-1, 5; ETSI TS 101 154, B.3).
public struct ActiveFormat: Hashable, Sendable, Codable {
  /// The code of four bits.
  public let code: UInt8
  /// Whether the coded frame is 16:9, and not 4:3; `nil` where its carrier does not say.
  public let isWide: Bool?

  /// A code, which has four bits.
  public init?(code: Int, isWide: Bool?) {
    guard (0..<16).contains(code) else { return nil }
    (self.code, self.isWide) = (UInt8(code), isWide)
  }

  /// The code as ancillary packets and MXF descriptors store it: four bits and the shape of the frame (ST 2016-3, 4; ST 377-1:2019, G.2.5).
  public init(stored: UInt8) { (code, isWide) = (stored >> 3 & 0x0F, stored & 0x04 != 0) }

  /// As ancillary packets and MXF descriptors store it.
  public var stored: UInt8 { code << 3 | (isWide == true ? 0x04 : 0) }

  /// Width over height of the part that holds the programme, in a frame of `frame`; `nil` where the code does not tell it.
  public func aspect(in frame: Double) -> Double? {
    switch code {
    case 2, 10, 14, 15: 16.0 / 9
    case 3, 11: 14.0 / 9
    case 8: frame
    case 9, 13: 4.0 / 3
    default: nil  // 4 is wider than 16:9 without saying by how much; 0 says that nothing is known; the others are reserved
    }
  }

  /// The code in words, as `10 (16:9)`.
  public var words: String { Self.meanings[code].map { "\(code) (\($0))" } ?? "\(code) (reserved)" }

  private static let meanings: [UInt8: String] = [
    0: "not known", 2: "16:9 at the top", 3: "14:9 at the top", 4: "wider than 16:9", 8: "the whole frame", 9: "4:3", 10: "16:9", 11: "14:9",
    13: "4:3, safe for 14:9", 14: "16:9, safe for 14:9", 15: "16:9, safe for 4:3",
  ]
}

/// The active format as one carrier repeats it through a file.
public struct ActiveFormatTrace: Hashable, Sendable, Codable {
  /// What repeats it.
  public enum Carrier: String, Hashable, Sendable, Codable {
    /// The coded pictures themselves.
    case pictures
    /// Ancillary packets beside them (SMPTE ST 2016-3).
    case ancillary
  }

  /// A place where it is another one than before.
  public struct Change: Hashable, Sendable, Codable {
    /// The frame, zero-based.
    public var frame: FrameCount
    /// What it is from there.
    public var format: ActiveFormat
  }

  /// What repeats it.
  public var carrier: Carrier
  /// The stream's index in the file.
  public var streamIndex: Int
  /// The first.
  public var first: ActiveFormat
  /// How many pictures or packets said it.
  public var carriers: Int
  /// The first changes, a hundred at most.
  public var changes: [Change]
  /// How many there were.
  public var changeCount: Int

  /// A trace that begins with `first`.
  public init(_ carrier: Carrier, streamIndex: Int, first: ActiveFormat) {
    (self.carrier, self.streamIndex, self.first) = (carrier, streamIndex, first)
    (carriers, changes, changeCount) = (1, [], 0)
  }

  /// Takes what `frame` says.
  public mutating func add(_ format: ActiveFormat, frame: FrameCount) {
    carriers += 1
    guard format != changes.last?.format ?? first else { return }
    changeCount += 1
    if changes.count == 100 { changes.removeLast() }  // what follows is compared with the last
    changes.append(Change(frame: frame, format: format))
  }
}
