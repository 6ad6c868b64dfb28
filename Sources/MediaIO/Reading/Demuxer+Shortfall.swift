// SPDX-License-Identifier: Apache-2.0

internal import Files

extension Demuxer {
  /// The damage of a file that stops in the middle of its structure; `nil` where it does not. It is known once the file has been read.
  ///
  /// libav takes such a file for whole: it shortens a WAVE chunk to what is there, and leaves half a packet unread.
  var shortfall: MediaDamage? {
    switch format {
    case "wav":
      guard let missing = (try? RIFFChunks(path: file.path))?.missingSound, missing > 0 else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes of sound before the end that its header promises")
    case "mpegts":
      guard let size = transportPacketSize, file.byteCount % size != 0 else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends in the middle of a transport packet")
    case "matroska,webm":
      guard journal.notes.contains(where: { $0.contains("File ended prematurely") }) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends before the end that its segment promises")
    case "mxf":
      guard let missing = (try? MXFHeader(path: file.path, limit: MXFHeader.packLimit))?.bytesBeforeFooter(in: file.byteCount) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends at least \(missing) bytes before the footer that its header promises")
    case let name where name.hasPrefix("mov"):
      guard let missing = QuickTimeAtom.missingBytes(file.path, byteCount: file.byteCount) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes before the end that its last atom promises")
    default: return nil
    }
  }

  /// Bytes of a transport packet by the sync bytes at the file's beginning: 188 (ISO/IEC 13818-1), 192 with the four-byte time of Blu-ray
  /// and AVCHD, or 204 with error correction; `nil` where the file begins otherwise.
  private var transportPacketSize: Int? {
    guard let input = try? InputFile(file.path), let bytes = try? input.bytes(at: 0, count: 1024), bytes.count == 1024 else { return nil }
    return [(188, 0), (192, 4), (204, 0)].first { size, first in stride(from: first, to: 1024, by: size).allSatisfy { bytes[$0] == 0x47 } }?.0
  }
}
