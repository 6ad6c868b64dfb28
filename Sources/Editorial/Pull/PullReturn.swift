// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What came back for a shot that was pulled, as its file tells.
public struct ReturnedMedia: Hashable, Sendable {
  /// Where it is.
  public var path: String
  /// Its name without folder and ending, and of a sequence of stills without the frame numbers.
  public var name: String
  /// Frames.
  public var frames: FrameCount
  /// Its rate; `nil` where it states none, as stills do.
  public var rate: FrameRate?
  /// The label of its first frame; `nil` where it has none.
  public var start: Timecode?
  /// The number of its first frame, for a sequence of stills.
  public var firstFrame: Int?
  /// Numbers that are missing from a sequence of stills.
  public var missingFrames: [Int]
  /// Columns and lines, `1920×1080`; empty where they are not known.
  public var raster: String
  /// What is wrong with the file itself, each a sentence: pictures that cannot be decoded, a name that comes twice.
  public var trouble: [String]

  /// Media as given.
  public init(
    path: String, name: String, frames: FrameCount, rate: FrameRate? = nil, start: Timecode? = nil, firstFrame: Int? = nil, missingFrames: [Int] = [],
    raster: String = "", trouble: [String] = []
  ) {
    self.path = path
    self.name = name
    self.frames = frames
    self.rate = rate
    self.start = start
    self.firstFrame = firstFrame
    self.missingFrames = missingFrames
    self.raster = raster
    self.trouble = trouble
  }
}

/// What came back from a vendor, held against what was pulled: shot by shot accepted or refused, with the reasons.
public struct PullReturn: Hashable, Sendable {
  /// How it stands with a shot.
  public enum State: String, Hashable, Sendable, Codable {
    /// What came back is what was asked for.
    case accepted
    /// It is not, and the reasons say why.
    case refused
    /// Nothing came back.
    case missing
  }

  /// A shot, and what came back for it.
  public struct Item: Hashable, Sendable {
    /// The shot that was pulled.
    public var shot: PullList.Shot
    /// What came back; the latest version, where there are several.
    public var media: ReturnedMedia?
    /// Its version, such as 3 of `v003`; `nil` where its name has none.
    public var version: Int?
    /// How it stands.
    public var state: State
    /// Why it was refused, each reason a sentence.
    public var reasons: [String]
    /// What is worth knowing and no reason to refuse.
    public var notes: [String]
  }

  /// The shots of the pull, in its order.
  public var items: [Item]
  /// Files that belong to no shot of the pull.
  public var strangers: [ReturnedMedia]

  /// Holds files against a pull.
  ///
  /// A file is of a shot where its name begins with the shot's, and what follows is parted from it: `sc010_comp_v002` is of `sc010`, not of `sc01`.
  ///
  /// - Parameters:
  ///   - raster: columns and lines that are asked for, `1920×1080`; the same for all shots, or nothing.
  public init(of list: PullList, _ returned: [ReturnedMedia], raster: String = "") {
    var byShot: [String: [ReturnedMedia]] = [:]
    strangers = []
    let names = Set(list.shots.map { $0.name.lowercased() })
    for media in returned {
      if let name = Self.shotName(media.name.lowercased(), among: names) { byShot[name, default: []].append(media) } else { strangers.append(media) }
    }
    items = list.shots.map { shot in
      let versions = (byShot[shot.name.lowercased()] ?? []).map { (media: $0, version: VersionedName($0.name)?.number) }
      guard let latest = versions.max(by: { ($0.version ?? -1, $0.media.path) < ($1.version ?? -1, $1.media.path) }) else {
        return Item(shot: shot, state: .missing, reasons: ["nothing came back for it"], notes: [])
      }
      var item = Item(shot: shot, media: latest.media, version: latest.version, state: .accepted, reasons: [], notes: [])
      if latest.version == nil { item.notes.append("its name has no version") }
      let rivals = versions.filter { $0.version == latest.version }
      if rivals.count > 1 {
        item.reasons.append("\(rivals.count) files claim to be this version: \(rivals.map(\.media.path).sorted().joined(separator: ", "))")
      } else if versions.count > 1 {
        item.notes.append("\(versions.count) versions came back; the latest was taken")
      }
      item.judge(latest.media, raster: raster)
      if !item.reasons.isEmpty { item.state = .refused }
      return item
    }
  }

  /// Whether everything that was pulled came back as it should.
  public var isWhole: Bool { items.allSatisfy { $0.state == .accepted } }

  /// The longest shot's name with which a file's name begins.
  private static func shotName(_ name: String, among names: Set<String>) -> String? {
    if names.contains(name) { return name }
    var end = name.endIndex
    while end > name.startIndex {
      end = name.index(before: end)
      guard "_-. ".contains(name[end]) else { continue }
      if names.contains(String(name[..<end])) { return String(name[..<end]) }
    }
    return nil
  }
}

extension PullReturn.Item {
  fileprivate mutating func judge(_ media: ReturnedMedia, raster: String) {
    reasons += media.trouble
    let wanted = shot.source.duration
    if media.frames != wanted {
      let difference = media.frames.value - wanted.value
      let words = "\(abs(difference)) \(abs(difference) == 1 ? "frame" : "frames") \(difference < 0 ? "short" : "too long")"
      let hint = media.frames == shot.cut.duration && shot.headHandle + shot.tailHandle > .zero ? ": it came back without its handles" : ""
      reasons.append("it is \(words): \(media.frames) of \(wanted)\(hint)")
    }
    if !media.missingFrames.isEmpty {
      let named = media.missingFrames.prefix(8).map(String.init).joined(separator: ", ")
      reasons.append("frames are missing inside: \(named)\(media.missingFrames.count > 8 ? " and \(media.missingFrames.count - 8) more" : "")")
    }
    if let rate = media.rate, !rate.hasSameSpeed(as: shot.source.rate) { reasons.append("it runs at \(rate), and was pulled at \(shot.source.rate)") }
    if let first = media.firstFrame {
      if first != shot.firstFrame { reasons.append("it begins with frame \(first), and was pulled from \(shot.firstFrame)") }
    } else if let start = media.start {
      if start.withSameDigits(at: shot.source.rate) != shot.source.start || !start.rate.hasSameSpeed(as: shot.source.rate) {
        reasons.append("its first frame is labelled \(start), and was pulled from \(shot.source.start)")
      }
    } else {
      notes.append("it has neither timecode nor frame numbers: that it begins with the right frame cannot be told")
    }
    if !raster.isEmpty, !media.raster.isEmpty, media.raster != raster {
      reasons.append("it has \(media.raster) pixels, and \(raster) were asked for")
    }
  }
}

extension PullReturn {
  /// The cut with what came back in place of what was pulled, wherever it was accepted.
  ///
  /// Clips keep their lengths and their labels of the source: what came back has the same ones. A clip that lies where the shot lay and is another by now, by
  /// its name, its reel or the frames that it takes, keeps what it has.
  ///
  /// - Returns: the cut, how many clips were given what came back, and those that were not, a sentence each.
  public func cutIn(_ timeline: Timeline) -> (timeline: Timeline, count: Int, skipped: [String]) {
    struct Place: Hashable {
      var track: String
      var recordIn: FrameCount
    }
    var media: [Place: (shot: PullList.Shot, use: PullList.Use, media: ReturnedMedia)] = [:]
    for item in items where item.state == .accepted {
      guard let returned = item.media else { continue }
      for use in item.shot.uses { media[Place(track: use.track, recordIn: use.recordIn.frameCount)] = (item.shot, use, returned) }
    }
    var result = timeline
    var count = 0
    var skipped: [String] = []
    for track in result.tracks.indices {
      let name = CutEvent.TrackName(kind: result.tracks[track].kind, number: result.tracks[track].number).description
      let unit = result.tracks[track].rate ?? timeline.rate
      for (index, placed) in timeline.tracks[track].placedItems.enumerated() {
        guard let clip = placed.item.clip else { continue }
        let offset = (try? placed.start.convertedByRealTime(from: unit, to: timeline.rate, rounding: .nearest)) ?? placed.start
        let label = timeline.start.advanced(wrapping: offset)
        guard let (shot, use, returned) = media.removeValue(forKey: Place(track: name, recordIn: label.frameCount)) else { continue }
        if let difference = Self.difference(clip, shot, use) {
          skipped.append("\(shot.name): \(name) \(label) \(difference), and keeps what it has")
          continue
        }
        var new = clip
        new.media = MediaReference(name: returned.name, reel: clip.media.reel, path: returned.path, available: shot.source)
        result.tracks[track].items[index] = .clip(new.countedAsItsMedia)
        count += 1
      }
    }
    for (place, one) in media.sorted(by: { ($0.value.shot.name, $0.key.track) < ($1.value.shot.name, $1.key.track) }) {
      skipped.append("\(one.shot.name): nothing begins at \(one.use.recordIn) on \(place.track) of this cut")
    }
    return (result, count, skipped)
  }

  /// Why a clip is not the one that the shot was pulled for; `nil` where it is.
  private static func difference(_ clip: Clip, _ shot: PullList.Shot, _ use: PullList.Use) -> String? {
    guard clip.name == use.clip else { return "is ‘\(clip.name)’ in this cut, and was ‘\(use.clip)’ when it was pulled" }
    guard clip.media.reel.uppercased() == shot.reel.uppercased() || clip.media.reel.isEmpty || shot.reel.isEmpty else {
      return "is of reel \(clip.media.reel) in this cut, and was of \(shot.reel) when it was pulled"
    }
    guard let source = clip.source.map({ $0.withSameDigits(at: shot.source.rate) ?? $0 }), source.rate.hasSameSpeed(as: shot.source.rate) else {
      return "is counted at another rate than the shot"
    }
    let first = (try? shot.source.start.duration(until: source.start)) ?? FrameCount(.max / 2)
    guard first + source.duration <= shot.source.duration else { return "takes \(source), and \(shot.source) was pulled" }
    return nil
  }
}
