// SPDX-License-Identifier: Apache-2.0

/// The files of a zip archive (APPNOTE.TXT 6.3) that is held in memory, found by its own directory. Nothing is ever unpacked to a disk.
struct ZipArchive {
  /// A file of the archive, as the directory has it.
  struct Entry: Hashable {
    /// Its name; parted by `/`. It is compared, and never used as a path.
    var name: String
    /// How it is packed: 0 is as it is, 8 is deflate.
    var method: UInt16
    /// The sum of its bytes.
    var sum: UInt32
    var packedSize: Int
    var size: Int
    /// Where its own header begins.
    var offset: Int
    /// Whether a password is needed.
    var isEncrypted: Bool
  }

  /// What is wrong with an archive, in words that follow its name.
  struct Fault: Error, Hashable { var text: String }

  /// No bundle has more.
  private static let mostEntries = 1 << 20
  /// Files up to this size may be packed as tightly as the format can.
  private static let largestTight = 16 << 20

  private let bytes: [UInt8]
  let entries: [Entry]

  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    guard let end = Self.end(of: bytes) else { throw Fault(text: "is no zip archive, or its end is missing: copy it again") }
    var (count, start) = (Self.number(bytes, end + 10, 2), Self.number(bytes, end + 16, 4))
    if count == 0xFFFF || start == 0xFFFF_FFFF {
      // ZIP64: the locator before the end leads to the larger numbers (4.3.14, 4.3.15).
      guard end >= 20, Self.number(bytes, end - 20, 4) == 0x0706_4B50 else {
        throw Fault(text: "is a damaged zip archive: its directory is not found")
      }
      let large = Self.number(bytes, end - 12, 8)
      guard large >= 0, large <= bytes.count - 56, Self.number(bytes, large, 4) == 0x0606_4B50 else {
        throw Fault(text: "is a damaged zip archive: its directory is not found")
      }
      (count, start) = (Self.number(bytes, large + 32, 8), Self.number(bytes, large + 48, 8))
    }
    guard count >= 0, count <= Self.mostEntries, start >= 0, start <= end else {
      throw Fault(text: "is a damaged zip archive: its directory lies outside of it")
    }
    var (entries, place): ([Entry], Int) = ([], start)
    for _ in 0..<count {
      guard place <= end - 46, Self.number(bytes, place, 4) == 0x0201_4B50 else { break }
      let lengths = [28, 30, 32].map { Self.number(bytes, place + $0, 2) }
      let next = place + 46 + lengths[0] + lengths[1] + lengths[2]
      guard next <= end else { break }
      var entry = Entry(
        name: String(decoding: bytes[place + 46..<place + 46 + lengths[0]], as: UTF8.self), method: UInt16(Self.number(bytes, place + 10, 2)),
        sum: UInt32(Self.number(bytes, place + 16, 4)), packedSize: Self.number(bytes, place + 20, 4), size: Self.number(bytes, place + 24, 4),
        offset: Self.number(bytes, place + 42, 4), isEncrypted: Self.number(bytes, place + 8, 2) & 1 == 1)
      Self.enlarge(&entry, bytes[place + 46 + lengths[0]..<place + 46 + lengths[0] + lengths[1]])
      entries.append(entry)
      place = next
    }
    self.entries = entries
  }

  /// The bytes of a file, at most `limit` of them.
  func contents(of entry: Entry, limit: Int) throws(Fault) -> [UInt8] {
    guard !entry.isEncrypted else { throw Fault(text: "needs a password for ‘\(entry.name.prefix(60))’: pack it without one") }
    guard entry.size >= 0, entry.size <= limit else {
      throw Fault(text: "says that ‘\(entry.name.prefix(60))’ has \(entry.size) bytes: no cut is so large")
    }
    // A list of cuts shrinks to a twentieth; what unfolds a hundred times more than that was made to fill a memory.
    guard entry.size <= Self.largestTight || entry.size / 200 <= entry.packedSize else {
      throw Fault(text: "packs ‘\(entry.name.prefix(60))’ of \(entry.size) bytes into \(entry.packedSize): no cut comes to so little")
    }
    guard entry.offset >= 0, entry.offset <= bytes.count - 30, Self.number(bytes, entry.offset, 4) == 0x0403_4B50 else {
      throw Fault(text: "is a damaged zip archive: ‘\(entry.name.prefix(60))’ is not where its directory says")
    }
    let start = entry.offset + 30 + Self.number(bytes, entry.offset + 26, 2) + Self.number(bytes, entry.offset + 28, 2)
    guard start <= bytes.count, entry.packedSize >= 0, entry.packedSize <= bytes.count - start else {
      throw Fault(text: "is cut short: ‘\(entry.name.prefix(60))’ is not whole; copy it again")
    }
    let packed = bytes[start..<start + entry.packedSize]
    let contents: [UInt8]
    switch entry.method {
    case 0: contents = Array(packed)
    case 8:
      do throws(Inflation.Fault) {
        contents = try Inflation.inflated(packed, limit: entry.size)
      } catch {
        let reason = error == .tooLong ? "makes more bytes than it says" : "is damaged"
        throw Fault(text: "cannot be unpacked: ‘\(entry.name.prefix(60))’ \(reason); copy it again")
      }
    default: throw Fault(text: "packs ‘\(entry.name.prefix(60))’ in a way that is not known here (\(entry.method)): pack it as zip does by default")
    }
    guard contents.count == entry.size, Checksum.crc32(contents) == entry.sum else {
      throw Fault(text: "is damaged: the sum of ‘\(entry.name.prefix(60))’ is another than its directory says; copy it again")
    }
    return contents
  }

  // MARK: -

  /// Where the end record begins: it is the last that looks like one, with a comment of at most 64 KiB behind it.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 0xFFFF)
    return stride(from: bytes.count - 22, through: first, by: -1).first { number(bytes, $0, 4) == 0x0605_4B50 }
  }

  /// A number, its lowest byte first; one that no `Int` holds is negative.
  private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int {
    guard place >= 0, width <= bytes.count, place <= bytes.count - width else { return -1 }
    var value: UInt64 = 0
    for byte in bytes[place..<place + width].reversed() { value = value << 8 | UInt64(byte) }
    return Int(truncatingIfNeeded: value)
  }

  /// Takes the larger numbers of ZIP64, in the order in which they stand (4.5.3).
  private static func enlarge(_ entry: inout Entry, _ extra: ArraySlice<UInt8>) {
    let bytes = Array(extra)
    var start = 0
    while start <= bytes.count - 4 {
      let (kind, end) = (number(bytes, start, 2), start + 4 + number(bytes, start + 2, 2))
      guard end <= bytes.count else { return }
      if kind == 1 {
        var place = start + 4
        func take(_ value: inout Int) {
          guard value == 0xFFFF_FFFF, place + 8 <= end else { return }
          value = number(bytes, place, 8)
          place += 8
        }
        take(&entry.size)
        take(&entry.packedSize)
        take(&entry.offset)
        return
      }
      start = end
    }
  }
}

/// The sum that zip archives keep of each file.
enum Checksum {
  /// CRC-32 as ISO 3309 and RFC 1952, 8, have it.
  static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
  }

  private static let table: [UInt32] = (0..<256).map { (index: UInt32) in
    (0..<8).reduce(index) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }
}
