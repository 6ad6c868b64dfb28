// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation
import Testing
import Timing

/// A reel of fourteen shots of real clips, picture with its sound, in two versions: twelve changes lie between them, each of a kind of its own or at a limit of its own.
struct StoryCut {
  /// Frames of each camera file.
  static let fileFrames = 200
  /// What a file holds at `name`, by its first label. Two of them have one name and the same labels.
  static let files = [
    "A001C001": "10:00:00:00", "A001C002": "10:00:20:00", "A001C003": "10:00:40:00", "A001C004": "10:01:00:00", "A001C005": "10:01:20:00",
    "A001C006": "10:01:40:00", "A001C007": "10:02:00:00", "B001C001": "11:00:00:00", "HL_080_comp_v001": "12:00:00:00",
    "HL_080_comp_v002": "12:00:00:00",
  ]

  private var picture: [TrackItem] = []
  private var sound: [TrackItem] = []
  private var upper: [TrackItem] = []
  /// What was planted, `kind name`.
  private(set) var planted: Set<String> = []

  /// Version 7.
  init() throws {
    let shots = [
      ("sh01", "A001C001", 20), ("sh02", "A001C002", 20), ("sh03", "A001C003", 20), ("sh04", "A001C004", 20), ("sh05", "A001C005", 20),
      ("sh06", "A001C006", 20), ("sh07", "A001C001", 120), ("sh08", "HL_080_comp_v001", 20), ("sh09", "A001C002", 120), ("sh10", "A001C003", 120),
      ("sh11", "A001C004", 120), ("sh12", "A001C005", 120), ("sh13", "A001C006", 120), ("sh14", "B001C001", 20),
    ]
    for (name, file, first) in shots {
      // A clip that is to play at twice the speed has to find its frames within handles.
      let shot = try Self.clip(name, of: file, from: first, frames: name == "sh09" ? 8 : 30)
      picture.append(shot)
      sound.append(shot.heard)
    }
  }

  /// The cut as it stands.
  func timeline(_ name: String) throws -> Timeline {
    var tracks = [Track(.video, number: 1, items: picture)]
    if !upper.isEmpty { tracks.append(Track(.video, number: 2, items: upper)) }
    tracks.append(Track(.audio, number: 1, name: "Dialogue", items: sound))
    return Timeline(name: name, start: try Timecode("01:00:00:00", at: .fps25), tracks: tracks)
  }

  /// Plants all twelve changes of version 8; handles are of ten frames.
  mutating func plantAll() throws {
    try change("trim sh03") { $0.take(from: 6, frames: 24) }
    // Fourteen frames more: four of them were never pulled.
    try change("trim sh04") { $0.take(from: 0, frames: 44) }
    try change("slip sh05") { $0.take(from: 6, frames: 30) }
    try change("slip sh13") { $0.take(from: -5, frames: 30) }
    try change("replace sh08") { $0.media = MediaReference(path: "HL_080_comp_v002.mov") }
    try change("retime sh09", withSound: false) { clip in
      clip.take(from: 0, frames: 16)
      (clip.frames, clip.speed) = (8, Ratio(2) ?? .one)
    }
    try change("detail sh12", withSound: false) { $0.grade = ColorDecisionText(slopeOffsetPower: "(1.1 1 0.9)(0 0 0)(1 1 1)", saturation: "0.9") }
    try toUpperTrack("sh11")
    try dissolve(into: "sh07")
    try remove("sh02")
    planted.insert("delete sh02")
    let moved = try remove("sh10")
    try insert(moved, before: "sh03")
    planted.insert("move sh10")
    let new = try Self.clip("sh15", of: "A001C007", from: 60, frames: 30)
    try insert((new, new.heard), before: "sh06")
    planted.insert("insert sh15")
  }

  // MARK: -

  private static func clip(_ name: String, of file: String, from first: Int, frames: Int) throws -> TrackItem {
    let start = try Timecode(#require(files[file]), at: .fps25).advanced(wrapping: FrameCount(first))
    let isPlate = file.hasPrefix("HL")
    return .clip(
      Clip(
        name: name, frames: FrameCount(frames), source: try TimecodeRange(in: start, duration: FrameCount(frames)),
        media: isPlate ? MediaReference(path: "\(file).mov") : MediaReference(reel: file), sourceTrack: 1,
        comments: name == "sh01" || name == "sh05" ? [Clip.Comment(key: "VFX", value: "HL_0\(name == "sh01" ? 1 : 5)0")] : []))
  }

  private func place(_ name: String, in items: [TrackItem]) throws -> Int { try #require(items.firstIndex { $0.clip?.name == name }) }

  private mutating func change(_ words: String, withSound: Bool = true, _ body: (inout Clip) -> Void) throws {
    let name = String(words.suffix(4))
    let place = try place(name, in: picture)
    guard case .clip(var clip) = picture[place] else { return }
    body(&clip)
    picture[place] = .clip(clip)
    if withSound { sound[try self.place(name, in: sound)] = picture[place].heard }
    planted.insert(words)
  }

  private mutating func toUpperTrack(_ name: String) throws {
    let place = try place(name, in: picture)
    let clip = picture[place]
    upper = [.gap(picture[..<place].reduce(.zero) { $0 + $1.frames }), clip]
    picture[place] = .gap(clip.frames)
    planted.insert("track \(name)")
  }

  private mutating func dissolve(into name: String) throws {
    let transition = TrackItem.transition(Transition(.dissolve, head: 4, tail: 4))
    picture.insert(transition, at: try place(name, in: picture))
    sound.insert(transition, at: try place(name, in: sound))
    planted.insert("transition \(name)")
  }

  @discardableResult private mutating func remove(_ name: String) throws -> (TrackItem, TrackItem) {
    let before = try shift(behind: name)
    let pair = (picture.remove(at: try place(name, in: picture)), sound.remove(at: try place(name, in: sound)))
    if before { moveUpper(by: -pair.0.frames.value) }
    return pair
  }

  private mutating func insert(_ pair: (TrackItem, TrackItem), before name: String) throws {
    if try shift(behind: name) { moveUpper(by: pair.0.frames.value) }
    picture.insert(pair.0, at: try place(name, in: picture))
    sound.insert(pair.1, at: try place(name, in: sound))
  }

  /// Whether what lies on the upper track lies behind a clip of the lower one.
  private func shift(behind name: String) throws -> Bool {
    guard let gap = upper.first?.frames else { return false }
    return picture[..<(try place(name, in: picture))].reduce(FrameCount.zero) { $0 + $1.frames } < gap
  }

  private mutating func moveUpper(by frames: Int) { upper[0] = .gap(upper[0].frames + FrameCount(frames)) }
}

extension Clip {
  /// Takes other frames of the material: `from` frames later than now.
  fileprivate mutating func take(from: Int, frames: Int) {
    guard let source else { return }
    self.source = try? TimecodeRange(in: source.start.advanced(wrapping: FrameCount(from)), duration: FrameCount(frames))
    self.frames = FrameCount(frames)
  }
}

extension TrackItem {
  /// The sound of a clip: without what is said of its picture.
  fileprivate var heard: TrackItem {
    guard case .clip(var clip) = self else { return self }
    clip.comments = []
    return .clip(clip)
  }
}
