// SPDX-License-Identifier: Apache-2.0

import Catalog
public import Editorial
import Files
import Timing

/// Says of each clip of a cut, or of one file, why it is offline, and what to do.
public struct FindMedia: Sendable {
  /// Why a clip is offline in the program that it was cut in, or would be here.
  public enum Cause: String, Hashable, Sendable, Codable {
    /// Nothing is wrong.
    case online
    /// The file is elsewhere than the list says, under its name.
    case moved
    /// The file has another name than the list says.
    case renamed
    /// The volume or folder that it was on is not there.
    case unmounted
    /// It is in a folder that the workspace knows, and that was not named.
    case otherFolder
    /// Labels of another rate.
    case rate
    /// It cannot be decoded, or not even read.
    case codec
    /// The handles are not all there.
    case short
    /// A part of the cut is not there.
    case partial
    /// Several items have the same evidence.
    case ambiguous
    /// A file of that name, or that reel, is there with other labels.
    case otherLabels
    /// The file has no timecode.
    case noTimecode
    /// No media of that reel.
    case noSuchReel
    /// Nothing like it.
    case notFound
    /// It needs no media.
    case excluded
  }

  /// A clip, why it is offline, and what to do.
  public struct Item: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// The clip's number; `nil` for a file.
    public var event: Int?
    /// Whether its media was found.
    public var state: ConformState
    /// Why it is offline.
    public var cause: Cause
    /// The cause in words, with places and names.
    public var words: String
    /// What to do; empty where there is nothing to do.
    public var remedy: String
  }

  /// What is looked for.
  public enum Subject: Sendable {
    /// The clips of a cut.
    case timeline(ReadTimeline)
    /// A file, by its path or its name.
    case file(String)
  }

  /// What is looked for.
  public var subject: Subject
  /// The folders that hold media.
  public var media: [String]
  /// Frames of the programme to have besides.
  public var handles: Int

  /// A search for `subject` in the folders `media`.
  public init(_ subject: Subject, in media: [String], handles: Int = 0) {
    (self.subject, self.media, self.handles) = (subject, media, handles)
  }

  /// What was found.
  public struct Outcome: Sendable {
    /// Each clip, in the order of the programme.
    public var items: [Item]
    /// What could not be looked into, a sentence each.
    public var unread: [String]
  }

  /// Looks.
  public func run(in environment: Environment) async throws -> Outcome {
    let timeline: Timeline
    var isFile = false
    switch subject {
    case .timeline(let input): timeline = try input.run().timeline
    case .file(let path):
      isFile = true
      timeline = try Self.cut(of: path)
    }
    let found = try await IndexMedia(media).run(in: environment)
    let catalog = environment.workspace?.catalog
    let given = Set(media.map(IndexMedia.absolute))
    var elsewhere: [MediaItem] = []
    for root in try catalog?.mediaRoots() ?? [] where !given.contains(root) {
      elsewhere += try catalog?.media(root: root).map { MediaItem($0.clip, root: root, digest: $0.digest) } ?? []
    }
    let decisions = try catalog?.mediaChoices().map(ConformDecision.init) ?? []
    let index = MediaIndex(found.items)
    let conform = Conform(index, handles: handles, decisions: decisions)
    let others = Conform(MediaIndex(elsewhere), handles: handles)
    let diagnosis = OfflineDiagnosis(index: index, elsewhere: others, isOfFile: isFile)
    let items = conform.run(timeline).matches.map { match in
      var item = diagnosis.item(of: match)
      if isFile { item.event = nil }
      if isFile, item.cause == .ambiguous { item.remedy = "compare them, and name the folder of the right one" }
      return item
    }
    return Outcome(items: items, unread: found.unread)
  }

  /// A cut of one clip, which takes all of a file.
  private static func cut(of path: String) throws -> Timeline {
    let name = SystemPath.split(path).name
    let media = MediaReference(path: path.contains("/") ? IndexMedia.absolute(path) : path)
    let clip = Clip(name: name, frames: 1, source: nil, media: media)
    return Timeline(name: name, start: .init(wrapping: .zero, at: .fps25), tracks: [Track(.audio, number: 1, items: [.clip(clip)])])
  }
}
