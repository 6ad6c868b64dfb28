// SPDX-License-Identifier: Apache-2.0

import Files
import GRDB

/// Why the catalogue could not be opened, read or written.
public struct CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// The file cannot be opened or made.
    case cannotOpen
    /// There is no catalogue where one is to be read.
    case notFound
    /// The file is no catalogue, or is damaged.
    case damaged
    /// The file holds tables, views, triggers or indexes that Lineup did not make.
    case foreignParts
    /// A link, a pipe or a device stands where the file should be.
    case notRegular
    /// Another file stands now where the catalogue was opened.
    case exchanged
    /// The program was asked to stop.
    case stopped
    /// A newer Lineup has changed the catalogue's form.
    case newerVersion
    /// An older Lineup wrote the catalogue, and it cannot be brought up to date where it is only read.
    case olderVersion
    /// The catalogue was left in the middle of work and must be put in order first, which cannot be done where it is only read.
    case needsWriting
    /// Another process kept the catalogue locked for too long.
    case busy
    /// The volume is full or fails.
    case cannotWrite
    /// The catalogue, its folder or its volume can only be read.
    case readOnly
    /// A record that was referred to is not there.
    case noSuchRecord
    /// The catalogue's own rules refuse the change.
    case refused
  }

  /// The kind of fault.
  public let code: Code
  /// The catalogue's path, or the record's id.
  public let subject: String
  /// What the database said.
  public let underlying: String?

  init(_ code: Code, subject: String, underlying: String? = nil) {
    self.code = code
    self.subject = subject
    self.underlying = underlying
  }

  /// The error that `error` means for the catalogue at `path`.
  init(_ error: any Error, path: String) {
    if let own = error as? CatalogError {
      self = own
      return
    }
    guard let database = error as? DatabaseError else {
      let isUnreadable = error is DecodingError || error is RowDecodingError
      self.init(isUnreadable ? .damaged : .cannotOpen, subject: path, underlying: "\(error)")
      return
    }
    let code: Code =
      switch database.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damaged
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
      case .SQLITE_READONLY: .readOnly
      case .SQLITE_FULL, .SQLITE_IOERR: .cannotWrite
      case .SQLITE_CONSTRAINT: .refused
      case .SQLITE_INTERRUPT: .stopped
      default: .cannotOpen
      }
    self.init(code, subject: path, underlying: database.message)
  }

  /// One sentence an operator can act on.
  public var description: String {
    let cause = underlying.map { " (\($0.printable))" } ?? ""
    let subject = subject.printable
    return switch code {
    case .cannotOpen: "the catalogue \(subject) cannot be opened\(cause): check that its folder exists and can be written"
    case .notFound: "there is no catalogue \(subject): check the workspace's path"
    case .damaged: "\(subject) is no catalogue or is damaged\(cause): put a backup in its place, or choose another workspace"
    case .foreignParts:
      "the catalogue \(subject) holds what Lineup did not make\(cause) and was not used, since such parts run by themselves: put a backup in its place, "
        + "or choose another workspace"
    case .notRegular:
      "\(subject) is no ordinary file\(cause), and a catalogue is not looked for elsewhere: put the file itself in its place, or name another workspace"
    case .exchanged:
      "the catalogue \(subject) was exchanged or moved away while it was in use: find out by whom, put it back, and run the command again"
    case .stopped: "the work on the catalogue \(subject) was stopped before it was done: run the same command again"
    case .newerVersion: "the catalogue \(subject) was written by a newer Lineup: update this one"
    case .olderVersion: "the catalogue \(subject) was written by an older Lineup: use it once in a place that can be written"
    case .needsWriting: "the catalogue \(subject) has changes in a log that can be read only where its folder can be written: copy the folder there"
    case .busy: "the catalogue \(subject) is in use by another process: wait until it is done and try again"
    case .cannotWrite: "the catalogue \(subject) cannot be written\(cause): free some space, or check the disk"
    case .readOnly: "the catalogue \(subject) can only be read\(cause): check who owns the workspace, or choose another"
    case .noSuchRecord: "‘\(subject)’ is not in the catalogue: list what is there"
    case .refused: "the catalogue \(subject) refuses the change\(cause): nothing was written"
    }
  }
}
