// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

extension LibAVError {
  /// The error that a libav call returned as `code`. The corresponding C function is `av_strerror`.
  init(_ code: Int32) {
    self.code = code
    var text = [CChar](repeating: 0, count: 128)
    av_strerror(code, &text, text.count)
    description = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).lowercased()
  }

  static let endOfFile = lineup_error_end_of_file
  static let tryAgain = lineup_error_again
  static let invalidData = lineup_error_invalid_data
}

extension MediaIOError {
  /// The memory for a libav object could not be had.
  static func outOfMemory(_ subject: String) -> MediaIOError {
    MediaIOError(.processingFailed, subject: subject, remedy: "free some memory and try again", underlying: LibAVError(lineup_error_no_memory))
  }

  /// What a failure to write means, by the system's own code.
  static func writing(_ subject: String, _ code: Int32) -> MediaIOError {
    switch -code {
    case ENOSPC, EDQUOT: MediaIOError(.noSpace, subject: subject, remedy: "free some space or choose another volume")
    case EACCES, EPERM, EROFS:
      MediaIOError(.permissionDenied, subject: subject, remedy: "check the folder's permissions", underlying: LibAVError(code))
    case ENOENT, ENOTDIR: MediaIOError(.noSuchFile, subject: subject, remedy: "make its folder first")
    default: MediaIOError(.cannotWrite, subject: subject, remedy: "check the volume and the encoding", underlying: LibAVError(code))
    }
  }
}

extension Int32 {
  /// Throws what `error` makes of a libav code below zero, else gives the code back.
  @discardableResult
  func orThrow(_ error: (LibAVError) -> MediaIOError) throws(MediaIOError) -> Int32 {
    if self < 0 { throw error(LibAVError(self)) }
    return self
  }
}
