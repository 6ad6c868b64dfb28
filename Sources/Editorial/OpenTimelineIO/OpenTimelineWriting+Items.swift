// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension OpenTimelineWriting {
  func clip(_ clip: Clip, at rate: FrameRate, of cut: Timeline) -> JSONValue {
    let (kept, others) = OpenTimelineKept.members(clip.kept)
    let start = clip.source?.start ?? Timecode(wrapping: .zero, at: rate)
    let duration = OpenTimelineTime(value: Double(clip.frames.value), rate: rate)
    let consumed = OpenTimelineSource.consumed(duration, speed: clip.speed, at: start.rate)
    let own = JSONValue.object([
      "source": clip.source == nil ? .null : nil,
      "source_rate": isImplied(start.rate, in: cut) ? nil : .text(start.rate.exactText),
      "source_frames": clip.source.flatMap { $0.duration == consumed ? nil : .whole($0.duration.value) },
    ])
    let key = kept["active_media_reference_key"]?.string ?? "DEFAULT_MEDIA"
    let references = JSONValue.object([.init(key: key, value: media(clip.media, of: cut))]).merged(with: kept["media_references"] ?? .object([]))
    return object(
      "Clip.2", metadata: metadata(of: clip, own: own, others: others), kept: kept, without: ["media_references"],
      [
        "name": .text(clip.name), "source_range": range(time(start.frameCount, at: start.rate), time(clip.frames, at: rate)),
        "effects": .array(effects(of: clip, kept)), "markers": .array(clip.markers.map { marker($0, origin: start, at: rate) }),
        "enabled": .truth(clip.isEnabled), "media_references": references, "active_media_reference_key": .text(key),
      ])
  }

  /// A cut within the cut: a stack, whose labels begin at nothing.
  mutating func nested(_ clip: Clip, at rate: FrameRate, of cut: Timeline, depth: Int) throws(EditorialError) -> JSONValue {
    guard let inner = clip.sequence else { return self.clip(clip, at: rate, of: cut) }
    let (kept, others) = OpenTimelineKept.members(clip.kept)
    let first = clip.source?.start ?? inner.start
    let place = (try? inner.start.duration(until: first)) ?? .zero
    if first.rate != inner.rate {
      lost.add(.sources, "that the range of the cut ‘\(clip.name)’ within is at \(first.rate), and the cut itself at \(inner.rate)")
    }
    let duration = OpenTimelineTime(value: Double(clip.frames.value), rate: rate)
    let consumed = OpenTimelineSource.consumed(duration, speed: clip.speed, at: inner.rate)
    let sequence = JSONValue.object([
      "name": inner.name == clip.name ? nil : .text(inner.name),
      "start": inner.start.frameCount == .zero ? nil : .whole(inner.start.frameCount.value),
      "rate": inner.rate == cut.rate ? nil : .text(inner.rate.exactText),
      "source_frames": clip.source.flatMap { $0.duration == consumed ? nil : .whole($0.duration.value) },
      "markers": inner.markers.isEmpty ? nil : .array(inner.markers.map(OpenTimelineOwn.value)), "kept": OpenTimelineOwn.value(inner.kept),
      "media": {
        var media = clip.media
        media.reel = ""
        return OpenTimelineOwn.value(media)
      }(),
    ])
    let own = JSONValue.object(["source": clip.source == nil ? .null : nil, "sequence": sequence.isEmpty ? nil : sequence])
    let children = try tracks(inner.tracks, of: inner, depth: depth + 1, kept: kept)
    let start = Timecode(wrapping: place, at: inner.rate)
    return object(
      "Stack.1", metadata: metadata(of: clip, own: own, others: others), kept: kept,
      [
        "name": .text(clip.name), "source_range": range(time(place, at: inner.rate), time(clip.frames, at: rate)),
        "effects": .array(effects(of: clip, kept)), "markers": .array(clip.markers.map { marker($0, origin: start, at: rate) }),
        "enabled": .truth(clip.isEnabled), "children": .array(children),
      ])
  }

  private func metadata(of clip: Clip, own: JSONValue, others: [Kept]) -> JSONValue {
    let texts = clip.comments.map(\.openTimeline)
    let isPlain = texts.map(Clip.Comment.init(openTimeline:)) == clip.comments
    let grade = clip.grade.flatMap(Self.grade)
    let more = JSONValue.object([
      "source_track": clip.sourceTrack == 0 ? nil : .whole(clip.sourceTrack),
      "speed": Ratio(nearest: clip.speed.double) == clip.speed ? nil : .text(clip.speed.description),
      "curve": clip.speedCurve.isEmpty
        ? nil : .array(clip.speedCurve.map { .array([.whole($0.place.value), .text($0.source.description)]) }),
      "comments": isPlain ? nil : OpenTimelineOwn.value(clip.comments),
      "cdl": clip.grade.flatMap { text in
        grade == nil ? .object(["sop": .text(text.slopeOffsetPower), "sat": .text(text.saturation)]) : nil
      },
      "kept": OpenTimelineOwn.value(others),
    ])
    let list = JSONValue.object([
      "reel": clip.media.reel.isEmpty ? nil : .text(clip.media.reel),
      "comments": texts.isEmpty ? nil : .array(texts.map { .text($0) }),
    ])
    return metadata(own: own.merged(with: more), list: list, grade: grade)
  }

  /// The grade as numbers, to the letter; `nil` where its text is not three times three numbers and a fourth as JSON writes them.
  private static func grade(_ grade: ColorDecisionText) -> JSONValue? {
    func number(_ text: Substring) -> JSONValue? {
      let tape = JSONTape(Array(text.utf8))
      guard tape.fault == nil, let root = tape.root, tape.kind(root) == .number, tape.compact(root) == text else { return nil }
      return .raw(String(text))
    }
    let parts = grade.slopeOffsetPower.split(whereSeparator: { "()".contains($0) }).map { $0.split(separator: " ").compactMap(number) }
    let saturation = grade.saturation.isEmpty ? nil : number(grade.saturation[...])
    guard grade.saturation.isEmpty || saturation != nil else { return nil }
    guard !grade.slopeOffsetPower.isEmpty else { return saturation.map { .object(["asc_sat": $0]) } }
    guard parts.count == 3, parts.allSatisfy({ $0.count == 3 }) else { return nil }
    let written = parts.map { part in "(" + part.compactMap { if case .raw(let text) = $0 { text } else { nil } }.joined(separator: " ") + ")" }
      .joined()
    guard written == grade.slopeOffsetPower else { return nil }
    return .object([
      "asc_sat": saturation, "asc_sop": .object(["slope": .array(parts[0]), "offset": .array(parts[1]), "power": .array(parts[2])]),
    ])
  }

  // MARK: - Material

  /// Whether a reader that sees a source's speed alone takes these labels.
  private func isImplied(_ rate: FrameRate, in cut: Timeline) -> Bool {
    rate.hasSameSpeed(as: cut.rate) ? rate == cut.rate && (rate.isRecovered || rate.nonDropFrame.isRecovered) : rate.isRecovered
  }

  private func media(_ media: MediaReference, of cut: Timeline) -> JSONValue {
    let (kept, others) = OpenTimelineKept.members(media.kept)
    let sequence = OpenTimelineSequence.path(media.kept)
    let isSequence = sequence != nil && sequence == media.path && media.generator.isEmpty
    let isGenerator = !media.generator.isEmpty
    let isFile = !isGenerator && !media.path.isEmpty && !isSequence
    let own = JSONValue.object([
      "identifier": media.identifier.isEmpty ? nil : .text(media.identifier),
      "path": isGenerator && !media.path.isEmpty ? .text(media.path) : nil,
      "rate": media.available.flatMap { isImplied($0.rate, in: cut) ? nil : .text($0.rate.exactText) },
      "kept": OpenTimelineOwn.value(others),
    ])
    let available = media.available.map { range(time($0.start.frameCount, at: $0.rate), time($0.duration, at: $0.rate)) } ?? .null
    let schema = isGenerator ? "GeneratorReference.1" : isFile ? "ExternalReference.1" : "MissingReference.1"
    var rest = kept
    if !isSequence, sequence != nil || isGenerator || isFile {
      // The material is another by now: what was kept of a sequence of files, or of a schema of another kind, is not of it.
      rest = .object(kept.members.filter { $0.key == "metadata" || ($0.key == "parameters" && isGenerator) })
    }
    return object(
      schema, metadata: metadata(own: own), kept: rest,
      [
        "name": .text(media.name), "available_range": available, "available_image_bounds": rest["available_image_bounds"] ?? .null,
        "target_url": isFile ? .text(media.path) : nil, "generator_kind": isGenerator ? .text(media.generator) : nil,
        "parameters": isGenerator ? rest["parameters"] ?? .object([]) : nil,
      ])
  }
}
