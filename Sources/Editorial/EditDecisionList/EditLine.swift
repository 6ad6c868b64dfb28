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

  var event: String
  var reel: String
  var channels: String
  var transition: EditDecisionList.Transition
  /// Source in, source out, record in, record out.
  var labels: [Label]
  /// What was missing or moved, and what was supposed.
  var doubts: [String] = []

  /// A line's words, and what follows from them; `nil` where it does not begin with an event number or holds fewer than four timecodes.
  init?(_ line: ArraySlice<UInt8>, tokens: inout [Range<Int>]) {
    Self.tokenize(line, into: &tokens)
    guard tokens.count >= 5, let first = tokens.first, line[first].allSatisfy({ (48...57).contains($0) }) || Self.isLetteredNumber(line[first]) else {
      return nil
    }
    var last = tokens.count - 1
    while last >= 4, Self.label(line[tokens[last]]) == nil { last -= 1 }
    guard last >= 4 else { return nil }
    labels = []
    labels.reserveCapacity(4)
    for place in last - 3...last {
      guard let label = Self.label(line[tokens[place]]) else { return nil }
      labels.append(label)
    }
    if last < tokens.count - 1 { doubts.append("what follows the four timecodes was left out") }
    event = Self.text(line[first])
    (transition, reel, channels) = (.cut, "", "V")
    take(line, tokens[1..<last - 3])
  }

  // MARK: -

  /// What stands between the event number and the timecodes.
  private mutating func take(_ line: ArraySlice<UInt8>, _ words: ArraySlice<Range<Int>>) {
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
      channels = Self.text(line[last])
      words.removeLast()
    } else {
      doubts.append("it names no channel: it was read as V")
    }
    if let start = words.first?.lowerBound, let end = words.last?.upperBound {
      reel = Self.text(line[start..<end])
    } else {
      doubts.append("it names no reel")
    }
  }

  /// A type word, or two of a key, taken off the end of `words`.
  private static func kind(_ line: ArraySlice<UInt8>, _ words: inout ArraySlice<Range<Int>>) -> EditKind? {
    guard let last = words.last else { return nil }
    if words.count >= 2, line[words[words.endIndex - 2]].elementsEqual("K".utf8), let kind = EditKind(key: line[last]) {
      words.removeLast(2)
      return kind
    }
    guard let kind = EditKind(line[last]) else { return nil }
    words.removeLast()
    return kind
  }

  /// Whether digits behind this word are a transition's duration, and no part of a reel.
  private static func mayPrecedeDuration(_ word: ArraySlice<UInt8>) -> Bool {
    EditKind(word) != nil || EditKind(key: word) != nil || isChannels(word)
  }

  /// Runs of anything but spaces and control characters.
  private static func tokenize(_ line: ArraySlice<UInt8>, into tokens: inout [Range<Int>]) {
    tokens.removeAll(keepingCapacity: true)
    var begin: Int?
    for (place, byte) in zip(line.indices, line) {
      if byte <= 32 {
        if let start = begin { tokens.append(start..<place) }
        begin = nil
      } else if begin == nil {
        begin = place
      }
    }
    if let begin { tokens.append(begin..<line.endIndex) }
  }

  static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// `001A`, as some lists number what was added.
  private static func isLetteredNumber(_ word: ArraySlice<UInt8>) -> Bool {
    guard let last = word.last, word.count > 1, (65...90).contains(last) else { return false }
    return word.dropLast().allSatisfy { (48...57).contains($0) }
  }

  /// A whole number of at most six digits, in brackets or not.
  private static func number(_ word: ArraySlice<UInt8>) -> Int? {
    var word = word
    if word.count > 2, word.first == UInt8(ascii: "("), word.last == UInt8(ascii: ")") { word = word.dropFirst().dropLast() }
    guard word.count <= 6 else { return nil }
    return word.reduce(into: Int?.some(0)) { sum, byte in
      sum = (48...57).contains(byte) ? sum.map { $0 * 10 + Int(byte) - 48 } : nil
    }
  }

  /// `V`, `A2`, `AA/V`, `B`, `NONE`, `VA1A2`: nothing but tracks and slashes.
  static func isChannels(_ word: ArraySlice<UInt8>) -> Bool {
    if word.elementsEqual("B".utf8) || word.elementsEqual("NONE".utf8) { return true }
    guard let first = word.first, first == UInt8(ascii: "V") || first == UInt8(ascii: "A") else { return false }
    return word.allSatisfy { $0 == UInt8(ascii: "V") || $0 == UInt8(ascii: "A") || $0 == UInt8(ascii: "/") || (48...57).contains($0) }
  }

  /// Four numbers with signs between them; the last sign says drop-frame unless it is a colon.
  static func label(_ word: ArraySlice<UInt8>) -> Label? {
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
  init?(_ word: ArraySlice<UInt8>) {
    switch word.first {
    case UInt8(ascii: "C") where word.count == 1: self = .cut
    case UInt8(ascii: "D") where word.count == 1: self = .dissolve
    case UInt8(ascii: "K") where word.count == 1: self = .key
    case UInt8(ascii: "K") where word.elementsEqual("KB".utf8): self = .keyBackground
    case UInt8(ascii: "K") where word.elementsEqual("KO".utf8): self = .keyOut
    case UInt8(ascii: "W") where word.count <= 4 && word.dropFirst().allSatisfy { (48...57).contains($0) }:
      self = .wipe(word.dropFirst().reduce(0) { $0 * 10 + Int($1) - 48 })
    default: return nil
    }
  }

  /// The word behind a `K`.
  init?(key word: ArraySlice<UInt8>) {
    if word.elementsEqual("B".utf8) { self = .keyBackground } else if word.elementsEqual("O".utf8) { self = .keyOut } else { return nil }
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
