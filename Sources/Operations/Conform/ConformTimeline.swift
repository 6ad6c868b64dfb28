// SPDX-License-Identifier: Apache-2.0

import Catalog
public import Editorial
import Files

/// Matches every clip of a cut to media, remembers what a person chose, and writes the cut with its media.
public struct ConformTimeline: Sendable {
  /// What a person chose for a clip.
  public struct Choice: Hashable, Sendable {
    /// The clip's number, as an earlier conform told it.
    public var event: Int
    /// The media's path; `nil` where it is to have none.
    public var path: String?

    /// A choice as given.
    public init(event: Int, path: String?) { (self.event, self.path) = (event, path) }
  }

  /// The cut.
  public var input: ReadTimeline
  /// The folders that hold media.
  public var media: [String]
  /// Frames of the programme to have besides, at both ends of each clip.
  public var handles: Int
  /// What is chosen now. With a workspace it is remembered.
  public var choices: [Choice]
  /// The names, paths or file names of media that may be used; `nil` where all may.
  public var approved: Set<String>?

  /// A conform of `input` to the media in `media`.
  public init(_ input: ReadTimeline, to media: [String], handles: Int = 0, choices: [Choice] = [], approved: Set<String>? = nil) {
    self.input = input
    self.media = media
    self.handles = handles
    self.choices = choices
    self.approved = approved
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// The cut as its list has it.
    public var timeline: Timeline
    /// What was odd about the list.
    public var notes: [ParseNote]
    /// What was found for each clip.
    public var result: ConformResult
    /// The media that were looked through.
    public var found: IndexMedia.Found
  }

  /// Looks through the media and matches.
  ///
  /// - Throws: `OperationsError` where a choice names no clip or no media; what reading and indexing throw.
  public func run(in environment: Environment) async throws -> Outcome {
    let (timeline, notes) = try input.run()
    var found = try await IndexMedia(media).run(in: environment)
    if let approved { Self.approve(approved, among: &found.items) }
    let index = MediaIndex(found.items)
    let made = try decisions(for: timeline, among: index)
    let earlier = try environment.workspace?.catalog.mediaChoices().map(ConformDecision.init) ?? []
    if let workspace = environment.workspace, !made.isEmpty {
      try workspace.check()
      let (moment, actor) = (environment.clock.now, environment.host.user)
      let records = made.map { decision in
        MediaChoiceRecord(
          identity: decision.identity, rate: decision.rate, start: decision.start, end: decision.end, path: decision.path, actor: actor,
          chosen: moment)
      }
      try workspace.catalog.record(records, by: AuditContext(environment.host, clock: environment.clock))
    }
    // What is chosen now replaces what was chosen before of the same frames.
    let standing = earlier.filter { old in
      !made.contains { $0.identity == old.identity && $0.rate == old.rate && $0.start < old.end && old.start < $0.end }
    }
    let result = Conform(index, handles: handles, decisions: standing + made).run(timeline)
    return Outcome(timeline: timeline, notes: notes, result: result, found: found)
  }

  /// Writes the cut with the media that its clips are linked to. What stands at `path` stays.
  ///
  /// - Returns: the clips that name what they named before, and what the format cannot say, a sentence each.
  public static func write(_ outcome: Outcome, to path: String, options: TimelineWriting = TimelineWriting()) throws -> (
    unlinked: [String], lost: [String]
  ) {
    let (timeline, unlinked) = outcome.result.linked(outcome.timeline)
    return (unlinked, try WriteTimeline(timeline, to: path, format: TimelineFormat(path: path), options: options).run())
  }

  // MARK: -

  private func decisions(for timeline: Timeline, among index: MediaIndex) throws -> [ConformDecision] {
    guard !choices.isEmpty else { return [] }
    let (events, _) = ConformEvent.events(of: timeline, handles: handles)
    return try choices.map { choice in
      guard let event = events.first(where: { $0.number == choice.event }) else {
        throw OperationsError(
          .unknownName, subject: input.path,
          "‘\(input.path)’ has no event \(choice.event): it has 1 to \(events.count); see what a conform without --choose lists")
      }
      guard let path = choice.path else { return ConformDecision(on: event, path: "") }
      let absolute = IndexMedia.absolute(path)
      guard let item = index.items.first(where: { $0.files.contains(absolute) }) else {
        let names = index.items.map { SystemPath.split($0.path).name }
        let near = NearestName.question(SystemPath.split(path).name, among: Array(names.prefix(10_000)))
        throw OperationsError(
          .unknownName, subject: path,
          "‘\(path)’ is not among the media\(near.isEmpty ? ": name a file that lies in one of the --media folders" : near)")
      }
      return ConformDecision(on: event, path: item.path)
    }
  }

  private static func approve(_ names: Set<String>, among items: inout [MediaItem]) {
    for place in items.indices {
      let item = items[place]
      let own = [item.path, SystemPath.split(item.path).name, item.name]
      items[place].approval = own.contains(where: names.contains) ? .approved : .withheld
    }
  }
}

extension ConformDecision {
  init(_ record: MediaChoiceRecord) {
    self.init(identity: record.identity, rate: record.rate, start: record.start, end: record.end, path: record.path)
  }
}
