// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Timing

private let isMeasured = ProcessInfo.processInfo.environment["LINEUP_BENCH"] == "1"

/// Nanoseconds that this thread has spent computing; other work on the machine does not count.
private func nanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Millions of round trips a second: the best of five passes over every rate.
private func millionsPerSecond(_ passes: Int, _ body: (_ rate: FrameRate, _ step: Int) throws -> Int) rethrows -> Double {
  var best = 0.0
  for _ in 0..<5 {
    let start = nanoseconds()
    var trips = 0
    for rate in FrameRate.all { trips += try body(rate, rate.framesPerDay / passes) }
    best = max(best, Double(trips) * 1000 / Double(nanoseconds() - start))
  }
  return best
}

private func report(_ name: String, _ speed: Double, atLeast bar: Double) {
  print("\(name) \(Int(speed)) M/s")
  var isDebug = false
  assert(
    {
      isDebug = true; return true
    }())
  if !isDebug { #expect(speed >= bar, "\(name) is below its bar") }
}

@Suite(.serialized, .enabled(if: isMeasured, "LINEUP_BENCH=1 measures speed"))
struct TimingSpeed {
  @Test func `counts become numbers and counts again 50 million times a second`() throws {
    let speed = try millionsPerSecond(400_000) { rate, step in
      var trips = 0
      for count in stride(from: 0, to: rate.framesPerDay, by: step) {
        let fields = try Timecode(FrameCount(count), at: rate).fields
        if try Timecode(fields, at: rate).frameCount.value == count { trips += 1 }
      }
      return trips
    }
    report("timing.components", speed, atLeast: 50)
  }

  @Test func `labels are printed and read 10 million times a second`() throws {
    let speed = try millionsPerSecond(100_000) { rate, step in
      var trips = 0
      for count in stride(from: 0, to: rate.framesPerDay, by: step) {
        let text = try Timecode(FrameCount(count), at: rate).description
        if try Timecode(text, at: rate).frameCount.value == count { trips += 1 }
      }
      return trips
    }
    report("timing.text", speed, atLeast: 10)
  }
}
