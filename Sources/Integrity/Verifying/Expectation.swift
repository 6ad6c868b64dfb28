// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Markup

/// What a folder must hold by a list: a manifest outside any history, a collection of such, an MHL 1.1 list, or a list of checksums.
struct Expectation {
  /// A file that must be there.
  struct File {
    /// The values it must have. Of those in one group one is enough: the digits of a plain list may be of several algorithms, and a number
    /// may have been written from either end.
    var groups: [[Digest]]
    /// Its length, where recorded.
    var size: Int64?

    var algorithms: [HashAlgorithm] { Set(groups.joined().map(\.algorithm)).sorted() }
  }

  let scope: String
  let against: String
  private(set) var files: [ContainedPath: File] = [:]
  private(set) var folders: Set<ContainedPath> = []
  private(set) var ignorePatterns: [String] = []
  /// The hash of the whole, where there is one list with one scope: only then can it be compared.
  private(set) var rootHash: HashList.DirectoryDigests?
  /// Listed entries that nothing can be compared with, and manifests that are not what their collection says.
  private(set) var unusable: [CopyReport.Failure] = []
  private(set) var notes: [String] = []
  /// The lists themselves, which may lie among the files.
  private(set) var listFacts: [FileFacts] = []

  /// What a list says of `scope`.
  init(list: String, scope: String) throws(IntegrityError) {
    self.scope = scope
    against = list
    let bytes: [UInt8]
    do { bytes = try InputFile.list(at: list) } catch {
      throw IntegrityError(.unreadable, list, error.code == .isDirectory ? Self.hint(onFolder: list) : error.description)
    }
    guard !bytes.isEmpty else {
      let advice = "ask for it again, or leave out --against for the folder's own history"
      throw IntegrityError(.malformed, list, "is empty, so it was never written or not sent whole: \(advice)")
    }
    switch try ListKind(bytes, name: list) {
    case .collection: try take(collection: bytes, list)
    case .manifest: try take(manifest: bytes, list, under: nil)
    case .legacy: take(try LegacyList.reading(bytes, subject: list), list)
    case .checksums: take(try ChecksumList(String(decoding: bytes, as: UTF8.self), fileName: SystemPath.split(list).name))
    }
    note(list)
  }

  /// What the lists leave out.
  var ignore: IgnorePatterns { IgnorePatterns(ignorePatterns) }

  // MARK: -

  /// What somebody who names a folder for a list may have meant.
  private static func hint(onFolder path: String) -> String {
    let name = (path as NSString).lastPathComponent
    return name == GenerationName.folder
      ? "is a history and not a list: to verify a folder against its own history, leave out --against"
      : "is a folder and not a list: the two may be swapped. Name the folder first and the list with --against; for the folder's own history, "
        + "leave out --against"
  }

  private mutating func note(_ list: String) {
    if let facts = try? FileFacts.of(list) { listFacts.append(facts) }
  }

  private mutating func take(manifest bytes: [UInt8], _ list: String, under folder: ContainedPath?) throws(IntegrityError) {
    func outer(_ path: ContainedPath) -> ContainedPath { folder.flatMap { try? ContainedPath("\($0)/\(path)") } ?? path }
    let (manifest, manifestNotes) = try HashList.reading(bytes, subject: list)
    notes += manifestNotes.map(\.description)
    unusable += manifestNotes.filter { $0.leavesOutEntry || $0.isRepeated }.map { .init(path: list, reason: $0.description) }
    ignorePatterns += manifest.process.ignorePatterns
    rootHash = folder == nil ? manifest.process.rootHash : nil
    folders.formUnion(manifest.folders.map { outer($0.path) })
    for file in manifest.files {
      // A value that failed is no reference; and without any the length alone vouches for nothing.
      let groups = file.hashes.filter { $0.action != .failed }.map { [$0.digest] }
      files[outer(file.path)] = File(groups: groups, size: groups.isEmpty ? nil : file.size)
    }
  }

  /// A collection bundles manifests of scopes of their own. Each is looked for under its own name in the folder that is verified; the folder
  /// itself is taken for the scope where there is none of that name.
  private mutating func take(collection bytes: [UInt8], _ list: String) throws(IntegrityError) {
    let (collection, collectionNotes) = try HashChain.reading(bytes, subject: list)
    unusable += collectionNotes.map { .init(path: list, reason: $0.description) }
    for link in collection.links {
      let path = "\(SystemPath.split(list).folder)/\(link.fileName)"
      let manifest: [UInt8]
      do { manifest = try InputFile.list(at: path) } catch {
        unusable.append(.init(path: link.fileName, reason: "is in the collection and cannot be read: \(error.remedy)"))
        continue
      }
      guard Digest.of(manifest, algorithm: .c4) == link.c4 else {
        unusable.append(.init(path: link.fileName, reason: "was changed after it was written: its hash is not the one in the collection"))
        continue
      }
      try take(manifest: manifest, path, under: CollectionName.scope(of: link.fileName, in: scope))
      note(path)
    }
    rootHash = collection.links.count == 1 ? rootHash : nil
  }

  private mutating func take(_ legacy: LegacyList, _ list: String) {
    notes += legacy.notes.map(\.description)
    unusable += legacy.notes.filter(\.leavesOutEntry).map { .init(path: list, reason: $0.description) }
    for entry in legacy.entries {
      var file = files[entry.path] ?? File(groups: [], size: nil)
      file.groups += entry.groups
      if let size = file.size, let other = entry.size, size != other {
        unusable.append(.init(path: entry.path.text, reason: "is listed twice, with \(ByteText(size).exact) and with \(ByteText(other).exact)"))
      }
      file.size = file.size ?? entry.size
      files[entry.path] = file
    }
  }

  private mutating func take(_ checksums: ChecksumList) {
    notes += checksums.notes
    unusable += checksums.unusable.map { .init(path: $0, reason: "is listed, but is no path inside the folder") }
    unusable += checksums.unreadable.map {
      .init(
        path: against, reason: "line \($0.number) is not a checksum and a path, so nothing vouches for the file that it meant: \($0.text.printable)")
    }
    if checksums.unkept > 0 {
      unusable.append(.init(path: against, reason: "\(CountText(checksums.unkept, "more line")) of it cannot be read, or leads outside the folder"))
    }
    for line in checksums.lines where files[line.path]?.groups.last != line.candidates {
      files[line.path, default: File(groups: [], size: nil)].groups.append(line.candidates)
    }
  }
}

/// What kind of list some bytes are.
enum ListKind {
  case manifest, collection, legacy, checksums

  /// Looks at the outermost element, in whatever encoding.
  init(_ bytes: [UInt8], name: String) throws(IntegrityError) {
    let mayBeXML = bytes.contains(UInt8(ascii: "<")) && bytes.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "<")
    guard mayBeXML || name.lowercased().hasSuffix(".mhl") || name.lowercased().hasSuffix(".xml") else {
      self = .checksums
      return
    }
    let outermost: MarkupTag
    do {
      var reader = try XMLReader(bytes, subject: name)
      guard case .start(let tag)? = try reader.next() else { throw IntegrityError(.malformed, name, "has no element") }
      outermost = tag
    } catch let error as IntegrityError { throw error } catch { throw IntegrityError(.malformed, name, "\(error)") }
    self =
      switch (outermost.name.local, outermost["version"]?.first) {
      case ("ascmhldirectory", _): .collection
      case ("hashlist", "1"), ("hashlist", "0"): .legacy
      default: .manifest
      }
  }
}

/// The names of what a collection bundles.
enum CollectionName {
  /// The file name of a collection.
  static let file = "ascmhl_collection.xml"

  /// The folder that a manifest's name says it is of: `packinglist_A001_2026-11-27_090000Z.mhl`, `0001_A001_2026-11-27_090000Z.mhl`. Nil
  /// where the verified folder has none of that name.
  static func scope(of fileName: String, in folder: String) -> ContainedPath? {
    guard let match = fileName.wholeMatch(of: /(?:packinglist|\d{4,9})_(.+)_\d{4}-\d{2}-\d{2}_\d{6}Z?\.mhl/) else { return nil }
    guard let name = try? ContainedPath(String(match.1)), name.parent == nil else { return nil }
    return (try? FileFacts.ifExists("\(folder)/\(name)"))??.kind == .folder ? name : nil
  }
}
