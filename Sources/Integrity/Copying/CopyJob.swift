// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing

/// A plan with every path resolved and the source scanned: what preflight found and the copier does.
struct CopyJob: Sendable {
  /// One destination.
  struct Target: Sendable {
    /// The destination as the plan names it.
    let given: String
    /// The real path of the destination folder.
    let folder: String
    /// The scope of the copy: `folder/name` for a folder, `folder` for a single file.
    let root: String
    /// The volume.
    let volume: VolumeSummary
    /// The physical disks the volume is on, as `DiskIdentity` names them.
    let disks: Set<String>
    /// Whether the folder was there before the copy.
    var existed = true
    /// Whether the copy's folder was not there before, nor had this copy begun: then another that has the name by now is somebody else's.
    var isNew = false
    /// The manifests in the copy's own history before the copy: where there are others when it begins, another copy has ended there meanwhile.
    var manifests: Set<String> = []
    /// Whether it is fed from another copy only.
    var isCascade = false
    /// Why nothing is written there from the source, although the plan names it.
    var leftOut: String?
    /// Of the files, by their place in the job, those that are there, where another copy of this name was finished or begun; nil where it
    /// is this one, or none.
    var finished: IndexSet?
    /// The bytes that it still has to take.
    var bytesMissing: Int64 = 0
    /// Keeps the volume from being exchanged before the copy begins.
    var hold: VolumeHold?
    /// What a stopped copy left here.
    var leftOvers: [String] = []

    /// The manifests in the copy's own history now.
    static func manifests(at root: String) -> Set<String> {
      Set(((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(GenerationName.folder)")) ?? []).filter { GenerationName($0) != nil })
    }

    /// The system's number of the volume.
    var device: UInt64 { volume.device }
  }

  let plan: CopyPlan
  /// The copy's name in every destination.
  let name: String
  /// The real path of the source.
  let source: String
  let sourceVolume: VolumeSummary
  /// The physical disks of the source.
  let sourceDisks: Set<String>
  /// What tells the source from another one at the same place.
  let mark: SourceMark
  let isFolder: Bool
  /// The files, with their paths in the copy.
  let files: [FolderEntry]
  let folders: [FolderEntry]
  /// What is not copied, and why.
  let skipped: [CopyReport.Failure]
  let ignore: IgnorePatterns
  /// Of the plan's patterns, those that left something out.
  var leftOutPatterns: [String] = []
  /// The histories that came with the source.
  var histories = SourceHistories()
  var targets: [Target] = []

  /// The bytes of all files.
  var bytes: Int64 { files.totalSize }

  /// The hashes to compute: those of the plan, and one that the source's own history knows each file by.
  var algorithms: [HashAlgorithm] { Set(plan.algorithms + histories.formatsNeeded).sorted() }

  /// What is not copied, as a manifest says it.
  var omissions: [HashList.Omission] { skipped.map { .init(path: $0.path, reason: $0.reason) } }

  /// Where a file of the source is.
  func sourcePath(_ file: FolderEntry) -> String { isFolder ? "\(source)/\(file.path)" : source }
}

extension [FolderEntry] {
  /// Where the entry `path` is among these, which are in the order of a walk; nil where it is not.
  func place(of path: ContainedPath) -> Int? {
    let place = indices.firstPlace { !self[$0].path.isWalkedBefore(path) }
    return place < count && self[place].path == path ? place : nil
  }
}
