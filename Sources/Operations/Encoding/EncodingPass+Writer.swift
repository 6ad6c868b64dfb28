// SPDX-License-Identifier: Apache-2.0

import Essence
import MediaIO

extension EncodingPass {
  /// What writes the file, and what wraps it where that is not FFmpeg.
  func writer(to path: String, pictures: PictureShape?) throws -> (MediaWriter, MXFSink?) {
    let sounds = soundStreams.compactMap(soundShape)
    guard MXFSink.wraps(encoding) else {
      return (try MediaWriter(path: path, encoding: encoding, video: pictures, audio: sounds, labels: labels, isReproducible: true), nil)
    }
    let conversion = encoding.video?.conversion ?? PictureConversion()
    // What a source says of its frame is not true of another.
    let format =
      conversion.raster == nil ? source.video.first?.facts.activeFormat : try pictures.flatMap { try conversion.outcome(of: $0).activeFormat }
    let sink = MXFSink(path: path, encoding: encoding, labels: labels, activeFormat: format, origin: origin)
    return (try MediaWriter(sink: sink, path: path, encoding: encoding, video: pictures, audio: sounds, start: labels.start), sink)
  }

  /// What the pictures are, as the first of them and its stream say.
  func pictureShape(_ picture: Picture) throws -> PictureShape {
    guard let facts = source.video.first?.facts, let rate = facts.rate else {
      throw OperationsError(.badInput, subject: source.path, "‘\(source.path)’ does not say how many pictures a second it has: it cannot be encoded")
    }
    var shape = PictureShape(of: picture, rate: rate)
    if let scan = facts.scan { shape.scan = scan }
    if let aspect = facts.pixelAspect { shape.pixelAspect = aspect }
    shape.color = facts.color
    if let assumedColor { shape.color = shape.color.completed(by: assumedColor) }
    return shape
  }

  /// What the sound of a stream is; nothing where it does not say.
  func soundShape(_ stream: Int) -> SoundShape? {
    guard let facts = source.audio.first(where: { $0.index == stream })?.facts, let rate = facts.sampleRate, let count = facts.channelCount else {
      return nil
    }
    return SoundShape(sampleRate: rate, layout: facts.layout ?? ChannelLayout(Array(repeating: .unknown, count: count)))
  }
}

extension ColorDescription {
  /// This description, with what it does not state taken from `other`.
  fileprivate func completed(by other: ColorDescription) -> ColorDescription {
    ColorDescription(
      primaries: primaries ?? other.primaries, transfer: transfer ?? other.transfer, matrix: matrix ?? other.matrix,
      isFullRange: isFullRange ?? other.isFullRange)
  }
}
