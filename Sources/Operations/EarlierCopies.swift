// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Hashing
import Integrity

/// What the workspace remembers of a source: that it, or a part of it, was copied before, when and where to.
///
/// Names, sizes and times are compared, and then bytes, of some files: cameras whose clock was never set, and which count clips from 1 on each card,
/// fill two cards with files that look alike.
struct EarlierCopies {
  /// How much of the source was copied before.
  enum Finding: Equatable {
    /// All of it.
    case whole
    /// Names and sizes of all files are the same; that they are the same files cannot be told.
    case perhaps
    /// So many files: the camera has gone on since.
    case part(Int)
  }

  /// What was found; `nil` where nothing of it was copied before, or this is the same copy going on.
  private(set) var finding: Finding?
  /// What it is, for people, to follow the source's path in a sentence.
  private(set) var text = ""

  /// Looks `source` up.
  ///
  /// - Parameter targets: where it would be copied to now.
  init(of source: String, ignoring patterns: [String], to targets: [String], in catalog: CatalogDatabase, cancellation: Cancellation? = nil) throws {
    let files = try SourceFiles.of(source, ignoring: patterns)
    guard !files.isEmpty else { return }
    let isFolder = try FileFacts.of(source).kind == .folder
    var matches: [Match] = []
    for earlier in try catalog.offloads(sharing: files.map { ($0.path.text, $0.facts.size) }) {
      try cancellation?.check()
      guard let match = Match(earlier, files, try catalog.files(ofOffload: earlier.offload.id)) else { continue }
      let here = earlier.copies.filter { copy in Self.isOne(source, copy.path) || targets.contains { Self.isOne($0, copy.path) } }
      if !here.isEmpty {
        // Of a part alone that was finished here, nothing is said, and other copies may say more.
        if case .part = match.finding, here.allSatisfy(\.isFinished) { continue }
        // A copy that is copied on, and a copy that goes on where it was begun, are no second copies of a card.
        return
      }
      if earlier.copies.contains(where: \.isFinished) { matches.append(match) }
    }
    let ranked = matches.sorted { ($0.rank, $0.earlier.offload.finished) > ($1.rank, $1.earlier.offload.finished) }
    for match in ranked {
      try cancellation?.check()
      guard try match.holdsSameBytes(source, isFolder: isFolder, cancellation) else { continue }
      (finding, text) = (match.finding, match.words(of: files.count, isFolder: isFolder))
      return
    }
  }

  private static func isOne(_ path: String, _ place: String) -> Bool {
    if path == place { return true }
    guard let real = SourceFiles.place(of: path) else { return false }
    return SourceFiles.place(of: place) == real
  }
}

extension EarlierCopies {
  /// An earlier run held against the files that are there now.
  fileprivate struct Match {
    let earlier: EarlierOffload
    let finding: Finding
    /// Files that look the same, with the digest that they had.
    let alike: [(entry: FolderEntry, digest: String?)]

    /// `nil` where too little is the same to speak of.
    init?(_ earlier: EarlierOffload, _ files: [FolderEntry], _ known: [OffloadRecord.File]) {
      let recorded = Dictionary(known.map { ($0.path, $0) }) { first, _ in first }
      let sameSize = files.compactMap { entry -> (entry: FolderEntry, file: OffloadRecord.File)? in
        guard let file = recorded[entry.path.text], file.byteCount == entry.facts.size else { return nil }
        return (entry, file)
      }
      // FAT keeps times to two seconds.
      let sameTime = sameSize.filter { abs($0.entry.facts.modified.secondsSince1970 - $0.file.modified.secondsSince1970) <= 2 }
      self.earlier = earlier
      if sameTime.count == files.count {
        finding = .whole
      } else if sameSize.count == files.count {
        finding = .perhaps
      } else {
        // Some files are alike on many cards; half of the smaller of the two is more than those.
        guard sameTime.count > 0, sameTime.count * 2 >= min(files.count, known.count) else { return nil }
        finding = .part(sameTime.count)
      }
      alike = (finding == .perhaps ? sameSize : sameTime).map { ($0.entry, $0.file.digest) }
    }

    /// The more, the more the match says.
    var rank: Int {
      switch finding {
      case .whole: .max
      case .perhaps: .max - 1
      case .part(let count): count
      }
    }

    /// How much is read to tell two cards apart that look alike.
    private static let readingLimit: Int64 = 32 << 20

    /// Whether the files that are looked into are what they were: the largest that can be read in a moment, up to eight, and of the three largest of
    /// all their ends, where an earlier copy is there to compare. True where nothing can be looked into, as where no file can be read.
    func holdsSameBytes(_ source: String, isFolder: Bool, _ cancellation: Cancellation?) throws -> Bool {
      var left = Self.readingLimit
      var read = 0
      for (entry, digest) in alike.sorted(by: { $0.entry.facts.size > $1.entry.facts.size }) where entry.facts.size > 0 && entry.facts.size <= left {
        guard let digest, let colon = digest.firstIndex(of: ":"), read < 8 else { continue }
        let algorithm = String(digest[..<colon])
        guard let known = HashAlgorithm(rawValue: algorithm) else { continue }
        let proof: FileProof
        do { proof = try FileProof.of(isFolder ? "\(source)/\(entry.path)" : source, [known], cancellation: cancellation) } catch {
          if error is CancellationError { throw error }
          continue
        }
        guard proof.digests[algorithm] == String(digest[digest.index(after: colon)...]) else { return false }
        left -= entry.facts.size
        read += 1
      }
      return alike.sorted { $0.entry.facts.size > $1.entry.facts.size }.prefix(3).allSatisfy { entry, _ in
        let places = earlier.copies.filter(\.isFinished).map { isFolder ? "\($0.path)/\(entry.path)" : $0.path }
        guard let place = places.first(where: { (try? FileFacts.of($0).size) == entry.facts.size }), let known = try? Self.ends(of: place),
          let own = try? Self.ends(of: isFolder ? "\(source)/\(entry.path)" : source)
        else { return true }
        return own == known
      }
    }

    /// The first and the last megabyte of a file.
    private static func ends(of path: String) throws -> [UInt8] {
      let file = try InputFile(path)
      let part = 1 << 20
      var bytes = [UInt8](repeating: 0, count: 2 * part)
      let last = max(0, try file.facts().size - Int64(part))
      try bytes.withUnsafeMutableBytes { buffer in
        _ = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<part]), at: 0)
        _ = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[part...]), at: last)
      }
      return bytes
    }

    func words(of count: Int, isFolder: Bool) -> String {
      let moment = earlier.offload.finished
      let places = earlier.copies.filter(\.isFinished).map { copy in
        let proof = copy.isProved ? "proved" : "not read back"
        return "‘\(copy.path.printable)’ (\(Self.state(of: copy.path, isFolder: isFolder, proof)))"
      }
      let place = "on \(moment.localDayText) at \(moment.localTimeText), to \(places.joined(separator: " and "))"
      return switch finding {
      case .whole: "this \(count == 1 ? "file was" : "card was") copied before, \(place)"
      case .perhaps: "may be a card that was copied before, \(place): names and sizes are the same, and the files’ times are not"
      case .part(let same): "\(same) of \(count) files were copied before, \(place); \(Self.rest(count - same))"
      }
    }

    /// What is known of the copy at `path`: nothing was proved of what took its place.
    private static func state(of path: String, isFolder: Bool, _ proof: String) -> String {
      do {
        let kind = try FileFacts.of(path).kind
        if kind == (isFolder ? .folder : .file) { return proof }
        return "now \(kind == .folder ? "a folder" : kind == .file ? "a file" : "a pipe or a device") and no copy"
      } catch { return error.code == .notFound ? "\(proof), not there now" : proof }
    }

    private static func rest(_ count: Int) -> String { count == 1 ? "1 is new or has changed" : "\(count) are new or have changed" }
  }
}
