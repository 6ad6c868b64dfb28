// SPDX-License-Identifier: Apache-2.0

/// Gathers all that the media of a clip may be, rung by rung.
struct CandidateSearch {
  /// What speaks for an item by one rung, and whether besides its labels hold all that the cut shows.
  private struct Held {
    var evidence: Evidence
    var isHolding: Bool
  }

  private let index: MediaIndex
  private let event: ConformEvent
  private let labels: LabelTicks?
  private var evidence: [Int: [Held]] = [:]
  private var coverage: [Int: (coverage: Coverage, notes: [String])] = [:]

  init(_ index: MediaIndex, _ event: ConformEvent) {
    (self.index, self.event) = (index, event)
    labels = event.use.map { LabelTicks($0) }
  }

  mutating func run() -> [ConformCandidate] {
    let media = event.clip.media
    if !media.identifier.isEmpty {
      add(.identifier, MediaIndex.key(.identifier, MediaIdentifier.key(media.identifier)), "the identifier is the same")
    }
    if !ReelName.isNoTape(media.reel) { addReel(ReelName(media.reel)) }
    addFiles()
    addNames()
    return candidates()
  }

  // MARK: -

  private mutating func addReel(_ reel: ReelName) {
    for (entry, key, form) in reel.queries {
      let words = form.words.map { ", \($0)" } ?? ""
      add(.reel, MediaIndex.key(.reel, key, form: entry), "reel ‘\(reel.plain)’\(words)", needsLabels: true, isWeakened: form != .whole)
      add(.alias, MediaIndex.key(.alias, key, form: entry), "a log has it on ‘\(reel.plain)’\(words)", needsLabels: true, isWeakened: form != .whole)
    }
  }

  private mutating func addFiles() {
    let media = event.clip.media
    let path = MediaName.path(ofAddress: media.path)
    if path.contains("/") { add(.fullPath, MediaIndex.key(.path, Array(path.utf8)), "the list names this very path") }
    // Some lists have the file's name where the clip's or the reel's should be.
    var names: Set<String> = []
    for text in [path, event.clip.name, media.name, media.reel] where !text.isEmpty {
      let name = MediaName.file(text)
      guard text == path || MediaName.hasExtension(name), names.insert(name.lowercased()).inserted else { continue }
      if MediaName.hasExtension(name) { add(.fileName, MediaIndex.key(.file, Array(name.lowercased().utf8)), "the file’s name is ‘\(name)’") }
    }
  }

  private mutating func addNames() {
    let media = event.clip.media
    let file = MediaName.file(MediaName.path(ofAddress: media.path))
    var seen: Set<[UInt8]> = []
    for name in [file, event.clip.name, media.name] where !name.isEmpty {
      let stem = MediaName.stem(name)
      let key = MediaName.key(stem)
      guard key.count > 1, seen.insert(key).inserted else { continue }
      let head = MediaName.head(name)
      let version = head.version.map { " (version \($0))" } ?? ""
      add(.fileHead, MediaIndex.key(.head, MediaName.key(head.head)), "the file’s name begins with ‘\(head.head)’\(version)", needsLabels: true)
      add(.alias, MediaIndex.key(.alias, key), "a log calls it ‘\(stem)’", needsLabels: true)
      add(.clipName, MediaIndex.key(.name, key), "the name is ‘\(stem)’", needsLabels: true)
      add(.partialName, MediaIndex.key(.part, key), "its name begins with ‘\(stem)’", needsLabels: true)
      for part in MediaIndex.parts(of: stem) {
        add(.partialName, MediaIndex.key(.name, part), "‘\(stem)’ begins with its name", needsLabels: true, isWeakened: true)
      }
    }
  }

  /// What is said of evidence that needs labels, where they hold all that the cut shows.
  private static let holding = ", and its labels hold the cut"

  /// Takes what stands under `key` for candidates by `rung`.
  private mutating func add(
    _ rung: Evidence.Rung, _ key: Int, _ words: @autoclosure () -> String, needsLabels: Bool = false, isWeakened: Bool = false
  ) {
    guard !needsLabels || labels != nil else { return }
    var found = index.find(key, reaching: labels)
    if !needsLabels, found.isEmpty { found = index.find(key) }
    guard !found.isEmpty, case let words = words() else { return }
    for item in found where suits(index.items[item]) {
      let reach = coverage[item] ?? Coverage.of(index.items[item], for: event.use)
      coverage[item] = reach
      var (isWeak, isHolding, text) = (isWeakened, false, words)
      switch reach.coverage {
      case .whole, .cut: isHolding = needsLabels
      case .part:
        isWeak = true
        text += ", and its labels hold a part of the cut"
      case .otherRate: isWeak = true
      case .none, .unknown: if needsLabels { continue }
      }
      let held = Held(evidence: Evidence(rung: rung, isWeakened: isWeak, words: text), isHolding: isHolding)
      if let place = evidence[item]?.firstIndex(where: { $0.evidence.rung == rung }) {
        if evidence[item]?[place].evidence.isWeakened == true, !isWeak { evidence[item]?[place] = held }
      } else {
        evidence[item, default: []].append(held)
      }
    }
  }

  /// Pictures are not looked for in files of sound.
  private func suits(_ item: MediaItem) -> Bool { !event.needsPictures || item.sound.isEmpty || !item.raster.isEmpty }

  private func candidates() -> [ConformCandidate] {
    var found = evidence.map { item, rungs in
      let reach = coverage[item] ?? (.unknown, [])
      var sorted = rungs.sorted { $0.evidence.rung > $1.evidence.rung }
      // What a file's name says need not be said again by every rung that it stands on.
      let said: [Evidence.Rung] = [.fullPath, .fileName, .fileHead]
      if let names = said.first(where: { rung in rungs.contains { $0.evidence.rung == rung } }) {
        for place in sorted.indices where sorted[place].evidence.rung < names && sorted[place].evidence.rung != .alias {
          (sorted[place].evidence.words, sorted[place].isHolding) = ("", false)
        }
      }
      // That the labels fit, which they do for all, is said once.
      if let last = sorted.lastIndex(where: \.isHolding) { sorted[last].evidence.words += Self.holding }
      for note in reach.notes where !sorted.isEmpty { sorted[0].evidence.words += "; \(note)" }
      let candidate = ConformCandidate(media: index.items[item], evidence: sorted.map(\.evidence), coverage: reach.coverage)
      return (item: item, score: candidate.score, candidate: candidate)
    }
    found.sort { ($1.score, $0.item) < ($0.score, $1.item) }
    return merged(found.map(\.candidate))
  }

  /// The candidates with each recording once, whichever of its copies comes first among the media.
  private func merged(_ candidates: [ConformCandidate]) -> [ConformCandidate] {
    guard candidates.count > 1, candidates.contains(where: { !$0.media.digest.isEmpty }) else { return candidates }
    var places: [String: Int] = [:]
    var merged: [ConformCandidate] = []
    for candidate in candidates {
      let digest = candidate.media.digest
      if !digest.isEmpty, let place = places[digest], merged[place].media.byteCount == candidate.media.byteCount {
        merged[place].copies.append(candidate.media.path)
        continue
      }
      places[digest] = merged.count
      merged.append(candidate)
    }
    return merged
  }
}
