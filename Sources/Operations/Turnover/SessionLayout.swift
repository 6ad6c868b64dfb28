// SPDX-License-Identifier: Apache-2.0

import Editorial
import Timing

/// Where a session begins and ends around its programme, and where its tones lie.
struct SessionLayout {
  /// Seconds, by labels, of the session before the programme where there are tones.
  private static let leaderSeconds = 8
  /// Seconds, by labels, between the tones and the programme.
  private static let popSeconds = 2

  let start: Timecode
  /// Samples before the programme.
  let leader: Int
  /// All samples.
  let samples: Int
  let pops: [TurnoverRecord.Pop]
  /// Frames before the programme.
  let leaderFrames: Int
  /// All frames.
  let frameCount: Int

  /// The session of a cut.
  init(_ cut: Timeline, withPops: Bool) {
    let rate = cut.rate
    func first(_ frame: FrameCount) -> Int { rate.firstSample(of: frame, sampleRate: TurnoverPlan.sampleRate) }
    guard withPops else {
      (start, leader, samples, pops) = (cut.start, 0, first(cut.frames), [])
      (leaderFrames, frameCount) = (0, cut.frames.value)
      return
    }
    let frames = FrameCount(Self.leaderSeconds * rate.nominal)
    leader = first(frames)
    start = cut.start.advanced(wrapping: FrameCount(-frames.value))
    // As far behind the last frame as the first tone is before the first.
    let distance = FrameCount(Self.popSeconds * rate.nominal)
    pops = [(TurnoverRecord.Pop.Kind.head, FrameCount(-distance.value)), (.tail, cut.frames + distance - 1)].map { kind, frame in
      TurnoverRecord.Pop(
        kind: kind, label: cut.start.advanced(wrapping: frame).description, start: first(frame), samples: first(frame + 1) - first(frame))
    }
    samples = leader + first(cut.frames + distance)
    (leaderFrames, frameCount) = (frames.value, (frames + cut.frames + distance).value)
  }
}
