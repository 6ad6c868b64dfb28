// SPDX-License-Identifier: Apache-2.0

import Catalog
import Editorial
import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Timing

/// Hands the sound of a cut over to those who mix it: a mono file with handles for each clip, an AAF cut to the sample, a list for each track.
///
/// What is written is read again before it is vouched for. Nothing is written over but what the same turnover left when it was stopped.
public struct AudioTurnover: Sendable {
  /// What is made besides files, AAF and lists.
  public struct Options: Hashable, Sendable {
    /// Frames of the programme to have besides, at both ends of each clip.
    public var handles: Int
    /// Whether the sound is in the AAF itself, besides the files.
    public var isEmbedded: Bool
    /// Whether there is a leader with a tone two seconds before the programme, and one two seconds behind it.
    public var hasPops: Bool
    /// Whether all is mixed to one channel to go by.
    public var hasGuide: Bool
    /// Whether there is a movie to mix to, with burnt-in timecode and the guide; it needs the guide.
    public var hasPicture: Bool

    /// Options as given.
    public init(handles: Int = 0, isEmbedded: Bool = false, hasPops: Bool = false, hasGuide: Bool = false, hasPicture: Bool = false) {
      (self.handles, self.isEmbedded, self.hasPops) = (handles, isEmbedded, hasPops)
      (self.hasGuide, self.hasPicture) = (hasGuide || hasPicture, hasPicture)
    }
  }

  private static let kind = "turnover"

  /// The cut.
  public var input: ReadTimeline
  /// The folders that hold media.
  public var media: [String]
  /// The folder to write into.
  public var target: String
  /// What is made.
  public var options: Options

  /// A turnover of `input` with the media in `media`, in the folder `target`.
  public init(_ input: ReadTimeline, media: [String], to target: String, options: Options = Options()) {
    (self.input, self.media, self.target, self.options) = (input, media, target, options)
  }

  /// Finds the media, copies and writes.
  ///
  /// - Returns: what the folder holds, by paths relative to it.
  /// - Throws: `OperationsError` where the cut has no sound, there is something in the folder already, or what was written is not read back as it should be;
  ///   what reading, indexing and writing throw.
  public func run(in environment: Environment) async throws -> TurnoverRecord {
    let (whole, notes) = try input.run()
    var sound = whole
    sound.tracks.removeAll { $0.kind != .audio }
    guard sound.tracks.contains(where: { $0.items.contains { $0.clip != nil } }) else {
      throw OperationsError(.badInput, subject: input.path, "‘\(input.path)’ has no sound to turn over: export the cut with its sound tracks")
    }
    try UnfinishedFolder.refuseStranger(IndexMedia.absolute(target), kind: Self.kind)
    let found = try await IndexMedia(media).run(in: environment)
    let decisions = try environment.workspace?.catalog.mediaChoices().map(ConformDecision.init) ?? []
    let conform = Conform(MediaIndex(found.items), handles: 0, decisions: decisions)
    let result = conform.run(sound)
    var seen = whole
    seen.tracks.removeAll { $0.kind != .video }
    let pictures: TurnoverWriting.Pictures? = options.hasPicture ? (seen, conform.run(seen)) : nil
    let isList = (try? TimelineFormat(path: input.path)) == .edl
    let (turnover, timeline, environment) = (self, sound, environment)
    let remarks = notes.map(\.description) + found.notes + result.notes
    return try await onOwnThread { cancellation in
      let plan = TurnoverPlan(timeline, result, handles: turnover.options.handles, channelsAreTracks: isList)
      let folder = IndexMedia.absolute(turnover.target)
      let unfinished = try UnfinishedFolder(
        folder, kind: Self.kind, request: plan.request + ["\(turnover.options)"], made: environment.clock.now.description)
      var writing = TurnoverWriting(turnover, TurnoverSession(plan, withPops: turnover.options.hasPops), unfinished, environment, cancellation)
      let record = try writing.run(remarks, unread: found.unread, pictures)
      try unfinished.finish()
      return record
    }
  }
}
