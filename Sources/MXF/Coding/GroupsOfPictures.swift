// SPDX-License-Identifier: Apache-2.0

import Files

/// What an index says of the pictures of MPEG-2 in coded order, and what a descriptor says of their groups (SMPTE ST 377-1:2019, 11.2; ST 381-1).
struct GroupsOfPictures: Sendable {
  /// Of each picture, in coded order.
  private(set) var flags: [OP1aWriter.PictureFlags] = []
  /// Whether every group is closed.
  private(set) var areClosed = true
  /// The most pictures that a group has.
  private(set) var longest = 0
  /// The most bidirectional pictures in a row.
  private(set) var mostBidirectional = 0

  private let subject: String
  private var group: [Member] = []
  private var isClosed = false
  private var inRow = 0
  /// The last two pictures that are coded from themselves alone.
  private var (key, keyBefore): (Int?, Int?) = (nil, nil)

  private struct Member {
    var reference: Int
    var kind: MPEG2Picture.Kind
    var hasSequence: Bool
  }

  init(subject: String) { self.subject = subject }

  /// Takes the next picture.
  /// - Throws: `FilesError` with code `malformed`: display order cannot be told, or an index has no number for what it would have to say.
  mutating func append(_ picture: MPEG2Picture) throws(FilesError) {
    if picture.beginsGroup || flags.isEmpty {
      try closeGroup()
      isClosed = picture.beginsGroup && picture.isGroupClosed
    }
    var reference = picture.temporalReference
    // The field has ten bits; a longer group counts on from nought.
    if let last = group.last?.reference { while reference < last - 512 { reference += 1024 } }
    let place = flags.count
    if picture.kind == .intra { (keyBefore, key) = (key, place) }
    inRow = picture.kind == .bidirectional ? inRow + 1 : 0
    mostBidirectional = max(mostBidirectional, inRow)
    group.append(Member(reference: reference, kind: picture.kind, hasSequence: picture.sequence != nil))
    flags.append(.init(keyFrameOffset: 0, bits: 0))
    if picture.kind != .intra { flags[place].keyFrameOffset = try offset((key ?? place) - place, at: place) }
  }

  /// Ends the last group.
  mutating func finish() throws(FilesError) { try closeGroup() }

  private mutating func closeGroup() throws(FilesError) {
    guard !group.isEmpty else { return }
    let start = flags.count - group.count
    longest = max(longest, group.count)
    areClosed = areClosed && isClosed
    let order = group.indices.sorted { group[$0].reference < group[$1].reference }
    if let twice = zip(order, order.dropFirst()).first(where: { group[$0].reference == group[$1].reference }) {
      throw FilesError(
        .malformed, subject: subject,
        remedy: "pictures \(start + twice.0) and \(start + twice.1) both say that they are the same one in display order")
    }
    for (shown, coded) in order.enumerated() { flags[start + shown].temporalOffset = try offset(coded - shown, at: start + shown) }
    let first = group.firstIndex { $0.kind == .intra }
    for (number, member) in group.enumerated() {
      let place = start + number
      // Shown before the key picture though coded after it: in an open group such need the group before.
      let isLeading = member.kind == .bidirectional && first.map { member.reference < group[$0].reference } == true
      switch member.kind {
      case .intra:
        let hasLeading = group.dropFirst(number + 1).contains { $0.reference < member.reference }
        flags[place].bits = (member.hasSequence ? 0x40 : 0) | (member.hasSequence && (isClosed || !hasLeading) ? 0x80 : 0)
      case .predicted: flags[place].bits = 0x22
      case .bidirectional: flags[place].bits = isLeading && isClosed ? 0x13 : 0x33
      }
      if isLeading, !isClosed, let before = keyFrame(before: start) { flags[place].keyFrameOffset = try offset(before - place, at: place) }
    }
    group.removeAll(keepingCapacity: true)
  }

  /// The last picture coded from itself alone before a place, if there is one.
  private func keyFrame(before place: Int) -> Int? { [key, keyBefore].compactMap(\.self).first { $0 < place } }

  private func offset(_ number: Int, at place: Int) throws(FilesError) -> Int8 {
    guard let offset = Int8(exactly: number) else {
      throw FilesError(
        .malformed, subject: subject,
        remedy: "picture \(place) is \(abs(number)) pictures from the one it is counted from, and an index counts to 127: its groups are too long")
    }
    return offset
  }
}
