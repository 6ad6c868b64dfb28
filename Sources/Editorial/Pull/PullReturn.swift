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
