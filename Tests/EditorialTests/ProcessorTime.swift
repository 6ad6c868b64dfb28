// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Processor time of this thread, which other tests do not take from.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
