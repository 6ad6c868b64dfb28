// SPDX-License-Identifier: Apache-2.0

import Essence

/// Something that checks look at or listen to.
enum BenchItem: Sendable {
  /// A picture of the stream with this index.
  case picture(InspectedPicture, stream: Int)
  /// A block of the sound subject with this number.
  case sound(AudioBlock<Float>, subject: Int)
}

/// The checks that share one lane, each with its place in the report.
struct Bench: Sendable {
  private var pictureChecks: [(ordinal: Int, stream: Int, check: any PictureCheck)] = []
  private var soundChecks: [(ordinal: Int, subject: Int, check: any SoundCheck)] = []
  /// The streams and the subjects that any check here wants.
  private var (streams, subjects): (Set<Int>, Set<Int>) = ([], [])

  /// Adds a check of the pictures of `stream`.
  mutating func add(_ check: any PictureCheck, stream: Int, ordinal: Int) {
    pictureChecks.append((ordinal, stream, check))
    streams.insert(stream)
  }

  /// Adds a check of a sound subject.
  mutating func add(_ check: any SoundCheck, subject: Int, ordinal: Int) {
    soundChecks.append((ordinal, subject, check))
    subjects.insert(subject)
  }

  /// Whether any check here wants `item`.
  func wants(_ item: BenchItem) -> Bool {
    switch item {
    case .picture(_, let stream): streams.contains(stream)
    case .sound(_, let subject): subjects.contains(subject)
    }
  }

  /// Shows `item` to each check that wants it.
  mutating func examine(_ item: BenchItem) {
    switch item {
    case .picture(let picture, let stream):
      for index in pictureChecks.indices where pictureChecks[index].stream == stream { pictureChecks[index].check.examine(picture) }
    case .sound(let block, let subject):
      for index in soundChecks.indices where soundChecks[index].subject == subject { soundChecks[index].check.examine(block) }
    }
  }

  /// What each check has to say, with its place in the report.
  mutating func finish() -> [(ordinal: Int, outcome: CheckOutcome)] {
    pictureChecks.indices.map { (pictureChecks[$0].ordinal, pictureChecks[$0].check.finish()) }
      + soundChecks.indices.map { (soundChecks[$0].ordinal, soundChecks[$0].check.finish()) }
  }
}
