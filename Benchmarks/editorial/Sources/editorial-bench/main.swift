// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation

// Times jobs of the library in this process, one after the other and each ROUNDS times after once that warms it, and prints for each
// `NAME<tab>WALL/PROCESSOR<tab>…` in seconds, as the peers' scripts in Benchmarks/warm.py do. What a job has made is let go of after its clock has stopped, but for
// the round before, as theirs is.
//
//   editorial-bench ROUNDS read FILE…             read cuts of any format from the disk
//   editorial-bench ROUNDS write FILE FORMAT      write a cut that was read, into memory
//   editorial-bench ROUNDS diff OLD NEW           list what changed between two cuts, the lists' reading included
//   editorial-bench ROUNDS conform EVENTS MEDIA   match a list to media, the list's reading and the media's index included

/// Prints the seconds that each round of a job takes, by the clock on the wall and by that of the processor.
func time<Made>(_ name: String, _ rounds: Int, _ job: () throws -> Made) rethrows {
  var made = try job()
  var figures: [String] = []
  for _ in 0..<rounds {
    let (wall, processor) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    made = try job()
    figures.append("\(seconds(CLOCK_MONOTONIC) - wall)/\(seconds(CLOCK_PROCESS_CPUTIME_ID) - processor)")
  }
  withExtendedLifetime(made) {}
  print("\(name)\t\(figures.joined(separator: "\t"))")
}

func refuse(_ why: String) -> Never {
  print("error: \(why)")
  exit(64)
}

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func read(_ path: String) throws -> Timeline {
  guard let timeline = try TimelineFormat(path: path).read(path: path, rate: .fps25).timelines.first else { refuse("\(path) holds no cut") }
  return timeline
}

func conform(_ rounds: Int, events: Int, media count: Int) throws {
  for (alike, title) in [(false, "reels of a hundred clips"), (true, "one reel, one label")] {
    let media = try DrawnMedia(count, alike: alike)
    let list = media.list(events)
    try time("index and conform, \(title)", rounds) {
      Conform(MediaIndex(media.items), handles: 12).run(try TimelineFormat.edl.read(list, subject: "cut").timelines[0])
    }
  }
}

let arguments = CommandLine.arguments
guard arguments.count > 3, let rounds = Int(arguments[1]) else { refuse("usage: editorial-bench ROUNDS read|write|diff|conform ARGUMENT…") }
switch (arguments[2], arguments.count) {
case ("read", _): for path in arguments.dropFirst(3) { try time(path, rounds) { try TimelineFormat(path: path).read(path: path, rate: .fps25) } }
case ("write", 5):
  let timeline = try read(arguments[3])
  guard let format = TimelineFormat(rawValue: arguments[4]) else { refuse("\(arguments[4]) is no format") }
  try time("\(arguments[3]) to \(format)", rounds) { try format.write(timeline) }
case ("diff", 5): try time("\(arguments[3]) to \(arguments[4])", rounds) { try ChangeList(from: read(arguments[3]), to: read(arguments[4])) }
case ("conform", 5): try conform(rounds, events: Int(arguments[3]) ?? 0, media: Int(arguments[4]) ?? 0)
default: refuse("usage: editorial-bench ROUNDS read|write|diff|conform ARGUMENT…")
}
