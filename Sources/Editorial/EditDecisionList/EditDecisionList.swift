// SPDX-License-Identifier: Apache-2.0

public import Timing

/// An edit decision list (EDL) of the CMX 3600 family: one line for each edit, and beneath it what the writer had to say of it.
///
/// The CMX 3600 gave the form its columns; Avid, Resolve, Premiere and others write longer reels, more tracks and comments of their own. A value
/// keeps the lines that are not edits to the letter and in their place, so that a list that is read and written again has lost nothing. What they
/// mean is asked of an edit: `clipName`, `motions`, `locators`.
///
/// A list does not state its frame rate. Out-points are exclusive.
public struct EditDecisionList: Hashable, Sendable {
  /// The title.
  public var title: String
  /// The rate of the programme, drop-frame or not: the mode of the list's record side.
  public var rate: FrameRate
  /// Lines before the first edit that are neither title nor frame code mode, as they were written.
  public var preamble: [String]
  /// The edits, in the order of the list, which need not be that of the programme.
  public var edits: [Edit]

  /// A list as given.
  public init(title: String, rate: FrameRate, preamble: [String] = [], edits: [Edit]) {
    self.title = title
    self.rate = rate
    self.preamble = preamble
    self.edits = edits
  }
}

extension EditDecisionList {
  /// One edit: what is taken from where, and where it goes.
  ///
  /// A dissolve, wipe or key is two edits with one event number: the first, of no length, names the outgoing side, the second the incoming one,
  /// and the transition begins at its record in-point.
  public struct Edit: Hashable, Sendable {
    /// The number of the event, as it was written: `001`, `000001`. It need not be unique.
    public var event: String
    /// The reel; empty where the list names none.
    public var reel: String
    /// The channels, as they were written: `V`, `A2`, `AA/V`.
    public var channels: String
    /// How the edit begins.
    public var transition: Transition
    /// What is taken from the reel. Its rate differs from the list's by drop-frame at most.
    public var source: TimecodeRange
    /// Where it goes in the programme.
    public var record: TimecodeRange
    /// The lines beneath the edit that belong to it, as they were written and in order, without spaces around them.
    public var statements: [String]

    /// An edit as given.
    public init(
      event: String, reel: String, channels: String, transition: Transition = .cut, source: TimecodeRange, record: TimecodeRange,
      statements: [String] = []
    ) {
      self.event = event
      self.reel = reel
      self.channels = channels
      self.transition = transition
      self.source = source
      self.record = record
      self.statements = statements
    }
  }

  /// How an edit begins. Durations are frames of the programme, counted from the record in-point.
  public enum Transition: Hashable, Sendable {
    /// `C`: at once.
    case cut
    /// `D`: the outgoing picture dissolves into this one.
    case dissolve(FrameCount)
    /// `W001`: a wipe with the pattern of that code, from 0 to 999.
    case wipe(code: Int, FrameCount)
    /// `K B`: the background of a key that follows in the same event.
    case keyBackground
    /// `K`: this picture is keyed over the background, fading in over so many frames.
    case key(FrameCount)
    /// `K O`: the key is taken away over so many frames.
    case keyOut(FrameCount)

    /// Frames that the transition takes; none for a cut.
    public var duration: FrameCount {
      switch self {
      case .cut, .keyBackground: .zero
      case .dissolve(let frames), .wipe(_, let frames), .key(let frames), .keyOut(let frames): frames
      }
    }
  }
}
