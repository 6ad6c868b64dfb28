// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
import Foundation
import Integrity

/// Says what clips are on a card, a roll or in a folder: from their files, from what lies beside them, and from the logs that the camera wrote.
///
/// What cannot be read is named in its clip's `trouble`, or in the survey's `unread`, and stepped over. Nothing is written.
public struct SurveyClips: Sendable {
  /// The files of one recording, as the card's structure says.
  public struct Group: Hashable, Sendable {
    /// What the recording is called.
    public var name: String
    /// Its files in order, relative to the root.
    public var files: [ContainedPath]

    /// A recording as given.
    public init(name: String, files: [ContainedPath]) {
      self.name = name
      self.files = files
    }
  }

  /// What a survey found.
  public struct Survey: Sendable {
    /// The clips, in the order of their groups or paths.
    public var clips: [ClipSummary]
    /// What was odd about the card and its lists, a sentence each: a clip that a log names and that is not there, a sidecar that is damaged.
    public var notes: [String]
    /// What could not be looked into, a sentence each: clips may be in it that are not among `clips`.
    public var unread: [String]
    /// What is a copy that was not finished, a sentence each: clips of the card are not there, or not all of them.
    public var unfinished: [String]
  }

  /// The card or folder, or one media file.
  public var root: String
  /// Which files make a clip; `nil` leaves it to the structure of the card, and takes each other media file for one.
  public var groups: [Group]?
  /// Whether it is a copy that was proved, so that what is wrong with a clip is so on the source.
  public var isProved: Bool
  /// Whether each clip gets a small picture.
  public var makesPosters: Bool

  /// A survey of the card or folder at `root`.
  public init(_ root: String, groups: [Group]? = nil, isProved: Bool = false, makesPosters: Bool = true) {
    self.root = root
    self.groups = groups
    self.isProved = isProved
    self.makesPosters = makesPosters
  }

  /// Looks at every clip, two at a time.
  ///
  /// - Throws: `FilesError` where the folder cannot be read; `OperationsError.noMedia` where there is no clip; `CancellationError` when asked
  ///   to stop.
  public func run(in environment: Environment, task: String? = nil) async throws -> Survey {
    let survey = self
    let card = try await onOwnThread { cancellation in try CardContents(survey.root, groups: survey.groups, cancellation: cancellation) }
    guard !card.groups.isEmpty else {
      if let unfinished = UnfinishedCopies.sentences(at: root, holding: []).first { throw OperationsError(.noMedia, subject: root, unfinished) }
      let reason = card.unread.first.map { "and not all of it could be read: \($0)" } ?? "no file there has the name of a media file"
      throw OperationsError(.noMedia, subject: root, "there is no clip in ‘\(root)’: \(reason)")
    }
    let total = card.groups.count
    var found = [ClipStudy?](repeating: nil, count: total)
    try await withThrowingTaskGroup(of: (Int, ClipStudy).self) { workers in
      var next = 0
      func startNext() {
        guard next < total else { return }
        let (place, group) = (next, card.groups[next])
        workers.addTask {
          let study = try await onOwnThread {
            try ClipStudy(group, on: card, posters: survey.makesPosters, isProved: survey.isProved, cancellation: $0)
          }
          return (place, study)
        }
        next += 1
      }
      for _ in 0..<2 { startNext() }
      var done = 0
      while let (place, study) = try await workers.next() {
        found[place] = study
        done += 1
        environment.progress(WorkProgress(task: task, subject: card.groups[place].name, done: done, total: total, unit: .files))
        startNext()
      }
    }
    try Task.checkCancellation()
    return finish(found.compactMap(\.self), card)
  }

  // MARK: -

  private func finish(_ studies: [ClipStudy], _ card: CardContents) -> Survey {
    var clips = studies.map(\.summary)
    var notes = card.notes + studies.flatMap(\.notes)
    for (coding, clips) in Dictionary(grouping: studies.compactMap(\.rawCoding)) { $0 }.sorted(by: { $0.key < $1.key }) {
      let count = clips.count == 1 ? "1 clip is" : "\(clips.count) clips are"
      notes.append(
        "\(count) \(coding), camera raw that nothing here decodes: told are names, sizes, and what the cameras' names of files, sidecars and logs say"
      )
    }
    notes += CameraLogs(card.logs, in: card.root).apply(to: &clips)
    let folders = Set(clips.flatMap { $0.files.map { SystemPath.split($0).folder } })
    return Survey(clips: clips, notes: notes, unread: card.unread, unfinished: UnfinishedCopies.sentences(at: root, holding: folders))
  }
}
