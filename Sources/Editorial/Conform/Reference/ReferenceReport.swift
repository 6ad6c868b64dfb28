// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// What a conform looks like beside the movie that it was cut to.
public struct ReferenceReport: Hashable, Sendable {
  /// A stretch in which the two are not the same.
  public struct Difference: Hashable, Sendable {
    /// The clip's number.
    public var event: Int
    /// What it is called.
    public var name: String
    /// Where it is in the programme.
    public var record: TimecodeRange
    /// Frames by which the media's source has to be moved to show what the reference shows; `nil` where no frame near is the same picture.
    public var slip: Int?
    /// What is different, in words.
    public var text: String
    /// The first of these frames in the reference.
    public var referencePicture: ClipSummary.Poster?
    /// What the conform has there.
    public var mediaPicture: ClipSummary.Poster?

    /// A difference as given.
    public init(event: Int, name: String, record: TimecodeRange, slip: Int?, text: String) {
      (self.event, self.name, self.record, self.slip, self.text) = (event, name, record, slip, text)
    }
  }

  /// The movie.
  public var path: String
  /// Where the stretches are that differ, in order.
  public var differences: [Difference] = []
  /// Frames of the programme that were compared.
  public var compared = 0
  /// Frames that were compared and do not move, so that a slip could not be seen.
  public var still = 0
  /// Frames that were not compared, and why, in words.
  public var skipped: [String: Int] = [:]
  /// What is to be known besides.
  public var notes: [String] = []

  /// A comparison with the movie at `path`.
  public init(path: String) { self.path = path }

  /// Whether all that was compared is the same, and something was.
  public var isSame: Bool { differences.isEmpty && compared > 0 }
}
