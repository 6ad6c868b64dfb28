// SPDX-License-Identifier: Apache-2.0

import Files

/// What an audio turnover holds, as its folder keeps it in `turnover.json`: what a mix that comes back is held against. Paths are relative to the folder.
public struct TurnoverRecord: Hashable, Sendable, Codable {
  /// The name under which a turnover's folder keeps it.
  public static let fileName = "turnover.json"

  /// A track of the session.
  public struct Track: Hashable, Sendable, Codable {
    /// Its number.
    public var number: Int
    /// Its name; empty where nobody gave one.
    public var name: String
    /// How many clips lie on it.
    public var clips: Int
    /// Its edit decision list; `nil` where it could not be written.
    public var edl: String?
  }

  /// A clip of the session, with the sound file that was made for it.
  public struct Clip: Hashable, Sendable, Codable {
    /// The clip's number in the cut.
    public var event: Int
    /// Its name.
    public var name: String
    /// The track it lies on.
    public var track: Int
    /// Where it begins in the programme.
    public var recordIn: String
    /// Its first sample, from the programme's first.
    public var start: Int
    /// Its length in samples, without handles.
    public var samples: Int
    /// Its file.
    public var file: String
    /// All samples of the file.
    public var fileSamples: Int
    /// The file's first sample since midnight: its time reference.
    public var timeReference: Int
    /// Samples of the file before the clip begins.
    public var head: Int
    /// Samples of the file behind the clip's end.
    public var tail: Int
    /// The recording that it was copied from.
    public var source: String
    /// The channel of the recording, from 1.
    public var channel: Int
    /// What is to be known of it.
    public var notes: [String]
  }

  /// A clip of the cut for which there is silence in the session.
  public struct Missing: Hashable, Sendable, Codable {
    /// The clip's number in the cut.
    public var event: Int
    /// Its name.
    public var name: String
    /// The track it lies on.
    public var track: Int
    /// Where it begins in the programme.
    public var recordIn: String
    /// Why there is silence.
    public enum State: String, Hashable, Sendable, Codable {
      /// Its media is not there.
      case offline
      /// Several items may be its media.
      case ambiguous
      /// Its media covers a part of it.
      case partial
      /// Its media is counted at another rate.
      case rateMismatch
      /// Its media is there and cannot be turned over.
      case unsuitable
    }

    /// Why there is silence.
    public var state: State
    /// The same in words, with what to do.
    public var reason: String
  }

  /// A tone of one frame that sound and picture are lined up by.
  public struct Pop: Hashable, Sendable, Codable {
    /// Where a tone is.
    public enum Kind: String, Hashable, Sendable, Codable {
      /// Before the programme.
      case head
      /// Behind it.
      case tail
    }

    /// Where it is.
    public var kind: Kind
    /// The label of its frame.
    public var label: String
    /// Its first sample, from the programme's first: below zero before it.
    public var start: Int
    /// Its length in samples.
    public var samples: Int
  }

  /// The cut's name.
  public var name: String
  /// The programme's frame rate.
  public var rate: String
  /// The label of the programme's first frame.
  public var start: String
  /// The programme's length in frames.
  public var frames: Int
  /// Samples a second.
  public var sampleRate: Int
  /// The programme's length in samples.
  public var samples: Int
  /// The label of the session's first frame, which lies before the programme's where there is a leader.
  public var sessionStart: String
  /// Samples of the session before the programme.
  public var leader: Int
  /// The session's length in samples.
  public var sessionSamples: Int
  /// Handles in frames, as asked for.
  public var handles: Int
  /// The AAF.
  public var aaf: String
  /// Whether the sound is in the AAF itself.
  public var isEmbedded: Bool
  /// The tracks.
  public var tracks: [Track]
  /// The clips, track by track.
  public var clips: [Clip]
  /// Clips of the cut for which there is silence.
  public var missing: [Missing]
  /// The tones that sound and picture are lined up by.
  public var pops: [Pop]
  /// The guide mix; `nil` where none was asked for.
  public var guide: String?
  /// The movie to mix to; `nil` where none was asked for.
  public var picture: String?
  /// What the AAF and the lists cannot say of the cut, and what else is to be known.
  public var notes: [String]
  /// Media that could not be looked into, a sentence each.
  public var unread: [String]

  /// The same with paths that hold from here, for a folder.
  public func located(in folder: String) -> TurnoverRecord {
    var record = self
    record.aaf = SystemPath.join(folder, aaf)
    record.guide = guide.map { SystemPath.join(folder, $0) }
    record.picture = picture.map { SystemPath.join(folder, $0) }
    for place in record.tracks.indices { record.tracks[place].edl = tracks[place].edl.map { SystemPath.join(folder, $0) } }
    for place in record.clips.indices { record.clips[place].file = SystemPath.join(folder, clips[place].file) }
    return record
  }
}
