// SPDX-License-Identifier: Apache-2.0

import Timing

/// What of `wanted` no run of `found` covers; runs come in order.
func missingPieces(of wanted: Range<Int>, in found: [Range<Int>]) -> [Range<Int>] {
  var pieces: [Range<Int>] = []
  var start = wanted.lowerBound
  for run in found where run.upperBound > start && run.lowerBound < wanted.upperBound {
    if run.lowerBound > start { pieces.append(start..<run.lowerBound) }
    start = max(start, run.upperBound)
  }
  if start < wanted.upperBound { pieces.append(start..<wanted.upperBound) }
  return pieces
}

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
