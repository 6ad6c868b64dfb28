// SPDX-License-Identifier: Apache-2.0

import Essence
import Signals
import Testing
import Timing

private let programme = Programme(
  pictures: "CC..BB..FF..", sound: "TT......SSL.", framesPerMark: 5, rate: .fps29_97, format: .yuv420p, width: 320, height: 180)

@Test func `planted faults lie where they are drawn`() {
  #expect(programme.frameCount == 60)
  #expect(programme.pictureRuns(of: .black) == [20..<30])
  #expect(programme.pictureRuns(of: .frozen) == [40..<50])
  #expect(programme.pictureRuns(of: .moving) == [10..<20, 30..<40, 50..<60])
  #expect(programme.soundRuns(of: .silence) == [40..<50])
}

@Test func `a frozen run repeats the picture before it, counter and all`() {
  #expect((38..<52).map { FrameCounter.read(programme.picture(at: FrameCount($0))) } == [38, 39] + Array(repeating: 39, count: 10) + [50, 51])
  #expect(programme.picture(at: 45).position == 45)
}

@Test func `black has no counter`() { #expect(FrameCounter.read(programme.picture(at: 25)) == nil) }

@Test func `silence begins and ends on the samples of its pictures`() {
  let source = programme.soundSource
  #expect(programme.sampleCount == 96_096)
  let silent = 64_064..<80_080
  #expect(source.samples(silent).allSatisfy { $0 == 0 })
  #expect(source.samples(80_080..<90_000).contains { abs($0) > 100_000 })
  #expect(source.samples(0..<96_096) == source.samples(0..<50_001) + source.samples(50_001..<96_096))
  #expect(source.samples(0..<480) == LineUpTone().samples(0..<480))
}

@Test func `sound goes on past the last picture as it was drawn last`() { #expect(programme.soundSource.samples(96_000..<200_000).count == 104_000) }
