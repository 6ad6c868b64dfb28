// SPDX-License-Identifier: Apache-2.0

/// Why a file or folder could not be read, written or trusted.
public struct FilesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// There is nothing of that name.
    case notFound
    /// A folder stands where a file was wanted.
    case isDirectory
    /// A file stands where a folder was wanted.
    case notDirectory
    /// It is neither file nor folder: a pipe, a socket, a device.
    case notRegular
    /// It is a symbolic link where none is followed, or links lead in a circle.
    case isLink
    /// The system does not let this user do it.
    case permissionDenied
    /// The volume, or this user's share of it, is full.
    case noSpace
    /// The volume takes no file of this size.
    case tooLarge
    /// The volume can only be read.
    case readOnly
    /// Something of that name is there already, and overwriting was not asked for.
    case alreadyExists
    /// Another process is at work on it.
    case busy
    /// The name is too long for the volume.
    case nameTooLong
    /// The name is none: empty, with a NUL in it, or not UTF-8.
    case invalidName
    /// The path leaves the folder it must stay in.
    case escapesRoot
    /// This process, or the system, has too many files open.
    case tooManyOpenFiles
    /// The bytes end before what they should hold.
    case truncated
    /// The bytes are not what they should be.
    case malformed
    /// The device or the network failed.
    case ioError
  }

  /// The kind of fault.
  public let code: Code
  /// The file, folder or name it is about.
  public let subject: String
  /// What to try, in words.
  public let remedy: String
  /// The system's own number for the fault, where the system reported it.
  public let systemNumber: Int32?

  /// An error about `subject`, with the usual remedy unless another is given.
  public init(_ code: Code, subject: String, remedy: String? = nil, systemNumber: Int32? = nil) {
    self.code = code
    self.subject = subject
    self.remedy = remedy ?? code.usualRemedy
    self.systemNumber = systemNumber
  }

  /// One sentence an operator can act on. Characters that would spoil a line of text are shown as escapes.
  public var description: String { "‘\(subject.printable)’ \(explanation)" }

  /// What is wrong and what to try, to follow a subject in a sentence.
  package var explanation: String { "\(fault): \(remedy)" }

  private var fault: String {
    guard code == .ioError, let systemNumber else { return code.fault }
    return "could not be read or written (\(Self.systemText(systemNumber)))"
  }
}
