// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Timing

/// A counter of labels that knows nothing of formulas: it steps from label to label and skips those that drop-frame leaves out.
private struct Odometer {
  let base: Int
  let drop: Int
  var fields = Timecode.Fields(hours: 0, minutes: 0, seconds: 0, frames: 0)

  /// Steps to the next label, or over those in the midst of a second, and says how many frames that was.
  mutating func step(skippingMidst: Bool) -> Int {
    let last = base - 1
    if skippingMidst, fields.frames > drop + 1, fields.frames < last {
      defer { fields.frames = last }
      return last - fields.frames
    }
    step()
    return 1
  }

  private mutating func step() {
    fields.frames += 1
    guard fields.frames == base else { return }
    (fields.frames, fields.seconds) = (0, fields.seconds + 1)
    guard fields.seconds == 60 else { return }
    (fields.seconds, fields.minutes) = (0, fields.minutes + 1)
    if fields.minutes == 60 { (fields.minutes, fields.hours) = (0, fields.hours + 1) }
    if fields.minutes % 10 != 0 { fields.frames = drop }
  }

  /// The label as a person would write it.
  var text: String {
    func pad(_ number: Int, _ digits: Int) -> String { String(repeating: "0", count: max(0, digits - String(number).count)) + String(number) }
    let clock = [fields.hours, fields.minutes, fields.seconds].map { pad($0, 2) }.joined(separator: ":")
    return clock + (drop > 0 ? ";" : ":") + pad(fields.frames, base > 100 ? 3 : 2)
  }
}

private let isExhaustive = ProcessInfo.processInfo.environment["LINEUP_EXHAUSTIVE"] == "1"

/// Whether every frame of the day is tried, or those near each edge of a second: the first and last ones, where carries and drops happen.
private func tries(_ frames: Int, of rate: FrameRate) -> Bool { frames < 2 || frames == rate.nominal - 1 || frames == rate.droppedPerMinute }

/// Walks all labels of a day in order and compares those near the edges of seconds, or all of them.
private func walk(_ rate: FrameRate, all: Bool) throws -> Int {
  var odometer = Odometer(base: rate.nominal, drop: rate.isDropFrame ? rate.nominal / 15 : 0)
  var count = 0
  while odometer.fields.hours < 24 {
    if all || tries(odometer.fields.frames, of: rate) {
      let fields = try Timecode(FrameCount(count), at: rate).fields
      let back = try Timecode(odometer.fields, at: rate).frameCount.value
      if fields != odometer.fields || back != count {
        Issue.record("frame \(count) at \(rate): \(fields), expected \(odometer.fields), back to \(back)")
        return count
      }
    }
    count += odometer.step(skippingMidst: !all)
  }
  return count
}

@Test(arguments: FrameRate.all)
func `labels near every edge of a second of the day count right both ways`(rate: FrameRate) throws {
  #expect(try walk(rate, all: isExhaustive) == rate.framesPerDay)
}

@Test func `every label of a drop-frame day counts right both ways`() throws { #expect(try walk(.fps29_97df, all: true) == 2_589_408) }

@Test(arguments: FrameRate.all)
func `labels of the day are printed and read back`(rate: FrameRate) throws {
  var odometer = Odometer(base: rate.nominal, drop: rate.isDropFrame ? rate.nominal / 15 : 0)
  var (count, faults) = (0, 0)
  while odometer.fields.hours < 24, faults < 5 {
    let isNearMinute = odometer.fields.seconds % 59 == 0 && odometer.fields.minutes % 7 == 0 && tries(odometer.fields.frames, of: rate)
    if isExhaustive || isNearMinute {
      let timecode = try Timecode(FrameCount(count), at: rate)
      let text = timecode.description
      let back = try Timecode(text, at: rate)
      if text != odometer.text || back != timecode {
        Issue.record("frame \(count) at \(rate) prints \(text), expected \(odometer.text), and reads back as frame \(back.frameCount)")
        faults += 1
      }
    }
    count += odometer.step(skippingMidst: !isExhaustive)
  }
  #expect(faults > 0 || count == rate.framesPerDay)
}
