// SPDX-License-Identifier: Apache-2.0

import Testing
import Timing

@Test func `a rate is kept in lowest terms`() throws {
  #expect(try FrameRate(60000, 2002) == .fps29_97)
}
