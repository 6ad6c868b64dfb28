// SPDX-License-Identifier: Apache-2.0

internal import Markup
public import Timing

/// A shot list: a table of clips in comma-separated values, as people keep them and as edit indices are exported.
///
/// No standard has its columns. They are known by their names (`Clip`, `Reel`, `Source In`, `Record In`, …) in any order and among others; those
/// that are not known become the clip's comments. What is written follows RFC 4180.
public enum ShotList {
  private static let byteLimit = 256 << 20
  /// The line with the names of the columns is among the first ones.
  private static let headLines = 50

  /// Reads a shot list.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - rate: the programme's frame rate, where no column states it.
  ///   - subject: what the bytes are of, for errors.
  /// - Throws: `EditorialError.notRecognized` where no line names columns of a shot list, `.tooLarge`.
  public static func read(_ bytes: [UInt8], rate stated: FrameRate? = nil, subject: String) throws(EditorialError) -> TimelineReading {
    guard bytes.count <= byteLimit else {
      throw EditorialError(.tooLarge, subject: subject, detail: "is larger than any shot list (256 MB): check that it is the right file")
    }
    // The sign that parts the cells is that by which a line names the most columns.
    let beginning = PlainText(Array(bytes.prefix(1 << 16)))
    let separator = DelimitedText.separators.max { heads($0, beginning) < heads($1, beginning) } ?? UInt8(ascii: ",")
    let text = DelimitedText(PlainText(bytes), separator: separator)
    guard let (head, table) = head(of: text), table.known >= 2,
      table.has(.sourceIn) || table.has(.recordIn) || table.has(.frames)
    else {
      throw EditorialError(
        .notRecognized, subject: subject,
        detail: "is no shot list: no line of it names columns such as Clip, Reel, Source In, Source Out, Record In, Record Out")
    }
    var notes = NoteList(text.notes)
    for row in text.rows[..<head] {
      notes.add(row.line, "it stands above the columns and was passed over: \(row.cells.joined(separator: " ").prefix(60))")
    }
    let rows = text.rows[(head + 1)...]
    let rate = programmeRate(table, rows, stated: stated, &notes)
    var laying = ClipLaying()
    let entries = rows.map { row in table.entry(row.cells, at: rate) { notes.add(row.line, $0) } }
    let placed = entries.compactMap(\.record?.start)
    // A list of the programme begins with its first record label; one without record labels is laid end to end.
    let start = placed.min { $0.frameCount < $1.frameCount } ?? Timecode(wrapping: .zero, at: rate)
    var ends: [ClipLaying.Lane: FrameCount] = [:]
    for (row, entry) in zip(rows, entries) {
      let lane = ClipLaying.Lane(kind: entry.kind, number: entry.number)
      if entry.record == nil, !placed.isEmpty { notes.add(row.line, "it has no record label: it was laid behind what came before") }
      let place = entry.record.map { $0.start.frameCount - start.frameCount } ?? ends[lane] ?? .zero
      laying.add(entry.clip, at: place, on: lane)
      ends[lane] = place + entry.clip.frames
    }
    let tracks = laying.tracks()
    if placed.isEmpty { notes.add(0, "it has no record labels: its clips were laid end to end in its order") }
    if laying.lifted > 0 { notes.add(0, "\(laying.lifted) clips begin before what lies there ends: they were put on tracks above") }
    if laying.dropped > 0 { notes.add(0, "\(laying.dropped) clips were left out: no programme has so many tracks") }
    return TimelineReading([Timeline(name: "", start: start, tracks: tracks)], notes: notes.finished)
  }

  /// The line that names the most columns, among the first ones.
  private static func head(of text: DelimitedText) -> (Int, ClipTable)? {
    text.rows.prefix(headLines).enumerated().map { ($0.offset, ClipTable(columns: $0.element.cells.map(\.trimmed))) }
      .max { $0.1.known < $1.1.known }
  }

  private static func heads(_ separator: UInt8, _ text: PlainText) -> Int {
    head(of: DelimitedText(text, separator: separator))?.1.known ?? 0
  }

  /// The rate of the programme: as given, as a column says, or else as the clips' own, or the lowest that the labels allow.
  private static func programmeRate(
    _ table: ClipTable, _ rows: ArraySlice<DelimitedText.Row>, stated: FrameRate?, _ notes: inout NoteList
  ) -> FrameRate {
    let labels: [ClipTable.Role] = [.recordIn, .recordOut, .sourceIn, .sourceOut]
    let drops = rows.prefix(1000).contains { row in table.value(.recordIn, in: row.cells)?.contains { ";.".contains($0) } ?? false }
    func labelled(_ rate: FrameRate) -> FrameRate {
      drops && !rate.isDropFrame ? (try? FrameRate(rate.numerator, rate.denominator, dropFrame: true)) ?? rate : rate
    }
    if let stated { return labelled(stated) }
    for role in [ClipTable.Role.programmeRate, .rate] {
      if let rate = rows.lazy.compactMap({ table.value(role, in: $0.cells).flatMap(ClipTable.rate) }).first { return labelled(rate) }
    }
    let highest = rows.reduce(0) { highest, row in
      labels.reduce(highest) { max($0, table.value($1, in: row.cells).flatMap { Int($0.suffix(2)) } ?? 0) }
    }
    let rates: [FrameRate] = drops ? [.fps29_97df, .fps59_94df, .fps119_88df] : [.fps24, .fps25, .fps30, .fps50, .fps60, .fps120]
    let rate = rates.first { $0.nominal > highest } ?? .fps120
    notes.add(0, "it does not state its frame rate: it was read at \(rate), the lowest that its frame numbers allow; give the rate if it is another")
    return rate
  }

  // MARK: - Writing

  /// The cut as a shot list: a line for each clip, with where it is from and where it goes.
  ///
  /// - Returns: the text, and what such a list cannot say, each with its place.
  public static func text(of timeline: Timeline) -> (text: String, lost: [TimelineLoss]) {
    var lost = LossList()
    timeline.unsaid(by: .csv, with: [.clipStates, .speeds, .channels, .mediaNames, .identifiers, .extents, .grades, .comments], in: &lost)
    if !timeline.name.isEmpty { lost.add(.name, "the name of the cut, ‘\(timeline.name)’") }
    let rows = timeline.tracks.flatMap { row(of: $0, in: timeline) }
    if let first = rows.map(\.place).min(), first > .zero { lost.add(.start, at: timeline.start, "the \(first) frames before the first clip") }
    var keys: [String] = []
    var known: Set<String> = []
    for row in rows {
      for comment in row.clip.comments where known.insert(comment.column.lowercased()).inserted { keys.append(comment.column) }
    }
    for row in rows { row.clip.checkComments(in: keys, at: row.record?.start, &lost) }
    for row in rows { row.checkLabels(&lost) }
    for track in timeline.tracks {
      guard track.items.contains(where: { $0.clip != nil }) else {
        lost.add(.tracks, "the \(track.kind.rawValue) track \(track.number), on which no clip lies")
        continue
      }
      if case .gap = track.items.last { lost.add(.silence, "the black or silence at the end of the \(track.kind.rawValue) track \(track.number)") }
    }
    let columns = Self.columns.filter { column in column.isNeeded || rows.contains { !column.value($0).isEmpty } }
    var text = CSVText.line(columns.map(\.title) + keys.map(CSVText.disarmed))
    for row in rows.sorted(by: { ($0.place, $0.order) < ($1.place, $1.order) }) {
      let comments = Dictionary(row.clip.comments(in: keys).map { ($0.key, $0.value) }) { first, _ in first }
      text += CSVText.line((columns.map { $0.value(row) } + keys.map { comments[$0] ?? "" }).map(CSVText.disarmed))
    }
    return (text, lost.finished)
  }

  /// A line of the list.
  private struct Row {
    var clip: Clip
    var place: FrameCount
    var order: Int
    var track: String
    var record: TimecodeRange?
    var rate: FrameRate

    /// Says where labels are of another rate than the one that the line states.
    func checkLabels(_ lost: inout LossList) {
      let own = clip.source?.rate ?? rate
      let isNondrop = { (other: FrameRate) in rate.isDropFrame && other.hasSameSpeed(as: rate) && !other.isDropFrame }
      if let available = clip.media.available, !available.rate.hasSameSpeed(as: own) || isNondrop(available.rate) {
        lost.add(.extents, at: record?.start, "that all of the material of ‘\(clip.name)’ is counted at \(available.rate), not at \(own)")
      }
      if let source = clip.source, isNondrop(source.rate) {
        lost.add(.sources, at: record?.start, "that the labels of ‘\(clip.name)’ are \(source.rate) without drop-frame")
      }
    }
  }

  private struct Column: Sendable {
    var title: String
    var isNeeded = false
    var value: @Sendable (Row) -> String
  }

  private static let columns: [Column] = [
    Column(title: "Track", isNeeded: true) { $0.track },
    Column(title: "Clip", isNeeded: true) { $0.clip.name },
    Column(title: "Reel", isNeeded: true) { $0.clip.media.reel },
    Column(title: "Source In", isNeeded: true) { $0.clip.source?.start.description ?? "" },
    Column(title: "Source Out", isNeeded: true) { $0.clip.source?.end.description ?? "" },
    Column(title: "Record In", isNeeded: true) { $0.record?.start.description ?? "" },
    Column(title: "Record Out", isNeeded: true) { $0.record?.end.description ?? "" },
    Column(title: "Frames", isNeeded: true) { $0.clip.frames.description },
    Column(title: "Speed") { row in
      guard row.clip.speed != .one else { return "" }
      return row.clip.speed.multiplied(by: 100, over: 1).flatMap { $0.denominator == 1 ? "\($0)%" : nil } ?? row.clip.speed.description
    },
    Column(title: "File") { $0.clip.media.path },
    Column(title: "FPS") { row in row.clip.source.map { $0.rate.hasSameSpeed(as: row.rate) ? "" : $0.rate.nonDropFrame.description } ?? "" },
    Column(title: "Media Name") { $0.clip.media.name },
    Column(title: "UMID") { $0.clip.media.identifier },
    Column(title: "Media Start") { $0.clip.media.available?.start.description ?? "" },
    Column(title: "Media End") { $0.clip.media.available?.end.description ?? "" },
    Column(title: "Source Track") { $0.clip.sourceTrack > 0 ? "\($0.clip.sourceTrack)" : "" },
    Column(title: "Enabled") { $0.clip.isEnabled ? "" : "no" },
    Column(title: "ASC_SOP") { $0.clip.grade?.slopeOffsetPower ?? "" },
    Column(title: "ASC_SAT") { $0.clip.grade?.saturation ?? "" },
    Column(title: "Programme Rate", isNeeded: true) { $0.rate.nonDropFrame.description },
  ]

  private static func row(of track: Track, in timeline: Timeline) -> [Row] {
    let name = (track.kind == .video ? "V" : "A") + "\(track.number)"
    let unit = track.rate
    func frame(_ place: FrameCount) -> FrameCount {
      unit.flatMap { try? place.convertedByRealTime(from: $0, to: timeline.rate, rounding: .nearest) } ?? place
    }
    return track.placedItems.enumerated().compactMap { order, placed in
      guard var clip = placed.item.clip else { return nil }
      let place = frame(placed.start)
      clip.frames = frame(placed.start + clip.frames) - place
      let record = try? TimecodeRange(in: timeline.start.advanced(wrapping: place), duration: clip.frames)
      return Row(clip: clip, place: place, order: order, track: name, record: record, rate: timeline.rate)
    }
  }
}
