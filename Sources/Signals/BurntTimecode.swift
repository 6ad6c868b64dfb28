// SPDX-License-Identifier: Apache-2.0

internal import Essence
public import Timing

/// A timecode burnt into a picture for people: white figures on a black box, high in the middle, where no subtitle stands.
public enum BurntTimecode {
  /// Burns `timecode` into `canvas`. The box takes about a third of the width and lies within the safe area of graphics (EBU R 95).
  public static func burn(_ timecode: Timecode, on canvas: inout Canvas) {
    let depth = canvas.format.bitDepth
    let text = timecode.description
    let scale = max(1, canvas.width / (3 * text.count * DigitFont.advance))
    let (width, height) = ((text.count * DigitFont.advance + 3) * scale, (DigitFont.height + 4) * scale)
    let left = (canvas.width - width) / 2
    let top = canvas.height * 6 / 100
    canvas.fill(
      CodeValues(gray: 0, depth: depth), columns: max(0, left)..<min(canvas.width, left + width), rows: top..<min(canvas.height, top + height))
    DigitFont.draw(text, x: left + 2 * scale, y: top + 2 * scale, scale: scale, luma: CodeValues(gray: 1, depth: depth).luma, on: &canvas)
  }
}
