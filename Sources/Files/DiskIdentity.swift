// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which physical disks a volume is on: two partitions of one disk are lost together, and so are two volumes that share one disk of several.
public enum DiskIdentity {
  /// The whole disks under a volume, each as a name that is equal for everything on it. Mapped volumes (LVM, LUKS), arrays (md), volumes of
  /// btrfs and bcachefs and images mounted as loops are followed down to the disks that hold them. A pool of ZFS, whose disks the system does not
  /// tell, is one: two of its datasets are lost together. A share of a server is on that server, whatever else it offers, and a file system of a
  /// cluster on that cluster. An overlay is where its changes are kept, and a union of folders (mergerfs) on all their disks. Where the system tells
  /// nothing, as of memory and most file systems in user space, the volume is `unknown`: it may be on any disk.
  public static func disks(of volume: VolumeFacts) -> Set<String> { disks(of: .init(volume), in: .system) }

  /// The disk of volumes of which the system does not tell one. It may be every other as well, so that nothing on it is a copy of its own.
  public static let unknown = "unknown"

  /// What of a volume leads to its disks.
  package struct Volume {
    /// The system's number of it.
    let device: UInt64
    /// The type of its file system.
    let fileSystem: String
    /// What the system says is mounted: where the number is no device's own, the way to the disks.
    let mountedFrom: String
    /// The folder that changes to an overlay are kept in; nil of other volumes, and where there is none.
    let upperFolder: String?

    package init(device: UInt64, fileSystem: String, mountedFrom: String, upperFolder: String? = nil) {
      self.device = device
      self.fileSystem = fileSystem
      self.mountedFrom = mountedFrom
      self.upperFolder = upperFolder
    }

    init(_ facts: VolumeFacts) {
      self.init(device: facts.device, fileSystem: facts.fileSystem, mountedFrom: facts.mountedFrom, upperFolder: facts.upperFolder)
    }
  }

  /// What the system tells of its devices; tests answer for it.
  package struct Tree {
    /// Where a path of the tree leads, links resolved; nil where there is nothing.
    package var resolve: (String) -> String?
    /// The names in a folder; none where there is none.
    package var names: (String) -> [String]
    /// The first line of a file; nil where there is none.
    package var line: (String) -> String?
    /// The number that a device file stands for; nil where it is none.
    package var number: (String) -> UInt64?
    /// The volume that a file is on.
    package var volume: (String) -> Volume?

    package init(
      resolve: @escaping (String) -> String?, names: @escaping (String) -> [String], line: @escaping (String) -> String?,
      number: @escaping (String) -> UInt64?, volume: @escaping (String) -> Volume?
    ) {
      self.resolve = resolve
      self.names = names
      self.line = line
      self.number = number
      self.volume = volume
    }
  }

  /// The same in a tree of devices as given.
  package static func disks(of volume: Volume, in tree: Tree) -> Set<String> { disks(of: volume, in: tree, depth: 0) }

  /// The two halves of a device number, as the GNU C library packs them.
  package static func numbers(of device: UInt64) -> (major: UInt64, minor: UInt64) {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    return (major, minor & 0xFFFF_FFFF)
  }

  // MARK: -

  /// More layers than anybody stacks; links that lead in a circle end here.
  private static let deepest = 16

  private static func disks(of volume: Volume, in tree: Tree, depth: Int) -> Set<String> {
    // What is mounted is a dataset: the pool, and the way to it from there.
    if volume.fileSystem == "zfs" { return ["pool \(volume.mountedFrom.prefix { $0 != "/" })"] }
    if let path = path(of: volume.device, tree) { return disks(under: path, in: tree, depth: depth) }
    // Bcachefs names all its disks, with colons between.
    let sources = volume.mountedFrom.split(separator: ":").map(String.init)
    let found = sources.compactMap { source in tree.number(source).flatMap { path(of: $0, tree) } }
    if !found.isEmpty { return found.reduce(into: []) { $0.formUnion(disks(of: $1, withPoolIn: tree, depth: depth)) } }
    if let folders = folders(under: volume) { return disks(under: folders, in: tree, depth: depth) }
    return [elsewhere(volume) ?? unknown]
  }

  /// The folders of other volumes that a volume is laid over and keeps its files in; nil of one that is not.
  private static func folders(under volume: Volume) -> [String]? {
    switch volume.fileSystem {
    case "overlay": volume.upperFolder.map { [$0] }
    case "fuse.mergerfs", "mergerfs": volume.mountedFrom.split(separator: ":").map(String.init)
    default: nil
    }
  }

  /// The disks of all of `folders`; none that is known where one is not there, as where the names are those of another system or cut short.
  private static func disks(under folders: [String], in tree: Tree, depth: Int) -> Set<String> {
    guard depth < deepest, !folders.isEmpty else { return [unknown] }
    return folders.reduce(into: []) { found, folder in
      let volume = folder.hasPrefix("/") && tree.resolve(folder) != nil ? tree.volume(folder) : nil
      found.formUnion(volume.map { disks(of: $0, in: tree, depth: depth + 1) } ?? [unknown])
    }
  }

  /// What stands for the disks of a volume that are not in this machine, or that the system has a name of its own for; nil where nothing is told.
  private static func elsewhere(_ volume: Volume) -> String? {
    let source = volume.mountedFrom
    switch volume.fileSystem {
    case "nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "ceph", "lustre", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.ceph":
      return server(of: source).map { "server \($0)" }
    // One storage, as far as anybody can tell from here, whatever its volumes are called.
    case "cvfs", "snfs", "beegfs", "gpfs": return "cluster \(volume.fileSystem)"
    // The reference implementation of LTFS mounts as `ltfs:/dev/sg0`: the tape in that drive.
    case "fuse", "fuse.ltfs", "ltfs": return source.hasPrefix("ltfs:") ? "tape \(source.dropFirst("ltfs:".count))" : nil
    // A device that the system's tree does not have, as on systems without such a tree.
    default: return source.hasPrefix("/dev/") ? "volume \(volume.device)" : nil
    }
  }

  /// The server that `host:/share`, `user@host:/share`, `[address]:/share` and `//user@host/share` are of.
  private static func server(of share: String) -> String? {
    let isSMB = share.hasPrefix("//")
    let text = isSMB ? share.dropFirst(2) : share[...]
    let host: Substring
    if !isSMB, let end = text.range(of: "]:") { host = text[..<end.upperBound].dropLast() } else { host = text.prefix { $0 != (isSMB ? "/" : ":") } }
    let name = (host.split(separator: "@").last ?? "").lowercased()
    return name.isEmpty || name.contains("/") ? nil : name
  }

  /// Btrfs gives its volumes numbers that are no device's; what is mounted is one of its disks, and it lists the others.
  private static func disks(of first: String, withPoolIn tree: Tree, depth: Int) -> Set<String> {
    let name = SystemPath.split(first).name
    let pools = tree.names("/sys/fs/btrfs").map { "/sys/fs/btrfs/\($0)/devices" }
    let pool = pools.first { tree.names($0).contains(name) }
    let members = pool.map { folder in tree.names(folder).compactMap { tree.resolve("\(folder)/\($0)") } } ?? []
    return members.reduce(disks(under: first, in: tree, depth: depth)) { $0.union(disks(under: $1, in: tree, depth: depth)) }
  }

  private static func path(of device: UInt64, _ tree: Tree) -> String? {
    let (major, minor) = numbers(of: device)
    return tree.resolve("/sys/dev/block/\(major):\(minor)")
  }

  /// The disks under the device at `path` in the system's tree.
  private static func disks(under path: String, in tree: Tree, depth: Int) -> Set<String> {
    // A partition is a folder of its disk's and has a file that says which of the partitions it is.
    let whole = tree.resolve("\(path)/partition") == nil ? path : SystemPath.split(path).folder
    guard depth < deepest else { return ["disk \(whole)"] }
    let layers = tree.names("\(whole)/slaves").compactMap { tree.resolve("\(whole)/slaves/\($0)") }
    if !layers.isEmpty { return layers.reduce(into: []) { $0.formUnion(disks(under: $1, in: tree, depth: depth + 1)) } }
    if let image = tree.line("\(whole)/loop/backing_file"), let volume = tree.volume(image) {
      return disks(of: volume, in: tree, depth: depth + 1)
    }
    return ["disk \(whole)"]
  }
}

extension DiskIdentity.Tree {
  /// What the system tells now; nothing where it has no such tree.
  fileprivate static var system: DiskIdentity.Tree {
    DiskIdentity.Tree(
      resolve: { path in
        realpath(path, nil).map { resolved in
          defer { free(resolved) }
          return String(cString: resolved)
        }
      },
      names: { path in
        guard let walk = try? FolderWalk(path, where: { $0.parent == nil }) else { return [] }
        return walk.compactMap { item in if case .entry(let entry) = item { entry.path.name } else { nil } }
      },
      line: { path in
        // The system gives such a file the length of a page, so it is read as a stream.
        (try? InputFile.text(of: path, limit: 1 << 16))?.split(separator: "\n").first.map(String.init)
      },
      number: { path in
        var facts = stat()
        guard path.hasPrefix("/"), stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFBLK else { return nil }
        return UInt64(truncatingIfNeeded: facts.st_rdev)
      },
      volume: { path in (try? VolumeFacts.of(path)).map { .init($0) } })
  }
}
