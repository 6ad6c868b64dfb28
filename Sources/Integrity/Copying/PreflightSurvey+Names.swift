// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

extension PreflightSurvey {
  /// Names that differ only by case or by Unicode normalization: a problem where the volume takes them for one, worth a note elsewhere.
  mutating func examineLookAlikes(_ job: CopyJob) {
    let pairs = LookAlikeNames.among(job.folders.lazy.map(\.path), job.files.lazy.map(\.path))
    guard !pairs.isEmpty else { return }
    let folding = job.targets.filter { RealPath.foldsNames($0.folder) }.map(\.given)
    let rules = job.targets.compactMap(rules)
    for pair in pairs {
      let systems = (rules + plan.targetSystems).filter { pair.isByCase ? $0.foldsCase : $0.foldsNormalization }
      let confused = (folding + systems.map(\.name)).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      if confused.isEmpty {
        notes.append("\(pair.description): \(pair.confused) them for one")
      } else {
        let names = confused.joined(separator: ", ")
        refuse(.namesCollide, pair.second.text, "\(pair.description), which \(names) cannot keep apart; rename one of them")
      }
    }
  }

  /// Names, paths and sizes against the rules of the volume and of where the copy will go later.
  mutating func examineNames(_ job: CopyJob, at target: CopyJob.Target) {
    let isFirst = job.targets.first?.folder == target.folder
    let systems = (rules(target).map { [$0] } ?? []) + (isFirst ? plan.targetSystems : [])
    let prefix = job.isFolder ? job.name : ""
    for system in systems.reduce(into: [NameRules](), { if !$0.contains($1) { $0.append($1) } }) {
      var uncomfortable = 0
      for (path, size) in job.folders.lazy.map({ ($0.path, Int64(0)) }) { check(path, size, system, prefix, &uncomfortable) }
      for (path, size) in job.files.lazy.map({ ($0.path, $0.facts.size) }) { check(path, size, system, prefix, &uncomfortable) }
      if uncomfortable > 0, let limit = system.comfortablePath {
        notes.append("\(uncomfortable) paths are longer than the \(limit) characters that many programs on Windows can open")
      }
    }
  }

  private mutating func check(_ path: ContainedPath, _ size: Int64, _ system: NameRules, _ prefix: String, _ uncomfortable: inout Int) {
    if let fault = system.fault(of: path, size: size, under: prefix) {
      refuse(.unsupportedEntry, path.text, "\(fault); rename it at its origin, or leave it out with an ignore pattern")
    } else if system.isUncomfortable(path, under: prefix) {
      uncomfortable += 1
    }
  }

  /// The rules that the volume of a destination keeps to.
  private func rules(_ target: CopyJob.Target) -> NameRules? {
    guard let volume = try? system.volume(target.folder) else { return nil }
    return NameRules.ofFileSystem(volume.fileSystem, mountedFrom: volume.mountedFrom)
  }
}
