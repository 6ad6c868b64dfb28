// SPDX-License-Identifier: Apache-2.0

import Timing

/// What is left of a run of frames outside the parts where the layout expects it, in pieces of at least `minimum` frames.
func unexpectedPieces(of run: Range<Int>, expected: [LayoutSection], kinds: Set<LayoutSection.Kind>, minimum: Int) -> [Range<Int>] {
  let excused = expected.filter { kinds.contains($0.kind) }.sorted { $0.startFrame < $1.startFrame }
  var pieces: [Range<Int>] = []
  var start = run.lowerBound
  for section in excused where section.startFrame.value < run.upperBound && section.endFrame.value > start {
    if section.startFrame.value > start { pieces.append(start..<section.startFrame.value) }
    start = max(start, section.endFrame.value)
  }
  if start < run.upperBound { pieces.append(start..<run.upperBound) }
  return pieces.filter { $0.count >= minimum }
}
