// SPDX-License-Identifier: Apache-2.0

import Integrity
import Testing

@Test(arguments: [
  ("/media/P2/CONTENTS", true), ("/media/P2/CONTENTS/VIDEO", true), ("/media/XF/contents/CLIPS001", true), ("/media/SONY/XDROOT/Clip", true),
  ("/media/EX/BPAV", true), ("/media/A001R2EC", false), ("/media/A001R2EC/Clips", false), ("/projects/Video", false), ("/media/P2", false),
])
func `a part of a card is known by its name and that of the folder around it`(_ path: String, _ isPart: Bool) {
  #expect((CardPart.reservation(path) != nil) == isPart)
}
