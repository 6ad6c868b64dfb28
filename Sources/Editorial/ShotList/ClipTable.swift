// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A table with a line for each clip, whose columns people and programs name in their own ways: the common part of logs and shot lists.
struct ClipTable {
  /// What a column holds, where that is known.
  enum Role: Hashable {
    case name, reel, file, sourceIn, sourceOut, recordIn, recordOut, frames, track, speed, rate, programmeRate
    case slopeOffsetPower, saturation, identifier, enabled, mediaName, availableIn, availableOut, sourceTrack
  }

  let columns: [String]
  private let roles: [Role?]
  private let places: [Role: Int]

  init(columns: [String]) {
    self.columns = columns
    var places: [Role: Int] = [:]
    roles = columns.enumerated().map { place, title in
      guard let role = Self.role(of: title), places[role] == nil else { return nil }
      places[role] = place
      return role
    }
    self.places = places
  }

  /// How many columns are understood.
  var known: Int { places.count }
  /// Whether a column is there.
  func has(_ role: Role) -> Bool { places[role] != nil }

  /// The cell of a row in a column, without spaces around it; `nil` where it is empty or not there.
  func value(_ role: Role, in row: [String]) -> String? {
    guard let place = places[role], place < row.count else { return nil }
    let value = row[place].trimmed
    return value.isEmpty ? nil : value
  }

  /// The cells of columns that are not understood, each with its column's name.
  func comments(in row: [String]) -> [Clip.Comment] {
    zip(columns, row).enumerated().compactMap { place, cell in
      guard roles[place] == nil, !cell.1.trimmed.isEmpty else { return nil }
      return Clip.Comment(key: cell.0, value: cell.1.trimmed)
    }
  }

  /// A rate as lists write it: `24`, `23.98`, `25.00`, `29,97`, `23.976 fps`.
  static func rate(_ text: String) -> FrameRate? { try? FrameRate(String(text.trimmed.map { $0 == "," ? "." : $0 })) }

  /// A label at a rate, or at its drop-frame twin where the label is written so.
  static func label(_ text: String, at rate: FrameRate) -> Timecode? {
    let drops = text.contains { ";.,".contains($0) }
    guard drops != rate.isDropFrame else { return try? Timecode(text, at: rate) }
    if drops, let dropping = try? FrameRate(rate.numerator, rate.denominator, dropFrame: true), let label = try? Timecode(text, at: dropping) {
      return label
    }
    return try? Timecode(text, at: rate)
  }

  /// A speed as lists write it: `50%`, `-100.0 %`, `3/2`, `0.5`.
  static func speed(_ text: String) -> Ratio? {
    if text.hasSuffix("%") { return Ratio(decimal: String(text.dropLast()).trimmed)?.multiplied(by: 1, over: 100) }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int(String($0).trimmed) }
    if parts.count == 2, let top = parts[0], let bottom = parts[1] { return Ratio(top, bottom) }
    return Ratio(decimal: text)
  }

  // MARK: -

  static func role(of title: String) -> Role? {
    roleNames[String(title.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) })]
  }

  /// Names of columns without spaces and signs, as logs of Avid, edit indices of Resolve and people write them.
  private static let roleNames: [String: Role] = [
    "name": .name, "clip": .name, "clipname": .name, "shot": .name, "shotname": .name, "reel": .reel, "reelname": .reel, "tape": .reel,
    "tapename": .reel, "sourcereel": .reel, "roll": .reel, "file": .file, "filename": .file, "sourcefile": .file, "filepath": .file, "path": .file,
    "sourcein": .sourceIn, "srcin": .sourceIn, "sourcetcin": .sourceIn, "sourcetimecodein": .sourceIn, "start": .sourceIn, "in": .sourceIn,
    "tcin": .sourceIn, "starttc": .sourceIn, "sourceout": .sourceOut, "srcout": .sourceOut, "sourcetcout": .sourceOut,
    "sourcetimecodeout": .sourceOut, "end": .sourceOut, "out": .sourceOut, "tcout": .sourceOut, "endtc": .sourceOut, "recordin": .recordIn,
    "recin": .recordIn, "recordtcin": .recordIn, "timelinein": .recordIn, "sequencein": .recordIn, "recordout": .recordOut, "recout": .recordOut,
    "recordtcout": .recordOut, "timelineout": .recordOut, "sequenceout": .recordOut, "frames": .frames, "duration": .frames, "dur": .frames,
    "length": .frames, "track": .track, "tracks": .track, "v": .track, "channel": .track, "channels": .track, "speed": .speed, "fps": .rate,
    "sourcefps": .rate, "framerate": .rate, "mediarate": .rate, "programmerate": .programmeRate, "sequencerate": .programmeRate,
    "timelinefps": .programmeRate, "ascsop": .slopeOffsetPower, "ascsat": .saturation, "umid": .identifier, "identifier": .identifier,
    "enabled": .enabled, "medianame": .mediaName, "masterclip": .mediaName, "sourcestart": .availableIn, "mediastart": .availableIn,
    "sourceend": .availableOut, "mediaend": .availableOut, "sourcetrack": .sourceTrack, "sourcechannel": .sourceTrack,
  ]
}

extension ClipTable {
  /// What a row says, at the programme's rate, with the label in the programme where it gives one.
  struct Entry {
    var clip: Clip
    var record: TimecodeRange?
    var kind = Track.Kind.video
    var number = 1
  }

  /// A row as a clip. What is missing or not to be read is told to `note`.
  func entry(_ row: [String], at rate: FrameRate, note: (String) -> Void) -> Entry {
    let own = value(.rate, in: row).flatMap(Self.rate) ?? rate
    func label(_ role: Role, _ rate: FrameRate) -> Timecode? {
      guard let text = value(role, in: row) else { return nil }
      let label = Self.label(text, at: rate)
      if label == nil { note("‘\(text)’ is no label at \(rate): it was passed over") }
      return label
    }
    let source = range(label(.sourceIn, own), label(.sourceOut, own), row, own, note)
    var record: TimecodeRange?
    if let begin = label(.recordIn, rate) {
      record = range(begin, label(.recordOut, rate), row, rate, note)
    }
    let speed = value(.speed, in: row).flatMap(Self.speed) ?? .one
    let inFrames = source.flatMap { try? $0.duration.convertedByRealTime(from: $0.rate, to: rate, rounding: .nearest) }
    let written = value(.frames, in: row).flatMap { self.frames($0, at: rate) }
    let frames = record?.duration ?? (speed == .one ? inFrames : nil) ?? written ?? inFrames ?? .zero
    if frames == .zero, record == nil, source == nil, written == nil { note("it says nothing of the clip's length") }
    var grade: ColorDecisionText?
    if value(.slopeOffsetPower, in: row) != nil || value(.saturation, in: row) != nil {
      grade = ColorDecisionText(slopeOffsetPower: value(.slopeOffsetPower, in: row) ?? "", saturation: value(.saturation, in: row) ?? "")
    }
    let available = label(.availableIn, own).flatMap { begin in
      label(.availableOut, own).flatMap { end in begin.rate == end.rate ? try? TimecodeRange(in: begin, out: end) : nil }
    }
    var entry = Entry(
      clip: Clip(
        name: value(.name, in: row) ?? "", frames: frames, source: source, speed: speed,
        media: MediaReference(
          name: value(.mediaName, in: row) ?? "", reel: value(.reel, in: row) ?? "", path: value(.file, in: row) ?? "",
          identifier: value(.identifier, in: row) ?? "", available: available),
        sourceTrack: value(.sourceTrack, in: row).flatMap { Int($0) }.map { max(0, min($0, 9999)) } ?? 0,
        isEnabled: !["no", "false", "0", "off"].contains(value(.enabled, in: row)?.lowercased() ?? ""), grade: grade, comments: comments(in: row)),
      record: record)
    if let track = value(.track, in: row)?.uppercased() {
      entry.kind = track.hasPrefix("A") && !track.contains("V") ? .audio : .video
      let digits = track.drop { !("0"..."9").contains($0) }.prefix { ("0"..."9").contains($0) }
      entry.number = max(1, min(Int(digits) ?? 1, 999))
      if track.hasPrefix("V"), !track.dropFirst().first.map(\.isNumber).isTrue { entry.number = 1 }
    }
    return entry
  }

  private func range(_ start: Timecode?, _ end: Timecode?, _ row: [String], _ rate: FrameRate, _ note: (String) -> Void) -> TimecodeRange? {
    guard let start else { return nil }
    if let end {
      guard let range = try? TimecodeRange(in: start, out: end) else {
        note("its labels \(start) and \(end) are not counted alike: the range was passed over")
        return nil
      }
      if range.duration.value > rate.framesPerDay / 2 { note("its out-point \(end) lies before its in-point \(start)") }
      return range
    }
    return value(.frames, in: row).flatMap { frames($0, at: rate) }.flatMap { try? TimecodeRange(in: start, duration: $0) }
  }

  /// A length: frames, or a label.
  private func frames(_ text: String, at rate: FrameRate) -> FrameCount? {
    if let frames = Int(text) { return (0...Timeline.longestItem.value).contains(frames) ? FrameCount(frames) : nil }
    return Self.label(text, at: rate)?.frameCount
  }
}

extension Clip {
  /// What people wrote of the clip as a table with these columns gives it back: column by column, several of one in one cell.
  func comments(in columns: [String]) -> [Comment] {
    let cells = Dictionary(grouping: comments) { $0.column.lowercased() }.mapValues { $0.map(\.value).joined(separator: "; ").trimmed }
    return columns.compactMap { column in
      cells[column.lowercased()].flatMap { $0.isEmpty ? nil : Comment(key: column, value: $0) }
    }
  }

  /// Adds to `lost` that the clip's comments come back otherwise from a table with these columns, where they do.
  func checkComments(in columns: [String], at place: Timecode?, _ lost: inout LossList) {
    if comments(in: columns) != comments { lost.add(.comments, at: place, "the order, or the names, of the comments on ‘\(name)’") }
  }
}

extension Clip.Comment {
  /// The column of a table that it goes to: not one that would be read as something else.
  var column: String { key.isEmpty ? "Comments" : ClipTable.role(of: key) == nil ? key : key + " (comment)" }
}

extension Bool? {
  fileprivate var isTrue: Bool { self == true }
}
