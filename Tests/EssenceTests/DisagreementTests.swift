// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@Suite struct DisagreementTests {
  private func description(_ wrapper: VideoFacts, _ essence: VideoFacts) -> MediaDescription {
    MediaDescription(
      path: "a.mov", byteCount: 1, wrapper: WrapperDescription(format: "mov", name: "QuickTime / MOV"),
      video: [VideoStream(index: 0, wrapper: wrapper, essence: essence)])
  }

  @Test func `what both state and state differently is a disagreement`() {
    var (wrapper, essence) = (VideoFacts(), VideoFacts())
    (wrapper.width, essence.width) = (1440, 1920)
    (wrapper.scan, essence.scan) = (.progressive, .interlacedTopFirst)
    (wrapper.height, essence.height) = (1080, 1080)
    #expect(
      description(wrapper, essence).disagreements == [
        Disagreement(fact: "video[0].width", wrapper: "1440", essence: "1920"),
        Disagreement(fact: "video[0].scan", wrapper: "progressive", essence: "interlacedTopFirst"),
      ])
  }

  @Test func `what only one of them states is none`() {
    var wrapper = VideoFacts()
    wrapper.codec = "prores"
    wrapper.color.primaries = 1
    #expect(description(wrapper, VideoFacts()).disagreements.isEmpty)
  }

  @Test func `one ratio in other terms, and one speed with other labels, agree`() {
    var (wrapper, essence) = (VideoFacts(), VideoFacts())
    (wrapper.pixelAspect, essence.pixelAspect) = (Ratio(64, 45), Ratio(128, 90))
    (wrapper.rate, essence.rate) = (.fps29_97df, .fps29_97)
    #expect(description(wrapper, essence).disagreements.isEmpty)
    essence.rate = .fps30
    #expect(description(wrapper, essence).disagreements.map(\.fact) == ["video[0].rate"])
  }

  @Test func `sound disagrees by stream`() {
    var (wrapper, essence) = (AudioFacts(), AudioFacts())
    (wrapper.channelCount, essence.channelCount) = (2, 6)
    var file = description(VideoFacts(), VideoFacts())
    file.audio = [AudioStream(index: 1, wrapper: wrapper, essence: wrapper), AudioStream(index: 2, wrapper: wrapper, essence: essence)]
    #expect(file.disagreements == [Disagreement(fact: "audio[1].channelCount", wrapper: "2", essence: "6")])
  }
}
