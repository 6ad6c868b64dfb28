// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// One line that may be an edit, taken apart from its right end.
///
/// In the wild a reel is a file name with spaces in it, a type or a channel is missing, and columns have moved. Four timecodes end every edit,
/// so what stands before them is found from there: a duration, a type, channels; the reel is all that is left.
struct EditLine {
  /// A label's digits, not yet checked against a rate, and whether its last sign says drop-frame.
  struct Label {
    var fields: Timecode.Fields
    var isDropFrame: Bool
  }

  /// The four labels that end the line.
  struct Labels {
    var sourceIn: Label
    var sourceOut: Label
    var recordIn: Label
    var recordOut: Label

    /// The highest number of a frame in them.
    var highestFrame: Int { max(sourceIn.fields.frames, sourceOut.fields.frames, recordIn.fields.frames, recordOut.fields.frames) }
    /// Whether one of them says drop-frame.
    var saysDropFrame: Bool { sourceIn.isDropFrame || sourceOut.isDropFrame || recordIn.isDropFrame || recordOut.isDropFrame }
  }

  var event: String
  var reel: String
  var channels: String
  var transition: EditDecisionList.Transition
  var labels: Labels
  /// What was missing or moved, and what was supposed.
  var doubts: [String] = []

  /// A line's words, and what follows from them; `nil` where it does not begin with an event number or holds fewer than four timecodes.
  init?(_ line: LineBytes, tokens: inout [Range<Int>]) {
    Self.tokenize(line, into: &tokens)
    guard tokens.count >= 5, let first = tokens.first, line[first].allSatisfy({ (48...57).contains($0) }) || Self.isLetteredNumber(line[first]) else {
      return nil
    }
    var last = tokens.count - 1
    while last >= 4, Self.label(line[tokens[last]]) == nil { last -= 1 }
    guard last >= 4 else { return nil }
    guard let sourceIn = Self.label(line[tokens[last - 3]]), let sourceOut = Self.label(line[tokens[last - 2]]),
      let recordIn = Self.label(line[tokens[last - 1]]), let recordOut = Self.label(line[tokens[last]])
    else { return nil }
    labels = Labels(sourceIn: sourceIn, sourceOut: sourceOut, recordIn: recordIn, recordOut: recordOut)
    if last < tokens.count - 1 { doubts.append("what follows the four timecodes was left out") }
    event = line[first].text
    (transition, reel, channels) = (.cut, "", "V")
    take(line, tokens[1..<last - 3])
  }

  // MARK: -

  /// What stands between the event number and the timecodes.
  private mutating func take(_ line: LineBytes, _ words: ArraySlice<Range<Int>>) {
    var words = words
    var duration: Int?
    if let last = words.last, let number = Self.number(line[last]), words.count >= 2, Self.mayPrecedeDuration(line[words[words.endIndex - 2]]) {
      duration = number
      words.removeLast()
    }
    if let kind = Self.kind(line, &words) {
      transition = kind.transition(FrameCount(duration ?? 0))
      if duration == nil, kind.hasDuration { doubts.append("the transition has no duration: it was read as one of none") }
    } else if let duration {
      transition = .dissolve(FrameCount(duration))
      doubts.append("it has a duration and no type: it was read as a dissolve")
    } else {
      doubts.append("it has no type: it was read as a cut")
    }
    if let last = words.last, Self.isChannels(line[last]) {
      channels = line[last].text
      words.removeLast()
    } else {
      doubts.append("it names no channel: it was read as V")
    }
    if let start = words.first?.lowerBound, let end = words.last?.upperBound {
      reel = line[start..<end].text
    } else {
      doubts.append("it names no reel")
    }
  }

  /// A type word, or two of a key, taken off the end of `words`.
  private static func kind(_ line: LineBytes, _ words: inout ArraySlice<Range<Int>>) -> EditKind? {
    guard let last = words.last else { return nil }
    if words.count >= 2, line[words[words.endIndex - 2]].reads("K"), let kind = EditKind(key: line[last]) {
      words.removeLast(2)
      return kind
    }
    guard let kind = EditKind(line[last]) else { return nil }
    words.removeLast()
    return kind
  }

  /// Whether digits behind this word are a transition's duration, and no part of a reel.
  private static func mayPrecedeDuration(_ word: LineBytes) -> Bool {
    EditKind(word) != nil || EditKind(key: word) != nil || isChannels(word)
  }

  /// Runs of anything but spaces and control characters.
  private static func tokenize(_ line: LineBytes, into tokens: inout [Range<Int>]) {
    tokens.removeAll(keepingCapacity: true)
    var place = line.startIndex
    while place < line.endIndex {
      while place < line.endIndex, line[place] <= 32 { place += 1 }
      let begin = place
      while place < line.endIndex, line[place] > 32 { place += 1 }
      if place > begin { tokens.append(begin..<place) }
    }
  }

  /// `001A`, as some lists number what was added.
  private static func isLetteredNumber(_ word: LineBytes) -> Bool {
    guard let last = word.last, word.count > 1, (65...90).contains(last) else { return false }
    return word.dropLast().allSatisfy { (48...57).contains($0) }
  }

  /// A whole number of at most six digits, in brackets or not.
  private static func number(_ word: LineBytes) -> Int? {
    var word = word
    if word.count > 2, word.first == UInt8(ascii: "("), word.last == UInt8(ascii: ")") { word = word.dropFirst().dropLast() }
    guard word.count <= 6 else { return nil }
    return word.reduce(into: Int?.some(0)) { sum, byte in
      sum = (48...57).contains(byte) ? sum.map { $0 * 10 + Int(byte) - 48 } : nil
    }
  }

  /// `V`, `A2`, `AA/V`, `B`, `NONE`, `VA1A2`: nothing but tracks and slashes.
  static func isChannels(_ word: LineBytes) -> Bool {
    if word.reads("B") || word.reads("NONE") { return true }
    guard let first = word.first, first == UInt8(ascii: "V") || first == UInt8(ascii: "A") else { return false }
    return word.allSatisfy { $0 == UInt8(ascii: "V") || $0 == UInt8(ascii: "A") || $0 == UInt8(ascii: "/") || (48...57).contains($0) }
  }

  /// Four numbers with signs between them; the last sign says drop-frame unless it is a colon.
  static func label(_ word: LineBytes) -> Label? {
    guard word.count >= 8, word.count <= 12 else { return nil }
    var numbers: (Int, Int, Int, Int) = (0, 0, 0, 0)
    var (place, digits, sign) = (0, 0, UInt8(0))
    for byte in word {
      let digit = Int(byte) - 48
      if (0...9).contains(digit) {
        digits += 1
        guard digits <= 3 else { return nil }
        switch place {
        case 0: numbers.0 = numbers.0 * 10 + digit
        case 1: numbers.1 = numbers.1 * 10 + digit
        case 2: numbers.2 = numbers.2 * 10 + digit
        default: numbers.3 = numbers.3 * 10 + digit
        }
      } else {
        guard byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), digits > 0, place < 3
        else { return nil }
        (place, digits, sign) = (place + 1, 0, byte)
      }
    }
    guard place == 3, digits > 0, numbers.1 < 60, numbers.2 < 60 else { return nil }
    return Label(
      fields: .init(hours: numbers.0, minutes: numbers.1, seconds: numbers.2, frames: numbers.3), isDropFrame: sign != UInt8(ascii: ":"))
  }
}

/// The type of an edit, as its column says it.
enum EditKind: Hashable {
  case cut, dissolve, keyBackground, key, keyOut
  case wipe(Int)

  /// A type of one word.
  init?(_ word: LineBytes) {
    switch word.first {
    case UInt8(ascii: "C") where word.count == 1: self = .cut
    case UInt8(ascii: "D") where word.count == 1: self = .dissolve
    case UInt8(ascii: "K") where word.count == 1: self = .key
    case UInt8(ascii: "K") where word.reads("KB"): self = .keyBackground
    case UInt8(ascii: "K") where word.reads("KO"): self = .keyOut
    case UInt8(ascii: "W") where word.count <= 4 && word.dropFirst().allSatisfy { (48...57).contains($0) }:
      self = .wipe(word.dropFirst().reduce(0) { $0 * 10 + Int($1) - 48 })
    default: return nil
    }
  }

  /// The word behind a `K`.
  init?(key word: LineBytes) {
    if word.reads("B") { self = .keyBackground } else if word.reads("O") { self = .keyOut } else { return nil }
  }

  /// Whether the trade writes a duration behind it.
  var hasDuration: Bool {
    switch self {
    case .cut, .keyBackground, .key: false
    case .dissolve, .wipe, .keyOut: true
    }
  }

  func transition(_ duration: FrameCount) -> EditDecisionList.Transition {
    switch self {
    case .cut: .cut
    case .dissolve: .dissolve(duration)
    case .wipe(let code): .wipe(code: code, duration)
    case .keyBackground: .keyBackground
    case .key: .key(duration)
    case .keyOut: .keyOut(duration)
    }
  }
}
