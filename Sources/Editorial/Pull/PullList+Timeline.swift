// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Timing

extension PullList {
  /// What a cut needs of its media.
  ///
  /// The clips' media say what there is of them (`MediaReference.available`), as a conform leaves them; where one does not, it is taken to have what is asked.
  public init(of timeline: Timeline, options: PullOptions = PullOptions()) {
    self.init(title: timeline.name, options: options, shots: [], refused: [])
    var naming = ShotNaming()
    var ranges: [Wanted] = []
    for event in timeline.events(in: [:]) where event.track.kind == .video || options.takesSound {
      let place = "\(event.track) \(event.recordIn) ‘\(event.clip.name)’"
      switch Wanted.of(event, options) {
      case .success(let wanted?): ranges.append(wanted)
      case .success(nil): break
      case .failure(let reason): refused.append(Refusal(place: place, reason: reason.text))
      }
    }
    if options.mergesRanges { ranges = Wanted.merged(ranges) }
    for wanted in ranges {
      switch wanted.shot(options, naming: &naming) {
      case .success(let shot): shots.append(shot)
      case .failure(let reason): refused.append(Refusal(place: wanted.place, reason: reason.text))
      }
    }
  }
}

/// Why something cannot be pulled.
private struct Reason: Error { var text: String }

/// Names of which none comes twice.
private struct ShotNaming {
  private var taken: Set<String> = []
  private var counts: [String: Int] = [:]

  /// The name, or with a number behind it where another shot has it.
  mutating func unique(_ name: String) -> String {
    var candidate = name
    var count = counts[name.lowercased()] ?? 1
    while !taken.insert(candidate.lowercased()).inserted {
      count += 1
      candidate = "\(name)_\(count)"
    }
    counts[name.lowercased()] = count
    return candidate
  }
}

/// A range that a cut needs, with handles, before it is held against what there is.
private struct Wanted {
  var key: String
  var clip: Clip
  var place: String
  var rate: FrameRate
  /// Frames of the source from midnight, with handles.
  var need: Range<Int>
  /// Those that the cut shows.
  var cut: Range<Int>
  var name: String
  /// Whether somebody gave it that name, and it is not only the clip's.
  var isNamed: Bool
  var vendor: String
  var uses: [PullList.Use]

  /// What an event needs; `nil` for one that is not asked for.
  static func of(_ event: CutEvent, _ options: PullOptions) -> Result<Wanted?, Reason> {
    var event = event
    event.clip = event.clip.countedAsItsMedia
    let clip = event.clip
    guard clip.isEnabled, clip.media.generator.isEmpty, clip.frames > .zero || event.opening != nil || event.following != nil else {
      return .success(nil)
    }
    let name = Self.name(of: clip, by: options.naming)
    if name == nil, options.onlyNamed { return .success(nil) }
    guard clip.sequence == nil else {
      return .failure(Reason(text: "it is a cut of its own: pull from that cut, or export the programme without nested cuts"))
    }
    guard let source = clip.source else {
      return .failure(Reason(text: "the cut does not say what is taken of the material: it has no source labels"))
    }
    guard let need = event.need(handles: options.handles, at: source.rate), let cut = event.need(handles: 0, at: source.rate), !need.isEmpty else {
      return .failure(Reason(text: "it takes no frame of its material"))
    }
    let identity = CutIdentity(clip)
    let evidence = CutIdentity.Evidence.allCases.lazy.compactMap { kind in identity[kind].map { "\(kind.rawValue) \($0)" } }.first
    guard let evidence else { return .failure(Reason(text: "the cut does not say of which material it is: neither file, nor reel, nor name")) }
    let plain = name ?? fileStem(clip.name.isEmpty ? clip.media.name.isEmpty ? clip.media.reel : clip.media.name : clip.name)
    return .success(
      Wanted(
        key: "\(event.track.kind.rawValue) \(source.rate.numerator)/\(source.rate.denominator) \(evidence)", clip: clip,
        place: "\(event.track) \(event.recordIn) ‘\(clip.name)’", rate: source.rate, need: need, cut: cut, name: safe(plain), isNamed: name != nil,
        vendor: options.vendorKey.flatMap { key in comment(key, of: clip) } ?? "",
        uses: [
          .init(track: event.track.description, recordIn: event.recordIn, recordOut: event.recordOut, clip: clip.name, speed: clip.speed.description)
        ]))
  }

  private static func name(of clip: Clip, by naming: PullOptions.Naming) -> String? {
    let name: String? =
      switch naming {
      case .clip: nil
      case .marker: clip.markers.lazy.map { $0.name.isEmpty ? $0.text : $0.name }.first { !$0.isEmpty }
      case .comment(let key): comment(key, of: clip)
      }
    return name?.trimmed.isEmpty == false ? name?.trimmed : nil
  }

  private static func comment(_ key: String, of clip: Clip) -> String? {
    clip.comments.first { $0.key.lowercased() == key.lowercased() && !$0.value.isEmpty }?.value
  }

  private static func fileStem(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex, name.distance(from: dot, to: name.endIndex) <= 6 else { return name }
    return String(name[..<dot])
  }

  /// A name that can be a file's everywhere: letters, figures and `-_.`; whatever else becomes `_`.
  private static func safe(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-_.".unicodeScalars.contains(scalar)
      return isPlain ? Character(scalar) : "_"
    }
    // What is made of it, a number, an ending and a temporary name go behind it: 255 bytes are the most that file systems take.
    // What begins with a dash is an option in a shell.
    var text = String(kept).drop { $0 == "." || $0 == "-" }
    while text.utf8.count > 100 { text.removeLast() }
    guard !text.isEmpty else { return "shot" }
    return SystemPath.isDevice(text) ? "\(text)_" : String(text)
  }

  /// Ranges of one piece of media that meet or overlap, as one; shots that were given names of their own stay apart.
  static func merged(_ wanted: [Wanted]) -> [Wanted] {
    var groups: [String: [Int]] = [:]
    for (index, one) in wanted.enumerated() { groups["\(one.vendor)\u{0}\(one.isNamed ? one.name : "")\u{0}\(one.key)", default: []].append(index) }
    var result: [(order: Int, wanted: Wanted)] = []
    for group in groups.values {
      var open: (order: Int, wanted: Wanted)?
      for index in group.sorted(by: { (wanted[$0].need.lowerBound, $0) < (wanted[$1].need.lowerBound, $1) }) {
        let next = wanted[index]
        guard var current = open, next.need.lowerBound <= current.wanted.need.upperBound else {
          if let open { result.append(open) }
          open = (index, next)
          continue
        }
        current.wanted.need = current.wanted.need.lowerBound..<max(current.wanted.need.upperBound, next.need.upperBound)
        current.wanted.cut = min(current.wanted.cut.lowerBound, next.cut.lowerBound)..<max(current.wanted.cut.upperBound, next.cut.upperBound)
        current.wanted.uses += next.uses
        current.order = min(current.order, index)
        open = current
      }
      if let open { result.append(open) }
    }
    return result.sorted { $0.order < $1.order }.map(\.wanted)
  }

  /// The range held against what there is of the material.
  func shot(_ options: PullOptions, naming: inout ShotNaming) -> Result<PullList.Shot, Reason> {
    let there = available ?? need
    let taken = need.clamped(to: there)
    guard !taken.isEmpty else {
      return .failure(
        Reason(text: "the media has none of the frames that the cut takes: it holds \(clip.media.available.map(\.description) ?? "nothing")"))
    }
    func range(_ frames: Range<Int>) -> TimecodeRange? {
      try? TimecodeRange(in: Timecode(wrapping: FrameCount(frames.lowerBound), at: rate), duration: FrameCount(frames.count))
    }
    let shown = cut.clamped(to: taken)
    guard let source = range(taken), let cutRange = range(shown) else { return .failure(Reason(text: "the range is longer than a day")) }
    let first =
      switch options.numbering {
      case .handle(let number): number
      case .cut(let number): number - (shown.lowerBound - taken.lowerBound)
      case .timecode: source.start.frameCount.value
      }
    return .success(
      PullList.Shot(
        name: naming.unique(name), vendor: vendor, path: clip.media.path, reel: clip.media.reel, clip: clip.name, source: source, cut: cutRange,
        firstFrame: first, shortHead: FrameCount(taken.lowerBound - need.lowerBound), shortTail: FrameCount(need.upperBound - taken.upperBound),
        lacksCut: shown != cut, uses: uses, slopeOffsetPower: clip.grade?.slopeOffsetPower ?? "", saturation: clip.grade?.saturation ?? ""))
  }

  /// What there is of the material, in frames from midnight at the source's rate, on the day on which the need lies.
  private var available: Range<Int>? {
    guard let available = clip.media.available else { return nil }
    func counted(_ frames: FrameCount) -> Int? {
      available.rate.hasSameSpeed(as: rate)
        ? frames.value : (try? frames.convertedByRealTime(from: available.rate, to: rate, rounding: .nearest))?.value
    }
    guard let start = counted(available.start.frameCount), let length = counted(available.duration) else { return nil }
    // A range across midnight goes on counting, and what lies behind midnight may be counted from zero: the day is the one with more of what is needed.
    let days = [0, -rate.framesPerDay].map { start + $0..<start + $0 + length }
    return need.clamped(to: days[0]).count >= need.clamped(to: days[1]).count ? days[0] : days[1]
  }
}
