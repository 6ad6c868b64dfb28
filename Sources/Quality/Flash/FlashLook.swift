// SPDX-License-Identifier: Apache-2.0

/// What one look at a picture, or at a field of it, came to: all that is judged by.
struct FlashLook: Hashable, Sendable {
  /// What the changes of luminance, or of red, of the last second come to.
  struct Changes: Hashable, Sendable {
    var changes = 0
    var area = 0.0
    /// Whether this picture is part of a sequence of flashes that is not allowed, and the pictures or fields since the sequence began, and since it
    /// was last seen
    /// on much of the screen.
    var fails = false
    var length = 0
    var rest = 0
    /// Whether it only changes what flashed a second ago or more: a sequence that is known does not go on with it.
    var isAfterglow = false
    /// Whether flashing has gone on for too long here.
    var goesOn = false
    /// The share of the failure level, and of that of going on for too long, in thousandths.
    var risk = 0
    var extendedRisk = 0
  }

  var luminance = Changes()
  var red = Changes()
  var pattern = PatternMoment()
  /// Whether four fifths of the screen jumped.
  var isCut = false

  /// A share of a failure level in thousandths, the most that charts show at most.
  static func thousandths(_ risk: Double) -> Int { (min(risk, FlashChart.most) * 1000).rounded().whole }
}

/// The looks at one picture: two where it is interlaced.
struct FlashLooks: PictureFact {
  private static let wordsOfLook = 21

  let looks: [FlashLook]

  init(_ looks: [FlashLook]) { self.looks = looks }

  init?(words: [Int]) {
    guard words.count == Self.wordsOfLook || words.count == 2 * Self.wordsOfLook else { return nil }
    var tape = StateTape(reading: words)
    looks = stride(from: 0, to: words.count, by: Self.wordsOfLook).map { _ in
      var look = FlashLook()
      look.pass(&tape)
      return look
    }
    guard tape.isAtEnd else { return nil }
  }

  var words: [Int] {
    var tape = StateTape()
    for look in looks {
      var look = look
      look.pass(&tape)
    }
    return tape.words
  }
}

extension FlashLook {
  fileprivate mutating func pass(_ tape: inout StateTape) {
    luminance.pass(&tape)
    red.pass(&tape)
    tape.pass(&pattern.still)
    tape.pass(&pattern.changing)
    tape.pass(&isCut)
  }
}

extension FlashLook.Changes {
  fileprivate mutating func pass(_ tape: inout StateTape) {
    tape.pass(&changes, in: 0...1 << 16)
    tape.pass(&area)
    tape.pass(&fails)
    tape.pass(&length, in: 0...1 << 16)
    tape.pass(&rest, in: 0...1 << 16)
    tape.pass(&isAfterglow)
    tape.pass(&goesOn)
    tape.pass(&risk, in: 0...1 << 16)
    tape.pass(&extendedRisk, in: 0...1 << 16)
  }
}
