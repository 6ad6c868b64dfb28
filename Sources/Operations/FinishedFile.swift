// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Integrity
import MediaIO

/// Makes a file under a temporary name and gives it its own only when it is complete and on the disk. Nothing is overwritten.
struct FinishedFile: Sendable {
  /// Where the file will be.
  let target: String
  /// Proofs that earlier attempts at the same file left. A file at the target with the bytes of one of them is that attempt's, and is the answer.
  let earlier: [FileProof]
  /// The hashes of its proof.
  let algorithms: [HashAlgorithm]

  /// The finished file, and what its making had to say; `nil` where an earlier attempt made it.
  typealias Outcome<Extra> = (proof: FileProof, extra: Extra?)

  /// Runs `make` on the temporary path, unless an earlier attempt finished the file.
  ///
  /// - Parameter recording: told of the proof before the file has its name. Who is killed in between leaves a record and no file, and makes it again, or a
  ///   record and the file with those very bytes; never a finished file that nobody knows.
  /// - Throws: `OperationsError.alreadyExists` where something else has the target's name; what `make` and `recording` throw.
  func write<Extra>(
    cancellation: Cancellation, recording: (FileProof) throws -> Void, _ make: (String) throws -> Extra
  ) throws -> Outcome<Extra> {
    if try FileFacts.ifExists(target) != nil { return (try standing(cancellation), nil) }
    let folder = SystemPath.split(target).folder
    let isNewFolder = try FileFacts.ifExists(folder) == nil
    var isFinished = false
    defer { if isNewFolder && !isFinished { rmdir(folder) } }  // a folder made for a file that was not is no use; one that holds anything stays
    try Folder.create(folder)
    let pending = try PendingFile(target)
    let extra: Extra
    do { extra = try make(pending.path) } catch let error as MediaIOError where error.subject == pending.path {
      throw MediaIOError(error.code, subject: target, remedy: error.remedy, underlying: error.underlying)  // people know the file by its own name
    }
    var proof = try FileProof.of(pending.path, algorithms, cancellation: cancellation)
    proof.path = target
    try recording(proof)
    try pending.commit()
    isFinished = true
    return (proof, extra)
  }

  /// Refuses where something has the target's name and no earlier attempt can have made it.
  func refuseStranger() throws {
    guard let facts = try FileFacts.ifExists(target), !earlier.contains(where: { Int64($0.bytes) == facts.size }) else { return }
    throw Self.inTheWay(target)
  }

  /// The proof of the file that is there, if it is an earlier attempt's.
  private func standing(_ cancellation: Cancellation) throws -> FileProof {
    if try !earlier.isEmpty && FileFacts.of(target).kind == .file {
      let proof = try FileProof.of(target, algorithms, cancellation: cancellation)
      if earlier.contains(where: { $0.hasSameBytes(as: proof) }) { return proof }
    }
    throw Self.inTheWay(target)
  }

  private static func inTheWay(_ target: String) -> OperationsError {
    OperationsError(
      .alreadyExists, subject: target, "‘\(target)’ is there already and was left as it is: move it away, or choose another name or folder")
  }
}
