// SPDX-License-Identifier: Apache-2.0

extension SessionText {
  /// The largest feature has some megabytes.
  private static let byteLimit = 256 << 20

  /// Whether bytes begin as such an export does.
  static func isRecognized(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(512).filter { $0 != 0 }
    return String(decoding: head, as: UTF8.self).contains("SESSION NAME:\t")
  }

  /// Reads an export, in UTF-8, or in the coding of the program that it was made for.
  ///
  /// - Parameter subject: what the bytes are of, for errors.
  /// - Returns: the session, and what was odd about it, line by line.
  /// - Throws: `EditorialError.notRecognized` where the bytes are no such export, `.tooLarge`.
  public static func read(_ bytes: [UInt8], subject: String) throws(EditorialError) -> (session: SessionText, notes: [ParseNote]) {
    guard bytes.count <= byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "is larger than any session export (256 MB): check that it is the right file")
    }
    guard isRecognized(bytes) else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is no Pro Tools session export: it does not begin with SESSION NAME; export it with “Export Session Info as Text”")
    }
    var reading = SessionReading(TextLines(bytes))
    reading.run()
    return (reading.session, reading.notes.finished)
  }
}

/// One pass over the lines of an export.
private struct SessionReading {
  private enum Section {
    case heading, files(isOnline: Bool), sources, plugins, tracks, marks, unknown
  }

  private let text: TextLines
  private(set) var session = SessionText()
  private(set) var notes: NoteList
  private var section = Section.heading
  /// Columns of the section that is read, by the names that its first line gives them.
  private var columns: [String] = []

  init(_ text: TextLines) {
    self.text = text
    notes = NoteList(text.notes)
  }

  mutating func run() {
    for index in text.ranges.indices {
      let line = String(decoding: text[index], as: UTF8.self)
      let cells = line.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
      let words = cells.map(\.trimmed)
      if cells.count == 1, let title = Self.title(words[0]) {
        begin(title, index + 1)
        continue
      }
      guard words.contains(where: { !$0.isEmpty }) || isInMarks else { continue }
      switch section {
      case .heading: takeHeading(words, index + 1)
      case .files(let isOnline): takeFile(words, isOnline)
      case .sources: takeSource(words)
      case .plugins: if words.first != "MANUFACTURER" { session.others.append(line) }
      case .tracks: takeTrack(words, line, index + 1)
      case .marks: takeMark(cells, words, index + 1)
      case .unknown: session.others.append(line)
      }
    }
  }

  private var isInMarks: Bool { if case .marks = section { true } else { false } }

  /// A section's title without the spaces between its letters; `nil` for any other line.
  private static func title(_ line: String) -> String? {
    let words = line.split(separator: " ")
    guard words.count > 4, words.allSatisfy({ $0.count == 1 }) else { return nil }
    return words.joined()
  }

  private mutating func begin(_ title: String, _ line: Int) {
    columns = []
    switch title {
    case "ONLINEFILESINSESSION", "FILESINSESSION": section = .files(isOnline: true)
    case "OFFLINEFILESINSESSION": section = .files(isOnline: false)
    case "ONLINECLIPSINSESSION", "OFFLINECLIPSINSESSION", "ONLINEREGIONSINSESSION", "OFFLINEREGIONSINSESSION": section = .sources
    case "PLUG-INSLISTING": section = .plugins
    case "TRACKLISTING": section = .tracks
    case "MARKERSLISTING": section = .marks
    default:
      section = .unknown
      notes.add(line, "the section ‘\(title)’ is not known: its lines were kept")
    }
  }

  // MARK: - Sections

  private mutating func takeHeading(_ words: [String], _ line: Int) {
    let value = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "SESSION NAME:": session.name = value
    case "SAMPLE RATE:":
      let whole = value.split(separator: ".").first.flatMap { Int($0) } ?? 0
      if (8000...1_000_000).contains(whole) {
        session.sampleRate = whole
      } else {
        notes.add(line, "‘\(value)’ is no sample rate: 48000 was taken")
      }
    case "BIT DEPTH:": session.bitDepth = value
    case "SESSION START TIMECODE:": session.start = value
    case "TIMECODE FORMAT:": session.timecodeFormat = value
    case let name where name.hasPrefix("# OF "): break  // counted anew
    default: session.others.append(words.joined(separator: "\t"))
    }
  }

  private mutating func takeFile(_ words: [String], _ isOnline: Bool) {
    guard words.count > 1, words[0].lowercased() != "filename" else { return }
    session.files.append(SessionText.File(name: words[0], location: words[1], isOnline: isOnline))
  }

  private mutating func takeSource(_ words: [String]) {
    guard words.count > 1, !["CLIP NAME", "REGION NAME"].contains(words[0]) else { return }
    let channel = words.count > 2 ? Int(words[2].filter { $0 != "[" && $0 != "]" }) ?? 0 : 0
    session.sources.append(SessionText.Source(name: words[0], file: words[1], channel: max(0, min(channel, 1024))))
  }

  private mutating func takeTrack(_ words: [String], _ line: String, _ number: Int) {
    let value = words.dropFirst().filter { !$0.isEmpty }.joined(separator: ", ")
    func remark(_ key: String, _ value: String) -> [Clip.Comment] { value.isEmpty ? [] : [Clip.Comment(key: key, value: value)] }
    if words[0] == "TRACK NAME:" {
      let (name, width) = Self.width(words.count > 1 ? words[1] : "")
      session.tracks.append(SessionText.Track(name: name, width: width, remarks: [], isHeard: true, events: []))
      return
    }
    guard !session.tracks.isEmpty else {
      notes.add(number, "it stands before any track: it was kept")
      session.others.append(line)
      return
    }
    let last = session.tracks.count - 1
    switch words[0] {
    case "COMMENTS:": session.tracks[last].remarks += remark("COMMENTS", value)
    case "USER DELAY:": session.tracks[last].remarks += remark("USER DELAY", value == "0 Samples" ? "" : value)
    case "PLUG-INS:": session.tracks[last].remarks += remark("PLUG-INS", value)
    case let state where state.hasPrefix("STATE:"):
      let states = (state.dropFirst(6).split(separator: " ").map(String.init) + words.dropFirst()).filter { !$0.isEmpty }
      session.tracks[last].remarks += remark("STATE", states.joined(separator: " "))
      if states.contains(where: { ["inactive", "muted"].contains($0.lowercased().filter(\.isLetter)) }) { session.tracks[last].isHeard = false }
    case "CHANNEL": columns = words
    default: takeEvent(words, number, last)
    }
  }

  /// `Audio 3 (Stereo)` in two.
  private static func width(_ name: String) -> (name: String, width: String) {
    let widths = [
      "Stereo", "LCR", "Quad", "LCRS", "5.0", "5.1", "6.0", "6.1", "7.0", "7.1", "7.0 SDDS", "7.1 SDDS", "7.0.2", "7.1.2", "7.1.4", "Mono",
    ]
    guard name.hasSuffix(")"), let open = name.lastIndex(of: "(") else { return (name, "") }
    let width = name[name.index(after: open)...].dropLast()
    guard widths.contains(String(width)) else { return (name, "") }
    return (String(name[..<open]).trimmed, String(width))
  }

  private mutating func takeEvent(_ words: [String], _ number: Int, _ track: Int) {
    // The clip's name may hold a tab: the columns behind it are counted from the end.
    let hasTimestamp = columns.contains { $0.hasPrefix("TIMESTAMP") }
    let behind = hasTimestamp ? 5 : 4
    guard words.count >= behind + 3, let channel = Int(words[0]), channel > 0, channel <= 1024 else {
      notes.add(number, "it is no line of a track and was left out: ‘\(words.joined(separator: " ").prefix(60))’")
      return
    }
    let times = words.suffix(behind)
    let at = times.startIndex
    session.tracks[track].events.append(
      SessionText.Event(
        line: number, channel: channel, name: words[2..<(words.count - behind)].joined(separator: " "), start: times[at], end: times[at + 1],
        timestamp: hasTimestamp ? times[at + 3] : "", isMuted: times.last?.lowercased() == "muted"))
  }

  private mutating func takeMark(_ cells: [String], _ words: [String], _ number: Int) {
    if words.first == "#" {
      columns = words
      return
    }
    let hasOwner = columns.contains("TRACK NAME")
    guard words.count >= 5, Int(words[0]) != nil else {
      // What a person wrote in several lines: of the comment where the line is filled to its column, of the name where it is not.
      guard !session.marks.isEmpty, words.contains(where: { !$0.isEmpty }) else { return }
      let last = session.marks.count - 1
      if words[0].isEmpty {
        session.marks[last].comment += "\n" + words.filter { !$0.isEmpty }.joined(separator: " ")
      } else {
        session.marks[last].name += " " + words[0]
        if words.count > 1 { session.marks[last].comment += words.dropFirst().joined(separator: " ") }
      }
      return
    }
    let rest = words[5...]
    session.marks.append(
      SessionText.Mark(
        line: number, location: words[1], samples: words[3] == "Samples" ? Int(words[2]) : nil, name: words[4],
        owner: hasOwner ? rest.first ?? "" : "", isOfTrack: hasOwner && rest.dropFirst().first == "Track",
        comment: rest.dropFirst(hasOwner ? 2 : 0).filter { !$0.isEmpty }.joined(separator: " ")))
  }
}
