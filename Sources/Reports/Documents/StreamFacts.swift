// SPDX-License-Identifier: Apache-2.0

import Essence
import Timing

/// One fact of a stream as wrapper and essence state it, in words.
struct StreamFact {
  /// The name that a `Disagreement` gives the fact, after the stream: `width`.
  let key: String
  /// The name a reader sees.
  let name: String
  /// What the wrapper says.
  let wrapper: String?
  /// What the essence says.
  let essence: String?

  private init<Value>(_ key: String, _ name: String, _ wrapper: Value?, _ essence: Value?, _ words: (Value) -> String?) {
    self.key = key
    self.name = name
    self.wrapper = wrapper.flatMap(words)
    self.essence = essence.flatMap(words)
  }

  /// The facts of a stream of pictures that at least one side states.
  static func facts(of stream: VideoStream) -> [StreamFact] {
    let (w, e) = (stream.wrapper, stream.essence)
    return [
      StreamFact("codec", "Coding", w.codec, e.codec) { $0 },
      StreamFact("profile", "Profile", w.profile, e.profile) { $0 },
      StreamFact("codeTag", "Code in the wrapper", w.codeTag, e.codeTag) { $0 },
      StreamFact("width", "Width", w.width, e.width) { "\($0)" },
      StreamFact("height", "Height", w.height, e.height) { "\($0)" },
      StreamFact("pixelAspect", "Pixel aspect", w.pixelAspect, e.pixelAspect) { $0.description },
      StreamFact("rate", "Pictures a second", w.rate, e.rate) { $0.description },
      StreamFact("frameCount", "Pictures", w.frameCount, e.frameCount) { Figures.count($0.value) },
      StreamFact("scan", "Scanning", w.scan, e.scan) { $0.words },
      StreamFact("pixelFormat", "Pixel format", w.pixelFormat, e.pixelFormat) { $0 },
      StreamFact("bitDepth", "Bits a sample", w.bitDepth, e.bitDepth) { "\($0)" },
      StreamFact("chromaSampling", "Sampling", w.chromaSampling, e.chromaSampling) { $0 },
      StreamFact("color.primaries", "Colour primaries", w.color.primaries, e.color.primaries) { ColorNames.primaries($0) },
      StreamFact("color.transfer", "Transfer", w.color.transfer, e.color.transfer) { ColorNames.transfer($0) },
      StreamFact("color.matrix", "Matrix", w.color.matrix, e.color.matrix) { ColorNames.matrix($0) },
      StreamFact("color.isFullRange", "Range", w.color.isFullRange, e.color.isFullRange) { ColorNames.range($0) },
      StreamFact("light", "Light (MaxCLL / MaxFALL / mastering peak)", w.light, e.light) { $0.words },
      StreamFact("bitRate", "Bit rate", w.bitRate, e.bitRate) { Figures.bitRate($0) },
    ].filter(\.isStated)
  }

  /// The facts of a stream of sound that at least one side states.
  static func facts(of stream: AudioStream) -> [StreamFact] {
    let (w, e) = (stream.wrapper, stream.essence)
    return [
      StreamFact("codec", "Coding", w.codec, e.codec) { $0 },
      StreamFact("profile", "Profile", w.profile, e.profile) { $0 },
      StreamFact("sampleRate", "Samples a second", w.sampleRate, e.sampleRate) { Figures.count($0) },
      StreamFact("channelCount", "Channels", w.channelCount, e.channelCount) { "\($0)" },
      StreamFact("layout", "Layout", w.layout, e.layout) { $0.description },
      StreamFact("bitDepth", "Bits a sample", w.bitDepth, e.bitDepth) { "\($0)" },
      StreamFact("sampleCount", "Samples", w.sampleCount, e.sampleCount) { Figures.count($0) },
      StreamFact("bitRate", "Bit rate", w.bitRate, e.bitRate) { Figures.bitRate($0) },
    ].filter(\.isStated)
  }

  private var isStated: Bool { wrapper != nil || essence != nil }
}

extension LightMetadata {
  /// The levels in cd/m², in the order of the fact's name.
  fileprivate var words: String {
    let peak = masteringPeak.map { Figures.short($0) }
    return [maxContent.map(String.init), maxAverage.map(String.init), peak].map { $0 ?? "–" }.joined(separator: " / ") + " cd/m²"
  }
}
