// SPDX-License-Identifier: Apache-2.0

public import Files
import Foundation
public import Hashing

/// A folder where infected files are put aside: under the name of their digest, never executable, readable by their owner only, each with a note
/// of what it is, where it was and who put it there.
///
/// Nothing is lost by it. An original is taken away only when asked for, and only when what stands in the folder was read back from the
/// volume with the digest that was computed before.
public struct Quarantine: Sendable {
  /// What became of an infected file.
  public struct Kept: Codable, Equatable, Sendable {
    /// Where it was, from the scanned folder.
    public let path: String
    /// Where its bytes are now.
    public let file: String
    /// The note beside them.
    public let note: String
    /// SHA-256 of its bytes.
    public let digest: Digest
    /// Whether the original is gone from its place.
    public let moved: Bool
    /// What to know besides, such as why an original could not be taken away.
    public let remark: String?
  }

  /// The folder.
  public let folder: String
  private let host: HostFacts
  private let clock: WallClock

  /// The quarantine in `folder`, which is made if it is missing, for its owner alone.
  /// - Parameter scanned: what is going to be scanned; the folder must not be inside.
  /// - Throws: `IntegrityError`: `refused` when it is inside, `unwritable` when it cannot be made or written to.
  public init(_ folder: String, apartFrom scanned: String? = nil, host: HostFacts, clock: WallClock = .system) throws(IntegrityError) {
    guard let real = RealPath.ofPossible(folder) else { throw IntegrityError(.unwritable, folder, "is no place for a folder; choose another") }
    if let scanned, let source = RealPath.of(scanned), (try? FileFacts.of(source).kind) == .folder, RealPath.isInside(real, source) {
      throw IntegrityError(.refused, folder, "lies inside what is to be scanned; choose a quarantine folder outside \(scanned)")
    }
    do throws(FilesError) {
      if try FileFacts.ifExists(real) == nil {
        try Folder.create(real)
        guard chmod(real, 0o700) == 0 else { throw FilesError(subject: real) }
      }
      guard try FileFacts.of(real).kind == .folder else { throw FilesError(.notDirectory, subject: real) }
    } catch { throw IntegrityError(.unwritable, folder, error.explanation) }
    guard RealPath.isWritable(real) else { throw IntegrityError(.unwritable, folder, "cannot be written to; choose another quarantine folder") }
    self.folder = real
    self.host = host
    self.clock = clock
  }

  /// Puts an infected file aside.
  /// - Parameters:
  ///   - file: its entry in a report.
  ///   - report: that report, which says where it is and what found it.
  ///   - moving: whether the original is to go from its place.
  /// - Throws: `IntegrityError`, and then the original is where it was: `unreadable`, `unwritable`, `cancelled`.
  public func keep(
    _ file: ScanReport.File, of report: ScanReport, moving: Bool = false, cancellation: Cancellation = Cancellation()
  ) throws(IntegrityError) -> Kept {
    do throws(FilesError) {
      let root = (try FileFacts.of(report.source).kind) == .folder ? report.source : SystemPath.split(report.source).folder
      let path = try ContainedPath(file.path).resolved(in: root)
      let original = try InputFile(path, followLinks: false)
      return try keep(original, file, report, moving: moving, cancellation)
    } catch {
      if cancellation.isCancelled { throw IntegrityError(.cancelled, file.path, "putting it into quarantine was stopped; it is where it was") }
      let isOurs = error.subject.hasPrefix(folder)
      throw IntegrityError(isOurs ? .unwritable : .unreadable, error.subject, "\(error.explanation); \(file.path.printable) is where it was")
    }
  }

  // MARK: -

  private func keep(
    _ original: borrowing InputFile, _ file: ScanReport.File, _ report: ScanReport, moving: Bool, _ cancellation: Cancellation
  ) throws(FilesError) -> Kept {
    let facts = try original.facts()
    let digest = try Self.digest(of: original, cancellation)
    let target = "\(folder)/\(digest.text).quarantine"
    let isLinked = try put(original, facts, at: target, digest, moving: moving, cancellation)
    do { try prove(target, is: digest, cancellation) } catch {
      // A second name for a file that somebody still writes to: the first one keeps it.
      if isLinked, (try? FileFacts.of(original.path, followLinks: false))?.isSameFile(as: facts) == true { unlink(target) }
      throw error
    }
    guard chmod(target, 0o400) == 0 else { throw FilesError(subject: target) }
    let note = try QuarantineNote(
      path: original.path, bytes: facts.size, digest: digest, signature: file.signature ?? "", engine: report.engine, found: report.started,
      kept: clock.now, by: host, move: moving
    ).write(in: folder)
    guard moving else { return kept(file, target, note, digest, moved: false, "a copy was put aside; the original is where it was") }
    let obstacle = Self.remove(original, facts)
    let remark =
      obstacle.map { "it was put aside; the original could not be taken away: \($0)" }
      ?? (facts.linkCount > 1
        ? "moved as a copy; the file has \(facts.linkCount - 1) more name\(facts.linkCount == 2 ? "" : "s"), under which it is where it was"
        : isLinked ? nil : "moved as a copy, which was read back before the original went")
    return kept(file, target, note, digest, moved: obstacle == nil, remark)
  }

  private func kept(_ file: ScanReport.File, _ target: String, _ note: String, _ digest: Digest, moved: Bool, _ remark: String?) -> Kept {
    Kept(path: file.path, file: target, note: note, digest: digest, moved: moved, remark: remark)
  }

  /// Gives the bytes their name in the folder: a second name for the same file where it is to be moved on one volume, else a copy. What stands
  /// there already under this name has these bytes, or `prove` finds out.
  /// - Returns: Whether it is the same file.
  private func put(
    _ original: borrowing InputFile, _ facts: FileFacts, at target: String, _ digest: Digest, moving: Bool, _ cancellation: Cancellation
  ) throws(FilesError) -> Bool {
    if let there = try FileFacts.ifExists(target) {
      guard there.kind == .file else { throw FilesError(.notRegular, subject: target, remedy: "something else stands there; look at it") }
      return there.isSameFile(as: facts)
    }
    // A file with other names could still be changed by them.
    if moving, facts.linkCount == 1, link(original.path, target) == 0 {
      // A name may have been exchanged since the file was opened; the second name must be of the very file.
      if let there = try FileFacts.ifExists(target), there.kind == .file, there.isSameFile(as: facts) {
        try Folder.synchronize(folder)
        return true
      }
      unlink(target)
    }
    try original.seek(to: 0)
    let writer = try SafeWriter(target)
    guard try Self.digest(of: original, cancellation, { (block) throws(FilesError) in try writer.write(block) }) == digest else {
      throw FilesError(.busy, subject: original.path, remedy: "it changed while it was copied; scan it again")
    }
    do { try writer.commit() } catch {
      guard error.code == .alreadyExists else { throw error }  // another run was quicker
    }
    return false
  }

  private func prove(_ target: String, is digest: Digest, _ cancellation: Cancellation) throws(FilesError) {
    let file = try InputFile(target, followLinks: false)
    _ = file.bypassCache()
    guard try Self.digest(of: file, cancellation) == digest else {
      throw FilesError(.malformed, subject: target, remedy: "its bytes are not those its name says; look at the quarantine's volume")
    }
  }

  /// Takes the original's name away, if it is still the file that was put aside.
  /// - Returns: Why that could not be done.
  private static func remove(_ original: borrowing InputFile, _ facts: FileFacts) -> String? {
    do throws(FilesError) {
      let there = try FileFacts.of(original.path, followLinks: false)
      guard there.isSameFile(as: facts), there.size == facts.size, there.modified == facts.modified else { return "it changed meanwhile" }
      guard unlink(original.path) == 0 else { throw FilesError(subject: original.path) }
      try Folder.synchronize(SystemPath.split(original.path).folder)
      return nil
    } catch { return error.explanation }
  }

  private static func digest(
    of file: borrowing InputFile, _ cancellation: Cancellation,
    _ onBlock: (UnsafeRawBufferPointer) throws(FilesError) -> Void = { (_) throws(FilesError) in }
  ) throws(FilesError) -> Digest {
    var hasher = MultiHasher([.sha256])
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockPool.blockSize, alignment: 4096)
    defer { memory.deallocate() }
    while true {
      if cancellation.isCancelled { throw FilesError(.busy, subject: file.path) }
      let count = try file.read(into: memory)
      guard count > 0 else { break }
      let block = UnsafeRawBufferPointer(rebasing: memory[..<count])
      hasher.update(block)
      try onBlock(block)
    }
    return hasher.finish()[0]
  }
}
