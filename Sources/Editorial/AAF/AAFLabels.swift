// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// A run of labels in a slot of timecode.
struct AAFLabels {
  /// The label of its first unit.
  var start: Timecode
  /// Where it begins in its slot, in the slot's units.
  var place: Int
  /// The rate at which its slot is counted.
  var slotRate: AAFRate
  /// The rate at which the labels advance.
  var rate: AAFRate

  /// The label at a place of another slot of the same mob.
  func label(at place: Int, rate other: AAFRate) -> Timecode {
    start.advanced(wrapping: FrameCount(other.converted(place, to: rate).subtractingClamped(slotRate.converted(self.place, to: rate))))
  }
}

extension AAFReading {
  /// The labels of a mob: those of its first slot of timecode, or of the one that says it is the first where there are auxiliary ones; empty where it has none.
  func labels(of mob: AAFObject) -> [AAFLabels] {
    if let known = labels[mob.entry] { return known }
    let candidates = slots(of: mob).compactMap { slot -> (slot: Slot, runs: [AAFLabels])? in
      guard slot.essence == .timecode || isTimecode(slot.segment) else { return nil }
      let runs = labels(in: slot)
      return runs.isEmpty ? nil : (slot, runs)
    }
    let found = (candidates.first { $0.slot.physicalTrack == 1 } ?? candidates.first)?.runs ?? []
    labels[mob.entry] = found
    return found
  }

  /// The run of labels at a place of a slot.
  func labels(of mob: AAFObject, at place: Int, rate: AAFRate) -> AAFLabels? {
    let runs = labels(of: mob)
    guard runs.count > 1 else { return runs.first }
    return runs.last { rate.converted(place, to: $0.slotRate) >= $0.place } ?? runs.first
  }

  private func isTimecode(_ segment: AAFObject) -> Bool { segment.kind == .timecode }

  private func labels(in slot: Slot) -> [AAFLabels] {
    var place = 0
    var found: [AAFLabels] = []
    for component in slot.segment.kind == .sequence ? store.vector(slot.segment, AAFProperty.components) : [slot.segment] {
      let length = min(max(0, component.integer(AAFProperty.length) ?? 0), Timeline.longestItem.value)
      // A pulldown around labels: they are those of the input, counted at their own rate.
      let (labels, isPulled) = component.kind == .pulldown ? (store.strong(component, AAFProperty.pulldownInput), true) : (component, false)
      if let labels, labels.kind == .timecode, let run = run(labels, slot, place, isPulled: isPulled) { found.append(run) }
      place = min(place + length, Timeline.longestItem.value)
    }
    return found
  }

  private func run(_ timecode: AAFObject, _ slot: Slot, _ place: Int, isPulled: Bool) -> AAFLabels? {
    guard let first = timecode.integer(AAFProperty.timecodeStart), let fps = timecode.integer(AAFProperty.timecodeFPS), (1...240).contains(fps) else {
      store.note("labels without a start or a number of frames a second were left out")
      return nil
    }
    let isDrop = timecode.integer(AAFProperty.timecodeDrop) == 1
    // Where the slot counts something else than labels (samples, or film frames), the rate is that of its family with so many labels a second.
    let counted = slot.rate.frameRate().flatMap { $0.nominal == fps ? $0 : nil }
    let isNTSC = slot.rate.denominator == 1001 || isDrop
    guard let rate = counted ?? (isNTSC ? try? FrameRate(fps * 1000, 1001) : try? FrameRate(fps)) else { return nil }
    let labelled = isDrop ? (try? FrameRate(rate.numerator, rate.denominator, dropFrame: true)) ?? rate : rate
    if isDrop, !labelled.isDropFrame { store.note(once: "drop", "drop-frame labels at \(rate), where there are none, were read as non-drop") }
    return AAFLabels(start: Timecode(wrapping: FrameCount(first), at: labelled), place: place, slotRate: slot.rate, rate: AAFRate(labelled))
  }
}
