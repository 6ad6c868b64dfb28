// SPDX-License-Identifier: Apache-2.0

import Editorial
import Operations
import Timing

/// The document that `conform --json` prints, by the contract's keys.
struct ConformListing: Encodable {
  struct Candidate: Encodable {
    var media: String
    var score: Int
    var evidence: String
    @Null var start: String?
  }

  struct Item: Encodable {
    var event: Int
    var state: ConformState
    @Null var media: String?
    var evidence: String
    var missingHead: Int
    var missingTail: Int
    var name: String
    var reel: String
    var tracks: [String]
    @Null var recordIn: String?
    @Null var recordOut: String?
    @Null var sourceIn: String?
    @Null var sourceOut: String?
    var candidates: [Candidate]
    var hints: [String]
    var notes: [String]
    @Null var change: String?
    var decided: Bool

    init(_ match: ConformMatch) {
      (event, state, evidence) = (match.event.number, match.state, match.evidence)
      (missingHead, missingTail) = (match.missingHead, match.missingTail)
      media = match.media?.path
      (name, reel, tracks) = (match.event.clip.name, match.event.clip.media.reel, match.event.tracks)
      recordIn = match.event.record?.start.description
      recordOut = match.event.record?.end.description
      sourceIn = match.event.clip.source?.start.description
      sourceOut = match.event.clip.source?.end.description
      candidates = match.candidates.map {
        .init(media: $0.media.path, score: $0.score, evidence: $0.words, start: $0.media.labels?.start.description)
      }
      hints = match.hints.map(\.path)
      notes = match.notes
      change = match.change
      decided = match.isDecided
    }

    /// The item as a person reads it. Long lists of candidates are for the report.
    var lines: [String] {
      let sign = state == .linked || state == .excluded ? state.words : state.words.uppercased()
      let place = [recordIn, tracks.joined(separator: " "), reel.isEmpty ? nil : reel, name.isEmpty ? nil : name].compactMap(\.self)
      var lines = ["\(event)  \(place.joined(separator: "  "))  \(sign)\(media.map { "  \($0)" } ?? "")", "     \(evidence)"]
      if state == .ambiguous {
        lines += candidates.prefix(6).map { "     ? \($0.media)" }
        if candidates.count > 6 { lines.append("     ? and \(candidates.count - 6) more") }
        lines.append("     choose one: --choose \(event)=PATH")
      }
      lines += hints.map { "     its labels fit: \($0)" }
      if let change { lines.append("     CHANGE: \(change)") }
      lines += notes.map { "     note: \($0)" }
      return lines
    }
  }

  struct Difference: Encodable {
    var event: Int
    var name: String
    var recordIn: String
    var recordOut: String
    var frames: Int
    @Null var slip: Int?
    var text: String
  }

  struct Comparison: Encodable {
    var path: String
    var compared: Int
    var still: Int
    var skipped: [String: Int]
    var differences: [Difference]
    var notes: [String]

    init(_ report: ReferenceReport) {
      (path, compared, still, skipped, notes) = (report.path, report.compared, report.still, report.skipped, report.notes)
      differences = report.differences.map {
        .init(
          event: $0.event, name: $0.name, recordIn: $0.record.start.description, recordOut: $0.record.end.description,
          frames: $0.record.duration.value, slip: $0.slip, text: $0.text)
      }
    }
  }

  var events: Int
  var linked: Int
  var ambiguous: Int
  var short: Int
  var partial: Int
  var rateMismatch: Int
  var offline: Int
  var excluded: Int
  var items: [Item]
  var handles: Int
  var mediaItems: Int
  var mediaKnown: Int
  var unread: [String]
  var notes: [String]
  @Null var written: String?
  var lost: [String]
  @Null var reference: Comparison?

  init(_ outcome: ConformTimeline.Outcome, _ compared: ReferenceReport?, written: String?, lost: [String]) {
    let result = outcome.result
    events = result.matches.count
    linked = result.count(.linked)
    ambiguous = result.count(.ambiguous)
    short = result.count(.short)
    partial = result.count(.partial)
    rateMismatch = result.count(.rateMismatch)
    offline = result.count(.offline)
    excluded = result.count(.excluded)
    items = result.matches.map(Item.init)
    handles = result.handles
    (mediaItems, mediaKnown, unread) = (outcome.found.items.count, outcome.found.known, outcome.found.unread)
    notes = outcome.notes.map(\.description) + outcome.found.notes + result.notes
    self.written = written
    self.lost = lost
    reference = compared.map(Comparison.init)
  }
}
