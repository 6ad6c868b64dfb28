// SPDX-License-Identifier: Apache-2.0

public import Timing

extension EditDecisionList.Edit {
  /// A motion memory (`M2`): the speed at which a source plays.
  public struct Motion: Hashable, Sendable {
    /// The reel that it is about.
    public var reel: String
    /// Frames of the source that pass in a second; below zero backwards, zero for a still. Lists round it to a tenth.
    public var framesPerSecond: Ratio
    /// The label of the source at which the speed begins, as it was written; empty where the list gives none.
    public var trigger: String

    /// A motion memory as given.
    public init(reel: String, framesPerSecond: Ratio, trigger: String = "") {
      (self.reel, self.framesPerSecond, self.trigger) = (reel, framesPerSecond, trigger)
    }
  }

  /// A locator: a mark that an editor set.
  public struct Locator: Hashable, Sendable {
    /// The label, as it was written. Some programs mean the programme, others the source.
    public var label: String
    /// The colour's name, in capitals; empty where none is given.
    public var color: String
    /// What the editor wrote.
    public var text: String

    /// A locator as given.
    public init(label: String, color: String, text: String) { (self.label, self.color, self.text) = (label, color, text) }
  }

  /// The comments, `* FROM CLIP NAME: take_1`, in order; their keys in capitals. One that Avid wrapped at its eightieth column is whole again.
  public var comments: [Clip.Comment] {
    guard !statements.isEmpty else { return [] }
    var comments: [Clip.Comment] = []
    comments.reserveCapacity(statements.count)
    var wasFull = false
    for statement in statements {
      guard let comment = Self.comment(statement) else {
        wasFull = false
        continue
      }
      if wasFull, comment.key.isEmpty, !comments.isEmpty {
        comments[comments.count - 1].value += comment.value
      } else {
        comments.append(comment)
      }
      wasFull = Self.isFull(statement)
    }
    return comments
  }

  /// The value of the first comment about something, whatever its case; `nil` where there is none or it says nothing.
  public func comment(_ key: String) -> String? { Self.value(key.uppercased(), in: comments) }

  /// The value of the first of `comments` with a key that says something.
  private static func value(_ key: String, in comments: [Clip.Comment]) -> String? {
    comments.first { $0.key == key && !$0.value.isEmpty }?.value
  }

  /// The name of the clip: of the incoming one where the edit begins with a transition.
  public var clipName: String? { clipName(in: comments) }

  /// The same, by the edit's comments, for those who have them already: to find them takes a look at every line.
  func clipName(in comments: [Clip.Comment]) -> String? {
    if case .cut = transition { return Self.value("FROM CLIP NAME", in: comments) }
    return Self.value("TO CLIP NAME", in: comments) ?? Self.value("KEY CLIP NAME", in: comments)
  }

  /// The file of the source, by path or name.
  public var sourceFile: String? { Self.sourceFile(in: comments) }

  /// The same, by the edit's comments.
  static func sourceFile(in comments: [Clip.Comment]) -> String? {
    value("SOURCE FILE", in: comments) ?? value("FROM FILE", in: comments) ?? value("FROM CLIP", in: comments)
  }

  /// The motion memories beneath the edit: one of each side where it begins with a transition.
  public var motions: [Motion] { statements.compactMap(Self.motion) }

  /// The locators beneath the edit.
  public var locators: [Locator] { comments.filter { $0.key == "LOC" }.map(Self.locator) }

  /// The locator that a comment with the key `LOC` is.
  static func locator(_ comment: Clip.Comment) -> Locator {
    var rest = comment.value[...]
    func word() -> String {
      rest = rest.drop { $0 == " " }
      let word = rest.prefix { $0 != " " }
      return String(word)
    }
    let label = word()
    rest.removeFirst(label.count)
    let color = word().uppercased()
    guard colors.contains(color) else { return Locator(label: label, color: "", text: rest.trimmed) }
    return Locator(label: label, color: color, text: rest.dropFirst(color.count).trimmed)
  }

  /// The speed of the clip in a list at `rate`: 1 where no motion memory names its reel.
  ///
  /// Lists round the frames per second to a tenth. Where the lengths of source and programme give a speed that rounds to the same tenth, that one is
  /// exact, and is taken; else a speed of whole percents that does, for people type those.
  public func speed(at rate: FrameRate) -> Ratio { speed(at: rate, by: motions) }

  /// The same, by the edit's motion memories, for those who have them already.
  func speed(at rate: FrameRate, by motions: [Motion]) -> Ratio { motion(of: reel, among: motions).flatMap { speed(by: $0, at: rate) } ?? .one }

  /// The motion memory of a reel, which may be cut to the length that a list has room for; or else the only one there is, where no other clip could be meant:
  /// beneath a transition it may be of the outgoing one.
  private func motion(of reel: String, among motions: [Motion]) -> Motion? {
    guard !motions.isEmpty else { return nil }
    func isCut(_ motion: Motion) -> Bool { ReelName.lengths.contains(motion.reel.utf8.count) && reel.hasPrefix(motion.reel) }
    if let own = motions.last(where: { $0.reel == reel }) ?? motions.last(where: isCut) { return own }
    guard case .cut = transition, motions.count == 1 else { return nil }
    return motions[0]
  }

  /// The speed that a motion memory gives the edit; `nil` for one that cannot be counted.
  func speed(by motion: Motion, at rate: FrameRate) -> Ratio? {
    guard let rounded = motion.framesPerSecond.multiplied(by: rate.denominator, over: rate.numerator) else { return nil }
    let sign = motion.framesPerSecond.numerator < 0 ? -1 : 1
    let byLength = Ratio(sign * source.duration.value, record.duration.value)
    let percent = Int(exactly: (Double(rounded.numerator) / Double(rounded.denominator) * 100).rounded()).flatMap { Ratio($0, 100) }
    let exact = [byLength, percent].lazy.compactMap { $0 }.first { speed in
      speed.multiplied(by: rate.numerator, over: rate.denominator)?.isWithinHalfATenth(of: motion.framesPerSecond) ?? false
    }
    return exact ?? rounded
  }

  /// The tracks of sound that the edit goes to, from its channels and the `AUD` line beneath it; ascending.
  public var soundTracks: [Int] {
    let isOfSound = channels.utf8.contains { $0 == UInt8(ascii: "A") || $0 == UInt8(ascii: "B") }
    guard isOfSound || statements.contains(where: { Self.begins($0, with: "AUD") }) else { return [] }
    var tracks: Set<Int> = []
    var rest = channels[...]
    if channels == "B" { tracks.insert(1) }
    if rest.hasPrefix("AA") {
      tracks.formUnion([1, 2])
      rest.removeFirst(2)
    }
    for part in rest.split(separator: "A", omittingEmptySubsequences: false).dropFirst() {
      tracks.insert(Int(part.prefix { $0.isWholeNumber }) ?? 1)
    }
    for statement in statements where Self.begins(statement, with: "AUD") {
      tracks.formUnion(statement.dropFirst(3).split(whereSeparator: { $0 == " " || $0 == "\t" }).compactMap { Int($0) })
    }
    return tracks.filter { (1...999).contains($0) }.sorted()
  }

  /// The track of picture that the edit goes to; `nil` for sound alone.
  public var pictureTrack: Int? {
    if channels == "B" { return 1 }
    guard let place = channels.utf8.firstIndex(of: UInt8(ascii: "V")) else { return nil }
    let number = Int(channels[channels.index(after: place)...].prefix { $0.isWholeNumber }) ?? 1
    return (1...999).contains(number) ? number : 1
  }

  // MARK: -

  /// Whether a line ends where Avid wraps: near its eightieth column, before which spaces may have been lost. One without a key goes on with it.
  static func isFull(_ statement: String) -> Bool { (72...82).contains(statement.utf8.count) }

  /// The names of colours that editing programs give to locators.
  private static let colors: Set<String> = ["RED", "GREEN", "BLUE", "CYAN", "MAGENTA", "YELLOW", "BLACK", "WHITE", "ORANGE", "PINK", "PURPLE"]
  /// Keys that are told without a colon, or without a star before them.
  private static let plainKeys: [(letters: StaticString, key: String)] = [
    ("ASC_SOP", "ASC_SOP"), ("ASC_SAT", "ASC_SAT"), ("FROM CLIP NAME:", "FROM CLIP NAME"), ("TO CLIP NAME:", "TO CLIP NAME"),
    ("KEY CLIP NAME:", "KEY CLIP NAME"), ("SOURCE FILE:", "SOURCE FILE"),
  ]

  static func comment(_ statement: String) -> Clip.Comment? {
    withBytes(of: statement) { comment($0) }
  }

  private static func comment(_ statement: LineBytes) -> Clip.Comment? {
    let isStarred = statement.first == UInt8(ascii: "*")
    let text = isStarred ? statement.dropFirst().trimmedStart : statement
    for (letters, key) in plainKeys where text.begins(with: letters) {
      let value = text.dropFirst(letters.utf8CodeUnitCount).trimmed
      return Clip.Comment(key: key, value: (value.first == UInt8(ascii: ":") ? value.dropFirst().trimmed : value).text)
    }
    guard isStarred else { return nil }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), case let key = text[..<colon].trimmed, isKey(key) else {
      return Clip.Comment(key: "", value: text.trimmed.text)
    }
    return Clip.Comment(key: key.text, value: text[(colon + 1)...].trimmed.text)
  }

  /// Whether a text begins with letters that are given in capitals, whatever its case.
  static func begins(_ text: String, with capitals: StaticString) -> Bool {
    withBytes(of: text) { $0.begins(with: capitals) }
  }

  /// Lets `body` look at the bytes of a text where they lie.
  private static func withBytes<Result>(of text: String, _ body: (LineBytes) -> Result) -> Result {
    if let result = text.utf8.withContiguousStorageIfAvailable({ body($0[...]) }) { return result }
    var text = text
    return text.withUTF8 { body($0[...]) }
  }

  /// Words of capitals, as keys are written.
  private static func isKey(_ text: LineBytes) -> Bool {
    !text.isEmpty && text.count <= 32 && text.contains { (65...90).contains($0) }
      && text.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 32 || $0 == UInt8(ascii: "_") }
  }

  static func motion(_ statement: String) -> Motion? {
    guard begins(statement, with: "M2") else { return nil }
    var words = statement.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard words.count >= 2, words.removeFirst().uppercased() == "M2" else { return nil }
    var trigger = ""
    if words.count > 1, let last = words.last, last.contains(":") || last.contains(";") { trigger = String(words.removeLast()) }
    guard let last = words.popLast(), let speed = Ratio(decimal: last) else { return nil }
    return Motion(reel: words.joined(separator: " "), framesPerSecond: speed, trigger: trigger)
  }
}

extension Ratio {
  /// Whether the difference to another ratio is at most 1/20.
  fileprivate func isWithinHalfATenth(of other: Ratio) -> Bool {
    let difference = Int128(numerator) * Int128(other.denominator) - Int128(other.numerator) * Int128(denominator)
    return difference.magnitude * 20 <= Int128(denominator).magnitude * Int128(other.denominator).magnitude
  }
}

extension StringProtocol {
  /// The text without spaces and tabs at both ends.
  var trimmed: String { String(self).trimmed }
}
