// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

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
      guard let fault = TransportTail(file.path, byteCount: file.byteCount)?.fault else { return nil }
      return MediaDamage(.endsEarly, text: "the file \(fault)")
    case "matroska,webm":
      if let missing = MatroskaSegment.missingBytes(file.path, byteCount: file.byteCount) {
        return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes before the end that its segment promises")
      }
      guard journal.notes.contains(where: { $0.contains("File ended prematurely") }) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends in the middle of an element")
    case "avi", "aiff", "w64":
      guard let missing = InterchangeForm.missingBytes(file.path, byteCount: file.byteCount) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes before the end that its header promises")
    case "mxf":
      guard let missing = (try? MXFHeader(path: file.path, limit: MXFHeader.packLimit))?.bytesBeforeFooter(in: file.byteCount) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends at least \(missing) bytes before the footer that its header promises")
    case let name where name.hasPrefix("mov"):
      if let missing = QuickTimeAtom.missingBytes(file.path, byteCount: file.byteCount) {
        return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes before the end that its last atom promises")
      }
      guard let missing = bytesBeyondEnd else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes before the end of what its index lists")
    default: return nil
    }
  }

  /// How many bytes the file lacks of the last entries of its index; `nil` where it lacks none. An atom of no stated length goes to the end of the
  /// file, wherever that is by now. The corresponding C function is `avformat_index_get_entry`.
  private var bytesBeyondEnd: Int? {
    let ends = streams.compactMap { stream -> Int? in
      let count = avformat_index_get_entries_count(stream)
      guard count > 0, let entry = avformat_index_get_entry(stream, count - 1)?.pointee else { return nil }
      let (end, isTooLarge) = Int(entry.pos).addingReportingOverflow(Int(entry.size))
      return isTooLarge ? nil : end
    }
    guard let last = ends.max(), last > file.byteCount else { return nil }
    return last - file.byteCount
  }
}
