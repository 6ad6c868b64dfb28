// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Values of the model that OpenTimelineIO has no object for, as members of Lineup's own metadata.
enum OpenTimelineOwn {
  static func kept(_ value: JSONValue?) -> [Kept] {
    (value?.elements ?? []).compactMap { pair in
      guard pair.elements.count == 2, let format = pair.elements[0].string, let text = pair.elements[1].string else { return nil }
      return Kept(format, text)
    }
  }

  static func value(_ kept: [Kept]) -> JSONValue? {
    kept.isEmpty ? nil : .array(kept.map { .array([.text($0.format), .text($0.text)]) })
  }

  static func comments(_ value: JSONValue) -> [Clip.Comment] {
    value.elements.compactMap { pair in
      guard pair.elements.count == 2, let key = pair.elements[0].string, let text = pair.elements[1].string else { return nil }
      return Clip.Comment(key: key, value: text)
    }
  }

  static func value(_ comments: [Clip.Comment]) -> JSONValue? {
    comments.isEmpty ? nil : .array(comments.map { .array([.text($0.key), .text($0.value)]) })
  }

  static func marker(_ value: JSONValue) -> Marker? {
    guard let place = value["place"]?.whole else { return nil }
    return Marker(
      place: FrameCount(place), frames: FrameCount(value["frames"]?.whole ?? 0), color: value["color"]?.string ?? "",
      name: value["name"]?.string ?? "",
      text: value["text"]?.string ?? "", kept: kept(value["kept"]))
  }

  static func value(_ marker: Marker) -> JSONValue {
    .object([
      "place": .whole(marker.place.value), "frames": .whole(marker.frames.value), "color": .text(marker.color), "name": .text(marker.name),
      "text": .text(marker.text), "kept": value(marker.kept),
    ])
  }

  static func media(_ value: JSONValue) -> MediaReference {
    var media = MediaReference(
      name: value["name"]?.string ?? "", reel: value["reel"]?.string ?? "", path: value["path"]?.string ?? "",
      identifier: value["identifier"]?.string ?? "", generator: value["generator"]?.string ?? "", kept: kept(value["kept"]))
    if let range = value["available"], let rate = range["rate"]?.string.flatMap({ try? FrameRate($0) }), let start = range["start"]?.whole,
      let frames = range["frames"]?.whole
    {
      media.available = try? TimecodeRange(in: Timecode(wrapping: FrameCount(start), at: rate), duration: FrameCount(frames))
    }
    return media
  }

  static func value(_ media: MediaReference) -> JSONValue? {
    guard media != MediaReference() else { return nil }
    let available = media.available.map { range -> JSONValue in
      .object([
        "rate": .text(range.rate.exactText), "start": .whole(range.start.frameCount.value), "frames": .whole(range.duration.value),
      ])
    }
    return .object([
      "name": .text(media.name), "reel": .text(media.reel), "path": .text(media.path), "identifier": .text(media.identifier),
      "available": available, "generator": .text(media.generator), "kept": value(media.kept),
    ])
  }
}

/// The files of an `ImageSequenceReference`, as one path.
enum OpenTimelineSequence {
  /// `file:///plates/shot.%04d.exr`; `nil` where that is not what was kept.
  static func path(_ kept: [Kept]) -> String? {
    let own = OpenTimelineKept.members(kept).own
    guard own["OTIO_SCHEMA"]?.string?.hasPrefix("ImageSequenceReference.") == true else { return nil }
    var base = own["target_url_base"]?.string ?? ""
    if !base.isEmpty, !base.hasSuffix("/") { base += "/" }
    let digits = own["frame_zero_padding"]?.whole ?? 0
    return base + (own["name_prefix"]?.string ?? "") + (digits > 0 ? "%0\(digits)d" : "%d") + (own["name_suffix"]?.string ?? "")
  }
}

extension JSONValue {
  /// The whole number, where it is one.
  var whole: Int? {
    guard case .raw(let text) = self else { return nil }
    return Int(text).flatMap { $0.magnitude < 1 << 53 ? $0 : nil }
  }
}

extension Ratio {
  /// `3/2`, as `description` writes it.
  init?(fraction text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let top = parts.first.flatMap({ Int($0) }), parts.count <= 2 else { return nil }
    guard parts.count == 2 else {
      self.init(top)
      return
    }
    guard let bottom = Int(parts[1]), bottom > 0 else { return nil }
    self.init(top, bottom)
  }
}

extension FrameRate {
  /// The rate as `init(_:)` reads it back exactly.
  var exactText: String { (try? FrameRate(description)) == self ? description : "\(numerator)/\(denominator)" + (isDropFrame ? "df" : "") }
}

extension Clip.Comment {
  /// A comment of a list: `KEY: value`, or a text.
  init(openTimeline text: String) {
    guard let colon = text.firstRange(of: ": "), colon.lowerBound > text.startIndex else {
      self.init(key: "", value: text)
      return
    }
    self.init(key: String(text[..<colon.lowerBound]), value: String(text[colon.upperBound...]))
  }

  /// The same as one text.
  var openTimeline: String { key.isEmpty ? value : "\(key): \(value)" }
}
