// SPDX-License-Identifier: Apache-2.0

import Catalog
import Editorial
import Essence
import Files
import Foundation
import Hashing
import Integrity
import MediaIO
import Timing

/// Walks a frame of a cut, or of a delivered file, back to the camera file that it came from, that file's hashes, and its copies.
///
/// A cut leads to the material of the clip that is seen there; a file that was made here leads to what it was made from, as the workspace remembers;
/// and the file at the end is held against the manifests around it and looked for among what was taken in. Every file on the way is hashed anew:
/// a record alone proves nothing.
public struct TraceFrame: Sendable {
  /// The cut or file.
  public var input: ReadTimeline
  /// The label of the frame as it was typed; without one the first.
  public var label: String?

  /// A trace of the frame labelled `label` of `input`.
  public init(_ input: ReadTimeline, at label: String? = nil) {
    self.input = input
    self.label = label
  }

  /// What was found.
  public struct Outcome: Sendable {
    /// The steps, from what is seen back.
    public var steps: [TraceStep]
    /// Why the walk ended before a file with a hash on record; empty where it did not.
    public var gap: String
    /// Whether something on the way is not what is on record.
    public var differs: Bool { steps.contains { $0.finding == .differs } }
  }

  /// Walks back.
  ///
  /// - Throws: `OperationsError` where the label is none of the cut or file; what reading throws.
  public func run(in environment: Environment) async throws -> Outcome {
    let request = self
    let catalog = environment.workspace?.catalog
    return try await onOwnThread { cancellation in
      var walk = Walk(catalog: catalog, cancellation: cancellation)
      if (try? TimelineFormat(path: request.input.path)) != nil {
        try walk.cut(request.input, at: request.label)
      } else {
        let path = IndexMedia.absolute(request.input.path)
        try walk.file(path, at: request.label.map { try TraceLabels.labelled($0, in: path) })
      }
      return Outcome(steps: walk.steps, gap: walk.gap)
    }
  }
}

/// The walk, step by step.
private struct Walk {
  let catalog: CatalogDatabase?
  let cancellation: Cancellation
  private(set) var steps: [TraceStep] = []
  private(set) var gap = ""

  init(catalog: CatalogDatabase?, cancellation: Cancellation) { (self.catalog, self.cancellation) = (catalog, cancellation) }

  // MARK: - Cuts

  mutating func cut(_ input: ReadTimeline, at typed: String?) throws {
    let (timeline, _) = try input.run()
    try cut(timeline, path: input.path, at: typed.map { try TraceLabels.label($0, at: timeline.rate, of: input.path) } ?? timeline.start, depth: 0)
  }

  private mutating func cut(_ timeline: Timeline, path: String, at label: Timecode, depth: Int) throws {
    guard let offset = try? timeline.start.duration(until: label), offset < timeline.frames else {
      throw OperationsError(
        .badInput, subject: path,
        "‘\(path)’ has no frame \(label): it runs from \(timeline.start) to \(timeline.start.advanced(wrapping: timeline.frames))")
    }
    guard let (clip, place, unit) = Self.seen(in: timeline, at: offset) else {
      gap = "nothing lies at \(label) of ‘\(timeline.name.isEmpty ? path : timeline.name)’: it is black there"
      return
    }
    let source = SourceUse.label(of: clip, rate: unit, at: place).flatMap { frame in
      clip.source.map { Timecode(wrapping: FrameCount(frame), at: $0.rate) }
    }
    steps.append(
      TraceStep(
        .clip, clip.name.isEmpty ? clip.media.reel : clip.name, at: source, .recorded,
        "\(label) of ‘\(path)’ shows \(source.map { "frame \($0)" } ?? "a frame that the list does not label") of "
          + (clip.media.reel.isEmpty ? "it" : "reel \(clip.media.reel)")))
    if let inner = clip.sequence, let source, depth < Timeline.deepestNesting {
      return try cut(inner, path: clip.name, at: source, depth: depth + 1)
    }
    guard !clip.media.path.isEmpty else {
      gap = "the list names no file for ‘\(clip.name)’: conform it first, and trace the list that ‘lineup conform --out’ writes"
      return
    }
    let path = IndexMedia.absolute(MediaAddress.path(of: clip.media.path))
    guard !FileFacts.isAbsent(path) else {
      gap = "‘\(path)’ is not there: mount its volume, or see ‘lineup find’"
      return
    }
    let (shown, words) = TraceLabels.label(source, in: path)
    try file(path, at: shown, noting: words)
  }

  /// The clip that is seen at a place: the topmost one that is switched on, else what is heard.
  private static func seen(in timeline: Timeline, at offset: FrameCount) -> (clip: Clip, place: Int, unit: FrameRate)? {
    for kind in [Track.Kind.video, .audio] {
      for track in timeline.tracks.reversed() where track.kind == kind && track.isEnabled {
        let unit = track.rate ?? timeline.rate
        guard let place = try? offset.convertedByRealTime(from: timeline.rate, to: unit, rounding: .down) else { continue }
        for (start, item) in track.placedItems where start <= place && place < start + item.frames {
          guard let clip = item.clip, clip.isEnabled else { continue }
          return (clip, (place - start).value, unit)
        }
      }
    }
    return nil
  }

  // MARK: - Files

  /// - Parameter remark: what is to be said of the label.
  mutating func file(_ path: String, at label: Timecode?, noting remark: String = "") throws {
    let proof = try hashed(path)
    let known = try catalog?.fileInstances(path: path).first
    let differs = known.map { !Self.agrees(proof.digests, $0.digests) } ?? false
    steps.append(
      TraceStep(
        .file, path, at: label, digests: proof.digests, differs ? .differs : .proved,
        differs
          ? "it is not what is on record of \(known?.recorded.description ?? ""): it was changed or exchanged since"
          : "\(proof.bytes) bytes, hashed now\(remark.isEmpty ? "" : "; \(remark)")"))
    var chain = [proof]
    var label = label
    if let known, let catalog {
      for record in try catalog.origins(of: known.id) { chain.append(try origin(record, &label, before: chain[chain.count - 1])) }
    }
    try roots(chain)
  }

  /// A file that another was made from, or copied from.
  ///
  /// - Parameter label: the frame's in that other file; becomes that in this one, and `nil` where it cannot be told.
  private mutating func origin(_ record: FileInstanceRecord, _ label: inout Timecode?, before: FileProof) throws -> FileProof {
    let isCopy = Self.agrees(before.digests, record.digests)
    let verb = isCopy ? "copied" : "made"
    if !isCopy { label = label.flatMap { TraceLabels.counterpart(of: $0, in: before.path, in: record.path) } }
    guard !FileFacts.isAbsent(record.path) else {
      steps.append(
        TraceStep(
          .origin, record.path, at: label, digests: record.digests, .absent,
          "what it was \(verb) from is not there now; these are its hashes of \(record.recorded)"))
      return FileProof(path: record.path, bytes: record.byteCount, digests: record.digests)
    }
    let proof = try hashed(record.path)
    let isSame = Self.agrees(proof.digests, record.digests)
    steps.append(
      TraceStep(
        .origin, record.path, at: label, digests: proof.digests, isSame ? .proved : .differs,
        isSame
          ? "it was \(verb) from this, whose bytes are those on record"
          : "it was \(verb) from this file, which was changed or exchanged since \(record.recorded)"))
    return proof
  }

  /// What is on record of the files on the way: manifests, the runs that took them in, and copies of the last.
  private mutating func roots(_ chain: [FileProof]) throws {
    var isOnRecord = false
    for file in chain { isOnRecord = try manifests(of: file) || isOnRecord }
    if let last = chain.last { isOnRecord = try copies(of: last) || isOnRecord }
    if !isOnRecord {
      gap =
        "no manifest, and no copy on record, knows ‘\(chain.last?.path ?? "")’: it was not taken in with Lineup"
        + (catalog == nil ? ", or give --workspace" : "")
    }
  }

  /// The manifests of the folders above a file that have it; whether there is one.
  private mutating func manifests(of file: FileProof) throws -> Bool {
    var isThere = false
    for (scope, path) in Self.scopes(of: file.path) {
      guard let history = history(of: scope) else { continue }
      let digests = history.references()[path] ?? []
      let recorded = Dictionary(digests.map { ($0.algorithm.rawValue, $0.text) }, uniquingKeysWith: { first, _ in first })
      guard history.isIntact else {
        let fault = history.faults.first ?? ""
        let has = digests.isEmpty ? "may have had the file" : "has the file"
        let words = "its history \(has), and is damaged, so that it proves nothing: \(fault); see ‘lineup mhl check’"
        steps.append(TraceStep(.manifest, "\(scope)/ascmhl", digests: recorded, .differs, words))
        continue
      }
      guard !digests.isEmpty else { continue }
      let unknown = digests.map(\.algorithm).filter { file.digests[$0.rawValue] == nil }
      var now = file.digests
      if !unknown.isEmpty, !FileFacts.isAbsent(file.path) {
        now.merge(try FileProof.of(file.path, unknown, cancellation: cancellation).digests) { own, _ in own }
      }
      let isSame = Self.agrees(now, recorded)
      steps.append(
        TraceStep(
          .manifest, "\(scope)/ascmhl", digests: recorded, isSame ? .proved : .differs,
          isSame
            ? "its history has the file since \(history.generations.first?.fileName ?? "its first generation"), with the hash that it has now"
            : "its history has the file with another hash: it was changed or exchanged"))
      isThere = true
      try offloads(of: path, file, scope)
    }
    return isThere
  }

  /// The history in a folder, where there is one; one that cannot be read is told.
  private mutating func history(of scope: String) -> History? {
    do throws(IntegrityError) { return try History(scope: scope) } catch {
      steps.append(TraceStep(.manifest, "\(scope)/ascmhl", .differs, "its history cannot be read, and proves nothing: \(error.explanation)"))
      return nil
    }
  }

  /// The runs whose card held the file.
  private mutating func offloads(of path: ContainedPath, _ file: FileProof, _ scope: String) throws {
    guard let catalog else { return }
    for run in try catalog.offloads(sharing: [(path.text, Int64(file.bytes))]) where run.copies.contains(where: { $0.path == scope }) {
      let card = run.offload.reel.map { "card \($0), " } ?? ""
      steps.append(
        TraceStep(.offload, run.offload.source, .recorded, "\(card)taken in on \(run.offload.finished), verification \(run.offload.verification)"))
      for copy in run.copies where copy.path != scope {
        let other = "\(copy.path)/\(path.text)"
        guard !steps.contains(where: { $0.subject == other }) else { continue }
        guard !FileFacts.isAbsent(other) else {
          steps.append(TraceStep(.copy, other, .absent, "it was copied there too, and is not there now: the volume may not be mounted"))
          continue
        }
        let proof = try hashed(other)
        let isSame = Self.agrees(proof.digests, file.digests)
        steps.append(
          TraceStep(
            .copy, other, digests: proof.digests, isSame ? .proved : .differs,
            isSame ? "the same bytes" : "it should hold the same bytes, and does not"))
      }
    }
  }

  /// Other files on record with the same bytes.
  private mutating func copies(of file: FileProof) throws -> Bool {
    guard let catalog else { return false }
    var told = Set(steps.map(\.subject))
    var found = false
    for (algorithm, digest) in file.digests.sorted(by: { $0.key < $1.key }) {
      for record in try catalog.fileInstances(digest: digest, algorithm: algorithm) {
        found = true
        guard told.insert(record.path).inserted else { continue }
        let isThere = !FileFacts.isAbsent(record.path)
        steps.append(
          TraceStep(
            .copy, record.path, digests: record.digests, isThere ? .recorded : .absent,
            isThere ? "on record with the same hash since \(record.recorded)" : "on record with the same hash, and not there now"))
      }
    }
    return found
  }

  // MARK: - Small things

  private func hashed(_ path: String) throws -> FileProof { try FileProof.of(path, [.standard], cancellation: cancellation) }

  /// Whether hashes of one file may be those of another: none differs, and one is in both.
  private static func agrees(_ one: [String: String], _ other: [String: String]) -> Bool {
    let common = one.keys.filter { other[$0] != nil }
    return !common.isEmpty && common.allSatisfy { one[$0] == other[$0] }
  }

  /// The folders above a file, nearest first, with its path in each.
  private static func scopes(of path: String) -> [(scope: String, path: ContainedPath)] {
    var scopes: [(String, ContainedPath)] = []
    var (above, name) = SystemPath.split(path)
    while !above.isEmpty, scopes.count < 64 {
      if let contained = try? ContainedPath(name) { scopes.append((above, contained)) }
      if above == "/" { break }
      let (next, folder) = SystemPath.split(above)
      (above, name) = (next, "\(folder)/\(name)")
    }
    return scopes
  }
}
