// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Quality

extension ReportDocument {
  /// Clips as a producer looks at them: a picture of each, and beside it in columns what is known of it.
  public struct ContactSheet: Hashable, Sendable {
    /// What the sheet shows.
    public var caption: String
    /// The headings of the columns beside the picture.
    public var columns: [String]
    /// The clips, top to bottom; each has a cell for every column.
    public var entries: [Entry]
    /// Whether the pictures are to be judged, and not only to be known by.
    public var isLarge: Bool

    /// A sheet.
    public init(caption: String, columns: [String], entries: [Entry], isLarge: Bool = false) {
      precondition(entries.allSatisfy { $0.cells.count == columns.count }, "every entry has a cell for each column")
      self.caption = caption
      self.columns = columns
      self.entries = entries
      self.isLarge = isLarge
    }
  }

  /// One clip of a contact sheet.
  public struct Entry: Hashable, Sendable {
    /// What it is called.
    public var title: String
    /// Its picture.
    public var picture: Picture?
    /// What stands in the picture's place where there is none.
    public var placeholder: String
    /// The cells beside the picture; the first begins with the title.
    public var cells: [[Line]]
    /// What it consists of, where that is more than one thing: a line of cells each.
    public var parts: [[Line]]
    /// What is wrong with it.
    public var troubles: [Trouble]
    /// The name by which other places of the page lead to it.
    public var name: String?

    /// A clip.
    public init(
      _ title: String, picture: Picture? = nil, placeholder: String, cells: [[Line]], parts: [[Line]] = [], troubles: [Trouble] = [],
      name: String? = nil
    ) {
      self.title = title
      self.picture = picture
      self.placeholder = placeholder
      self.cells = cells
      self.parts = parts
      self.troubles = troubles
      self.name = name
    }
  }

  /// One line of a cell.
  public struct Line: Hashable, Sendable {
    /// How a line is set.
    public enum Style: String, Hashable, Sendable {
      /// Words.
      case words
      /// Words that matter most.
      case strong
      /// Paths and digests: fixed pitch, broken where the column ends.
      case code
      /// Timecodes and sizes: never broken.
      case stamp
      /// Words that matter least.
      case quiet
    }

    /// Its text.
    public var text: String
    /// How it is set.
    public var style: Style
    /// The clip that it leads to.
    public var clip: ClipReference?

    /// A line.
    public init(_ text: String, _ style: Style = .words, clip: ClipReference? = nil) {
      self.text = text
      self.style = style
      self.clip = clip
    }
  }

  /// Something wrong, in a sentence.
  public struct Trouble: Hashable, Sendable {
    /// How bad it is.
    public var tone: Tone
    /// The sentence.
    public var text: String

    /// A sentence of trouble.
    public init(_ tone: Tone, _ text: String) {
      self.tone = tone
      self.text = text
    }
  }

  /// A small JPEG picture. It goes into the page as base 64 made from its bytes, so that nothing is fetched and nothing in it is read as markup.
  public struct Picture: Hashable, Sendable {
    /// The bytes as base 64: digits, `+`, `/` and `=` only.
    let base64: String
    /// Its columns.
    let width: Int
    /// Its rows.
    let height: Int

    /// The most bytes of one picture; a frame of 320 columns has about fifteen thousand.
    public static let mostBytes = 512 << 10

    /// A picture; nothing where `jpeg` is no JPEG file, is larger than a small picture, or has no size.
    public init?(jpeg: [UInt8], width: Int, height: Int) {
      // ISO/IEC 10918-1, annex B: start of image, and the first byte of another marker.
      guard jpeg.starts(with: [0xFF, 0xD8, 0xFF]), jpeg.count <= Self.mostBytes, (1...8192).contains(width), (1...8192).contains(height) else {
        return nil
      }
      base64 = Data(jpeg).base64EncodedString()
      self.width = width
      self.height = height
    }
  }
}
