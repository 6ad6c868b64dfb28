// SPDX-License-Identifier: Apache-2.0

import Timing

extension MediaDescription {
  /// Every fact that wrapper and essence both state, and state differently.
  ///
  /// Counts and bit rates are not compared: the essence seldom states them, and how far they may part is a matter of limits.
  public var disagreements: [Disagreement] {
    video.enumerated().flatMap { index, stream in Self.compare(stream, as: "video[\(index)]") }
      + audio.enumerated().flatMap { index, stream in Self.compare(stream, as: "audio[\(index)]") }
  }

  private static func compare(_ stream: VideoStream, as name: String) -> [Disagreement] {
    let (wrapper, essence) = (stream.wrapper, stream.essence)
    return [
      compare(wrapper.codec, essence.codec, as: name + ".codec"),
      compare(wrapper.width, essence.width, as: name + ".width"),
      compare(wrapper.height, essence.height, as: name + ".height"),
      compare(wrapper.pixelAspect, essence.pixelAspect, as: name + ".pixelAspect"),
      compare(wrapper.rate?.nonDropFrame, essence.rate?.nonDropFrame, as: name + ".rate"),
      compare(wrapper.scan, essence.scan, as: name + ".scan", spelled: \.rawValue),
      compare(wrapper.pixelFormat, essence.pixelFormat, as: name + ".pixelFormat"),
      compare(wrapper.bitDepth, essence.bitDepth, as: name + ".bitDepth"),
      compare(wrapper.chromaSampling, essence.chromaSampling, as: name + ".chromaSampling"),
      compare(wrapper.color.primaries, essence.color.primaries, as: name + ".color.primaries"),
      compare(wrapper.color.transfer, essence.color.transfer, as: name + ".color.transfer"),
      compare(wrapper.color.matrix, essence.color.matrix, as: name + ".color.matrix"),
      compare(wrapper.color.isFullRange, essence.color.isFullRange, as: name + ".color.isFullRange"),
    ].compactMap { $0 }
  }

  private static func compare(_ stream: AudioStream, as name: String) -> [Disagreement] {
    let (wrapper, essence) = (stream.wrapper, stream.essence)
    return [
      compare(wrapper.codec, essence.codec, as: name + ".codec"),
      compare(wrapper.sampleRate, essence.sampleRate, as: name + ".sampleRate"),
      compare(wrapper.channelCount, essence.channelCount, as: name + ".channelCount"),
      compare(wrapper.layout, essence.layout, as: name + ".layout"),
      compare(wrapper.bitDepth, essence.bitDepth, as: name + ".bitDepth"),
    ].compactMap { $0 }
  }

  private static func compare<Value: Equatable>(
    _ wrapper: Value?, _ essence: Value?, as fact: String, spelled: (Value) -> String = { "\($0)" }
  ) -> Disagreement? {
    guard let wrapper, let essence, wrapper != essence else { return nil }
    return Disagreement(fact: fact, wrapper: spelled(wrapper), essence: spelled(essence))
  }
}
