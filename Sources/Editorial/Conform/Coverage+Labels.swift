// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension Coverage {
  /// How far `item` reaches what is asked for, with what is to be said about it.
  static func of(_ item: MediaItem, for use: SourceUse?) -> (coverage: Coverage, notes: [String]) {
    guard var use, let labels = item.effectiveLabels else { return (.unknown, []) }
    // Sound is cut to the sample, and its files are labelled in frames.
    if use.rate.isOfSamples, !labels.rate.isOfSamples { use = use.counted(at: labels.rate) }
    let (own, asked) = (labels.rate, use.rate)
    guard own.nominal == asked.nominal else { return (otherRate(labels, use), []) }
    var notes: [String] = []
    if own.isDropFrame != asked.isDropFrame {
      notes.append("the list counts \(asked.isDropFrame ? "drop-frame" : "non-drop"), and the media \(own.isDropFrame ? "drop-frame" : "non-drop")")
    }
    let offset = offset(of: use, in: labels)
    let cut = offset..<(offset + use.cut.count)
    let wanted = (offset - (use.cut.lowerBound - use.wanted.lowerBound))..<(cut.upperBound + use.wanted.upperBound - use.cut.upperBound)
    let there = 0..<labels.duration.value
    let coverage = reach(cut, wanted, there)
    if let rate = item.rate, !rate.hasSameSpeed(as: own), rate.nominal != own.nominal {
      notes.append("its labels count at \(own), and its frames pass at \(rate)")
    }
    guard !own.hasSameSpeed(as: asked), coverage != .none else { return (coverage, notes) }
    let words =
      "the list counts at \(asked), and the media at \(own): labels and frames are the same (re-counted), and it plays \(change(own, asked))"
    return (.otherRate(words + (coverage.isSufficient ? "" : "; it is too short for the cut")), notes)
  }

  /// Frames from the first of `labels` to the first that is asked for; negative where that comes before. The two are counted alike but for drop-frame.
  static func offset(of use: SourceUse, in labels: TimecodeRange) -> Int {
    let (own, asked) = (labels.rate, use.rate)
    let day = own.framesPerDay
    var first = use.cut.lowerBound
    if own.isDropFrame != asked.isDropFrame {
      // A wrong frame code mode is among the commonest mistakes of lists: the digits are what somebody read off a screen.
      let label = Timecode(wrapping: FrameCount(first), at: asked)
      first = (label.withSameDigits(at: own) ?? label).frameCount.value
    }
    var offset = (first - labels.start.frameCount.value) % day
    if offset < 0 { offset += day }
    // Just before the first label is nearer than a day behind it.
    return offset >= labels.duration.value && offset > day / 2 ? offset - day : offset
  }

  private static func reach(_ cut: Range<Int>, _ wanted: Range<Int>, _ there: Range<Int>) -> Coverage {
    guard cut.overlaps(there) else { return .none }
    let (head, tail) = (max(0, there.lowerBound - wanted.lowerBound), max(0, wanted.upperBound - there.upperBound))
    if head == 0, tail == 0 { return .whole }
    let holdsCut = there.lowerBound <= cut.lowerBound && cut.upperBound <= there.upperBound
    return holdsCut ? .cut(missingHead: head, missingTail: tail) : .part(missingHead: head, missingTail: tail)
  }

  /// Labels of another rate, by their digits: how many frames behind the first label the cut lies depends on which of the two was kept, frames or time.
  private static func otherRate(_ labels: TimecodeRange, _ use: SourceUse) -> Coverage {
    let ticks = LabelTicks(use)
    let start = LabelTicks.ticks(labels.start)
    var offset = ticks.start - start
    if offset < 0, offset + LabelTicks.day < LabelTicks.day / 2 { offset += LabelTicks.day }
    let (asked, own) = (use.rate, labels.rate)
    let first = offset * asked.nominal / 1_000_000
    let last = first + use.cut.count
    let length = labels.duration.value
    // By real time a frame of the list is as long as so many of the media.
    let resampled = Int(clamping: (Int128(last) * Int128(own.nominal) + Int128(asked.nominal) - 1) / Int128(asked.nominal))
    let (isRecounted, isResampled) = (first >= 0 && last <= length, first >= 0 && resampled <= length)
    guard first < length, last > 0 else { return .none }
    let fit =
      switch (isRecounted, isResampled) {
      case (true, true): "it is long enough for both"
      case (true, false): "it is long enough if re-counted alone"
      case (false, true): "it is long enough if resampled alone"
      case (false, false): "it is too short for either"
      }
    return .otherRate(
      "the list counts at \(asked), and the media at \(own): re-counted, frame for frame, it plays \(change(own, asked)); resampled, it keeps its time; \(fit)"
    )
  }

  private static func change(_ own: FrameRate, _ asked: FrameRate) -> String {
    let (new, old) = (Int128(asked.numerator) * Int128(own.denominator), Int128(own.numerator) * Int128(asked.denominator))
    let thousandths = Int(clamping: ((new > old ? new - old : old - new) * 100_000 + old / 2) / old)
    let (whole, part) = (thousandths / 1000, thousandths % 1000 / 10)
    return "\(whole).\(part < 10 ? "0" : "")\(part) % \(new > old ? "faster" : "slower")"
  }
}

extension ConformMatch {
  /// The number, from zero, of the media's frame that has the first label of what the cut shows; `nil` where the two are not counted alike.
  public var firstMediaFrame: Int? {
    guard let media, let use = event.use, let labels = media.effectiveLabels, labels.rate.hasSameSpeed(as: use.rate) else { return nil }
    guard media.rate?.nominal ?? labels.rate.nominal == labels.rate.nominal else { return nil }
    return Coverage.offset(of: use, in: labels)
  }
}
