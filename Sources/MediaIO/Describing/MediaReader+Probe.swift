// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
public import Essence
internal import Timing

extension MediaReader {
  /// Describes the file at `path` twice: as its wrapper says, and as its essence says after one picture of each picture stream and one
  /// block of each sound stream have been decoded.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - countingPictures: whether to read the whole file, without decoding it, and count the pictures that are really there.
  /// - Throws: `MediaIOError` where the file cannot be opened or is no media. Streams that cannot be decoded are described by the wrapper
  ///   alone, and the wrapper's notes say why.
  public static func probe(_ path: String, countingPictures: Bool = false) throws(MediaIOError) -> MediaDescription {
    let demuxer = try Demuxer(path: path)
    var examination = try Examination(demuxer)
    try examination.run(countingPictures: countingPictures)
    return examination.description
  }
}

/// A look into the essence of each stream of a file.
private struct Examination {
  /// A file whose streams start further apart than this is described without the late ones' essence.
  private static let packetLimit = 2000
  private static let byteLimit = 256 << 20

  private let demuxer: Demuxer
  private var decoders: [Int: Decoder] = [:]
  private var firstFrames: [Int: Frame] = [:]
  private var packetCounts: [Int: Int] = [:]

  init(_ demuxer: Demuxer) throws(MediaIOError) {
    self.demuxer = demuxer
    for stream in demuxer.streams {
      guard let kind = stream.pointee.codecpar?.pointee.codec_type, kind == AVMEDIA_TYPE_VIDEO || kind == AVMEDIA_TYPE_AUDIO else { continue }
      do throws(MediaIOError) {
        decoders[Int(stream.pointee.index)] = try Decoder(stream, threads: 1, impartial: true, journal: demuxer.journal, path: demuxer.file.path)
      } catch {
        demuxer.journal.add(error.description)
      }
    }
  }

  /// Reads until every stream has shown itself, or to the end where pictures are to be counted.
  mutating func run(countingPictures: Bool) throws(MediaIOError) {
    let packet = try Packet()
    var (packets, bytes) = (0, 0)
    while true {
      let isSatisfied = firstFrames.count == decoders.count || packets > Examination.packetLimit || bytes > Examination.byteLimit
      if isSatisfied, !countingPictures { break }
      av_packet_unref(packet.pointer)
      do throws(LibAVError) {
        guard try demuxer.read(into: packet.pointer) else { break }
      } catch {
        demuxer.journal.add("the file could not be read further: \(error)")
        break
      }
      packets += 1
      bytes += Int(packet.pointer.pointee.size)
      let index = Int(packet.pointer.pointee.stream_index)
      packetCounts[index, default: 0] += packet.pointer.pointee.flags & AV_PKT_FLAG_DISCARD == 0 ? 1 : 0
      if firstFrames[index] == nil, !isSatisfied, let decoder = decoders[index] { try show(packet.pointer, to: decoder) }
    }
    for (index, decoder) in decoders where firstFrames[index] == nil { try show(nil, to: decoder) }
    if !countingPictures { packetCounts = [:] }  // a part of the file, which says nothing
  }

  /// Sends a packet and keeps the frame, if one comes.
  private mutating func show(_ packet: UnsafeMutablePointer<AVPacket>?, to decoder: Decoder) throws(MediaIOError) {
    do throws(LibAVError) {
      _ = try decoder.send(packet)
    } catch {
      demuxer.journal.add("stream \(decoder.index): data that cannot be decoded (\(error))")
    }
    let frame = try Frame()
    if case .frame = decoder.receive(into: frame) { firstFrames[decoder.index] = frame }
  }

  /// Both descriptions together.
  var description: MediaDescription {
    var description = MediaDescription(demuxer)
    let rate = description.video.first?.wrapper.rate
    for place in description.video.indices {
      let index = description.video[place].index
      guard let decoder = decoders[index] else { continue }
      description.video[place].essence = VideoFacts(decoded: firstFrames[index], by: decoder)
      description.video[place].essence.frameCount = packetCounts[index].map { FrameCount($0) }
      if let frame = firstFrames[index] { description.timecodes += TimecodeStream.carried(by: frame, rate: rate, streamIndex: index) }
    }
    for place in description.audio.indices {
      let index = description.audio[place].index
      guard let decoder = decoders[index] else { continue }
      let isBare = description.audio[place].wrapper.codec == nil
      description.audio[place].essence = AudioFacts(decoded: firstFrames[index], by: decoder, includingPCM: isBare)
    }
    description.wrapper.endsEarly = demuxer.shortfall?.text
    description.wrapper.notes = demuxer.journal.notes + [description.wrapper.endsEarly, demuxer.remainder].compactMap(\.self)
    return description
  }
}
