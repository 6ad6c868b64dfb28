// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Foundation

/// What libav reads a followed file through: at the end of what is there, reading waits. The corresponding C function is `avio_alloc_context`.
final class FollowingInput {
  private static let bufferSize = 64 << 10

  let context: UnsafeMutablePointer<AVIOContext>
  private let source: Source

  /// Opens `file`.
  init(_ file: FollowedFile) throws(MediaIOError) {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw MediaIOError(
        .cannotRead, subject: file.path, remedy: "check the path, its permissions and whether its volume is mounted", underlying: LibAVError(-errno))
    }
    source = Source(file, descriptor)
    guard let buffer = av_malloc(Self.bufferSize) else { throw .outOfMemory(file.path) }
    let opaque = Unmanaged.passUnretained(source).toOpaque()
    let made = avio_alloc_context(
      buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 0, opaque,
      { opaque, buffer, count in
        guard let opaque, let buffer else { return lineup_error_end_of_file }
        return Unmanaged<Source>.fromOpaque(opaque).takeUnretainedValue().read(buffer, Int(count))
      }, nil,
      { opaque, offset, whence in
        guard let opaque else { return -1 }
        return Unmanaged<Source>.fromOpaque(opaque).takeUnretainedValue().seek(offset, whence)
      })
    guard let made else {
      av_free(buffer)
      throw .outOfMemory(file.path)
    }
    context = made
  }

  deinit {
    // libav may have put another buffer in the place of the first.
    av_freep(&context.pointee.buffer)
    var context: UnsafeMutablePointer<AVIOContext>? = context
    avio_context_free(&context)
  }
}

/// The place in a followed file.
private final class Source {
  private let file: FollowedFile
  private let descriptor: Int32
  private var place = 0

  init(_ file: FollowedFile, _ descriptor: Int32) { (self.file, self.descriptor) = (file, descriptor) }

  deinit { close(descriptor) }

  func read(_ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int32 {
    while true {
      let got = pread(descriptor, buffer, count, off_t(place))
      if got > 0 {
        place += got
        return Int32(got)
      }
      if got < 0 {
        if errno == EINTR { continue }
        return -errno
      }
      if !file.waits(beyond: place) { return lineup_error_end_of_file }
    }
  }

  func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
    switch whence & ~AVSEEK_FORCE {
    case AVSEEK_SIZE: return Int64(file.byteCount)
    case SEEK_SET: place = Int(max(0, offset))
    case SEEK_CUR: place = max(0, place + Int(offset))
    case SEEK_END: place = max(0, file.byteCount + Int(offset))
    default: return Int64(-EINVAL)
    }
    return Int64(place)
  }
}
