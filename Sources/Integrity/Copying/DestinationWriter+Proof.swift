// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Synchronization

extension DestinationWriter {
  /// Has the device keep the files of the group, all of them first, and then reads each back.
  func prove() throws(FilesError) {
    for member in group.members where !member.isProved {
      try attempt(member) { () throws(FilesError) in try member.part.synchronize() }
      queue.moved()
    }
    for member in group.members where !member.isProved && job.plan.verification == .full {
      try attempt(member) { () throws(FilesError) in
        if try matches(member.part.reopened(), member.digests) { return }
        outcome.withLock { $0.mismatches += 1 }
        fail(member.index, "what was read back is not what was written; the drive, its cable or this machine's memory is at fault: copy it again")
      }
    }
    group.markProved()
  }

  /// Does something with one file of the group; where only that file is at fault, it alone fails.
  private func attempt(_ member: FileGroup.Member, _ body: () throws(FilesError) -> Void) throws(FilesError) {
    do throws(FilesError) { try body() } catch {
      guard error.concernsOneEntry else { throw error }
      fail(member.index, error.description)
    }
  }

  /// Gives the files of the group their names.
  func place() throws(FilesError) {
    var placed: [CopyJournal.Line] = []
    for member in group.takeAll() where member.isConfirmed {
      let file = job.files[member.index]
      do throws(FilesError) {
        try member.part.place()
      } catch {
        guard error.concernsOneEntry else { throw error }
        try? member.part.remove()
        note(member.index, error.description)
        continue
      }
      outcome.withLock {
        $0.complete.insert(member.index)
        $0.keptBytes += member.part.kept
      }
      placed.append(.init(path: file.path, digests: member.digests))
    }
    if !placed.isEmpty { try journal?.append(placed) }
  }

  /// What is already there is not what the source holds. Nothing is overwritten.
  func failExisting(_ digests: [Digest]) {
    let known = earlierDigests ?? journal?.earlierDigests { [queue] in queue.moved() } ?? [:]
    earlierDigests = known
    let earlier = known[job.files[index].path]?.all ?? []
    outcome.withLock { $0.mismatches += 1 }
    if target.finished != nil, GrownCard.isIndex(job.files[index].path) {
      let free = GrownCard.freeName(job.name, in: job.plan.destinations)
      fail(
        index,
        "is the card’s index and has changed since the card was copied there; nothing is overwritten: copy the card whole under another name, with "
          + "--name \(GrownCard.argument(free))")
    } else if target.finished != nil {
      fail(index, "is already there with different content; \(FinishedCopyCheck.advice)")
    } else if earlier.contains(where: { old in digests.contains { $0.algorithm == old.algorithm && $0 != old } }) {
      fail(index, "the source has changed since the copy was begun; move the earlier copy away and copy it again")
    } else {
      fail(index, "is already there with different content; nothing is overwritten: move it away and copy it again")
    }
  }

  func matches(_ file: consuming InputFile, _ digests: [Digest]) throws(FilesError) -> Bool {
    let (agrees, bypass) = try check.agrees(file, with: digests) { [queue] in queue.moved() }
    outcome.withLock { $0.bypass = ($0.bypass ?? bypass).orWorse(bypass) }
    return agrees
  }
}
