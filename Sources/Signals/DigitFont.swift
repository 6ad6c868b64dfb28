// SPDX-License-Identifier: Apache-2.0

import Essence

/// Figures and the signs of a timecode, five dots wide and seven high.
enum DigitFont {
  /// Dots from one character to the next.
  static let advance = 6
  /// Dots in height.
  static let height = 7

  /// The seven rows of a character, the leftmost dot in bit 4; blank for one that the font does not have.
  static func rows(of character: Character) -> [UInt8] {
    switch character {
    case "0": [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110]
    case "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110]
    case "2": [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111]
    case "3": [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110]
    case "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010]
    case "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110]
    case "6": [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110]
    case "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b00100, 0b01000, 0b01000]
    case "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110]
    case "9": [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100]
    case ":": [0b00000, 0b00100, 0b00100, 0b00000, 0b00100, 0b00100, 0b00000]
    case ";": [0b00000, 0b00100, 0b00100, 0b00000, 0b00100, 0b00100, 0b01000]
    case ".": [0b00000, 0b00000, 0b00000, 0b00000, 0b00000, 0b00110, 0b00110]
    default: [0, 0, 0, 0, 0, 0, 0]
    }
  }

  /// Draws `text` in luma, its top left dot at (`x`, `y`), each dot `scale` pixels square.
  static func draw(_ text: String, x: Int, y: Int, scale: Int, luma: Int, on canvas: inout Canvas) {
    for (index, character) in text.enumerated() {
      for (row, dots) in rows(of: character).enumerated() {
        for column in 0..<5 where dots & (0b10000 >> column) != 0 {
          let (left, top) = (x + (index * advance + column) * scale, y + row * scale)
          canvas.fill(luma: luma, columns: left..<left + scale, rows: top..<top + scale)
        }
      }
    }
  }
}
