// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// A part of a file: pictures from one to another, and the sound of their time.
struct EncodingWindow: Sendable {
  /// Seconds behind the window within which its sound has come in every file that is interleaved at all.
  static let lateness = 30

  /// The pictures, counted from the file's first.
  let frames: Range<Int>
  /// Their rate.
  let rate: FrameRate

  /// The samples of their time, counted from the stream's first.
  func samples(at sampleRate: Int) -> Range<Int> {
    rate.firstSample(
      of: FrameCount(frames.lowerBound), sampleRate: sampleRate)..<rate.firstSample(of: FrameCount(frames.upperBound), sampleRate: sampleRate)
  }

  /// What of `block` lies in the window, placed from the window's beginning; `nil` where nothing does.
  func part<Sample>(of block: AudioBlock<Sample>) -> AudioBlock<Sample>? {
    let wanted = samples(at: block.sampleRate)
    guard block.position < wanted.upperBound, block.position >= 0 else { return nil }
    let shared = (block.position..<block.position + block.count).clamped(to: wanted)
    guard !shared.isEmpty else { return nil }
    return block.part(shared.lowerBound - block.position..<shared.upperBound - block.position, at: shared.lowerBound - wanted.lowerBound)
  }
}
