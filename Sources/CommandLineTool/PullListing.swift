// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files
import Operations
import Timing

/// The document that `pull --json` prints, by the contract's keys.
struct PullListing: Encodable {
  struct Pull: Encodable {
    var name: String
    var vendor: String
    var reel: String
    var clip: String
    var media: String
    var sourceIn: String
    var sourceOut: String
    var frames: Int
    var firstFrame: Int
    var lastFrame: Int
    var headHandle: Int
    var tailHandle: Int
    @Null var file: String?
    @Null var bytes: Int?
    var digests: [String: String]
    var uses: [String]
    var notes: [String]
  }

  struct Short: Encodable {
    var name: String
    var head: Int
    var tail: Int
    var lacksCut: Bool

    /// What is lacking.
    var words: String {
      let head = head > 0 ? "\(CountText(head, "frame")) at the head" : ""
      let tail = tail > 0 ? "\(CountText(tail, "frame")) at the tail" : ""
      return [head, tail].filter { !$0.isEmpty }.joined(separator: " and ") + (lacksCut ? ", of what the cut itself shows" : " of its handles")
    }
  }

  struct Refusal: Encodable {
    var place: String
    var reason: String
  }

  var pulls: [Pull]
  var short: [Short]
  var refused: [Refusal]
  var folders: [String]
  var documents: [String]
  var notes: [String]
  var unread: [String]
  var handles: Int
  var isListOnly: Bool
  /// Files that an earlier run had finished.
  var kept: Int

  /// - Parameter report: what was written; `nil` for a list alone.
  init(_ plan: PullMedia.Plan, _ report: PullMedia.Report?) {
    let made = report.map { report in report.pulled.map { ($0.shot, Optional($0)) } } ?? plan.list.shots.map { ($0, nil) }
    pulls = made.map { shot, pulled in
      Pull(
        name: shot.name, vendor: shot.vendor, reel: shot.reel, clip: shot.clip, media: shot.path, sourceIn: shot.source.start.description,
        sourceOut: shot.source.end.description, frames: shot.source.duration.value, firstFrame: shot.firstFrame, lastFrame: shot.lastFrame,
        headHandle: shot.headHandle.value, tailHandle: shot.tailHandle.value, file: pulled?.file.path, bytes: pulled?.file.bytes,
        digests: pulled?.file.digests ?? [:], uses: shot.uses.map { "\($0.track) \($0.recordIn)-\($0.recordOut)" }, notes: pulled?.notes ?? [])
    }
    short = made.map(\.0).filter(\.isShort).map {
      Short(name: $0.name, head: $0.shortHead.value, tail: $0.shortTail.value, lacksCut: $0.lacksCut)
    }
    refused = (report?.refused ?? plan.list.refused).map { Refusal(place: $0.place, reason: $0.reason) }
    folders = report?.folders ?? []
    documents = report?.documents ?? []
    notes = plan.notes + (report?.notes ?? [])
    unread = plan.unread
    handles = plan.list.options.handles
    isListOnly = report == nil
    kept = report?.kept ?? 0
  }

  /// Whether everything was pulled, with its handles.
  var isWhole: Bool { refused.isEmpty && short.isEmpty && unread.isEmpty }

  /// What was refused, as Editorial has it.
  var refusals: [PullList.Refusal] { refused.map { PullList.Refusal(place: $0.place, reason: $0.reason) } }

  /// The document as a person reads it.
  var lines: [String] {
    var lines: [String] = []
    let shortfalls = Dictionary(short.map { ($0.name, $0) }) { first, _ in first }
    for pull in pulls {
      let facts: [String] = [
        "\(pull.sourceIn)-\(pull.sourceOut)", "\(CountText(pull.frames, "frame"))", "\(pull.firstFrame)-\(pull.lastFrame)", pull.reel, pull.vendor,
      ]
      lines.append("\(pull.name)  \(facts.filter { !$0.isEmpty }.joined(separator: "  "))  \(pull.file ?? pull.media)")
      if let short = shortfalls[pull.name] { lines.append("     SHORT: the media lacks \(short.words)") }
      lines += pull.notes.map { "     note: \($0)" }
    }
    lines += refused.map { "REFUSED: \($0.place): \($0.reason)" }
    lines += folders.map { "written: \($0)" }
    let frames = pulls.reduce(0) { $0 + $1.frames }
    lines.append(
      "\(CountText(pulls.count, "shot")) \(isListOnly ? "to pull" : "pulled"), \(CountText(frames, "frame"))"
        + (kept > 0 ? ", of which \(kept) were finished before the pull was stopped" : "")
        + (short.isEmpty ? "" : ", \(short.count) short") + (refused.isEmpty ? "" : ", \(refused.count) refused"))
    return lines
  }

  private enum CodingKeys: String, CodingKey { case pulls, short, refused, folders, documents, notes, unread, handles, kept, isListOnly = "listOnly" }
}

extension PullList.Shot {
  /// Whether the media lacks frames that were asked for.
  fileprivate var isShort: Bool { shortHead > .zero || shortTail > .zero || lacksCut }
}
