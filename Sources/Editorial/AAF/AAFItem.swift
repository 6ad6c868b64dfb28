// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// What lies on a track of a composition, before its source is looked for: so that cutting at a transition comes first, and rounding last.
enum AAFItem {
  case gap(Int)
  case transition(Transition)
  case piece(AAFPiece)

  /// Its length on the track.
  var length: Int {
    switch self {
    case .gap(let length): length
    case .transition: 0
    case .piece(let piece): piece.length
    }
  }
}

/// A piece of material on a track.
struct AAFPiece {
  /// Its length on the track.
  var length: Int
  /// How much of the track's time was cut off its beginning.
  var into = 0
  /// How much was cut off its end.
  var off = 0
  /// What refers to the material; `nil` where an effect makes it.
  var clip: AAFObject?
  /// What makes it.
  var generator = ""
  var motion: AAFMotion?
  var isEnabled = true
  var effects: [Clip.Effect] = []
  /// The objects around it whose remarks are about it, the outermost last.
  var remarked: [AAFObject] = []
}

/// How a piece of material is sped up, slowed down or turned round.
struct AAFMotion {
  /// How fast it plays.
  var speed: Ratio
  /// Where in the material each place is, in whole units of the track from the beginning of the effect.
  var points: [Clip.SpeedPoint] = []
  /// Where in the material the effect begins, from the start of its input.
  var offset = 0
}

extension [AAFItem] {
  /// Takes `length` off the end, as far as there is so much. An item of which nothing is left stays where it is the last one cut: it is the outgoing
  /// side of a transition.
  mutating func cutEnd(_ length: Int) {
    var rest = length
    while rest > 0, let last = last {
      switch last {
      case .transition: return
      case .gap(let gap):
        self[count - 1] = .gap(Swift.max(0, gap - rest))
        rest -= Swift.min(gap, rest)
      case .piece(var piece):
        let cut = Swift.min(piece.length, rest)
        piece.length -= cut
        piece.off += cut
        self[count - 1] = .piece(piece)
        rest -= cut
      }
      guard rest > 0, count > 1 else { return }
      if case .transition = self[count - 2] { return }
      removeLast()
    }
  }

  /// Takes `length` off the beginning, as far as there is so much.
  mutating func cutStart(_ length: Int) {
    var rest = length
    var first = 0
    while rest > 0, first < count {
      switch self[first] {
      case .transition: rest = 0
      case .gap(let gap):
        self[first] = .gap(Swift.max(0, gap - rest))
        rest -= Swift.min(gap, rest)
      case .piece(var piece):
        let cut = Swift.min(piece.length, rest)
        piece.length -= cut
        piece.into += cut
        self[first] = .piece(piece)
        rest -= cut
      }
      guard rest > 0, first + 1 < count else { break }
      if case .transition = self[first + 1] { break }
      first += 1
    }
    removeFirst(first)
  }

  /// What lies from `start` on for `length`.
  func part(from start: Int, length: Int) -> [AAFItem] {
    var place = 0
    var part: [AAFItem] = []
    var skipped = 0
    for item in self {
      if place + item.length > start, place < start + length || item.length == 0 {
        if part.isEmpty { skipped = Swift.max(0, start - place) }
        part.append(item)
      }
      place += item.length
    }
    part.cutStart(skipped)
    part.cutEnd(Swift.max(0, part.reduce(0) { $0 + $1.length } - length))
    return part
  }
}
