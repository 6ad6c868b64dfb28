// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension FrameRate {
  /// Whether it counts samples of sound: no pictures are so fast.
  var isOfSamples: Bool { nominal >= 1000 }
}
