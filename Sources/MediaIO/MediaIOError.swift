// SPDX-License-Identifier: Apache-2.0

internal import Files

/// Why a media file could not be read or written.
///
/// Damage inside a file that can be read on is no error: it arrives as `MediaEvent.damage`.
public struct MediaIOError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// Nothing has that name.
    case noSuchFile
    /// The name is a folder's.
    case isFolder
    /// The name is a pipe's, a socket's or a device's.
    case notRegularFile
    /// The system forbids it.
    case permissionDenied
    /// The file has no bytes.
    case empty
    /// No known wrapper.
    case notMedia
    /// The file stops before something that it cannot be read without.
    case cutShort
    /// A known wrapper with contents that cannot be understood.
    case damaged
    /// A coding that no decoder or encoder here handles.
    case unsupportedCoding
    /// A request that the file or encoding cannot satisfy: a stream it lacks, a position outside it, a filter that does not exist.
    case invalidRequest
    /// The volume is full.
    case noSpace
    /// The file exists already.
    case alreadyExists
    /// Reading from the disk failed.
    case cannotRead
    /// Writing to the disk failed.
    case cannotWrite
    /// An encoder, converter or filter gave up.
    case processingFailed
  }

  /// The kind of fault.
  public let code: Code
  /// The path, or the path and stream, that the fault is about.
  public let subject: String
  /// What to try, in words.
  public let remedy: String
  /// FFmpeg's own code, where it gave one.
  public let underlying: LibAVError?

  /// An error about `subject`, with what to try.
  public init(_ code: Code, subject: String, remedy: String, underlying: LibAVError? = nil) {
    self.code = code
    self.subject = subject
    self.remedy = remedy
    self.underlying = underlying
  }

  /// One sentence an operator can act on.
  public var description: String {
    let cause = underlying.map { " (\($0))" } ?? ""
    return "‘\(subject.printable)’ \(fault)\(cause): \(remedy)"
  }

  private var fault: String {
    switch code {
    case .noSuchFile: "does not exist"
    case .isFolder: "is a folder, not a media file"
    case .notRegularFile: "is not an ordinary file"
    case .permissionDenied: "may not be opened"
    case .empty: "has no bytes"
    case .notMedia: "is not media: no known wrapper"
    case .cutShort: "is cut short"
    case .damaged: "cannot be understood"
    case .unsupportedCoding: "has a coding that is not supported here"
    case .invalidRequest: "cannot do what was asked"
    case .noSpace: "does not fit: the volume is full"
    case .alreadyExists: "exists already"
    case .cannotRead: "cannot be read"
    case .cannotWrite: "cannot be written"
    case .processingFailed: "could not be processed"
    }
  }
}

/// A code that FFmpeg's libraries returned.
public struct LibAVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The code, below zero.
  public let code: Int32

  /// The library's words for `code`.
  public let description: String
}
