// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence
internal import Timing

extension MediaDescription {
  /// What `demuxer` found: the wrapper's word on everything, the essence's word on nothing yet.
  init(_ demuxer: Demuxer) {
    self.init(path: demuxer.file.path, byteCount: demuxer.file.byteCount, wrapper: WrapperDescription(demuxer))
    for stream in demuxer.streams {
      let index = Int(stream.pointee.index)
      let stated = demuxer.wrapperParameters[index]
      var metadata = Dictionary(libAV: stream.pointee.metadata)
      switch stream.pointee.codecpar?.pointee.codec_type {
      case AVMEDIA_TYPE_VIDEO:
        var facts = stated?.video ?? VideoFacts()
        if !demuxer.isStill { facts.pace(stream, countsInDuration: demuxer.format == "mxf") }
        let turns = StreamParameters.quarterTurns(of: stream)
        if turns > 0 { metadata["rotate"] = "\(turns * 90)" }  // degrees clockwise
        video.append(VideoStream(index: index, wrapper: facts, essence: VideoFacts(), metadata: metadata))
      case AVMEDIA_TYPE_AUDIO:
        var facts = stated?.audio ?? AudioFacts()
        facts.measure(stream)
        audio.append(AudioStream(index: index, wrapper: facts, essence: AudioFacts(), language: metadata["language"], metadata: metadata))
      case AVMEDIA_TYPE_SUBTITLE:
        let codec = codecName(stream.pointee.codecpar.pointee.codec_id) ?? "unknown"
        captions.append(CaptionStream(index: index, codec: codec, language: metadata["language"]))
      default:
        otherStreams.append(StreamParameters.name(of: stream))
      }
    }
    let header = demuxer.format == "mxf" ? try? MXFHeader(path: path) : nil
    wrapper.frameworks = header?.otherSets
    if video.count == 1 { video[0].wrapper.activeFormat = header?.activeFormat }
    if video.count == 1, let raster = header?.displayedRaster, raster.width > 0, raster.height > 0 {
      video[0].wrapper.width = raster.width
      video[0].wrapper.height = raster.height
    }
    timecodes = TimecodeSurvey(demuxer, header: header).timecodes
  }
}

extension VideoFacts {
  /// Sets rate and number of pictures as the wrapper's clock gives them; an MXF track's duration is that number (edit units).
  fileprivate mutating func pace(_ stream: UnsafeMutablePointer<AVStream>, countsInDuration: Bool) {
    let source = stream.pointee
    rate = FrameRate(source.avg_frame_rate) ?? FrameRate(source.r_frame_rate)
    guard let rate else { return }
    let timed = source.duration > 0 ? av_rescale_q(source.duration, source.time_base, rate.libAVTick) : 0
    // An edit list can hide pictures that are in the table, and a transport stream states neither number.
    switch (source.nb_frames, timed) {
    case (1..., 1...): frameCount = FrameCount(Int(min(source.nb_frames, timed)))
    case (1..., _): frameCount = FrameCount(Int(source.nb_frames))
    default: frameCount = countsInDuration && timed > 0 ? FrameCount(Int(timed)) : nil
    }
  }
}

extension AudioFacts {
  /// Sets the number of samples where the wrapper's clock ticks in samples.
  fileprivate mutating func measure(_ stream: UnsafeMutablePointer<AVStream>) {
    let source = stream.pointee
    guard source.duration > 0, source.time_base.num == 1, source.time_base.den == source.codecpar?.pointee.sample_rate else { return }
    sampleCount = Int(source.duration)
  }
}

extension StreamParameters {
  /// A stream of neither pictures, sound nor captions, in words.
  fileprivate static func name(of stream: UnsafeMutablePointer<AVStream>) -> String {
    let parameters = stream.pointee.codecpar?.pointee
    let kind = av_get_media_type_string(parameters?.codec_type ?? AVMEDIA_TYPE_UNKNOWN).map { String(cString: $0) } ?? "unknown"
    let tag = tagText(parameters?.codec_tag ?? 0) ?? codecName(parameters?.codec_id ?? AV_CODEC_ID_NONE)
    return tag.map { "\(kind) (\($0))" } ?? kind
  }
}
