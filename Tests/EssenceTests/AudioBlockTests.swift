// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing

@Suite struct AudioBlockTests {
  @Test func `each channel reads back as it was given`() {
    let block = AudioBlock<Int32>(sampleRate: 48_000, position: 96, bitDepth: 24, channels: [[1, 2, 3], [-1, -2, -3]])
    #expect(block.count == 3 && block.channelCount == 2 && block.position == 96 && block.bitDepth == 24)
    #expect(Array(block.channel(0)) == [1, 2, 3])
    #expect(Array(block.channel(1)) == [-1, -2, -3])
  }

  @Test func `a copy keeps the samples alive`() {
    var block: AudioBlock<Float>? = AudioBlock(sampleRate: 48_000, channels: [[0.25, 0.5]])
    let copy = block
    block = nil
    #expect(copy.map { Array($0.channel(0)) } == [0.25, 0.5])
  }

  @Test func `a block may be empty`() {
    let block = AudioBlock<Float>(sampleRate: 48_000, channels: [[], []])
    #expect(block.count == 0 && block.channelCount == 2)
    #expect(block.channel(1).isEmpty)
  }
}
