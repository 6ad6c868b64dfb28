// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// A piece of coded data, released with the object. The corresponding C type is `AVPacket`.
final class Packet {
  let pointer: UnsafeMutablePointer<AVPacket>

  /// An empty packet.
  init() throws(MediaIOError) {
    guard let packet = av_packet_alloc() else { throw .outOfMemory("a packet") }
    pointer = packet
  }

  deinit {
    var packet: UnsafeMutablePointer<AVPacket>? = pointer
    av_packet_free(&packet)
  }
}
