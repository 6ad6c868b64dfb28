// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization
internal import Timing

/// Holds every clip of a cut against media, and says which is which and why.
///
///     let result = Conform(index, handles: 12).run(timeline)
///     for match in result.matches { print(match.event.number, match.state, match.evidence) }
///
/// Evidence is a ladder (`Evidence.Rung`): identifier, reel with labels, path, file name and so on. A clip is linked only where one item stands above all others, and
/// never by its labels alone.
public struct Conform: Sendable {
  /// The media.
  public var index: MediaIndex
  /// Frames of the programme to have besides, at both ends of each clip.
  public var handles: Int
  private let decisions: [String: [ConformDecision]]

  /// A conform to the media of `index`.
  ///
  /// - Parameters:
  ///   - handles: frames of the programme to have besides, at both ends of each clip.
  ///   - decisions: what persons decided, the latest last.
  public init(_ index: MediaIndex, handles: Int = 0, decisions: [ConformDecision] = []) {
    self.index = index
    self.handles = handles
    self.decisions = Dictionary(grouping: decisions, by: \.identity)
  }

  /// Looks for the media of every clip.
  public func run(_ timeline: Timeline) -> ConformResult {
    let (events, notes) = ConformEvent.events(of: timeline, handles: handles)
    let matches = matches(of: events)
    let doubt = Self.doubt(matches, at: timeline.rate).map { [$0] } ?? []
    return ConformResult(name: timeline.name, rate: timeline.rate, handles: handles, matches: matches, notes: notes + doubt)
  }

  /// Looks for the media of clips, of which none has to do with another, on as many threads as there are processors.
  private func matches(of events: [ConformEvent]) -> [ConformMatch] {
    let share = max(64, (events.count + Self.mostShares - 1) / Self.mostShares)
    let starts = Array(stride(from: 0, to: events.count, by: share))
    let found = Mutex<[[ConformMatch]]>(Array(repeating: [], count: starts.count))
    DispatchQueue.concurrentPerform(iterations: starts.count) { number in
      let matches = events[starts[number]..<min(starts[number] + share, events.count)].map(match)
      found.withLock { $0[number] = matches }
    }
    return found.withLock { $0 }.flatMap { $0 }
  }

  /// Enough that no thread waits long for another.
  private static let mostShares = 64

  /// Looks for the media of one clip.
  public func match(_ event: ConformEvent) -> ConformMatch {
    var match = ConformMatch(
      event: event, state: .offline, media: nil, evidence: "", missingHead: 0, missingTail: 0, candidates: [], hints: [], notes: event.notes,
      change: nil, isDecided: false)
    if let reason = Self.exclusion(of: event.clip) {
      (match.state, match.evidence) = (.excluded, reason)
      return match
    }
    var search = CandidateSearch(index, event)
    let found = search.run()
    match.candidates = found
    let versions = VersionRule(event, found)
    match.notes += versions.notes
    if decide(&match, found) { return match }
    choose(&match, versions.eligible, change: versions.change)
    if match.state == .offline, let use = event.use {
      match.hints = index.find(MediaIndex.key(.all, []), reaching: LabelTicks(use), most: 5).map { index.items[$0] }
      if match.evidence.isEmpty { match.evidence = Self.nothingFound(match.hints.count) }
    } else if match.evidence.isEmpty {
      match.evidence = Self.nothingFound(0)
    }
    return match
  }

  // MARK: -

  /// Why a clip needs no media; `nil` where it does.
  private static func exclusion(of clip: Clip) -> String? {
    if !clip.media.generator.isEmpty { return "it is made by a generator (\(clip.media.generator))" }
    if ReelName.isBlack(clip.media.reel) { return "it is black" }
    if clip.media.reel.uppercased() == "BARS" { return "it is bars" }
    return clip.isEnabled ? nil : "it is muted"
  }

  private static func nothingFound(_ hints: Int) -> String {
    let fits = hints == 1 ? "1 item has" : "\(hints) items have"
    return hints == 0
      ? "no item has its identifier, reel, file or name" : "no item has its identifier, reel, file or name; \(fits) its labels, which is no evidence"
  }

  /// Takes what a person chose, where it is there.
  private func decide(_ match: inout ConformMatch, _ found: [ConformCandidate]) -> Bool {
    let earlier = (decisions[ConformDecision.identity(of: match.event.clip)] ?? []).filter { $0.reaches(match.event) }
    guard let latest = earlier.last else { return false }
    guard Set(earlier.map(\.path)).count == 1 else {
      match.notes.append("different media were chosen for parts of what it takes, so no choice was applied: choose again")
      return false
    }
    if latest.path.isEmpty {
      (match.state, match.evidence, match.isDecided) = (.excluded, "somebody decided that it needs no media", true)
      return true
    }
    var chosen = found.first { $0.media.files.contains(latest.path) || $0.copies.contains(latest.path) }
    if chosen == nil, let number = index.find(MediaIndex.key(.path, Array(latest.path.utf8)), most: 1).first {
      let item = index.items[number]
      chosen = ConformCandidate(media: item, evidence: [], coverage: Coverage.of(item, for: match.event.use).coverage)
    }
    guard let chosen else {
      match.notes.append("‘\(latest.path)’ was chosen for it earlier, and is not among the media")
      return false
    }
    match.isDecided = true
    settle(&match, chosen)
    let reasons = chosen.words.isEmpty ? "" : "; \(chosen.words)"
    match.evidence = "somebody chose it" + reasons + (match.evidence.isEmpty ? "" : "; \(match.evidence)")
    // By a person's word even a file without labels that can be compared is the material.
    if match.state == .offline { (match.state, match.media) = (.linked, chosen.media) }
    return true
  }

  /// Where all pictures that were found run at one other rate than the list, it is the list that was read at a wrong one, most likely.
  private static func doubt(_ matches: [ConformMatch], at rate: FrameRate) -> String? {
    let found = matches.filter { $0.event.needsPictures && $0.media != nil }
    let rates = Set(found.compactMap { $0.media?.labels?.rate })
    guard let other = rates.first, rates.count == 1, found.allSatisfy({ $0.state == .rateMismatch }) else { return nil }
    return "all media that was found is at \(other), and the list was read at \(rate): if the programme is at \(other), say so with --rate \(other)"
  }

  private func choose(_ match: inout ConformMatch, _ found: [ConformCandidate], change: String?) {
    guard let best = found.first else { return }
    let equals = found.filter { $0.score == best.score }
    if equals.count > 1 {
      match.state = .ambiguous
      match.evidence = "\(equals.count) items have the same evidence: \(best.words)"
      if equals.count >= MediaIndex.mostFound { match.evidence += "; there may be more" }
      return
    }
    if !best.coverage.isSufficient, let other = found.dropFirst().first(where: { $0.coverage.isSufficient }) {
      match.state = .ambiguous
      match.evidence =
        "‘\(best.media.path)’ has the stronger evidence (\(best.words)) and does not reach the cut; ‘\(other.media.path)’ does (\(other.words))"
      return
    }
    settle(&match, best)
    match.evidence = best.words + (match.evidence.isEmpty ? "" : "; \(match.evidence)")
    if match.media != nil { match.change = change }
  }

  /// Sets what follows from how far the media reaches.
  private func settle(_ match: inout ConformMatch, _ candidate: ConformCandidate) {
    match.media = candidate.media
    match.evidence = ""
    switch candidate.coverage {
    case .whole: match.state = .linked
    case .cut(let head, let tail):
      (match.state, match.missingHead, match.missingTail) = (.short, head, tail)
      match.evidence = "it covers the cut, and its handles lack \(Self.ends(head, tail))"
    case .part(let head, let tail):
      (match.state, match.missingHead, match.missingTail) = (.partial, head, tail)
      match.evidence = "it covers a part of the cut; cut and handles lack \(Self.ends(head, tail))"
    case .otherRate(let words): (match.state, match.evidence) = (.rateMismatch, words)
    case .none:
      (match.state, match.media) = (.offline, nil)
      match.evidence =
        candidate.media.labels == nil
        ? "‘\(candidate.media.path)’ has no timecode, and the list asks for labels beyond its length"
        : "‘\(candidate.media.path)’ holds other labels\(candidate.media.labels.map { ", \($0)" } ?? "")"
    case .unknown:
      if match.event.use == nil {
        match.state = .linked
        match.evidence = "the list does not say which frames it takes"
      } else if candidate.media.trouble != nil || candidate.media.frames == nil {
        match.state = .linked
        match.evidence = "how far it reaches is not known: \(candidate.media.trouble ?? "its length could not be read")"
        match.notes.append("‘\(candidate.media.path)’ was linked by name; whether it holds the frames could not be told")
      } else {
        (match.state, match.media) = (.offline, nil)
        match.evidence = "‘\(candidate.media.path)’ has no labels that could be compared"
      }
    }
  }

  private static func ends(_ head: Int, _ tail: Int) -> String {
    func frames(_ count: Int) -> String { count == 1 ? "1 frame" : "\(count) frames" }
    let parts = [head > 0 ? "\(frames(head)) at the head" : nil, tail > 0 ? "\(frames(tail)) at the tail" : nil]
    return parts.compactMap(\.self).joined(separator: " and ")
  }
}
