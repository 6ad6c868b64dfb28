// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation

/// Clicks: moments of high frequencies, shorter than a millisecond, that stand out of all there is 25 ms before and after (EBU QC 0057B).
///
/// What is looked at is the second difference of the samples, cell by cell of a third of a millisecond: a wrong sample, a splice that does not meet and a sound cut
/// off all make a peak there. Where the file ends in the middle of a sound, that is its end and no click. Struck and plucked sounds do not, for they
/// ring on. A click in the middle of louder treble cannot be told from it.
struct ClickedSound: SoundCheck {
  private let subject: SoundSubject
  private let limits: ClickLimits
  private let cell: Int
  private var windows: SoundWindows
  private var channels: [ClickFinder]

  init?(_ subject: SoundSubject) {
    guard subject.track != nil, let limits = subject.profile.sound.clicks else { return nil }
    self.subject = subject
    self.limits = limits
    cell = max(8, subject.sampleRate / 3000 / 8 * 8)
    windows = SoundWindows(channelCount: subject.layout.positions.count, length: cell * 32, history: 2)
    let finder = ClickFinder(limits, cell: cell, reach: max(4, subject.sampleRate / 40 / cell), gap: subject.sampleRate)
    channels = subject.layout.positions.map { _ in finder }
  }

  mutating func examine(_ block: AudioBlock<Float>) {
    var next = 0
    while windows.fill(from: block, next: &next) { work(windows.length) }
  }

  mutating func finish() -> CheckOutcome {
    let rest = windows.complete()
    if rest > 0 { work(rest) }
    var findings: [Finding] = []
    for index in channels.indices {
      channels[index].finish(isEnd: true)
      let name = subject.name(ofChannel: index)
      findings += channels[index].events.worst.map { stretch in
        Finding(
          .clicks, severity: limits.severity, stream: subject.track, place: subject.place(stretch.samples), value: stretch.worst,
          limit: limits.prominence, unit: "dB", text: .clicked(name, stretch, subject.whereabouts(stretch.samples)))
      }
    }
    return CheckOutcome(findings: findings)
  }

  /// Works off the window, of which `count` samples are sound: what follows the last one is no click.
  private mutating func work(_ count: Int) {
    for channel in channels.indices {
      if windows.startsAnew { channels[channel].begin(at: windows.position) }
      windows.withChannel(channel) { samples in
        for start in stride(from: 0, to: count / cell * cell, by: cell) {
          var largest = SIMD8<Float>.zero
          for index in stride(from: start, to: start + cell, by: 8) {
            let bend = samples.eight(index) - 2 * samples.eight(index - 1) + samples.eight(index - 2)
            largest = largest.larger(bend.magnitudes)
          }
          channels[channel].add(largest.max())
        }
      }
    }
  }
}

/// Finds the cells of one channel that stand out of those around them.
struct ClickFinder: Sendable {
  private let cell: Int
  private let reach: Int
  private let floor: Float
  private let ratio: Float
  /// The peaks of the last cells, a ring by cell number.
  private var ring: [Float]
  private var cells = 0
  private var origin = 0
  /// Where sound was cut off and nothing has come since.
  private var cutOff: (samples: Range<Int>, value: Double)?
  /// For how long nothing has to come until that is no end of a file, which is filled up to a whole frame.
  private let ending: Int
  private(set) var events: SoundEvents

  init(_ limits: ClickLimits, cell: Int, reach: Int, gap: Int) {
    (self.cell, self.reach) = (cell, reach)
    floor = Float(pow(10, limits.level / 20))
    ratio = Float(pow(10, max(3, limits.prominence) / 20))
    ring = [Float](repeating: 0, count: 2 * reach + 1)
    ending = gap / 20
    events = SoundEvents(gap: gap)
  }

  /// Begins at `position`, where the stream does or behind a hole.
  mutating func begin(at position: Int) {
    finish(isEnd: false)
    for index in ring.indices { ring[index] = 0 }
    cells = 0
    // The first two differences reach over the edge: they are no click.
    origin = position
  }

  /// Adds the largest bend of the next cell, and judges the one that has now been followed by as much as goes before it.
  mutating func add(_ peak: Float) {
    ring[cells % ring.count] = cells == 0 ? 0 : peak
    cells += 1
    if let cutOff, peak >= stillness || origin + cells * cell > cutOff.samples.upperBound + ending { noteCutOff() }
    judge(cells - 1 - reach)
  }

  /// Judges the cells that nothing follows: at the end of the file, or before a hole.
  mutating func finish(isEnd: Bool) {
    for step in 0..<min(reach, cells) {
      ring[(cells + step) % ring.count] = 0
      judge(cells - reach + step)
    }
    if isEnd { cutOff = nil } else { noteCutOff() }
    cells = 0
  }

  /// Below this there is nothing to hear.
  private var stillness: Float { floor / 100 }

  private mutating func noteCutOff() {
    if let cutOff { events.note(cutOff.samples, value: cutOff.value) }
    cutOff = nil
  }

  private mutating func judge(_ number: Int) {
    guard number >= 0 else { return }
    let peak = self[number]
    guard peak >= floor, peak >= self[number - 1], peak > self[number + 1] else { return }
    let limit = peak / ratio
    guard self[number - 3] < limit, self[number + 3] < limit else { return }
    var around: Float = 0
    for distance in 2...reach { around = max(around, self[number - distance], self[number + distance]) }
    guard around < limit else { return }
    let start = origin + number * cell
    let value = min(120, 20 * log10(Double(peak / max(around, 1e-9))))
    if self[number - 2] >= stillness, !(2...reach).contains(where: { self[number + $0] >= stillness }) {
      noteCutOff()
      cutOff = (start..<start + cell, value)
    } else {
      events.note(start..<start + cell, value: value)
    }
  }

  private subscript(number: Int) -> Float { number < 0 ? 0 : ring[number % ring.count] }
}

extension String {
  fileprivate static func clicked(_ name: String, _ stretch: SoundEvents.Stretch, _ whereabouts: String) -> String {
    "\(name) has \(stretch.count == 1 ? "a click" : "\(stretch.count) clicks, the strongest") \(stretch.worst.spelled(0)) dB above what is around it\(whereabouts)."
  }
}
