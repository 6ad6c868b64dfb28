// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// A programme's layout as it lies in one file, in frames.
struct PlacedLayout: Sendable {
  /// A section with its frames, which may lie outside the file.
  struct Section: Sendable {
    let asked: ProgrammeLayout.Section
    let frames: Range<Int>
  }

  /// The sections whose place is known, in the layout's order.
  let sections: [Section]
  /// Those that have no place in this file: it bears no timecode in which their label could be found, or does not state its length.
  let unplaced: [ProgrammeLayout.Section]

  /// `layout` in a file of `length` frames, where that is known; `hasTimecode` says whether the clock's labels are the file's own.
  init(_ layout: ProgrammeLayout, clock: FrameClock, length: Int?, hasTimecode: Bool) {
    var (placed, lost): ([Section], [ProgrammeLayout.Section]) = ([], [])
    for section in layout.sections {
      func frame(_ position: LayoutPosition) -> Int? {
        switch position {
        case .label(let label): hasTimecode ? clock.frame(at: label) : nil
        case .start(let distance): clock.frames(distance)
        case .end(let distance): length.map { $0 - clock.frames(distance) }
        }
      }
      let start = frame(section.from)
      let end: Int? =
        switch section.extent {
        case .to(let position): frame(position)
        case .length(let distance): start.map { $0 + clock.frames(distance) }
        }
      if let start, let end {
        placed.append(Section(asked: section, frames: start..<max(start, end)))
      } else {
        lost.append(section)
      }
    }
    (sections, unplaced) = (placed, lost)
  }

  /// The layout that `profile` asks for, in the file that `description` describes; `nil` where it asks for none or no rate is known.
  init?(_ description: MediaDescription, profile: InspectionProfile, clock: FrameClock?) {
    guard let layout = profile.programmeLayout, let clock else { return nil }
    let sound = description.audio.lazy.compactMap { stream -> Int? in
      guard let samples = stream.facts.sampleCount, let rate = stream.facts.sampleRate, rate > 0 else { return nil }
      return clock.frames(ofSamples: 0..<max(0, samples), sampleRate: rate).count
    }.first
    let length = description.video.isEmpty ? sound : description.video[0].facts.frameCount?.value
    self.init(layout, clock: clock, length: length, hasTimecode: !description.timecodes.isEmpty)
  }

  /// The frames that belong to the programme; empty where the layout says nothing of it.
  var programme: [Range<Int>] { sections.filter { $0.asked.contents.contains(.programme) }.map(\.frames).filter { !$0.isEmpty } }

  /// Where black, stillness and silence are no faults.
  var excuses: [LayoutSection] {
    sections.flatMap { section in
      let kinds = Set(section.asked.contents.compactMap(\.excuse)).sorted { $0.rawValue < $1.rawValue }
      return kinds.map {
        LayoutSection($0, startFrame: FrameCount(section.frames.lowerBound), endFrame: FrameCount(section.frames.upperBound))
      }
    }
  }

  /// What a tone that is missing where it belongs weighs: as much as the first section with one.
  var toneSeverity: Severity { sections.first { $0.asked.contents.contains(.tone) }?.asked.severity ?? .advisory }

  /// Where line-up tone belongs; a section that may be missing and lies outside the file asks for none.
  var tones: [ToneLimits.Section] {
    sections.filter { $0.asked.contents.contains(.tone) && !($0.asked.isOptional && $0.frames.upperBound <= 0) }.map {
      ToneLimits.Section(startFrame: FrameCount($0.frames.lowerBound), endFrame: FrameCount($0.frames.upperBound), kind: $0.asked.tone)
    }
  }
}

extension LayoutContent {
  /// What is no fault where this belongs; bars and slates stand still as well.
  fileprivate var excuse: LayoutSection.Kind? {
    switch self {
    case .black: .black
    case .bars: .bars
    case .clock: .clock
    case .still: .hold
    case .silence: .silence
    case .tone, .programme: nil
    }
  }
}

extension FrameClock {
  /// The frames of `distance`.
  func frames(_ distance: LayoutDistance) -> Int {
    switch distance {
    case .frames(let count): count
    case .seconds(let seconds): (seconds * Double(rate.numerator) / Double(rate.denominator)).rounded().whole
    }
  }

  /// The frame that bears `label`, before the first (below 0) or after it by no more than half a day; `nil` for what is no label at this rate.
  func frame(at label: String) -> Int? {
    guard let timecode = try? Timecode(label, at: start.rate) else { return nil }
    let day = start.rate.framesPerDay
    var labels = (timecode.frameCount.value - start.frameCount.value) % day
    if labels > day / 2 { labels -= day } else if labels < -day / 2 { labels += day }
    let scaled = Int128(labels) * Int128(rate.numerator) * Int128(start.rate.denominator)
    return Int(clamping: scaled / max(1, Int128(rate.denominator) * Int128(start.rate.numerator)))
  }

  /// The first sample that sounds in `frame`.
  func firstSample(of frame: Int, sampleRate: Int) -> Int {
    let product = Int128(max(0, frame)) * Int128(sampleRate) * Int128(rate.denominator)
    return Int(clamping: (product + Int128(rate.numerator) - 1) / Int128(max(1, rate.numerator)))
  }
}

extension InspectionProfile {
  /// The profile with all that is asked by timecode, distance or track number put into frames and streams of the file that `description` describes.
  func placed(in description: MediaDescription) -> InspectionProfile {
    var profile = self
    profile.placeTracks(in: description)
    guard let placed = PlacedLayout(description, profile: self, clock: FrameClock(description, profile: self)) else { return profile }
    profile.layout += placed.excuses
    // What the layout asks for is looked for, even where nothing is asked of it elsewhere.
    let kinds = Set(placed.excuses.map(\.kind))
    if kinds.contains(.bars), content.bars == nil { profile.content.bars = BarsLimits(unexpectedSeverity: nil) }
    if kinds.contains(.clock), content.clock == nil { profile.content.clock = ClockLimits(unexpectedSeverity: nil) }
    if !placed.tones.isEmpty {
      var tones = profile.sound.tones ?? ToneLimits(unexpectedSeverity: nil)
      tones.sections += placed.tones
      tones.severity = placed.toneSeverity
      profile.sound.tones = tones
    }
    return profile
  }
}
