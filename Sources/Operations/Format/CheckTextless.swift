// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Quality
import Timing

/// Checks textless elements against their programme: whether each is found there, frame for frame, beside the text, and whether every shot with text has one.
///
/// Elements are found by their pictures outside the text. Which shots have text is told by people (`texted`) or read with Tesseract, which is a help and no proof:
/// what it reads is reported, and what it does not read may be there all the same.
public struct CheckTextless: Sendable {
  /// The programme; where the elements stand behind it in the same file, that file.
  public var programme: String
  /// Files of elements; empty where they stand in the programme's file.
  public var elements: [String]
  /// The label from which the programme's file holds elements; `nil` where it holds none.
  public var after: String?
  /// Labels within shots that have text, as people know them.
  public var texted: [String]
  /// Whether text is read in the shots that no element covers.
  public var readsText: Bool

  /// A check of `programme`.
  public init(_ programme: String, elements: [String] = [], after: String? = nil, texted: [String] = [], readsText: Bool = false) {
    self.programme = programme
    self.elements = elements
    self.after = after
    self.texted = texted
    self.readsText = readsText
  }

  /// One element, from black or a cut to the next.
  public struct Element: Sendable, Encodable {
    /// How it stands to the programme.
    public enum State: String, Sendable, Encodable {
      /// It covers its shot, frame for frame.
      case matching
      /// It covers its shot from a later frame on, or not to the end.
      case short
      /// Some of its pictures are others than the programme's.
      case differing
      /// It is the programme's own picture, text and all, or the programme has no text there.
      case identical
      /// It was not found in the programme.
      case notFound
    }

    /// Its file.
    public var path: String
    /// The label of its first frame in that file.
    public var start: String
    /// Its length.
    public var frames: Int
    /// How it stands.
    public var state: State
    /// Where it was found: the label in the programme.
    public var found: String?
    /// Frames by which it begins after its shot, or ends before it, where it does.
    public var late: Int?
    /// Frames that its shot goes on after it.
    public var early: Int?
    /// The share of the picture in which text was found to stand.
    public var textArea: Double?
    /// The state in words.
    public var text: String
  }

  /// A shot with text and without an element.
  public struct Shot: Sendable, Encodable {
    /// The label of its first frame.
    public var start: String
    /// Its length.
    public var frames: Int
    /// How its text is known: the words that were read, or that a person said so.
    public var text: String
  }

  /// What was found.
  public struct Report: Sendable, Encodable {
    /// The elements, in their order.
    public var elements: [Element]
    /// Shots that lack theirs.
    public var lacking: [Shot]
    /// How many shots the programme has.
    public var shots: Int
    /// What an operator should know.
    public var notes: [String]

    /// Whether every element matches and no shot lacks one.
    public var passed: Bool { lacking.isEmpty && elements.allSatisfy { $0.state == .matching } }
  }

  /// Checks.
  ///
  /// - Throws: `OperationsError` where a file cannot be used or holds no elements; `MediaIOError`.
  public func run(in environment: Environment) async throws -> Report {
    let (request, show) = (self, environment.progress)
    return try await onOwnThread { try request.check($0, show) }
  }

  // MARK: -

  /// A file in small: its pictures, which of them are black, and the label of the first.
  private struct Reel {
    let path: String
    let start: Timecode
    var track = PictureTrack()
    var black: [Bool] = []

    func label(_ frame: Int) -> String { start.advanced(wrapping: FrameCount(frame)).description }
  }

  private func check(_ cancellation: Cancellation, _ show: @escaping @Sendable (WorkProgress) -> Void) throws -> Report {
    let whole = try reel(programme, cancellation, show)
    var end = whole.track.count
    if let after {
      end = try frame(after, in: whole)
      guard (1..<whole.track.count).contains(end) else {
        throw OperationsError(.badInput, subject: after, "‘\(after)’ lies outside ‘\(programme)’: give the label at which its elements begin")
      }
    }
    let reels = try elements.map { try reel($0, cancellation, show) }
    for reel in reels where reel.start.rate != whole.start.rate {
      throw OperationsError(.badInput, subject: reel.path, "‘\(reel.path)’ has another rate than ‘\(programme)’: convert it first")
    }
    let found =
      (after == nil ? [] : stretches(of: whole, from: end).map { (whole, $0) })
      + reels.flatMap { reel in stretches(of: reel, from: 0).map { (reel, $0) } }
    guard !found.isEmpty else {
      throw OperationsError(
        .noMedia, subject: programme,
        "there are no textless elements to check: name their files with --elements, or say with --after where they begin")
    }
    let main = whole.track.prefix(end)
    let shots = Self.shots(main.cuts, length: end)
    var covered: Set<Int> = []
    let judged = found.map { reel, frames in judge(frames, of: reel, main, whole, shots, &covered) }
    var notes: [String] = []
    let lacking = try lacking(shots, covered, whole, cancellation, &notes)
    return Report(elements: judged, lacking: lacking, shots: shots.count, notes: notes)
  }

  private func reel(_ path: String, _ cancellation: Cancellation, _ show: @escaping @Sendable (WorkProgress) -> Void) throws -> Reel {
    let media = try MediaReader.probe(path)
    guard let video = media.video.first, let rate = video.facts.rate else {
      throw OperationsError(.badInput, subject: path, "‘\(path)’ has no pictures at a steady rate")
    }
    var reel = Reel(path: path, start: media.timecodes.first?.start ?? Timecode(wrapping: 0, at: rate))
    let reader = try MediaReader(path: path, options: .init(video: .only([video.index]), audio: .none))
    var progress = FrameProgress(of: media, task: nil, show: show)
    while let event = try reader.next() {
      try cancellation.check()
      switch event {
      case .picture(let picture, _):
        guard let look = PictureLikeness(picture) else {
          throw OperationsError(
            .badInput, subject: path, "‘\(path)’ has pictures of format \(picture.format.name), which cannot be compared: transcode it")
        }
        reel.track.append(look)
        reel.black.append(look.distanceFromBlack <= 24)
        progress.advance()
      case .damage(let damage):
        throw OperationsError(.badInput, subject: path, "‘\(path)’ cannot be decoded whole: \(damage)")
      case .sound, .integerSound: break
      }
    }
    progress.finish()
    return reel
  }

  private func frame(_ label: String, in reel: Reel) throws -> Int {
    do throws(TimingError) {
      return try Timecode(label, at: reel.start.rate).frameCount.value - reel.start.frameCount.value
    } catch {
      throw OperationsError(.badInput, subject: label, "\(error)")
    }
  }

  /// What stands between black pictures and cuts.
  private func stretches(of reel: Reel, from first: Int) -> [Range<Int>] {
    let cuts = Set(reel.track.cuts)
    var (result, start): ([Range<Int>], Int?) = ([], nil)
    for frame in first...reel.track.count {
      let isEnd = frame == reel.track.count || reel.black[frame]
      if let begun = start, isEnd || cuts.contains(frame) {
        result.append(begun..<frame)
        start = nil
      }
      if !isEnd, start == nil { start = frame }
    }
    return result
  }

  private static func shots(_ cuts: [Int], length: Int) -> [Range<Int>] {
    let edges = [0] + cuts.filter { $0 > 0 && $0 < length } + [length]
    return zip(edges, edges.dropFirst()).map { $0..<$1 }
  }

  private func judge(
    _ frames: Range<Int>, of reel: Reel, _ main: PictureTrack, _ whole: Reel, _ shots: [Range<Int>], _ covered: inout Set<Int>
  ) -> Element {
    var element = Element(path: reel.path, start: reel.label(frames.lowerBound), frames: frames.count, state: .notFound, text: "")
    guard let place = main.place(of: frames, of: reel.track) else {
      element.text = "it was not found in the programme: its pictures differ in more than half of their area"
      return element
    }
    element.found = whole.label(place.start)
    element.textArea = (place.differing * 1000).rounded() / 1000
    // The shot that it has most in common with.
    let own = place.start..<place.start + frames.count
    let index = shots.indices.max { shots[$0].clamped(to: own).count < shots[$1].clamped(to: own).count } ?? 0
    covered.insert(index)
    let shot = shots[index]
    (element.late, element.early) = (own.lowerBound - shot.lowerBound, shot.upperBound - own.upperBound)
    let doubt = place.isCertain ? "" : " (the picture barely moves: by how many frames is not certain)"
    if let first = place.unlike.first {
      element.state = .differing
      let (count, where_) = (CountText(place.unlike.count, "picture"), reel.label(frames.lowerBound + first))
      let verb = place.unlike.count == 1 ? "differs" : "differ"
      element.text = "\(count) of it \(verb) from the programme outside the text too, the first at \(where_): it is not the same shot frame for frame"
    } else if place.differing == 0 {
      element.state = .identical
      element.text = "it is the same as the programme all over: either it has text, or the programme has none there"
    } else if place.isCertain, element.late != 0 || element.early != 0 {
      element.state = .short
      var parts: [String] = []
      if let late = element.late, late != 0 { parts.append("begins \(CountText(abs(late), "frame")) \(late > 0 ? "after" : "before") its shot") }
      if let early = element.early, early != 0 {
        parts.append("ends \(CountText(abs(early), "frame")) \(early > 0 ? "before" : "after") its shot does")
      }
      element.text = "it " + parts.joined(separator: " and ")
    } else if frames.count != shot.count {
      element.state = .short
      element.text = "it has \(CountText(frames.count, "frame")) and its shot \(shot.count)\(doubt)"
    } else {
      element.state = .matching
      element.text = "it covers its shot, frame for frame\(doubt)"
    }
    return element
  }

  // MARK: - Shots without an element

  private func lacking(
    _ shots: [Range<Int>], _ covered: Set<Int>, _ whole: Reel, _ cancellation: Cancellation, _ notes: inout [String]
  ) throws -> [Shot] {
    var lacking: [Int: String] = [:]
    for label in texted {
      let frame = try frame(label, in: whole)
      guard let index = shots.firstIndex(where: { $0.contains(frame) }) else {
        throw OperationsError(.badInput, subject: label, "‘\(label)’ lies outside the programme of ‘\(programme)’")
      }
      if !covered.contains(index) { lacking[index] = "said to have text at \(label)" }
    }
    let open = shots.indices.filter { !covered.contains($0) && lacking[$0] == nil }
    if readsText {
      for (index, words) in try read(open.map { ($0, shots[$0]) }, whole, cancellation) { lacking[index] = words }
    } else if !open.isEmpty {
      notes.append(
        "\(CountText(open.count, "shot")) without an element \(open.count == 1 ? "was" : "were") not looked at for text: use --read-text, or say with --texted which have some"
      )
    }
    return lacking.keys.sorted().map { Shot(start: whole.label(shots[$0].lowerBound), frames: shots[$0].count, text: lacking[$0] ?? "") }
  }

  /// The words that Tesseract reads in the middle of shots, by the shots' numbers.
  private func read(_ shots: [(index: Int, frames: Range<Int>)], _ whole: Reel, _ cancellation: Cancellation) throws -> [Int: String] {
    let tesseract = try Tesseract()
    let middles = Dictionary(shots.map { (($0.frames.lowerBound + $0.frames.upperBound) / 2, $0.index) }) { first, _ in first }
    var words: [Int: String] = [:]
    guard let last = middles.keys.max() else { return words }
    let media = try MediaReader.probe(whole.path)
    guard let video = media.video.first else { return words }
    let reader = try MediaReader(path: whole.path, options: .init(video: .only([video.index]), audio: .none))
    while let event = try reader.next() {
      try cancellation.check()
      guard case .picture(let picture, _) = event else { continue }
      if let index = middles[picture.position.value] {
        let read = try tesseract.lines(in: picture, cancellation: cancellation).map(\.words).filter { $0.count(where: \.isLetter) >= 3 }
        if !read.isEmpty { words[index] = "read: ‘\(read.prefix(3).joined(separator: " / "))’" }
      }
      if picture.position.value >= last { break }
    }
    return words
  }
}
