// SPDX-License-Identifier: Apache-2.0

import Essence

/// Primaries, transfer and matrix by the numbers that codings give them (ITU-T H.273, 8; H.262 and ProRes have the same).
struct CodedColor: Hashable, Sendable {
  var primaries: Int
  var transfer: Int
  var matrix: Int

  /// BT.709, which is what high definition has where nobody says otherwise.
  static let bt709 = CodedColor(primaries: 1, transfer: 1, matrix: 1)

  init(primaries: Int, transfer: Int, matrix: Int) { (self.primaries, self.transfer, self.matrix) = (primaries, transfer, matrix) }

  /// The numbers of a description; 2 stands for what it does not say. Nothing where it says nothing.
  init?(_ color: ColorDescription) {
    guard color.primaries != nil || color.transfer != nil || color.matrix != nil else { return nil }
    self.init(primaries: color.primaries ?? 2, transfer: color.transfer ?? 2, matrix: color.matrix ?? 2)
  }

  /// The label of the primaries; nothing where the number says nothing, or no label exists.
  var primariesLabel: UniversalLabel? { Self.label(0x03, [1: 3, 5: 2, 6: 1, 7: 1, 9: 4, 12: 6][primaries]) }
  /// The label of the transfer characteristic.
  var transferLabel: UniversalLabel? { Self.label(0x01, [1: 2, 4: 1, 6: 2, 7: 3, 8: 6, 11: 8, 12: 5, 14: 9, 15: 9, 16: 10, 18: 11][transfer]) }
  /// The label of the coding equations.
  var matrixLabel: UniversalLabel? { Self.label(0x02, [1: 2, 5: 1, 6: 1, 7: 3, 8: 4, 9: 6][matrix]) }

  /// A label of SMPTE's register: what it is of, and its number there. The eighth byte is the register's version that brought it.
  private static func label(_ kind: UInt64, _ number: UInt64?) -> UniversalLabel? {
    number.map { UniversalLabel(0x060e2b34_04010100 | version(kind, $0), 0x04010101_00000000 | kind << 24 | $0 << 16) }
  }

  private static func version(_ kind: UInt64, _ number: UInt64) -> UInt64 {
    switch (kind, number) {
    case (0x01, 5...6), (0x02, 3), (0x03, 1...3): 0x06
    case (0x01, 7): 0x08
    case (0x01, 9): 0x0E
    case (0x01, 8...), (0x02, 4...), (0x03, 4...): 0x0D
    default: 0x01
    }
  }
}
