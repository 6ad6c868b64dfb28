// SPDX-License-Identifier: Apache-2.0

import Essence
public import MediaIO
import Timing

/// What an operator has made of a source on its way to an encoding: what no preset decides.
public struct Conversion: Sendable {
  /// What is made of the pictures.
  public var pictures: PictureConversion
  /// What becomes of the pitch of sound where pictures run faster or slower.
  public var pitch: SoundSpeed.Pitch?
  /// How stereo is made of surround.
  public var downmix: Downmix?

  /// Nothing, unless it is said.
  public init(pictures: PictureConversion = PictureConversion(), pitch: SoundSpeed.Pitch? = nil, downmix: Downmix? = nil) {
    (self.pictures, self.pitch, self.downmix) = (pictures, pitch, downmix)
  }

  /// The encoding of `media` with it, the labels that its file gets, and what an operator should know of it.
  /// - Throws: `OperationsError` where the source has nothing that could be converted so.
  func applied(
    to encoding: Encoding, of media: MediaDescription, _ labels: MediaWriter.Labels
  ) throws -> (encoding: Encoding, labels: MediaWriter.Labels, notes: [String]) {
    var (encoding, labels, notes) = (encoding, labels, [String]())
    if let downmix {
      guard encoding.audio != nil else { throw refusal(media, "‘\(encoding.name)’ has no sound that could be mixed down: leave --downmix out") }
      encoding.audio?.downmix = downmix
      notes.append("sound was mixed down to \(downmix.words)")
    }
    guard !pictures.isNothing else { return (encoding, labels, notes) }
    guard encoding.video != nil, let rate = media.video.first?.facts.rate else {
      throw refusal(media, "there are no pictures of a stated rate that could be converted")
    }
    encoding.video?.conversion = pictures
    let made = pictures.deinterlacing == .fields ? try FrameRate(rate.numerator * 2, rate.denominator) : rate
    var shown = pictures.speed ?? made
    if !shown.hasSameSpeed(as: made) {
      guard let pitch else {
        throw refusal(
          media,
          "from \(made) to \(shown) its sound changes speed with the pictures: say with --sound-pitch whether its pitch is to follow or to be kept")
      }
      encoding.audio?.speed = SoundSpeed(from: made, to: shown, pitch: pitch)
      notes.append(
        "the pictures of \(made) a second are shown at \(shown); sound runs with them, "
          + (pitch == .follow ? "and its pitch changes with it" : "stretched, its pitch kept"))
    }
    if pictures.interlacing == .fields { shown = try FrameRate(shown.numerator, shown.denominator * 2) }
    labels.start = labels.start.map { $0.relabeled(at: shown) }
    return (encoding, labels, notes)
  }

  private func refusal(_ media: MediaDescription, _ sentence: String) -> OperationsError {
    OperationsError(.badInput, subject: media.path, "‘\(media.path)’: \(sentence)")
  }
}

extension Timecode {
  /// The label of the same hour, minute and second at another rate, its frames counted at that.
  func relabeled(at other: FrameRate) -> Timecode {
    guard !rate.hasSameSpeed(as: other) else { return self }
    let target = (try? FrameRate(other.numerator, other.denominator, dropFrame: rate.isDropFrame)) ?? other.nonDropFrame
    var fields = fields
    fields.frames = fields.frames * target.nominal / rate.nominal
    if let label = try? Timecode(fields, at: target) { return label }
    fields.frames = target.droppedPerMinute  // drop-frame leaves that label out: the next one
    return (try? Timecode(fields, at: target)) ?? Timecode(wrapping: .zero, at: target)
  }
}
