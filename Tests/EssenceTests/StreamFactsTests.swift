// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@Suite struct StreamFactsTests {
  @Test func `the essence tells what pictures are, the wrapper how they play`() {
    var (wrapper, essence) = (VideoFacts(), VideoFacts())
    (wrapper.width, essence.width) = (1440, 1920)
    (wrapper.rate, essence.rate) = (.fps25, .fps50)
    (wrapper.frameCount, essence.frameCount) = (100, 99)
    wrapper.codeTag = "apch"
    let facts = VideoStream(index: 0, wrapper: wrapper, essence: essence).facts
    #expect(facts.width == 1920)
    #expect(facts.rate == .fps25)
    #expect(facts.frameCount == 100)
    #expect(facts.codeTag == "apch")
  }

  @Test func `a fact that one side lacks is the other's`() {
    var (wrapper, essence) = (AudioFacts(), AudioFacts())
    wrapper.bitDepth = 24
    essence.layout = .stereo
    let facts = AudioStream(index: 0, wrapper: wrapper, essence: essence).facts
    #expect(facts.bitDepth == 24)
    #expect(facts.layout == .stereo)
    #expect(facts.codec == nil)
  }

  @Test func `layouts go by the trade's names`() {
    #expect(ChannelLayout.stereo.description == "stereo")
    #expect(ChannelLayout.surround51.description == "5.1")
    #expect(ChannelLayout([.left, .right, .center]).description == "L R C")
  }
}
