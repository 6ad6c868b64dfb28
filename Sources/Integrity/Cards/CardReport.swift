// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a camera card, or a roll of sound, is and whether all of it is there, as far as its own structure can tell.
///
/// A pure value, made of names, sizes and the card's own index files; no essence is read. What it cannot know it does not say: a clip that
/// was left out together with everything that speaks of it leaves no gap to be seen.
public struct CardReport: Codable, Sendable, Equatable {
  /// One recording, whatever files it is made of.
  public struct Clip: Codable, Sendable, Equatable {
    /// Its name without extension or part number.
    public let name: String
    /// The files with pictures and sound, parts in order.
    public let files: [ContainedPath]
    /// What goes with them: metadata, thumbnails, proxies.
    public let sidecars: [ContainedPath]
    /// The length of all `files` in bytes.
    public let byteCount: Int64
    /// Whether the camera divided the recording into parts.
    public let isSpanned: Bool
  }

  /// How the card is laid out.
  public let format: CardFormat
  /// The folder of the source in which the card begins; `nil` where it is the source itself.
  public let root: ContainedPath?
  /// The reel or roll by which the card calls itself.
  public let reel: String?
  /// The camera: its index letter, or its model where the card names it.
  public let camera: String?
  /// The recordings, in the order of their names.
  public let clips: [Clip]
  /// What is wrong.
  public let faults: [Fault]
  /// What is worth knowing and not wrong.
  public let notes: [String]

  /// Whether every piece that the card's structure calls for is there.
  public var isWhole: Bool { !faults.contains(where: \.isIncomplete) }

  /// The sentences that speak against erasing the card, or trusting a copy made from it: pieces that should be there and are not.
  public var reservations: [String] {
    let place = root.map { " in ‘\($0.text.printable)’" } ?? ""
    return faults.filter(\.isIncomplete).map { "the \(format.title)\(place) is not whole: \($0.text)" }
  }
}

extension CardReport {
  /// Reads at most so many bytes of a small file of the card; more is an error.
  public typealias IndexReading = (_ path: ContainedPath, _ limit: Int) throws(FilesError) -> [UInt8]

  /// The cards among `entries`: the source may be one, or a drive with many.
  ///
  /// - Parameters:
  ///   - entries: every file and folder of the source, in any order. Hidden files are passed over.
  ///   - name: the source folder's own name.
  ///   - read: reads index files; what it throws becomes a fault of the card.
  public static func reports(in entries: [FolderEntry], named name: String, read: @escaping IndexReading) -> [CardReport] {
    reports(in: CardEntries(entries), named: name, read: read)
  }

  /// The cards in the folder at `path`. Nothing but index files is read. A name that is not UTF-8 is passed over with a note.
  ///
  /// - Throws: `IntegrityError` where the folder, or one in it, cannot be listed: nothing can then be said of what is missing.
  public static func reports(inFolder path: String) throws(IntegrityError) -> [CardReport] {
    var entries = CardEntries()
    var notes: [String] = []
    do throws(FilesError) {
      // What a computer keeps on a volume may be closed to us.
      for item in try FolderWalk(path, where: { CardFolder.isLookedAt($0.name) }) {
        switch item {
        case .entry(let entry): entries.append(entry)
        case .trouble(let fault) where fault.code == .invalidName: notes.append("\(fault.description); it was passed over here")
        case .trouble(let fault): throw fault
        }
      }
    } catch {
      throw IntegrityError(.unreadable, error.subject, "cannot be looked through: \(error.remedy)")
    }
    // The folder's true name, where it was given as ‘.’ or by a link.
    let name = SystemPath.split(RealPath.of(path) ?? path).name
    let reports = reports(in: entries, named: name) { (file, limit) throws(FilesError) in
      try InputFile.contents(of: file.resolved(in: path), limit: limit)
    }
    return reports.map { $0.noting(notes) }
  }

  /// The folder name that must stay as it is when a source of these cards is copied: the source's own, where it is the folder of a card that
  /// is known by it (see `CardFormat.keepsFolderName`). `nil` where the copy may have any name; what is inside is never renamed.
  public static func folderNameToKeep(_ reports: [CardReport], source name: String) -> String? {
    reports.contains { $0.root == nil && $0.format.keepsFolderName } ? name : nil
  }

  /// Whether a file or folder of this name may be a part of a card. Hidden ones are none, nor is what a computer or a history keeps on a volume.
  package static func looksAt(_ name: String) -> Bool { CardFolder.isLookedAt(name) }

  // MARK: -

  private static func reports(in entries: CardEntries, named name: String, read: @escaping IndexReading) -> [CardReport] {
    var reports: [CardReport] = []
    search(CardFolder(entries, named: name), depth: 0, read, &reports)
    return reports.map { $0.comparing(with: reports) }
  }

  /// How far below the source a card is looked for: a drive, a day, a unit, a camera.
  private static let deepestRoot = 4

  private static func search(_ folder: CardFolder, depth: Int, _ read: @escaping IndexReading, _ found: inout [CardReport]) {
    defer { folder.letGo() }
    let reports = CardStructures.all.compactMap { $0.examine(folder, read) }
    // Takes that lie beside cards make a roll of their folder, and the cards are looked for all the same. A roll's own folders are no further rolls; beside
    // takes that somebody put somewhere, rolls that have a name are.
    guard depth < deepestRoot, reports.allSatisfy({ $0.format == .soundRecorder }) else { return found += reports }
    var inside: [CardReport] = []
    for inner in folder.folders { search(inner, depth: depth + 1, read, &inside) }
    if !reports.isEmpty {
      let isRoll = SoundRoll.isWhole(folder)
      inside.removeAll { $0.format == .soundRecorder && (isRoll || $0.reel == nil) }
    }
    found += reports.map { $0.leavingOut(inside.compactMap(\.root)) } + inside
  }

  /// The same without clips and faults that are in one of `folders`.
  private func leavingOut(_ folders: [ContainedPath]) -> CardReport {
    guard !folders.isEmpty else { return self }
    func isOwn(_ path: ContainedPath?) -> Bool { !folders.contains { path?.isInside($0) ?? false } }
    return CardReport(
      format: format, root: root, reel: reel, camera: camera, clips: clips.filter { isOwn($0.files.first) }, faults: faults.filter { isOwn($0.path) },
      notes: notes)
  }

  /// Adds what only a look at the other cards of the source can tell.
  private func comparing(with others: [CardReport]) -> CardReport {
    let namesakes = others.filter { $0.reel == reel && $0.format == format && $0.root != root }.compactMap(\.root)
    guard reel != nil, let namesake = namesakes.first else { return self }
    return noting([
      "another card in the same source has this reel name too, in ‘\(namesake.text.printable)’: make sure that both are kept apart"
    ])
  }

  private func noting(_ more: [String]) -> CardReport {
    CardReport(format: format, root: root, reel: reel, camera: camera, clips: clips, faults: faults, notes: notes + more)
  }
}
