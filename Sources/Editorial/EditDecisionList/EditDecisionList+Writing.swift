// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension EditDecisionList {
  /// The list as a file's text, in the columns of the CMX 3600, with CR LF at the end of each line.
  ///
  /// - Parameter flavor: the reader it is for.
  /// - Returns: the text, and what the flavour could not say, each with the line of the text that it is about.
  /// - Throws: `EditorialError.tooLarge` where there are more events than the flavour numbers, `unwritable` at a rate whose labels no list can hold.
  public func text(flavor: EditListFlavor) throws(EditorialError) -> (text: String, notes: [ParseNote]) {
    let (text, losses) = try written(flavor: flavor)
    return (text, losses.map { ParseNote(line: $0.line, $0.loss.text) })
  }

  /// Frames of three digits are what the reader takes for a label: more would be no label any more.
  private static let highestRate = 1000

  /// The text, and what the flavour could not say.
  func written(flavor: EditListFlavor) throws(EditorialError) -> (text: String, losses: [EditListLoss]) {
    guard rate.nominal <= Self.highestRate else {
      throw EditorialError(
        .unwritable, subject: title,
        detail: "counts \(rate) frames a second, and labels of an EDL have three digits for frames at most: take another format")
    }
    var writing = EditListWriting(flavor: flavor)
    let runs = eventRuns()
    guard runs <= flavor.eventLimit else {
      throw EditorialError(
        .tooLarge, subject: title, detail: "has \(runs) events, and \(flavor.rawValue) numbers \(flavor.eventLimit): part it, or take another flavour"
      )
    }
    writing.write(self)
    return (writing.text, writing.losses)
  }

  /// Runs of edits with one number.
  private func eventRuns() -> Int {
    zip(edits, edits.dropFirst()).count { $0.event != $1.event } + (edits.isEmpty ? 0 : 1)
  }
}

/// Something that a flavour of edit decision lists cannot say, with the line of the text that it is about.
struct EditListLoss {
  var line: Int
  var loss: TimelineLoss
}

/// Writes a list line by line.
private struct EditListWriting {
  let flavor: EditListFlavor
  var text = ""
  var losses: [EditListLoss] = []
  private var lineNumber = 0
  private var reels: [String: String] = [:]
  private var taken: Set<String> = []
  private var eventNumber = 0
  private var noted: Set<String> = []
  /// Whether the list has an event number that the flavour cannot say: then all are counted anew, so that none comes twice.
  private var isRenumbering = false
  /// The last figure that was put behind a reel that others come to as well.
  private var suffixes: [String: Int] = [:]

  init(flavor: EditListFlavor) { self.flavor = flavor }

  mutating func write(_ list: EditDecisionList) {
    if list.title.count > 70, flavor == .cmx3600 { note(.acceptance, "the title is longer than 70 characters", line: 1) }
    line("TITLE: \(list.title)")
    mode(list.rate.isDropFrame)
    for statement in list.preamble { line(statement) }
    // Reels that need no other name keep theirs.
    for reel in Set(list.edits.map(\.reel)) where shaped(reel) == reel {
      reels[reel] = reel
      taken.insert(reel)
    }
    var sourceMode = list.rate.isDropFrame
    isRenumbering = !list.edits.allSatisfy(hasSayableNumber)
    if isRenumbering { note(.acceptance, once: "number", "events were numbered anew: the list has numbers that the flavour cannot say") }
    var previous: EditDecisionList.Edit?
    for edit in list.edits {
      if edit.source.rate.isDropFrame != sourceMode {
        sourceMode.toggle()
        mode(sourceMode)
      }
      line(columns(edit, follows: previous))
      for statement in edit.statements where isWelcome(statement) { line(statement) }
      previous = edit
    }
  }

  // MARK: -

  private mutating func mode(_ isDropFrame: Bool) { line("FCM: \(isDropFrame ? "DROP FRAME" : "NON-DROP FRAME")") }

  private mutating func columns(_ edit: EditDecisionList.Edit, follows previous: EditDecisionList.Edit?) -> String {
    let reel = reel(edit.reel)
    if flavor == .cmx3600, let layer = edit.pictureTrack, layer > 1 {
      note(
        .acceptance, once: "layer \(layer)",
        "the channel V\(layer): a CMX 3600 has one picture, so write a list for each track, or take another flavour")
    }
    let width = max(reel.count, min(flavor.reelLength ?? 8, 32))
    var columns = number(edit, follows: previous) + "  " + reel.padded(to: width) + " " + edit.channels.padded(to: 5) + " "
    columns += type(edit.transition).padded(to: 8) + " "
    return columns + "\(edit.source.start) \(edit.source.end) \(edit.record.start) \(edit.record.end)"
  }

  /// The number as the list has it, unless all are counted anew.
  private mutating func number(_ edit: EditDecisionList.Edit, follows previous: EditDecisionList.Edit?) -> String {
    if edit.event != previous?.event { eventNumber += 1 }
    return isRenumbering ? String(eventNumber).last(3) : edit.event.last(3)
  }

  private func hasSayableNumber(_ edit: EditDecisionList.Edit) -> Bool {
    edit.event.utf8.count <= flavor.eventDigits && edit.event.utf8.allSatisfy { (48...57).contains($0) }
  }

  private func type(_ transition: EditDecisionList.Transition) -> String {
    switch transition {
    case .cut: "C"
    case .dissolve(let frames): "D    \(String(frames.value).last(3))"
    case .wipe(let code, let frames): "W\(String(code).last(3)) \(String(frames.value).last(3))"
    case .keyBackground: "K B"
    case .key(let frames): frames == .zero ? "K" : "K    \(String(frames.value).last(3))"
    case .keyOut(let frames): "K O  \(String(frames.value).last(3))"
    }
  }

  /// A reel in the flavour's letters and length: two reels never come to one.
  private mutating func reel(_ name: String) -> String {
    if let written = reels[name] { return written }
    let stem = shaped(name)
    var written = stem
    var count = suffixes[stem] ?? 1
    while taken.contains(written) {
      count += 1
      let suffix = String(count)
      written = String(stem.prefix((flavor.reelLength ?? stem.count + suffix.count) - suffix.count)) + suffix
    }
    suffixes[stem] = count
    taken.insert(written)
    reels[name] = written
    if written != name { note(.reels, "the reel ‘\(name)’ was written as \(written)", line: lineNumber + 1) }
    return written
  }

  /// A reel in the flavour's letters and length; `AX`, which is no tape, where there is none.
  private func shaped(_ name: String) -> String {
    guard !name.isEmpty else { return "AX" }
    guard let limit = flavor.reelLength else { return name }
    guard limit == 8 else { return String(name.prefix(limit)) }
    let isKept = { (scalar: Unicode.Scalar) in
      ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "." || scalar == "-"
    }
    return String(String.UnicodeScalarView(name.uppercased().unicodeScalars.prefix(limit).map { isKept($0) ? $0 : "_" }))
  }

  /// Whether a line beneath an edit can go to the flavour's reader.
  private mutating func isWelcome(_ statement: String) -> Bool {
    guard flavor == .premiere else { return true }
    let text = statement.uppercased().drop { $0 == "*" || $0 == " " }
    guard text.hasPrefix("FROM "), !text.hasPrefix("FROM CLIP NAME") else { return true }
    note(.comments, once: "from", "comments that begin with FROM and are no clip's name were left out: Premiere takes them for media")
    return false
  }

  private mutating func line(_ content: String) {
    lineNumber += 1
    var content = content
    let isPlain = content.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if !isPlain {
      let kept = content.unicodeScalars.map { scalar -> Character in
        if scalar.value < 0x20 { return scalar == "\t" ? "\t" : " " }
        if scalar.drivesReaders { return "?" }
        return flavor.isASCII && !scalar.isASCII ? "?" : Character(scalar)
      }
      let plain = String(kept)
      if plain != content { note(.letters, "characters that the flavour has not were written as others", line: lineNumber) }
      content = plain
    }
    text += content
    text += "\r\n"
  }

  private mutating func note(_ aspect: TimelineLoss.Aspect, _ text: String, line: Int) {
    if losses.count < 1000 { losses.append(EditListLoss(line: line, loss: TimelineLoss(aspect, text))) }
  }

  private mutating func note(_ aspect: TimelineLoss.Aspect, once kind: String, _ text: String) {
    if noted.insert(kind).inserted { note(aspect, text, line: lineNumber + 1) }
  }
}

extension String {
  /// At least `width` characters, with spaces behind.
  fileprivate func padded(to width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }

  /// At least `width` figures, with noughts before, and none of those that are too many.
  fileprivate func last(_ width: Int) -> String {
    if count >= width {
      let surplus = prefix(count - width)
      return surplus.allSatisfy { $0 == "0" } ? String(suffix(width)) : self
    }
    return String(repeating: "0", count: width - count) + self
  }
}
