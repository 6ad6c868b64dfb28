// SPDX-License-Identifier: Apache-2.0

public import Timing

extension EditDecisionList {
  /// Two million edits and more: no programme has them.
  private static let byteLimit = 512 << 20

  /// Reads a list, however it was written: in any coding, with or without a title and frame code modes, with spaces in reels, in any order.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - rate: the programme's frame rate. A list does not state it; without one, the lowest that its frame numbers allow is taken, and noted.
  ///     Drop-frame is told by the list itself where it speaks of it.
  ///   - subject: what the bytes are of, for errors.
  /// - Returns: the list, and what was odd about it, line by line.
  /// - Throws: `EditorialError.notRecognized` where no line of it is an edit, `.tooLarge`.
  public static func read(_ bytes: [UInt8], rate: FrameRate? = nil, subject: String) throws(EditorialError) -> (
    list: EditDecisionList, notes: [ParseNote]
  ) {
    guard bytes.count <= byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "is larger than any edit decision list (512 MB): check that it is the right file")
    }
    var reading = EditListReading(TextLines(bytes))
    reading.run()
    guard !reading.lines.isEmpty else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is no edit decision list (EDL): no line of it has an event number and four timecodes; export it again as CMX 3600")
    }
    return reading.list(at: rate)
  }
}

/// One pass over the lines of a list, and what they come to at a rate.
struct EditListReading {
  /// An edit whose labels have not met a rate yet.
  struct Line {
    var number: Int
    var edit: EditLine
    /// The mode of the source at that line, where a frame code mode stood before it.
    var sourceMode: Bool?
    var statements: [String] = []
  }

  private let text: TextLines
  private var notes: NoteList
  private(set) var lines: [Line] = []
  private var title: String?
  private var preamble: [String] = []
  private var recordMode: Bool?
  private var sourceMode: Bool?

  init(_ text: TextLines) {
    self.text = text
    notes = NoteList(text.notes)
    lines.reserveCapacity(text.ranges.count / 3)
  }

  mutating func run() {
    var tokens: [Range<Int>] = []
    let text = text
    text.forEach { index, whole in
      let line = whole.trimmedASCII
      guard let first = line.first else { return }
      if (48...57).contains(first) {
        if let edit = EditLine(line, tokens: &tokens) {
          for doubt in edit.doubts { notes.add(index + 1, doubt) }
          lines.append(Line(number: index + 1, edit: edit, sourceMode: sourceMode))
        } else {
          notes.add(index + 1, "it begins with a number and has not the four timecodes of an edit: it was kept as it is")
          keep(line)
        }
      } else if let value = line.value(of: "TITLE:"), title == nil {
        title = value.text
      } else if let value = line.value(of: "FCM:") {
        take(mode: value, index)
      } else {
        keep(line)
      }
    }
  }

  /// Frame code modes: the first before any edit is the programme's, all later ones the source's alone.
  private mutating func take(mode: LineBytes, _ index: Int) {
    let word = mode.text.uppercased()
    let isDropFrame: Bool
    switch word.filter({ $0 != " " && $0 != "-" }) {
    case "DROPFRAME", "DROP", "DF": isDropFrame = true
    case "NONDROPFRAME", "NONDROP", "NDF": isDropFrame = false
    default:
      notes.add(index + 1, "‘\(word.prefix(40))’ is no frame code mode: it was passed over")
      return
    }
    if recordMode == nil, lines.isEmpty { recordMode = isDropFrame }
    sourceMode = isDropFrame
  }

  private mutating func keep(_ line: LineBytes) {
    if lines.isEmpty { preamble.append(line.text) } else { lines[lines.count - 1].statements.append(line.text) }
  }

  // MARK: - At a rate

  mutating func list(at stated: FrameRate?) -> (list: EditDecisionList, notes: [ParseNote]) {
    let isDropFrame = recordMode ?? lines.contains { $0.edit.labels.recordIn.isDropFrame || $0.edit.labels.recordOut.isDropFrame }
    let speed = stated ?? supposedSpeed()
    if let stated, case let highest = highestFrame, highest >= stated.nominal, highest < 120 {
      notes.add(0, "it has frame numbers up to \(highest), and \(stated) has none above \(stated.nominal - 1): check the rate")
    }
    if title == nil { notes.add(0, "it has no title") }
    let record = recordMode == nil && !isDropFrame ? speed : mode(isDropFrame, of: speed, line: 0)
    var edits: [EditDecisionList.Edit] = []
    edits.reserveCapacity(lines.count)
    for index in lines.indices {
      let (number, labels, sourceMode) = (lines[index].number, lines[index].edit.labels, lines[index].sourceMode)
      let sourceDrops = labels.sourceIn.isDropFrame || labels.sourceOut.isDropFrame || (sourceMode ?? record.isDropFrame)
      let source = range(labels.sourceIn, labels.sourceOut, at: mode(sourceDrops, of: record, line: number), number, "source")
      let target = range(labels.recordIn, labels.recordOut, at: record, number, "record")
      edits.append(
        EditDecisionList.Edit(
          event: lines[index].edit.event, reel: lines[index].edit.reel, channels: lines[index].edit.channels,
          transition: lines[index].edit.transition, source: source, record: target, statements: lines[index].statements))
    }
    return (EditDecisionList(title: title ?? "", rate: record, preamble: preamble, edits: edits), notes.finished)
  }

  private var highestFrame: Int { lines.reduce(0) { max($0, $1.edit.labels.highestFrame) } }

  /// The lowest rate that the list's frame numbers allow.
  private mutating func supposedSpeed() -> FrameRate {
    let highest = highestFrame
    let drops = recordMode == true || lines.contains { line in line.sourceMode == true || line.edit.labels.saysDropFrame }
    let rate: FrameRate =
      switch highest {
      case ..<24 where !drops: .fps24
      case 24 where !drops: .fps25
      case ..<30: drops ? .fps29_97 : .fps30
      case ..<50 where !drops: .fps50
      case ..<60: drops ? .fps59_94 : .fps60
      default: drops ? .fps119_88 : .fps120
      }
    notes.add(
      0,
      "it does not state its frame rate: it was read at \(rate), the lowest whole rate that its frame numbers allow; give the rate if it is another, such as 23.976"
    )
    return rate
  }

  /// A rate with the labelling that a mode asks for, where it has such a one.
  private mutating func mode(_ isDropFrame: Bool, of rate: FrameRate, line: Int) -> FrameRate {
    guard isDropFrame != rate.isDropFrame else { return rate }
    guard isDropFrame else { return rate.nonDropFrame }
    if let dropping = try? FrameRate(rate.numerator, rate.denominator, dropFrame: true) { return dropping }
    notes.add(line, once: "no drop-frame", "it says drop-frame, which does not exist at \(rate): its labels were read as they are")
    return rate
  }

  private mutating func range(_ start: EditLine.Label, _ end: EditLine.Label, at rate: FrameRate, _ line: Int, _ side: String) -> TimecodeRange {
    let (start, end) = (label(start, at: rate, line, side), label(end, at: rate, line, side))
    guard let range = try? TimecodeRange(in: start, out: end) else { preconditionFailure("both labels are of one rate") }
    if range.duration.value > rate.framesPerDay / 2 {
      notes.add(line, "its \(side) out-point \(end) lies before its in-point \(start)")
    } else if range.crossesMidnight {
      notes.add(line, "its \(side) runs past midnight")
    }
    return range
  }

  /// The label that was written; where there is none such, the nearest that there is, with a note.
  private mutating func label(_ label: EditLine.Label, at rate: FrameRate, _ line: Int, _ side: String) -> Timecode {
    if let timecode = try? Timecode(label.fields, at: rate) { return timecode }
    var fields = label.fields
    fields.hours %= 24
    fields.frames = min(fields.frames, rate.nominal - 1)
    if (try? Timecode(fields, at: rate)) == nil { fields.frames = rate.droppedPerMinute }
    guard let nearest = try? Timecode(fields, at: rate) else { preconditionFailure("minutes and seconds are below 60 and the number is not dropped") }
    let written = "\(label.fields.hours):\(label.fields.minutes):\(label.fields.seconds):\(label.fields.frames)"
    notes.add(line, "its \(side) label \(written) does not exist at \(rate): \(nearest) was taken")
    return nearest
  }
}

/// Notes, as far as a person can read them.
struct NoteList {
  /// Notes that are kept; how many more there were is the last.
  private static let limit = 1000

  private var notes: [ParseNote]
  private var more = 0
  private var noted: Set<String> = []

  init(_ notes: [ParseNote]) { self.notes = notes }

  mutating func add(_ line: Int, _ text: @autoclosure () -> String) {
    if notes.count < Self.limit { notes.append(ParseNote(line: line, text())) } else { more += 1 }
  }

  /// Adds the first of what tends to be said of every line.
  mutating func add(_ line: Int, once kind: String, _ text: @autoclosure () -> String) {
    if noted.insert(kind).inserted { add(line, text()) }
  }

  var finished: [ParseNote] { more == 0 ? notes : notes + [ParseNote(line: 0, "\(more) more notes of this kind were left out")] }
}
