// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// Holds what an earlier copy finished against the source, byte for byte, before anything is added to it: two cards may have one name, and
/// the second must not be poured into the first one's folder.
struct FinishedCopyCheck {
  /// What is in the way.
  private(set) var problems: [CopyProblem] = []
  private static let blockSize = 1 << 20

  /// What to say of a folder that another card filled.
  static let advice = "another card of this name was copied there, or that copy has gone bad: leave it, copy to another folder, and find out why"

  /// Reads the files that are there at each destination that a copy was finished at and this one would add to. One that differs is enough.
  init(_ job: CopyJob, cancellation: Cancellation, progress: (@Sendable (IntegrityProgress) -> Void)?) {
    let targets = job.targets.filter { target in target.finished.map { !$0.isEmpty && $0.count < job.files.count } ?? false }
    let places = targets.flatMap { target in (target.finished ?? []).map { (target, job.files[$0]) } }
    guard !places.isEmpty else { return }
    var meter = ProgressMeter(bytes: places.map(\.1).totalSize, files: places.count, report: progress)
    for (target, file) in places where !cancellation.isCancelled && !problems.contains(where: { $0.subject == target.root }) {
      do throws(FilesError) {
        let isSame = try isSame(job.sourcePath(file), "\(target.root)/\(file.path)", file, cancellation, &meter)
        if !isSame { problems.append(.init(.collision, target.root, "holds other bytes than the source in ‘\(file.path)’; \(Self.advice)")) }
      } catch {
        problems.append(.init(.collision, target.root, "has a finished copy that cannot be compared with the source: \(error)"))
      }
      meter.finishFile(file.path.text)
    }
  }

  // MARK: -

  /// Whether both files have the same bytes, as far as it was not stopped.
  private func isSame(
    _ source: String, _ copy: String, _ file: FolderEntry, _ cancellation: Cancellation, _ meter: inout ProgressMeter
  ) throws(FilesError) -> Bool {
    let one = try InputFile(source, followLinks: false)
    let other = try InputFile(copy, followLinks: false)
    one.expectSequentialReading()
    other.expectSequentialReading()
    let ours = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 4096)
    let theirs = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 4096)
    defer {
      ours.deallocate()
      theirs.deallocate()
    }
    while !cancellation.isCancelled {
      let count = try one.read(into: ours)
      guard try other.read(into: theirs) == count, Self.isSame(ours, theirs, count) else { return false }
      meter.add(bytes: Int64(count), file: file.path.text)
      guard count == Self.blockSize else { break }
    }
    return true
  }

  private static func isSame(_ ours: UnsafeMutableRawBufferPointer, _ theirs: UnsafeMutableRawBufferPointer, _ count: Int) -> Bool {
    guard let one = ours.baseAddress, let other = theirs.baseAddress else { return count == 0 }
    return memcmp(one, other, count) == 0
  }
}
