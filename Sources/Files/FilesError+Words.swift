// SPDX-License-Identifier: Apache-2.0

import Foundation

extension FilesError.Code {
  /// What is wrong, to follow the subject in a sentence.
  var fault: String {
    switch self {
    case .notFound: "does not exist"
    case .isDirectory: "is a folder, not a file"
    case .notDirectory: "is not a folder"
    case .notRegular: "is neither a file nor a folder"
    case .isLink: "is a symbolic link"
    case .permissionDenied: "may not be opened or changed by this user"
    case .noSpace: "does not fit: the volume is full"
    case .tooLarge: "is too large"
    case .readOnly: "is on a volume that can only be read"
    case .alreadyExists: "exists already"
    case .busy: "is in use by another process"
    case .nameTooLong: "has a name or path too long for this volume"
    case .invalidName: "is not a usable name"
    case .escapesRoot: "leaves the folder it must stay in"
    case .tooManyOpenFiles: "could not be opened because too many files are open"
    case .truncated: "ends too early"
    case .malformed: "is damaged or not what it seems"
    case .ioError: "could not be read or written"
    }
  }

  /// What to try when the place that found the fault has no better advice.
  var usualRemedy: String {
    switch self {
    case .notFound: "check the spelling, and that the volume is mounted"
    case .isDirectory: "name a file inside it"
    case .notDirectory: "name a folder"
    case .notRegular: "pipes, sockets and devices are not media; leave it out"
    case .isLink: "name what it points to"
    case .permissionDenied: "check the owner and mode, or run as a user who may"
    case .noSpace: "free some space or choose another volume"
    case .tooLarge: "use a volume that takes files of this size"
    case .readOnly: "unlock the volume or choose another"
    case .alreadyExists: "choose another name, or move it away"
    case .busy: "wait for the other process, or stop it, and try again"
    case .nameTooLong: "shorten it"
    case .invalidName: "give it a name in UTF-8 without NUL"
    case .escapesRoot: "use a path without ‘..’, without a leading ‘/’ and without links that lead outside"
    case .tooManyOpenFiles: "raise the limit (ulimit -n) or run fewer tasks at once"
    case .truncated: "copy it again from its source"
    case .malformed: "copy it again from its source, or check what wrote it"
    case .ioError: "check the drive, cable or network and try again"
    }
  }
}

extension FilesError {
  /// The fault the system just reported for `subject`.
  package init(subject: String) {
    let systemNumber = errno
    self.init(Self.code(of: systemNumber), subject: subject, systemNumber: systemNumber)
  }

  /// The same fault, told of the name the operator knows.
  package func about(_ subject: String, remedy: String? = nil) -> FilesError {
    FilesError(code, subject: subject, remedy: remedy ?? self.remedy, systemNumber: systemNumber)
  }

  /// The system's words for one of its numbers.
  static func systemText(_ number: Int32) -> String {
    String(cString: strerror(number))  // of fixed or thread-local memory on both systems, for the numbers they know
  }

  private static func code(of number: Int32) -> Code {
    switch number {
    case ENOENT: .notFound
    case EISDIR: .isDirectory
    case ENOTDIR: .notDirectory
    case ELOOP: .isLink
    case EACCES, EPERM: .permissionDenied
    case ENOSPC, EDQUOT: .noSpace
    case EFBIG: .tooLarge
    case EROFS: .readOnly
    case EEXIST, ENOTEMPTY: .alreadyExists
    case EBUSY, ETXTBSY, EWOULDBLOCK: .busy
    case ENAMETOOLONG: .nameTooLong
    case EILSEQ, EINVAL: .invalidName
    case EMFILE, ENFILE: .tooManyOpenFiles
    default: .ioError
    }
  }
}
