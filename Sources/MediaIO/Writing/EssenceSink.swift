// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// Takes what encoders make, packet by packet, where a wrapper is written by somebody else than FFmpeg.
///
/// It is told once what will come, then given the packets of pictures in coded order and those of sound, each track's in their order, and at last that
/// nothing more comes. Pictures run ahead of sound and sound of pictures as the source has them.
public protocol EssenceSink: AnyObject {
  /// What will come: the pictures as they are coded, and the sound streams as they are coded, in their order.
  func begin(pictures: PictureShape?, sounds: [SoundShape]) throws(MediaIOError)
  /// The next picture, or the next sound of a stream.
  func take(_ packet: EncodedPacket) throws(MediaIOError)
  /// Nothing more comes.
  func finish() throws(MediaIOError)
}

/// What an encoder made at once: a coded picture, or a run of coded sound. Its bytes are the encoder's own, and live as long as it does.
public struct EncodedPacket {
  /// Which track it is of.
  public enum Track: Hashable, Sendable {
    /// The pictures.
    case picture
    /// A sound stream, counted from nought in the order in which they were announced.
    case sound(Int)
  }

  /// Which track it is of.
  public let track: Track
  private let packet: Packet

  /// The packet's contents, which leave it empty.
  init(moving packet: Packet, track: Track) throws(MediaIOError) {
    self.track = track
    self.packet = try Packet()
    av_packet_move_ref(self.packet.pointer, packet.pointer)
  }

  /// How many bytes it has.
  public var count: Int { Int(packet.pointer.pointee.size) }

  /// Gives its bytes to `body`, for as long as that runs.
  public func withBytes<Answer, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Answer) throws(Failure) -> Answer {
    try body(UnsafeRawBufferPointer(start: packet.pointer.pointee.data, count: count))
  }
}

/// Where encoders put what they make: into a file of FFmpeg's, or to a sink.
protocol PacketOutput: AnyObject {
  /// What is written, as errors name it.
  var path: String { get }
  /// What FFmpeg said of it.
  var journal: Journal { get }
  /// Whether coders must put their headers beside the stream instead of into it.
  var wantsGlobalHeader: Bool { get }
  /// Announces what an opened encoder makes; answers the number of its track.
  func addTrack(_ encoder: UnsafeMutablePointer<AVCodecContext>, tag: UInt32, metadata: [String: String]) throws(MediaIOError) -> Int
  /// Takes a packet, whose times are in ticks of `tick` seconds, and empties it.
  func write(_ packet: Packet, track: Int, tick: AVRational) throws(MediaIOError)
}

/// Hands packets on to a sink.
final class SinkOutput: PacketOutput {
  let path: String
  let journal = Journal()
  let wantsGlobalHeader = false
  private let sink: any EssenceSink
  private var tracks: [EncodedPacket.Track] = []

  init(_ sink: any EssenceSink, path: String) { (self.sink, self.path) = (sink, path) }

  func addTrack(_ encoder: UnsafeMutablePointer<AVCodecContext>, tag: UInt32, metadata: [String: String]) throws(MediaIOError) -> Int {
    tracks.append(encoder.pointee.codec_type == AVMEDIA_TYPE_VIDEO ? .picture : .sound(tracks.count { $0 != .picture }))
    return tracks.count - 1
  }

  func write(_ packet: Packet, track: Int, tick: AVRational) throws(MediaIOError) {
    try sink.take(EncodedPacket(moving: packet, track: tracks[track]))
  }
}
