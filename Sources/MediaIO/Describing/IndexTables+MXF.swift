// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Files

/// A segment of an index table (SMPTE ST 377-1:2019, 11.2.3): a local set with tags of two bytes.
struct IndexSegment: Equatable {
  /// The first bytes of the key of segments; byte 7 is a version.
  private static let key: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x53, 0x01]
  private static let rest: [UInt8] = [0x0D, 0x01, 0x02, 0x01, 0x01, 0x10, 0x01, 0x00]

  /// The most bytes of a segment: tags have lengths of two bytes.
  static let largest = 1 << 20

  /// Which table it belongs to, and which stream of essence that indexes.
  private(set) var table = 0
  private(set) var body = 0
  private(set) var rate = Ratio(0, 1)
  private(set) var start = 0
  /// Edit units; 0 where they all are of one size and no end is stated.
  private(set) var duration = 0
  /// The size of every edit unit, in bytes; 0 where they differ.
  private(set) var unitBytes = 0
  /// Entries listed; `nil` without a list.
  private(set) var entries: Int?

  /// Whether `head` begins with the key of a segment.
  static func isKey(_ head: some Collection<UInt8>) -> Bool {
    let key = Array(head.prefix(16))
    return key.count == 16 && key.starts(with: Self.key) && key[8...].elementsEqual(rest)
  }

  /// The segment whose value is `bytes`; `nil` where that is no set, or lacks what every segment has.
  init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes, subject: "an index table segment")
    var met: Set<UInt16> = []
    do throws(FilesError) {
      while reader.remaining >= 4 {
        let tag = try reader.integer(UInt16.self)
        var value = try reader.part(Int(try reader.integer(UInt16.self)))
        met.insert(tag)
        switch tag {
        case 0x3F05: unitBytes = Int(try value.integer(UInt32.self))
        case 0x3F06: table = Int(try value.integer(UInt32.self))
        case 0x3F07: body = Int(try value.integer(UInt32.self))
        case 0x3F0A: entries = Int(try value.integer(UInt32.self))
        case 0x3F0B:
          let (above, below) = (Int(try value.integer(UInt32.self)), Int(try value.integer(UInt32.self)))
          rate = Ratio(above, max(1, below))
        case 0x3F0C: start = Int(clamping: try value.integer(UInt64.self))
        case 0x3F0D: duration = Int(clamping: try value.integer(UInt64.self))
        default: break
        }
      }
    } catch {
      return nil
    }
    guard met.isSuperset(of: [0x3F06, 0x3F0B, 0x3F0C, 0x3F0D]) else { return nil }
  }
}

extension WrapperPartitions.IndexTable {
  /// The tables that `segments` make, by number. A segment may be there several times: the footer repeats what the body has.
  static func tables(of segments: [IndexSegment]) -> [Self] {
    Dictionary(grouping: segments) { $0.table }.sorted { $0.key < $1.key }.map { Self($1) }
  }

  private init(_ segments: [IndexSegment]) {
    let sorted = segments.sorted { ($0.start, $0.duration) < ($1.start, $1.duration) }
    var faults: [String] = []
    var end = 0
    var isOpen = false
    for segment in sorted {
      if segment.start > end { faults.append("edit units \(end) to \(segment.start - 1) are in no segment") }
      let (reach, isTooFar) = segment.start.addingReportingOverflow(segment.duration)
      end = max(end, isTooFar ? .max : reach)
      if segment.unitBytes > 0 {
        isOpen = isOpen || segment.duration == 0
      } else if segment.entries ?? 0 != segment.duration {
        faults.append("the segment from edit unit \(segment.start) on states \(segment.duration) edit units and lists \(segment.entries ?? 0)")
      }
    }
    if Set(sorted.map(\.rate)).count > 1 { faults.append("its segments state different edit rates") }
    self.init(
      number: sorted.first?.table ?? 0, segments: sorted.count, rate: sorted.first?.rate ?? Ratio(0, 1), editUnits: isOpen ? nil : end,
      faults: Array(faults.prefix(20)))
  }
}
