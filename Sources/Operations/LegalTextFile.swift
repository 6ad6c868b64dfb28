// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Quality
import Timing

/// The texts that a person marked in a file, in a YAML document that is kept with the job.
///
///     level: mandatory                  # what a text too short or too small weighs; mandatory unless given
///     texts:
///       - words: 18+. Terms and conditions apply.
///         box: [320, 940, 1280, 60]     # left, top, width and height, in pixels of the raster
///         at: "10:00:05:00"             # a place where it can be read; the longest hold unless given
///         significant: true             # it stands two seconds longer; true unless given
///         onBlock: false                # on an opaque block of one colour: smaller letters are allowed; false unless given
public struct LegalTextFile: Sendable {
  /// The most texts of a file.
  private static let maximumTexts = 200

  private let path: String
  private let level: RequirementLevel
  private let texts: [(text: LegalText, label: String?)]

  /// The texts of the document at `path`.
  ///
  /// - Throws: `FilesError` where it cannot be read; `OrderMistakes` with every mistake in it.
  public init(path: String) throws {
    let bytes = try InputFile.contents(of: path, limit: StrictYAML.maximumBytes)
    let yaml: StrictYAML
    do { yaml = try StrictYAML(String(decoding: bytes, as: UTF8.self)) } catch { throw OrderMistakes(path: path, mistakes: [error]) }
    let top = yaml.root.mapping("the document", keys: ["level", "texts"])
    let places = top?.required("texts")?.list("‘texts’") ?? []
    if let list = top?["texts"] {
      if places.isEmpty { list.mistake("‘texts’ names no text") }
      if places.count > Self.maximumTexts { list.mistake("‘texts’ names more than \(Self.maximumTexts) texts") }
    }
    self.path = path
    level = top?["level"]?.choice("‘level’", of: RequirementLevel.self) ?? .mandatory
    texts = places.prefix(Self.maximumTexts).compactMap(Self.text)
    guard yaml.mistakes.isEmpty else { throw OrderMistakes(path: path, mistakes: yaml.mistakes) }
  }

  /// The texts as an inspection of `media` takes them, their labels as frames.
  ///
  /// - Throws: `OperationsError` for a label that is none at the file's rate or lies before its first frame, and for a file without pictures.
  func limits(for media: MediaDescription) throws -> LegalTextLimits {
    guard let facts = media.video.first?.facts, let rate = facts.rate else {
      throw OperationsError(.badInput, subject: path, "‘\(media.path)’ has no pictures to look for the texts of ‘\(path)’ in")
    }
    let marked = try texts.map { marked in
      guard let label = marked.label else { return marked.text }
      let played = media.timecodes.first { $0.source == .mxfMaterialPackage || $0.source == .quickTimeTrack } ?? media.timecodes.first
      let start = played?.start ?? Timecode(wrapping: .zero, at: rate)
      guard let place = try? Timecode(label, at: start.rate) else {
        throw OperationsError(.badInput, subject: path, "‘\(label)’ in ‘\(path)’ is no timecode at \(start.rate): write it as \(start)")
      }
      let frame = place.frameCount.value - start.frameCount.value
      guard frame >= 0, facts.frameCount.map({ frame < $0.value }) ?? true else {
        throw OperationsError(.badInput, subject: path, "‘\(label)’ in ‘\(path)’ lies outside the file, which starts at \(start)")
      }
      var text = marked.text
      text.frame = FrameCount(frame)
      return text
    }
    return LegalTextLimits(marked, severity: Severity(level))
  }

  private static func text(_ place: StrictYAML.Value) -> (text: LegalText, label: String?)? {
    guard let entry = place.mapping("a text", keys: ["words", "box", "at", "significant", "onBlock"]) else { return nil }
    let words = entry.required("words")?.text("‘words’")
    let sides = entry.required("box")?.list("‘box’") ?? []
    if let box = entry["box"], sides.count != 4 { box.mistake("‘box’ must be four numbers: left, top, width and height in pixels") }
    let numbers = sides.prefix(4).compactMap { $0.integer("a side of ‘box’", in: 0...65_536) }
    let label = entry["at"]?.text("‘at’")
    let (isSignificant, isOnBlock) = (entry["significant"]?.flag("‘significant’") ?? true, entry["onBlock"]?.flag("‘onBlock’") ?? false)
    guard let words, numbers.count == 4 else { return nil }
    let text = LegalText(
      words: words, left: numbers[0], top: numbers[1], width: numbers[2], height: numbers[3], isSignificant: isSignificant, isOnBlock: isOnBlock)
    return (text, label)
  }
}
