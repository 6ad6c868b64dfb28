// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Markup

/// The files of one `ascmhl` folder, each held against the chain.
struct HistoryFiles {
  /// What is called for each manifest that can be read, oldest first: its place in the history, its bytes, whether it tells of renames.
  typealias Visit = (_ manifest: ManifestFile, _ number: Int) throws(IntegrityError) -> [ManifestNote]

  let folder: String
  private(set) var links: [HashChain.Link] = []
  private(set) var faults: [HistoryFault] = []
  private(set) var notes: [String] = []
  private var chainBytes: [UInt8]?

  /// Reads all there is.
  /// - Throws: `IntegrityError` with code `unreadable` when the folder cannot be listed.
  init(scope: String, visit: Visit) throws(IntegrityError) {
    folder = "\(scope)/\(GenerationName.folder)"
    var names: [String] = []
    do throws(FilesError) {
      for case .entry(let entry) in try FolderWalk(folder) where entry.path.parent == nil && entry.facts.kind == .file {
        names.append(entry.path.name)
      }
    } catch { throw IntegrityError(.unreadable, folder, error.description) }
    readChain(isPresent: names.contains(GenerationName.chain))
    let manifests = names.compactMap { GenerationName($0) }.sorted { ($0.number, $0.description) < ($1.number, $1.description) }
    let present = Set(manifests.map(\.description))
    for link in links where !present.contains(link.fileName) {
      fault(.missingManifest, link.fileName, "\(link.fileName) is missing, although \(GenerationName.chain) lists it")
    }
    var lastTool = ""
    for manifest in manifests { readManifest(manifest, visit, &lastTool) }
    if let chainBytes { checkBytes(chainBytes, lastTool) }
    if manifests.isEmpty, faults.isEmpty { fault(.empty, "", "the history has no generation") }
  }

  // MARK: -

  private mutating func fault(_ kind: HistoryFault.Kind, _ name: String, _ text: String) {
    faults.append(.init(kind: kind, path: name.isEmpty ? GenerationName.folder : "\(GenerationName.folder)/\(name)", text: text))
  }

  private mutating func readChain(isPresent: Bool) {
    guard isPresent else { return fault(.missingChain, GenerationName.chain, "\(GenerationName.chain) is missing") }
    do {
      let path = "\(folder)/\(GenerationName.chain)"
      let bytes = try InputFile.list(at: path)
      let (chain, notes) = try HashChain.reading(bytes, subject: path)
      links = chain.links
      chainBytes = bytes
      for note in notes { fault(.damagedChain, GenerationName.chain, "\(GenerationName.chain), \(note)") }
    } catch { fault(.damagedChain, GenerationName.chain, "\(error)") }
    for (index, link) in links.enumerated() where link.number != index + 1 {
      fault(.gap, GenerationName.chain, "\(GenerationName.chain) has generation \(link.number) where \(index + 1) was expected")
    }
  }

  private mutating func readManifest(_ name: GenerationName, _ visit: Visit, _ lastTool: inout String) {
    let (fileName, number) = (name.description, name.number)
    do {
      let manifest = try ManifestFile("\(folder)/\(fileName)")
      let link = links.first { $0.fileName.utf8.elementsEqual(fileName.utf8) }
      if let link, link.c4 != manifest.c4 {
        fault(.modifiedManifest, fileName, "\(fileName) was changed after it was written: its hash is not the one in \(GenerationName.chain)")
      }
      if let link, link.number != number {
        fault(.gap, GenerationName.chain, "\(fileName) is generation \(link.number) in \(GenerationName.chain)")
      }
      if link == nil, chainBytes != nil { fault(.unlistedManifest, fileName, "\(fileName) is not in the chain, \(GenerationName.chain)") }
      let found = try visit(manifest, number)
      lastTool = manifest.tool
      notes += found.prefix(ManifestNote.mostKept).map { "\(fileName), \($0)" }
      for note in found where note.leavesOutEntry { fault(.unusableManifest, fileName, "\(fileName), \(note)") }
    } catch { fault(.unusableManifest, fileName, "\(error)") }
  }

  /// Nothing hashes the chain, so its bytes are held against what its writer makes of the same links. Lineup and the reference tool write
  /// the same bytes, and write the whole chain anew with every generation; of other programs' chains only form and links are known.
  private mutating func checkBytes(_ bytes: [UInt8], _ lastTool: String) {
    guard ["lineup", "ascmhl", "ascmhl.py"].contains(lastTool), !faults.contains(where: { $0.kind == .damagedChain }) else { return }
    guard let expected = try? HashChain(links: links).xml(), expected != bytes else { return }
    fault(
      .damagedChain, GenerationName.chain,
      "\(GenerationName.chain) was changed after it was written: it says what it should, and not in the bytes that \(lastTool) writes")
  }
}

/// A manifest on disk: its hash, and a way to read it once more without holding all of it.
struct ManifestFile {
  let path: String
  let c4: Digest
  /// Whether there is a `previousPath` anywhere in it.
  let tellsOfRenames: Bool
  /// The program that wrote it, as far as its beginning tells.
  let tool: String
  private let contents: [UInt8]?

  /// Larger ones are read in pieces, once for the hash and once for what they say.
  private static let largestHeld: Int64 = 16 << 20

  init(_ path: String) throws(FilesError) {
    self.path = path
    let file = try InputFile(path)
    var hasher = MultiHasher([.c4])
    if try file.facts().size <= Self.largestHeld {
      let bytes = try InputFile.list(at: path)
      bytes.withUnsafeBytes { hasher.update($0) }
      contents = bytes
      tellsOfRenames = bytes.withUnsafeBytes { Self.mentionsRename($0) }
      tool = Self.tool(bytes.prefix(4096))
    } else {
      contents = nil
      var (found, head, tail): (Bool, [UInt8], [UInt8]) = (false, [], [])
      for block in FileBlocks(file) {
        let bytes = try block.get()
        bytes.withUnsafeBytes { hasher.update($0) }
        if head.isEmpty { head = Array(bytes.prefix(4096)) }
        found = found || (tail + bytes).withUnsafeBytes { Self.mentionsRename($0) }
        tail = Array(bytes.suffix(16))
      }
      (tellsOfRenames, tool) = (found, Self.tool(head[...]))
    }
    c4 = hasher.finish()[0]
  }

  /// A reader at the beginning.
  func reader() throws(MarkupError) -> XMLReader {
    if let contents { return try XMLReader(contents, subject: path) }
    let path = path
    let blocks = FileBlocks(opening: path)
    return try XMLReader(MarkupSource { try blocks.next()?.get() ?? [] }, subject: path, limits: MarkupLimits(bytes: 1 << 36))
  }

  /// Looks for the one capital letter of the word, which is rare, and then at what is around it.
  private static func mentionsRename(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (before, after) = (Array("previous".utf8), Array("Path".utf8))
    guard var place = bytes.baseAddress else { return false }
    let (start, end) = (place, place + bytes.count)
    while let hit = memchr(place, Int32(UInt8(ascii: "P")), end - place).map({ UnsafeRawPointer($0) }) {
      if hit - start >= before.count, end - hit >= after.count, memcmp(hit, after, after.count) == 0,
        memcmp(hit - before.count, before, before.count) == 0
      {
        return true
      }
      place = hit + 1
    }
    return false
  }

  /// Read from the text and not from the elements: it is asked of manifests that may be damaged, too.
  private static func tool(_ head: ArraySlice<UInt8>) -> String {
    let text = String(decoding: head, as: UTF8.self)
    return text.firstMatch(of: /<tool[^>]*>([^<]*)<\/tool>/).map { String($0.1) } ?? ""
  }
}

/// The blocks of a file, one after the other.
final class FileBlocks: Sequence, IteratorProtocol, @unchecked Sendable {
  // Sound to send: it is read by one thread at a time, as the file handle itself must be.
  private var file: InputFile?
  private var fault: FilesError?
  private static let size = 1 << 20

  init(_ file: consuming InputFile) { self.file = consume file }

  /// The blocks of the file at `path`; that it cannot be opened is said by the first one.
  convenience init(opening path: String) {
    do throws(FilesError) { self.init(try InputFile(path)) } catch { self.init(error) }
  }

  private init(_ fault: FilesError) { self.fault = fault }

  /// The next block; nothing after the last.
  func next() -> Result<[UInt8], FilesError>? {
    if let fault { return .failure(fault) }
    do throws(FilesError) {
      let block = try file?.block(Self.size) ?? []
      return block.isEmpty ? nil : .success(block)
    } catch { return .failure(error) }
  }
}

extension InputFile {
  fileprivate borrowing func block(_ size: Int) throws(FilesError) -> [UInt8] {
    var fault: FilesError?
    let block = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      do throws(FilesError) { count = try read(into: UnsafeMutableRawBufferPointer(memory)) } catch { fault = error }
    }
    if let fault { throw fault }
    return block
  }
}
