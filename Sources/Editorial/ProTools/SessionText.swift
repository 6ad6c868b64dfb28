// SPDX-License-Identifier: Apache-2.0

public import Timing

/// A Pro Tools session as its “Export Session Info as Text” writes it: the tracks with their clips, the files that these are of, and the marks.
///
/// Avid publishes no grammar. The form is that of files from versions 10 to 2023: a heading of names and values, then sections whose titles are
/// written in parted capitals, of cells parted by tabs and filled with spaces. Which sections there are, and in which of five units times are
/// written, the operator chose at the export. The form is read only: no program takes it in.
public struct SessionText: Hashable, Sendable {
  /// A file that the session uses.
  public struct File: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The folder, as it was written, with its last parting sign: `Macintosh HD:Audio Files:`.
    public var location: String
    /// Whether the session found it.
    public var isOnline: Bool
  }

  /// A clip of the session's list: which channel of which file it is of.
  public struct Source: Hashable, Sendable {
    /// The clip's name.
    public var name: String
    /// The file's name.
    public var file: String
    /// The channel of the file, from 1; 0 where the file has one.
    public var channel: Int
  }

  /// A clip, or a fade, on a channel of a track.
  public struct Event: Hashable, Sendable {
    /// The line that it stands in, from 1.
    public var line: Int
    /// The channel of the track, from 1.
    public var channel: Int
    /// The clip's name; `(fade in)`, `(fade out)` or `(cross fade)` for a fade.
    public var name: String
    /// Where it begins, as it was written.
    public var start: String
    /// Where it ends, as it was written.
    public var end: String
    /// The time of its first sample when it was recorded, as it was written; empty where the export left it out.
    public var timestamp: String
    /// Whether it is not heard.
    public var isMuted: Bool
  }

  /// A track.
  public struct Track: Hashable, Sendable {
    /// Its name, without its width.
    public var name: String
    /// Its width as it was written, `Stereo`; empty for one channel.
    public var width: String
    /// What was written of it as a whole: comments, delay, state and plug-ins, each as a name and a value, without those that say nothing.
    public var remarks: [Clip.Comment]
    /// Whether it is heard: neither inactive nor muted.
    public var isHeard: Bool
    /// What lies on it, channel after channel.
    public var events: [Event]
  }

  /// A mark.
  public struct Mark: Hashable, Sendable {
    /// The line that it stands in, from 1.
    public var line: Int
    /// Where it is, as it was written.
    public var location: String
    /// Samples from the session's start; `nil` where the mark follows the music and has none.
    public var samples: Int?
    /// Its name.
    public var name: String
    /// The ruler or track that it is on; empty in versions that have one ruler.
    public var owner: String
    /// Whether that is a track.
    public var isOfTrack: Bool
    /// What was written of it.
    public var comment: String
  }

  /// The session's name.
  public var name = ""
  /// Samples in a second.
  public var sampleRate = 48_000
  /// The label of the session's first frame, as it was written.
  public var start = ""
  /// The frame rate as it was written: `23.976 Frame`, `29.97 Drop Frame`.
  public var timecodeFormat = ""
  /// The bit depth as it was written: `24-bit`.
  public var bitDepth = ""
  /// The files, online ones first.
  public var files: [File] = []
  /// The clips of the session's list.
  public var sources: [Source] = []
  /// The tracks.
  public var tracks: [Track] = []
  /// The marks.
  public var marks: [Mark] = []
  /// Lines of sections that are not understood (plug-ins, and those of versions to come), as they were written.
  public var others: [String] = []

  /// The frame rate, with drop-frame; `nil` where it is none that is known.
  public var rate: FrameRate? {
    var words = timecodeFormat.lowercased().split(separator: " ")
    guard let first = words.first else { return nil }
    words.removeFirst()
    let isDropFrame = (words.contains("drop") || first.hasSuffix("df")) && !words.contains("non")
    let digits = first.prefix { $0.isNumber || $0 == "." }
    return try? FrameRate(String(digits) + (isDropFrame ? "df" : ""))
  }
}
