// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Hashing
import Integrity

extension TaskRecorder {
  /// The run: what was read of its source, where it went and on which volumes. A run that read nothing is not kept.
  func offloaded(_ report: OffloadReport) throws {
    let copy = report.copy
    guard !copy.items.isEmpty else { return }
    let reels = Set(report.cards.compactMap(\.reel))
    let offload = OffloadRecord(
      taskID: task?.id, source: copy.source, reel: reels.count == 1 ? reels.first : nil, started: copy.started, finished: copy.finished,
      status: WorkStatus(copy.status), verification: copy.verification.rawValue, fileCount: copy.files, byteCount: copy.bytes)
    let files = copy.items.map { item in
      let digest = item.digests.first { $0.algorithm == .standard } ?? item.digests.first
      return OffloadRecord.File(path: item.path.text, byteCount: item.size, modified: item.modified, digest: digest?.description)
    }
    let copies = copy.destinations.map { destination in
      let status = WorkStatus(destination.status)
      // One that left out a link or a pipe has every file that it is to have.
      let isFinished = destination.manifest != nil
      let isProved = isFinished && copy.hasProved(destination)
      let volume = destination.volume.map { record($0, at: destination.path) }
      return (OffloadRecord.Copy(path: destination.path, status: status, isFinished: isFinished, isProved: isProved), volume)
    }
    try catalog.recordOffload(offload, files: files, copies: copies, from: copy.sourceVolume.map { record($0, at: copy.source) }, by: context)
  }

  /// The volume as it was before the copy, with what identifies it where it is still there.
  private func record(_ volume: VolumeSummary, at path: String) -> VolumeRecord {
    let now = (try? VolumeFacts.of(path)).flatMap { $0.device == volume.device ? $0 : nil }
    return VolumeRecord(
      mountPoint: volume.mountPoint, label: volume.label, fileSystem: volume.fileSystem, identifier: now?.identifier, mountedFrom: now?.mountedFrom,
      totalBytes: volume.totalBytes, seen: context.clock.now)
  }
}

extension CopyReport {
  /// Whether what is complete at a destination was read back from its device. What only memory gave back proves nothing of that.
  func hasProved(_ destination: Destination) -> Bool { verification == .full && destination.readBack?.isOfDevice == true }
}
