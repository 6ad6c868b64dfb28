// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The end of an MPEG transport stream (ISO/IEC 13818-1): whether it is made of whole packets, and whether the last packet of an elementary stream
/// that states its length is all there.
struct TransportTail {
  /// What tells that the file is cut, to follow "the file"; `nil` where nothing does.
  private(set) var fault: String?
  /// How many bytes behind the last transport packet are no part of the stream; `nil` where there are none.
  private(set) var foreignBytes: Int?

  /// So much of the end is read: some tenths of a second at a camera's rate.
  private static let readLimit = 1 << 20
  /// Cameras with FAT cards go on in another file at 2 or 4 GB, in the middle of whatever it is.
  private static let spanLimit = 1_900_000_000
  private static let sync: UInt8 = 0x47

  /// Looks at the beginning and the end of the file at `path`; `nil` where it does not begin with packets.
  init?(_ path: String, byteCount: Int) {
    guard let file = try? InputFile(path), let start = try? file.bytes(at: 0, count: 1024), start.count == 1024 else { return nil }
    // 188 bytes, 192 with the four-byte time of Blu-ray and AVCHD, or 204 with error correction.
    let form = [(188, 0), (192, 4), (204, 0)].first { size, first in stride(from: first, to: 1024, by: size).allSatisfy { start[$0] == Self.sync } }
    guard let (size, first) = form else { return nil }
    let place = max(0, byteCount - Self.readLimit) / size * size
    guard let bytes = try? file.bytes(at: Int64(place), count: byteCount - place), bytes.count == byteCount - place else { return nil }
    var packets = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)].dropFirst(first).prefix(188) }
    let foreign = packets.reversed().prefix { $0.first != Self.sync }
    packets.removeLast(foreign.count)
    // What else is written behind a stream is neither forbidden nor a part of it; so much of it is no padding, and no tag.
    if !foreign.isEmpty { foreignBytes = bytes.count - packets.count * size }
    guard let last = packets.last else {
      fault = "ends in \(bytes.count) bytes or more that are no transport packets"
      return
    }
    if last.count < 188 {
      fault = "ends in the middle of a transport packet"
    } else if byteCount < Self.spanLimit, let missing = Self.missing(packets) {
      fault = "ends \(missing) bytes before the end that the last packet of one of its streams promises"
    }
  }

  // MARK: -

  /// How many bytes the last packets of elementary streams lack of the lengths that they state. Only streams of pictures may leave the length open.
  private static func missing(_ packets: [ArraySlice<UInt8>]) -> Int? {
    var wanted: [Int: Int] = [:]
    for packet in packets where packet.first == sync && packet.count == 188 {
      let bytes = Array(packet)
      let stream = Int(bytes[1] & 0x1F) << 8 | Int(bytes[2])
      guard let payload = payload(bytes) else { continue }
      if bytes[1] & 0x40 == 0 {
        if let left = wanted[stream] { wanted[stream] = left - payload.count }
      } else {
        wanted[stream] = length(payload).map { $0 - payload.count }
      }
    }
    return wanted.values.filter { $0 > 0 }.max()
  }

  /// What a packet carries behind its header and adaptation field (2.4.3.2); `nil` where nothing, or it is scrambled.
  private static func payload(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    guard bytes[3] & 0xD0 == 0x10 else { return nil }
    let start = bytes[3] & 0x20 == 0 ? 4 : 5 + Int(bytes[4])
    return start < bytes.count ? bytes[start...] : nil
  }

  /// The length of a packet with its header, where its stream has to state it (2.4.3.6 and 2.4.3.7): sound, stream_id 110x xxxx, and private streams,
  /// BDh, which carry other makers' sound, subtitles and data. FDh stands for sound and pictures that came later; pictures may leave it open.
  private static func length(_ payload: ArraySlice<UInt8>) -> Int? {
    let head = Array(payload.prefix(6))
    guard head.count == 6, head[0] == 0, head[1] == 0, head[2] == 1, head[3] & 0xE0 == 0xC0 || head[3] == 0xBD || head[3] == 0xFD else { return nil }
    let count = Int(head[4]) << 8 | Int(head[5])
    return count == 0 ? nil : 6 + count
  }
}
