// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension MediaDescription {
  /// The facts on which the wrapper and the essence differ, in file order. A fact that one of them does not state is no disagreement.
  public var disagreements: [Disagreement] {
    var found: [Disagreement] = []
    func compare<Value: Equatable>(_ fact: String, _ wrapper: Value?, _ essence: Value?, _ text: (Value) -> String = { "\($0)" }) {
      guard let wrapper, let essence, wrapper != essence else { return }
      found.append(Disagreement(fact: fact, wrapper: text(wrapper), essence: text(essence)))
    }
    for (number, stream) in video.enumerated() {
      let (name, wrapper, essence) = ("video[\(number)]", stream.wrapper, stream.essence)
      compare("\(name).codec", wrapper.codec, essence.codec)
      compare("\(name).width", wrapper.width, essence.width)
      compare("\(name).height", wrapper.height, essence.height)
      compare("\(name).pixelAspect", wrapper.pixelAspect?.reduced, essence.pixelAspect?.reduced)
      if wrapper.rate.flatMap({ rate in essence.rate.map(rate.hasSameSpeed) }) == false { compare("\(name).rate", wrapper.rate, essence.rate) }
      compare("\(name).frameCount", wrapper.frameCount, essence.frameCount)
      compare("\(name).scan", wrapper.scan, essence.scan, \.rawValue)
      compare("\(name).activeFormat", wrapper.activeFormat?.code, essence.activeFormat?.code)
      compare("\(name).bitDepth", wrapper.bitDepth, essence.bitDepth)
      compare("\(name).chromaSampling", wrapper.chromaSampling, essence.chromaSampling)
      compare("\(name).color.primaries", wrapper.color.primaries, essence.color.primaries)
      compare("\(name).color.transfer", wrapper.color.transfer, essence.color.transfer)
      compare("\(name).color.matrix", wrapper.color.matrix, essence.color.matrix)
      compare("\(name).color.isFullRange", wrapper.color.isFullRange, essence.color.isFullRange)
    }
    for (number, stream) in audio.enumerated() {
      let (name, wrapper, essence) = ("audio[\(number)]", stream.wrapper, stream.essence)
      compare("\(name).codec", wrapper.codec, essence.codec)
      compare("\(name).sampleRate", wrapper.sampleRate, essence.sampleRate)
      compare("\(name).channelCount", wrapper.channelCount, essence.channelCount)
      compare("\(name).layout", wrapper.layout, essence.layout)
      compare("\(name).bitDepth", wrapper.bitDepth, essence.bitDepth)
    }
    return found
  }
}

extension Ratio {
  /// The same ratio in lowest terms, so that 64:45 and 128:90 are one.
  fileprivate var reduced: Ratio {
    var (a, b) = (abs(numerator), abs(denominator))
    while b != 0 { (a, b) = (b, a % b) }
    return a > 1 ? Ratio(numerator / a, denominator / a) : self
  }
}
