// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Integrity
import MediaIO
import Timing

/// What no encode can mend is said before one begins.
extension Deliver {
  /// Refuses a master that cannot become what is asked for.
  /// - Throws: `OperationsError.badInput`, with what to do.
  func refuseHopeless(_ media: MediaDescription, _ answers: [String: String]) throws {
    guard specification.picture == nil || !media.video.isEmpty else {
      throw OperationsError(
        .badInput, subject: source,
        "‘\(source)’ has no pictures, and ‘\(specification.name)’ asks for them: deliver to a specification of sound alone")
    }
    if let text = answers["clockNumber"] { try refuseOtherLength(than: try ClockNumber.reading(text).value, media) }
  }

  /// Refuses a commercial that does not last as long as its clock number says: nobody may find out after an hour, or at the broadcaster's.
  private func refuseOtherLength(than clock: ClockNumber, _ media: MediaDescription) throws {
    guard let facts = media.video.first?.facts, let rate = facts.rate, let frames = facts.frameCount else { return }
    let start = media.timecodes.first?.start
    guard let place = specification.layout?.programme(frames: frames, rate: rate, start: start) else { return }
    guard !clock.agrees(withFrames: FrameCount(place.count), at: rate) else { return }
    let length = Timecode(wrapping: FrameCount(place.count), at: rate)
    throw OperationsError(
      .badInput, subject: source,
      "\(clock) says \(clock.seconds) s, and the commercial in ‘\(source)’, where ‘\(specification.name)’ has its place, lasts \(length)"
        + " (\(place.count) frames): check number and file; clock, black and hold are put around it by ‘lineup format’")
  }
}

extension LayoutRequirement {
  /// The frames of a file that its programme takes; nothing where no section is the programme, or none of its frames lies in the file.
  func programme(frames: FrameCount, rate: FrameRate, start: Timecode?) -> Range<Int>? {
    guard let section = sections.map(\.value).first(where: { $0.holds.contains(.programme) }) else { return nil }
    func count(_ distance: LayoutDistance) -> Int {
      switch distance {
      case .frames(let count): count
      case .seconds(let seconds): Int((seconds * Double(rate.numerator) / Double(rate.denominator)).rounded())
      }
    }
    func place(_ position: LayoutPosition) -> Int? {
      switch position {
      case .start(let distance): count(distance)
      case .end(let distance): frames.value - count(distance)
      case .label(let label):
        start.flatMap { start in (try? Timecode(label, at: start.rate)).map { $0.frameCount.value - start.frameCount.value } }
      }
    }
    guard let from = place(section.from), let to = section.to.flatMap({ place($0) }) ?? section.length.map({ from + count($0) }) else { return nil }
    return from >= 0 && from < to && to <= frames.value ? from..<to : nil
  }
}
