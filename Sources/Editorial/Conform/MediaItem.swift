// SPDX-License-Identifier: Apache-2.0

public import Timing

/// The facts of one recording by which a cut may be linked to it: one item, however many files it spans.
public struct MediaItem: Hashable, Sendable {
  /// A name of the recording besides that of its file.
  public struct Alias: Hashable, Sendable {
    /// What kind of name it is.
    public enum Kind: String, Hashable, Sendable {
      /// The reel or tape.
      case reel
      /// The sound roll.
      case soundRoll
      /// The clip's name.
      case clip
      /// The name of a file that it came from.
      case sourceFile
    }

    /// What kind of name it is.
    public var kind: Kind
    /// The name.
    public var value: String
    /// Who says so, in words that follow `by`: `the Avid log`, `its file name`.
    public var source: String
    /// Whether the file or its camera says so, and not a log that somebody may have edited.
    public var isOwn: Bool

    /// A name.
    public init(_ kind: Kind, _ value: String, by source: String, isOwn: Bool = true) {
      self.kind = kind
      self.value = value
      self.source = source
      self.isOwn = isOwn
    }
  }

  /// Whether somebody said that it may be used.
  public enum Approval: Hashable, Sendable {
    /// Nobody said anything of it.
    case unknown
    /// It may be used.
    case approved
    /// Others were approved, and it was not among them.
    case withheld
  }

  /// Its first file.
  public var path: String
  /// All its files, in order.
  public var files: [String]
  /// What it is called: its file's name without extension, or what a spanned recording is called as a whole.
  public var name: String
  /// Its other names.
  public var aliases: [Alias]
  /// Identifiers that no other material has (SMPTE ST 330), as hexadecimal digits.
  public var identifiers: [String]
  /// The labels of its frames, as a timecode in it counts them; where it has none, `nil`, and its first frame is labelled zero.
  public var labels: TimecodeRange?
  /// How fast its frames pass.
  public var rate: FrameRate?
  /// Its length, in frames of `rate`; `nil` where it is not known.
  public var frames: FrameCount?
  /// Its coding, in words.
  public var codec: String
  /// Its columns and rows, as `1920×1080`; empty for sound.
  public var raster: String
  /// Its sound, in words; empty where it has none.
  public var sound: String
  /// The bytes of all its files.
  public var byteCount: Int
  /// A digest of it, of all its bytes or of samples of them; empty where none is known. Items of one digest are copies of one recording.
  public var digest: String
  /// Whether it may be used.
  public var approval: Approval
  /// Why it could not be read, where it could not.
  public var trouble: String?

  /// An item as given.
  public init(
    path: String, files: [String]? = nil, name: String? = nil, aliases: [Alias] = [], identifiers: [String] = [], labels: TimecodeRange? = nil,
    rate: FrameRate? = nil, frames: FrameCount? = nil, codec: String = "", raster: String = "", sound: String = "", byteCount: Int = 0,
    digest: String = "", approval: Approval = .unknown, trouble: String? = nil
  ) {
    self.path = path
    self.files = files ?? [path]
    self.name = name ?? MediaName.stem(MediaName.file(path))
    self.aliases = aliases
    self.identifiers = identifiers
    self.labels = labels
    self.rate = rate
    self.frames = frames
    self.codec = codec
    self.raster = raster
    self.sound = sound
    self.byteCount = byteCount
    self.digest = digest
    self.approval = approval
    self.trouble = trouble
  }

  /// The labels of its frames, from zero where it has no timecode; `nil` where its length or rate is not known.
  var effectiveLabels: TimecodeRange? {
    if let labels { return labels }
    guard let rate, let frames else { return nil }
    return try? TimecodeRange(in: Timecode(wrapping: .zero, at: rate), duration: frames)
  }
}
