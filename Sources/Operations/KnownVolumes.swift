// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Integrity

/// What the workspace remembers of the volumes that copies went to: a destination whose volume is not mounted now, or whose name was mistyped, would
/// be made on the system's own disk without a word.
struct KnownVolumes {
  private let volumes: [VolumeRecord]
  private let folders: Set<String>
  private let facts: (String) -> VolumeFacts?

  /// What `catalog` knows.
  init(in catalog: CatalogDatabase) throws {
    self.init(
      try catalog.destinationVolumes().filter { $0.mountPoint != "/" }, copies: try catalog.copyPaths(), facts: { try? VolumeFacts.of($0) })
  }

  /// Volumes as given, the one met last first; `facts` answers what is mounted now.
  init(_ volumes: [VolumeRecord], copies: [String] = [], facts: @escaping (String) -> VolumeFacts?) {
    self.volumes = volumes
    self.facts = facts
    folders = Set(copies.map { SystemPath.split($0).folder })
  }

  /// What of a destination's place is not as it was.
  enum Finding: Equatable {
    /// The copy would go to another volume than the one that belongs there; the text is to follow the destination's path in a sentence.
    case misplaced(String)
    /// Worth knowing; a whole sentence.
    case note(String)
  }

  /// What is to be said of `destination`.
  func finding(for destination: String) -> Finding? {
    guard let place = SourceFiles.place(of: destination), let now = facts(place) else { return nil }
    let above = volumes.filter { Self.holds($0.mountPoint, place) && $0.mountPoint.utf8.count >= now.mountPoint.utf8.count }
    let nearest = above.map(\.mountPoint.utf8.count).max()
    if let known = above.first(where: { $0.mountPoint.utf8.count == nearest }) {
      guard now.mountPoint == known.mountPoint else {
        return .misplaced(
          "‘\(known.mountPoint.printable)’ held \(Self.words(known)) at the last offload, on \(known.lastSeen.localDayText); it is not mounted now, "
            + "and the copy would go to the volume at ‘\(now.mountPoint.printable)’: mount it")
      }
      let current = VolumeRecord(
        mountPoint: now.mountPoint, label: now.label, fileSystem: now.fileSystem, identifier: now.identifier,
        mountedFrom: now.mountedFrom, totalBytes: now.totalBytes, seen: known.lastSeen)
      if !current.isSameVolume(as: known) {
        return .note(
          "‘\(known.mountPoint.printable)’ held \(Self.words(known)) at the last offload, on \(known.lastSeen.localDayText); now it holds "
            + Self.words(current))
      }
    }
    return mistyped(place, now)
  }

  // MARK: -

  /// A folder that is not there and has nearly the name of a known volume beside it, or of a folder with copies.
  private func mistyped(_ place: String, _ now: VolumeFacts) -> Finding? {
    guard let (parent, name) = Self.firstMissing(place) else { return nil }
    func beside(_ paths: some Sequence<String>) -> [String] {
      paths.map(SystemPath.split).filter { $0.folder == parent && $0.name != name }.map(\.name)
    }
    let near = volumes.filter { $0.mountPoint != now.mountPoint }
    if let match = NearestName.suggest(name, among: beside(near.map(\.mountPoint))),
      let known = near.first(where: { SystemPath.split($0.mountPoint) == (parent, match) })
    {
      return .misplaced(
        "there is no such folder, and it would be made on the volume at ‘\(now.mountPoint.printable)’; did you mean "
          + "‘\(known.mountPoint.printable)’, which held \(Self.words(known)) at the last offload, on \(known.lastSeen.localDayText)")
    }
    // Folders are numbered by day, roll and camera: a name that differs in its numbers alone was hardly mistyped.
    let letters = name.filter { !$0.isNumber }
    let siblings = beside(folders).filter { sibling in
      sibling.filter { !$0.isNumber } != letters && (try? FileFacts.of(SystemPath.join(parent, sibling)).kind) == .folder
    }
    guard let match = NearestName.suggest(name, among: siblings) else { return nil }
    let (made, known) = (SystemPath.join(parent, name).printable, SystemPath.join(parent, match).printable)
    return .note("‘\(made)’ is new; earlier copies went to ‘\(known)’: make sure that it is not mistyped")
  }

  /// The first folder of a path that does not exist, and the one that it would be made in; `nil` where all do.
  private static func firstMissing(_ path: String) -> (folder: String, name: String)? {
    var path = path
    var missing: (folder: String, name: String)?
    while FileFacts.isAbsent(path) {
      let split = SystemPath.split(path)
      guard split.folder != path else { return missing }
      missing = split
      path = split.folder
    }
    return missing
  }

  private static func holds(_ point: String, _ path: String) -> Bool { path == point || path.utf8.starts(with: "\(point)/".utf8) }

  /// `volume RAID1 (ext4, 8.00 TB)`.
  private static func words(_ volume: VolumeRecord) -> String {
    let name = volume.label ?? volume.identifier
    let facts = [volume.fileSystem, ByteText(volume.totalBytes).description].filter { !$0.isEmpty }.joined(separator: ", ")
    return (name.map { "volume \($0.printable)" } ?? "a volume") + " (\(facts.printable))"
  }
}
