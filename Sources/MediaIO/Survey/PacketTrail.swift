// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Hashing
internal import Timing

/// The coded pictures of one stream in file order, each known by a digest of its bytes: what tells a patched file from the one before.
public struct PacketTrail: Sendable, Hashable {
  /// One packet.
  public struct Mark: Sendable, Hashable {
    /// The position of its picture by its time; `nil` where its time says nothing.
    public var position: Int?
    /// Whether decoding may begin with it.
    public var isKey: Bool
    /// The XXH3-128 digest of its bytes.
    public var digest: [UInt8]

    /// A packet.
    public init(position: Int?, isKey: Bool, digest: [UInt8]) {
      self.position = position
      self.isKey = isKey
      self.digest = digest
    }
  }

  /// How a decoded picture was coded, as far as a survey asks.
  public enum Coding: UInt8, Sendable, Hashable {
    /// Nobody says.
    case unknown = 0
    /// From pictures before and after it.
    case bidirectional = 1
    /// From itself or from pictures before it.
    case other = 2
  }

  /// The packets, in file order.
  public var marks: [Mark] = []
  /// How each decoded picture was coded, by position.
  public var codings: [Int: Coding] = [:]
  /// A digest of what the decoder is told before the first packet: coding, size, parameter sets.
  public var parameters: [UInt8]
  /// Whether a picture needs no other than those of its own group and of the group before.
  public var hasBoundedGroups: Bool

  /// A trail without packets.
  public init(parameters: [UInt8], hasBoundedGroups: Bool) {
    self.parameters = parameters
    self.hasBoundedGroups = hasBoundedGroups
  }
}

/// Draws the trail of one stream while it is read.
struct PacketTracker {
  private(set) var trail: PacketTrail
  private var clock: PictureClock

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    clock = PictureClock(stream)
    var hasher = MultiHasher([.xxh128])
    var isBounded = false
    if let parameters = stream.pointee.codecpar?.pointee {
      var numbers = [
        Int64(parameters.codec_id.rawValue), Int64(parameters.codec_tag), Int64(parameters.width), Int64(parameters.height), Int64(parameters.format),
      ]
      numbers.withUnsafeMutableBytes { hasher.update(UnsafeRawBufferPointer($0)) }
      if let extra = parameters.extradata { hasher.update(UnsafeRawBufferPointer(start: extra, count: Int(max(0, parameters.extradata_size)))) }
      let properties = avcodec_descriptor_get(parameters.codec_id)?.pointee.props ?? 0
      // Coders whose groups end at a key picture for certain; of others a picture may reach back as far as it likes.
      isBounded =
        properties & AV_CODEC_PROP_INTRA_ONLY != 0 || [AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_H264, AV_CODEC_ID_HEVC].contains(parameters.codec_id)
    }
    isBounded = isBounded && stream.pointee.start_time != lineup_no_timestamp
    trail = PacketTrail(parameters: hasher.finish().first?.bytes ?? [], hasBoundedGroups: isBounded)
  }

  mutating func take(_ packet: UnsafeMutablePointer<AVPacket>) {
    var hasher = MultiHasher([.xxh128])
    hasher.update(UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(max(0, packet.pointee.size))))
    trail.marks.append(
      PacketTrail.Mark(
        position: clock.timedPosition(at: packet.pointee.pts)?.value, isKey: packet.pointee.flags & AV_PKT_FLAG_KEY != 0,
        digest: hasher.finish().first?.bytes ?? []))
  }

  mutating func take(_ frame: Frame, position: FrameCount) {
    trail.codings[position.value] = PacketTrail.Coding(frame.pointer.pointee.pict_type)
  }
}

extension PacketTrail.Coding {
  init(_ type: AVPictureType) {
    self =
      switch type {
      case AV_PICTURE_TYPE_NONE: .unknown
      case AV_PICTURE_TYPE_B: .bidirectional
      default: .other
      }
  }
}

extension MediaReader {
  /// The version of the libraries that decode.
  public static var libraries: String { av_version_info().map { String(cString: $0) } ?? "unknown" }
}
