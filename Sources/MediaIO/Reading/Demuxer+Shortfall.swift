// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

extension Demuxer {
  /// The damage of a file that stops in the middle of its structure; `nil` where it does not. It is known once the file has been read.
  ///
  /// libav takes such a file for whole: it shortens a WAVE chunk to what is there, and leaves half a packet unread.
  var shortfall: MediaDamage? {
    switch format {
    case "wav":
      if InterchangeForm.isUnclosed(file.path) { return MediaDamage(.endsEarly, text: "the file \(InterchangeForm.unclosed)") }
      guard let missing = (try? RIFFChunks(path: file.path))?.missingSound, missing > 0 else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes of sound before the end that its header promises")
    case "mpegts":
      guard let fault = TransportTail(file.path, byteCount: file.byteCount)?.fault else { return nil }
      return MediaDamage(.endsEarly, text: "the file \(fault)")
    case "matroska,webm":
      let segment = MatroskaSegment(file.path, byteCount: file.byteCount)
      if let missing = segment.missingBytes {
        return MediaDamage(.endsEarly, text: "the file ends \(missing) bytes before the end that its segment promises")
      }
      guard segment.foreignBytes == nil, journal.notes.contains(where: { $0.contains("File ended prematurely") }) else { return nil }
      return MediaDamage(.endsEarly, text: "the file ends in the middle of an element")
    case "avi", "aiff", "w64":
      return InterchangeForm.fault(file.path, byteCount: file.byteCount).map { MediaDamage(.endsEarly, text: "the file \($0)") }
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

  /// What stands behind the end of the file's own structure, in a sentence; `nil` where nothing does, or the wrapper is one of which it is not known.
  var remainder: String? {
    let count: Int? =
      switch format {
      case "mpegts": TransportTail(file.path, byteCount: file.byteCount)?.foreignBytes
      case "matroska,webm": MatroskaSegment(file.path, byteCount: file.byteCount).foreignBytes
      default: nil
      }
    return count.map { "the last \($0) bytes of the file are no part of its structure: padding, or what another program put there" }
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
