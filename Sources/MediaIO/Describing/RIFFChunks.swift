// SPDX-License-Identifier: Apache-2.0

internal import Files

/// The chunks of a RIFF, RF64 or BW64 file (EBU Tech 3306, ITU-R BS.2088): a four-letter name, a length, contents, padded to even.
struct RIFFChunks {
  /// A chunk's place in the file.
  struct Chunk {
    let name: String
    let offset: Int64
    let count: Int64
    /// The bytes that its header promises and that are not in the file.
    let missing: Int64
  }

  private(set) var chunks: [Chunk] = []
  private let path: String
  private static let chunkCountLimit = 10_000

  /// Lists the chunks of the file at `path`, as far as they can be followed; their contents are not read.
  init(path: String) throws(FilesError) {
    self.path = path
    let file = try InputFile(path)
    let end = try file.facts().size
    var dataCount: Int64?
    var offset: Int64 = 12
    while offset + 8 <= end, chunks.count < RIFFChunks.chunkCountLimit {
      var header = ByteReader(try file.bytes(at: offset, count: 36), subject: path)
      let name = try header.text(4)
      var count = Int64(try header.integer(UInt32.self, .little))
      if name == "ds64", header.remaining >= 16 {
        try header.skip(8)
        dataCount = Int64(clamping: try header.integer(UInt64.self, .little))
      }
      if name == "data", count == 0xFFFF_FFFF, let dataCount { count = dataCount }
      chunks.append(Chunk(name: name, offset: offset + 8, count: min(count, end - offset - 8), missing: max(0, count - (end - offset - 8))))
      // A length may be any number of 64 bits, and is added to nothing before it is known to lie within the file.
      guard count <= end - offset - 8 else { return }
      offset += 8 + count + count % 2
    }
  }

  /// The bytes of sound that the header promises and that are not in the file; 0 too where its writer left the length open.
  var missingSound: Int64 {
    guard let sound = chunks.first(where: { $0.name == "data" }), sound.count + sound.missing != 0xFFFF_FFFF else { return 0 }
    return sound.missing
  }

  /// The bytes of the first chunk of that name; `nil` where there is none, or one larger than `limit`.
  func contents(_ name: String, limit: Int) -> [UInt8]? {
    guard let chunk = chunks.first(where: { $0.name == name }), chunk.count <= limit, let file = try? InputFile(path) else { return nil }
    return try? file.bytes(at: chunk.offset, count: Int(chunk.count))
  }

  /// Samples a second, from the `fmt ` chunk.
  var sampleRate: Int? {
    guard let bytes = contents("fmt ", limit: 4096) else { return nil }
    var reader = ByteReader(bytes, subject: path)
    guard (try? reader.skip(4)) != nil, let rate = try? reader.integer(UInt32.self, .little) else { return nil }
    return Int(rate)
  }
}
