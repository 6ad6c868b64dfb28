// SPDX-License-Identifier: Apache-2.0

public import Essence
import Timing

/// Holds a file against a specification, requirement by requirement.
///
///     let checks = SpecificationCheck(spec, source: probe(master)).checks(of: probe(written))
///     DeliveryVerdict(checks)   // .pass
public struct SpecificationCheck: Sendable {
  private let spec: DeliverySpec
  private let source: MediaDescription?

  /// A check against `spec`. Without the `source` that a file was made from, requirements of the kind "as the source" are left out.
  public init(_ spec: DeliverySpec, source: MediaDescription? = nil) {
    self.spec = spec
    self.source = source
  }

  /// Every requirement that applies to `file`, in the order of the specification, with its outcome.
  public func checks(of file: MediaDescription) -> [DeliveryCheck] {
    var sheet = CheckSheet()
    wrapper(of: file, on: &sheet)
    if let picture = spec.picture { check(picture, of: file, on: &sheet) }
    if let sound = spec.sound { check(sound, of: file, on: &sheet) }
    return sheet.checks
  }

  // MARK: -

  private func wrapper(of file: MediaDescription, on sheet: inout CheckSheet) {
    sheet.check("file.wrapper", "wrapper", spec.file.wrappers, found: file.wrapper.format, source: source?.wrapper.format)
    sheet.check(
      "file.duration", "frames", spec.file.duration, found: file.video.first?.facts.frameCount, source: source?.video.first?.facts.frameCount)
    guard let policy = spec.file.timecode else { return }
    let found = file.timecodes.first?.start
    switch policy.value {
    case .keep:
      guard let expected = source?.timecodes.first?.start else { return }
      sheet.note("file.timecode", "start timecode", policy, expected: "\(expected)", found: found.map { "\($0)" }, passed: found == expected)
    case .fixed(let label):
      let expected = found.flatMap { try? Timecode(label, at: $0.rate) }
      sheet.note("file.timecode", "start timecode", policy, expected: label, found: found.map { "\($0)" }, passed: found != nil && found == expected)
    }
  }

  private func check(_ picture: PictureRequirement, of file: MediaDescription, on sheet: inout CheckSheet) {
    let found = file.video.first?.facts
    let wanted = source?.video.first?.facts
    sheet.check("file.codec", "picture coding", picture.codecs, found: found?.codec, source: wanted?.codec)
    sheet.check("file.codec", "picture code", picture.codeTags, found: found?.codeTag, source: wanted?.codeTag)
    sheet.check("file.raster", "raster", picture.rasters, found: found?.size, source: wanted?.size)
    if let limit = picture.maximumRaster {
      let fits = found?.size.map { $0.width <= limit.value.width && $0.height <= limit.value.height }
      sheet.note(
        "file.raster", "raster", limit, expected: "at most \(limit.value)", found: found?.size?.description, passed: fits ?? false)
    }
    sheet.check("file.rate", "frame rate", picture.rates, found: found?.rate?.nonDropFrame, source: wanted?.rate?.nonDropFrame)
    sheet.check("file.raster", "scanning", picture.scans, found: found?.scan, source: wanted?.scan)
    sheet.check("file.raster", "chroma sampling", picture.chroma, found: found?.chromaSampling, source: wanted?.chromaSampling)
    sheet.check("file.raster", "picture bit depth", picture.bitDepths, found: found?.bitDepth, source: wanted?.bitDepth)
    if let color = picture.color {
      let tags = found?.color
      sheet.note("file.metadata", "colour tags", color, expected: color.value.color.tags, found: tags?.tags, passed: tags == color.value.color)
    }
    if let colors = picture.colors, case .anyOf(let named) = colors.value {
      let tags = found?.color
      sheet.note(
        "file.metadata", "colour tags", colors, expected: named.map(\.color.tags).joined(separator: " or "), found: tags?.tags,
        passed: named.contains { $0.color == tags })
    }
    if let limit = picture.maximumBitRate {
      let rate = found?.bitRate
      sheet.note(
        "file.codec", "picture bit rate", limit, expected: "at most \(limit.value) bit/s", found: rate.map { "\($0) bit/s" },
        passed: rate.map { $0 <= limit.value } ?? false)
    }
  }

  private func check(_ sound: SoundRequirement, of file: MediaDescription, on sheet: inout CheckSheet) {
    let found = file.audio.map(\.facts)
    if sound.isRequired.value || !found.isEmpty {
      sheet.note(
        "file.layout", "sound", sound.isRequired, expected: sound.isRequired.value ? "at least one stream" : "any",
        found: found.isEmpty ? nil : "\(found.count)", passed: !sound.isRequired.value || !found.isEmpty)
    }
    if let channels = sound.channels, source != nil || channels.value != .asSource {
      let count = found.compactMap(\.channelCount).reduce(0, +)
      let wanted = source?.audio.compactMap(\.facts.channelCount).reduce(0, +)
      sheet.check("file.layout", "sound channels", channels, found: count, source: wanted)
    }
    if let tracks = sound.tracks {
      sheet.check("file.layout", "channels of each stream", tracks, found: found.map { $0.channelCount ?? 0 }, source: nil)
    }
    for (index, facts) in found.enumerated() {
      let wanted = source?.audio.indices.contains(index) == true ? source?.audio[index].facts : nil
      let place = found.count == 1 ? "" : " of stream \(index + 1)"
      sheet.check("file.codec", "sound coding\(place)", sound.codecs, found: facts.codec, source: wanted?.codec)
      sheet.check("file.layout", "sample rate\(place)", sound.sampleRates, found: facts.sampleRate, source: wanted?.sampleRate)
      sheet.check("file.layout", "sound bit depth\(place)", sound.bitDepths, found: facts.bitDepth, source: wanted?.bitDepth)
    }
  }
}

/// Checks as they gather.
private struct CheckSheet {
  var checks: [DeliveryCheck] = []

  /// Notes whether `found` is what `figure` asks for; nothing where it asks for nothing, or for the value of a source that is not known.
  mutating func check<Value>(_ name: String, _ subject: String, _ figure: Figure<Requirement<Value>>?, found: Value?, source: Value?) {
    guard let figure else { return }
    let accepted: [Value]
    switch figure.value {
    case .anyOf(let values): accepted = values
    case .asSource:
      guard let source else { return }
      accepted = [source]
    }
    note(
      name, subject, figure, expected: Requirement.anyOf(accepted).description, found: found.map { "\($0)" },
      passed: found.map(accepted.contains) ?? false)
  }

  mutating func note<Value>(_ name: String, _ subject: String, _ figure: Figure<Value>, expected: String, found: String?, passed: Bool) {
    checks.append(
      DeliveryCheck(
        name: name, subject: subject, expected: expected, found: found ?? "none", passed: passed, level: figure.level, source: figure.source.citation)
    )
  }
}

extension VideoFacts {
  fileprivate var size: PictureSize? {
    guard let width, let height else { return nil }
    return PictureSize(width, height)
  }
}

extension ColorDescription {
  /// The H.273 code points and the range, as `1-1-1 narrow`.
  fileprivate var tags: String {
    let points = [primaries, transfer, matrix].map { $0.map(String.init) ?? "untagged" }.joined(separator: "-")
    return "\(points), range \(isFullRange.map { $0 ? "full" : "narrow" } ?? "untagged")"
  }
}
