// SPDX-License-Identifier: Apache-2.0

public import Timing

/// The texts that a person marked in a file, and what they weigh where they are too small or too short (BCAP guidance on superimposed text, as Clearcast applies it).
public struct LegalTextLimits: Hashable, Sendable, Codable {
  /// The texts.
  public var texts: [LegalText]
  /// What a text that is too short, too small or not there weighs.
  public var severity: Severity
  /// Texts that a program read beside these and that are not measured, since there are too many; `nil` for none.
  public var unmeasured: Int?

  /// Limits for `texts`.
  public init(_ texts: [LegalText], severity: Severity = .mandatory) {
    self.texts = texts
    self.severity = severity
  }
}

/// A text on the screen: where it stands and what it says, as a person marked it.
public struct LegalText: Hashable, Sendable, Codable {
  /// Its words, as they stand on the screen.
  public var words: String
  /// The first column of the box around it.
  public var left: Int
  /// The first row of the box.
  public var top: Int
  /// Columns of the box.
  public var width: Int
  /// Rows of the box.
  public var height: Int
  /// A frame, zero-based, at which it can be read; `nil` takes what stands longest in the box.
  public var frame: FrameCount?
  /// Whether it is significant information, which stands two seconds longer (since 1 March 2019).
  public var isSignificant: Bool
  /// Whether it stands on an opaque block of one colour with a margin: smaller letters are allowed.
  public var isOnBlock: Bool
  /// Whether a program read it and nobody marked it: what is said of it is for a person to look at.
  public var isRead: Bool
  /// What a program read in the box; `nil` where none was asked to, empty where it read nothing.
  public var readAs: String?

  /// A text in a box of the picture, in pixels.
  public init(
    words: String, left: Int, top: Int, width: Int, height: Int, frame: FrameCount? = nil, isSignificant: Bool = true, isOnBlock: Bool = false,
    isRead: Bool = false, readAs: String? = nil
  ) {
    self.words = words
    self.left = left
    self.top = top
    self.width = width
    self.height = height
    self.frame = frame
    self.isSignificant = isSignificant
    self.isOnBlock = isOnBlock
    self.isRead = isRead
    self.readAs = readAs
  }

  /// The number of words; what stands between spaces is a word where it holds a letter or a digit, so numbers count and lone signs do not.
  public var wordCount: Int { words.split(whereSeparator: \.isWhitespace).count { $0.contains { $0.isLetter || $0.isNumber } } }

  /// How long it has to stand, in tenths of a second: two for each word, twenty to find nine words or fewer and thirty for more, and twenty where it is
  /// significant.
  public var requiredTenths: Int { wordCount * 2 + (wordCount <= 9 ? 20 : 30) + (isSignificant ? 20 : 0) }

  /// The fewest frames of `rate` that last as long, counted in whole numbers.
  public func requiredFrames(at rate: FrameRate) -> Int {
    let (frames, parts) = (Int128(requiredTenths) * Int128(rate.numerator), Int128(10) * Int128(max(1, rate.denominator)))
    return Int(clamping: (frames + parts - 1) / parts)
  }

  /// The least height of its letters, in lines of a picture of `height` rows; `isWide` says 16:9 rather than 4:3, which matters in standard definition.
  public func requiredLines(pictureHeight height: Int, isWide: Bool) -> Int {
    let (plain, block) =
      switch height {
      case ..<720: isWide ? (16, 14) : (14, 12)
      case ...1080: (30 * height, 26 * height)
      default: (60 * height, 52 * height)
      }
    let lines = isOnBlock ? block : plain
    // Rasters between the named ones are scaled: 30 lines of 1080, 60 of 2160.
    return height < 720 ? lines : (lines + (height <= 1080 ? 1079 : 2159)) / (height <= 1080 ? 1080 : 2160)
  }
}
