// SPDX-License-Identifier: Apache-2.0

/// What no other material or composition has: a UMID of 32 bytes (SMPTE ST 330), by which AAF, MXF and Avid know their media.
public struct MobIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// The label and instance: the first sixteen bytes as they are.
  public var label: UniqueIdentifier
  /// The material's number.
  public var material: UniqueIdentifier

  /// Nothing but zeros: the end of a chain of sources.
  public static let zero = MobIdentifier(label: .zero, material: .zero)
  private static let prefix = "urn:smpte:umid:"

  /// An identifier of two halves.
  public init(label: UniqueIdentifier, material: UniqueIdentifier) { (self.label, self.material) = (label, material) }

  /// The identifier that AAF gives to a material's number.
  public init(material: UniqueIdentifier) {
    self.init(label: UniqueIdentifier(high: 0x060A_2B34_0101_0101, low: 0x0101_0F00_1300_0000), material: material)
  }

  /// `urn:smpte:umid:` with eight groups of eight digits; `nil` for any other text.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let digits = text.dropFirst(Self.prefix.count).filter { $0 != "." }
    guard digits.count == 64, let label = UniqueIdentifier(digits.prefix(32)), let swapped = UniqueIdentifier(digits.suffix(32)) else { return nil }
    self.init(label: label, material: UniqueIdentifier(high: swapped.low, low: swapped.high))
  }

  /// What lies at `place` in a file.
  init(littleEndian bytes: [UInt8], at place: Int) {
    label = UniqueIdentifier(high: bytes.number(at: place, UInt64.self).byteSwapped, low: bytes.number(at: place + 8, UInt64.self).byteSwapped)
    material = UniqueIdentifier(littleEndian: bytes, at: place + 16)
  }

  /// The bytes as a file has them.
  var littleEndianBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: label.high.byteSwapped)
    bytes.append(number: label.low.byteSwapped)
    return bytes + material.littleEndianBytes
  }

  /// As a name for the world. AAF keeps the two halves of the material's number the other way round than a UMID is written.
  public var description: String {
    let digits = [label.high, label.low, material.low, material.high].map(hexDigits).joined()
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.append(rest.prefix(8))
      rest = rest.dropFirst(8)
    }
    return Self.prefix + groups.joined(separator: ".")
  }
}
