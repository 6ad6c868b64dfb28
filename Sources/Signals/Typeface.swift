// SPDX-License-Identifier: Apache-2.0

import CFreeType
import Foundation

/// A font file, from which FreeType draws letters as coverage: 0 beside a letter, 255 within it, and the share of the pixel at its edge.
///
/// FreeType's objects belong to one thread at a time: a lock sees to it.
public final class Typeface: @unchecked Sendable {  // `library` and `face` are used under `lock` alone
  /// The font file.
  public let path: String
  private let lock = NSLock()
  private let library: FT_Library
  private let face: FT_Face

  /// The first face of the font file at `path`.
  ///
  /// - Throws: `SignalsError.noFont` where it cannot be read as a font.
  public init(path: String) throws(SignalsError) {
    self.path = path
    (library, face) = try Self.open(path)
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  private static func open(_ path: String) throws(SignalsError) -> (FT_Library, FT_Face) {
    var (library, face): (FT_Library?, FT_Face?)
    if FT_Init_FreeType(&library) == 0, let library {
      if FT_New_Face(library, path, 0, &face) == 0, let face { return (library, face) }
      FT_Done_FreeType(library)
    }
    throw SignalsError(.noFont, subject: path, "‘\(path)’ cannot be read as a font: name another, or install DejaVu Sans")
  }

  /// The characters of `text` that the font has no letter for, each once; those that say nothing, such as spaces, are none.
  public func missingLetters(of text: String) -> [Character] {
    lock.withLock {
      Self.composed(text).reduce(into: []) { missing, character in
        let lacks = character.unicodeScalars.contains { FT_Get_Char_Index(face, FT_ULong($0.value)) == 0 && !$0.properties.isWhitespace }
        if lacks, !missing.contains(character) { missing.append(character) }
      }
    }
  }

  /// A letter as it is drawn: its coverage, row by row, and where it stands.
  struct Letter {
    /// From the line's beginning to its leftmost column.
    var left: Int
    /// Rows that it rises above the line; its first row.
    var top: Int
    var width: Int
    var coverage: [UInt8]
    var height: Int { width == 0 ? 0 : coverage.count / width }
  }

  /// `text` on one line, from the line's left end, letters `size` rows high from the lowest to the highest that a line has.
  ///
  /// - Parameter aspect: the width of a pixel over its height.
  func line(_ text: String, size: Int, aspect: Double = 1) -> (letters: [Letter], width: Int) {
    lock.withLock {
      let columns = max(1, Int((Double(size) / aspect).rounded()))
      FT_Set_Pixel_Sizes(face, FT_UInt(columns), FT_UInt(max(1, size)))
      var (pen, last, letters) = (0, FT_UInt(0), [Letter]())
      for scalar in Self.composed(text).unicodeScalars {
        let glyph = FT_Get_Char_Index(face, FT_ULong(scalar.value))
        if last != 0, glyph != 0 { pen += Int(lineup_kerning(face, last, glyph)) }
        last = glyph
        guard lineup_draw_glyph(face, glyph) == 0, let slot = face.pointee.glyph?.pointee else { continue }
        let bitmap = slot.bitmap
        if let buffer = bitmap.buffer, bitmap.width > 0 {
          let (width, rows) = (Int(bitmap.width), Int(bitmap.rows))
          var coverage: [UInt8] = []
          coverage.reserveCapacity(width * rows)
          for row in 0..<rows { coverage += UnsafeBufferPointer(start: buffer + row * Int(bitmap.pitch), count: width) }
          letters.append(Letter(left: (pen + 32) >> 6 + Int(slot.bitmap_left), top: Int(slot.bitmap_top), width: width, coverage: coverage))
        }
        pen += Int(slot.advance.x)
      }
      return (letters, (pen + 63) >> 6)
    }
  }

  /// The text in composed letters: a font has `ñ` where it may not place `~` over `n`.
  private static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }
}

/// The two cuts of one family that clocks and slates are lettered in.
public struct Lettering: Sendable {
  /// For labels.
  public let regular: Typeface
  /// For what is to be read first.
  public let bold: Typeface

  /// The files of the family and what it is called.
  private static let (family, names) = ("DejaVu Sans", (regular: "DejaVuSans.ttf", bold: "DejaVuSans-Bold.ttf"))
  /// Where systems keep it: Debian, Fedora, Arch, Homebrew, macOS.
  private static let folders = [
    "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF", "/opt/homebrew/share/fonts",
    "/usr/local/share/fonts", "/Library/Fonts",
  ]

  /// DejaVu Sans, from `folder` or where the system keeps it.
  ///
  /// - Throws: `SignalsError.noFont` where it is not there.
  public init(folder: String? = nil) throws(SignalsError) {
    let folders = folder.map { [$0] } ?? Self.folders + [NSHomeDirectory() + "/Library/Fonts"]
    let found = folders.first { folder in
      [Self.names.regular, Self.names.bold].allSatisfy { FileManager.default.isReadableFile(atPath: "\(folder)/\($0)") }
    }
    guard let found else {
      let remedy =
        folder.map { "‘\($0)’ does not hold \(Self.names.regular) and \(Self.names.bold)" }
        ?? "install it (Debian: apt-get install fonts-dejavu-core; macOS: brew install --cask font-dejavu), or set LINEUP_FONTS to a folder that has "
        + "\(Self.names.regular) and \(Self.names.bold)"
      throw SignalsError(.noFont, subject: Self.family, "the font \(Self.family), in which clocks are lettered, was not found: \(remedy)")
    }
    regular = try Typeface(path: "\(found)/\(Self.names.regular)")
    bold = try Typeface(path: "\(found)/\(Self.names.bold)")
  }

  /// Refuses a text that has characters without a letter in the font.
  public func refuseMissing(in text: String) throws(SignalsError) {
    let missing = (regular.missingLetters(of: text) + bold.missingLetters(of: text)).reduce(into: [Character]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    guard !missing.isEmpty else { return }
    throw SignalsError(
      .missingLetter, subject: text,
      "‘\(text)’ cannot be lettered: \(Self.family) has no \(missing.map { "‘\($0)’" }.joined(separator: ", ")); write it in other letters")
  }
}
