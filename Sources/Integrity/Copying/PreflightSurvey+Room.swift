// SPDX-License-Identifier: Apache-2.0

import Files

extension PreflightSurvey {
  /// Destinations on one volume share its room, with each other and with copies that are running. What is already there is not counted again.
  mutating func examineRoom(_ job: inout CopyJob) {
    let stored = Self.storedBytes(job)
    for index in job.targets.indices { job.targets[index].bytesMissing = bytesMissing(job.targets[index], job, stored) }
    var tooSmall = 0
    for (device, places) in Dictionary(grouping: job.targets.indices, by: { job.targets[$0].device }).sorted(by: { $0.key < $1.key }) {
      guard let first = places.first, let volume = try? system.volume(job.targets[first].folder) else { continue }
      let claimed = system.claimed(device)
      let free = max(0, volume.availableBytes - claimed)
      let names = places.map { job.targets[$0].given }.joined(separator: ", ")
      let needed = places.reduce(Int64(0)) { $0.addingCapped(job.targets[$1].bytesMissing) }
      if places.count > 1 { notes.append("\(names) are on the same disk") }
      guard needed > free else { continue }
      let others = claimed > 0 ? ", less \(ByteText(claimed)) that running copies still need" : ""
      let text = Self.shortage(needed, volume.availableBytes) + others
      guard plan.leavesOutFull else {
        refuse(.noSpace, names, "\(text); make room or choose another volume")
        continue
      }
      tooSmall += Self.leaveOut(&job, places, free, text)
    }
    if tooSmall == job.targets.count, tooSmall > 0 {
      refuse(.noSpace, job.targets.map(\.given).joined(separator: ", "), "no destination has the room; make room or choose other volumes")
    }
  }

  /// What is needed and what there is; to the byte where rounding would make them one.
  private static func shortage(_ needed: Int64, _ free: Int64) -> String {
    let (need, room) = (ByteText(needed), ByteText(free))
    let isClose = need.description == room.description
    return "needs \(isClose ? need.exact : need.description) and has \(isClose ? room.exact : room.description) free"
  }

  /// Leaves out those that do not fit any more, in the order of the plan.
  private static func leaveOut(_ job: inout CopyJob, _ places: [Int], _ free: Int64, _ text: String) -> Int {
    var (rest, count) = (free, 0)
    for index in places {
      if job.targets[index].bytesMissing <= rest {
        rest -= job.targets[index].bytesMissing
      } else {
        job.targets[index].leftOut = "was left out: it \(text)"
        count += 1
      }
    }
    return count
  }

  /// What files with holes really hold, by their place in the job.
  private static func storedBytes(_ job: CopyJob) -> [Int: Int64] {
    var stored: [Int: Int64] = [:]
    for (index, file) in job.files.enumerated() where file.facts.allocatedSize < file.facts.size {
      // A volume that compresses has less allocated too, and no holes.
      guard let input = try? InputFile(job.sourcePath(file), followLinks: false), let bytes = try? input.storedBytes() else { continue }
      if bytes < file.facts.size { stored[index] = bytes }
    }
    return stored
  }

  private func bytesMissing(_ target: CopyJob.Target, _ job: CopyJob, _ stored: [Int: Int64]) -> Int64 {
    let fillsHoles = [NameRules.exFAT, .fat32].contains(NameRules.ofFileSystem(target.volume.fileSystem, mountedFrom: ""))
    let isNew = job.isFolder && FileFacts.isAbsent(target.root)
    let manifest = Int64(64 << 10) + Int64(job.files.count) * 1024
    var sum = manifest
    for (index, file) in job.files.enumerated() {
      var there: Int64 = 0
      if !isNew {
        let path = "\(target.root)/\(file.path)"
        if let existing = try? FileFacts.ifExists(path), existing.kind == .file { continue }
        there = (try? FileFacts.ifExists(PendingFile.temporaryPath(for: path)))?.allocatedSize ?? 0
      }
      let size = fillsHoles ? file.facts.size : stored[index] ?? file.facts.size
      sum = sum.addingCapped(max(0, size - there)).addingCapped(4095)  // the last block is taken whole
    }
    return sum
  }
}
