// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing
import Integrity

/// What happens where the file that is to be made is there already.
public enum ExistingFile: Sendable {
  /// The work is refused before it starts.
  case refuse
  /// The work is done beside it. If it comes to the same bytes, the file that is there is the answer; if not, it stays and the work is refused.
  case acceptSame
}

/// Makes a file under a temporary name and gives it its own only when it is complete and on the disk.
struct FinishedFile: Sendable {
  /// Where the file will be.
  let target: String
  let existing: ExistingFile
  let algorithms: [HashAlgorithm]

  /// Runs `make` on the temporary path and answers the file's proof.
  func write<Extra>(cancellation: Cancellation, _ make: (String) throws -> Extra) throws -> (proof: FileProof, extra: Extra) {
    try Folder.create(SystemFolder.of(target))
    let stands = try FileFacts.ifExists(target) != nil
    let pending = try PendingFile(target, existing: existing == .acceptSame && stands ? .replace : .keep)
    let extra = try make(pending.path)
    var proof = try FileProof.of(pending.path, algorithms, cancellation: cancellation)
    proof.path = target
    guard stands else {
      try pending.commit()
      return (proof, extra)
    }
    guard try FileProof.of(target, algorithms, cancellation: cancellation).hasSameBytes(as: proof) else {
      throw OperationsError(
        .alreadyExists, subject: target, "‘\(target)’ is there with other content and was left as it is: move it away or choose another folder")
    }
    return (proof, extra)
  }
}

/// The folder part of a path.
enum SystemFolder {
  static func of(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
