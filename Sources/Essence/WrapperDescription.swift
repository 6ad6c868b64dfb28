// SPDX-License-Identifier: Apache-2.0

/// What the wrapper says of the whole file.
public struct WrapperDescription: Hashable, Sendable, Codable {
  /// The wrapper's short name: `mov`, `mxf`, `wav`, `mpegts`…
  public var format: String
  /// The same in words, such as `QuickTime / MOV` or `MXF OP1a`.
  public var name: String
  /// Operational pattern, brand or profile, where it has one (`OP1a`, `isom`).
  public var profile: String?
  /// Length as the wrapper states it.
  public var duration: MediaTime?
  /// Bits a second over the whole file.
  public var bitRate: Int?
  /// Metadata in the wrapper's own words; no order.
  public var metadata: [String: String]
  /// What reading the wrapper ran into: a missing index, a short file.
  public var notes: [String]
  /// What says that the file ends before its own end, in a sentence's words; `nil` where nothing does.
  public var endsEarly: String?
  /// The partitions of an MXF file.
  public var partitions: WrapperPartitions?
  /// Frameworks of descriptive metadata in the header of an MXF file, by the last eight bytes of their keys in hexadecimal; `nil` for other files.
  public var frameworks: [String]?
  /// Whether the index of a QuickTime or MP4 file (`moov`) comes before its essence (`mdat`), so that it can be played while it is fetched.
  public var indexComesFirst: Bool?

  /// A wrapper description.
  public init(
    format: String, name: String, profile: String? = nil, duration: MediaTime? = nil, bitRate: Int? = nil, metadata: [String: String] = [:],
    notes: [String] = [], endsEarly: String? = nil, partitions: WrapperPartitions? = nil, indexComesFirst: Bool? = nil
  ) {
    self.format = format
    self.name = name
    self.profile = profile
    self.duration = duration
    self.bitRate = bitRate
    self.metadata = metadata
    self.notes = notes
    self.endsEarly = endsEarly
    self.partitions = partitions
    self.indexComesFirst = indexComesFirst
  }
}
