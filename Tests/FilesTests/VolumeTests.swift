// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Files

private let mountInfo = """
  27 1 254:0 / / rw,relatime - ext4 /dev/vda1 rw
  30 27 0:25 / /mnt rw - tmpfs tmpfs rw
  31 30 8:1 / /mnt/CARD\\040A rw,nosuid shared:4 master:1 - exfat /dev/sdb1 rw,iocharset=utf8
  32 27 0:40 / /mnt/CARD\\040A rw - fuse.s3fs bucket rw
  33 nonsense
  34 27 0:41 / /mntx rw - xfs /dev/sdc rw
  """

@Test func `the nearest mount holds a path, and the later of two at one place`() {
  let table = MountTable(mountInfo: mountInfo)
  #expect(table.mounts.count == 5)
  #expect(table.mount(of: "/mnt/CARD A/Clips")?.fileSystem == "fuse.s3fs")
  #expect(table.mount(of: "/mnt/CARD AB")?.fileSystem == "tmpfs")
  #expect(table.mount(of: "/mntx")?.fileSystem == "xfs")
  #expect(table.mount(of: "/home")?.source == "/dev/vda1")
}

@Test func `a damaged table of mounts is read without harm`() {
  let bytes = Array(mountInfo.utf8)
  var random = SeededRandom(11)
  for _ in 0..<500 {
    var damaged = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    for _ in 0..<4 where !damaged.isEmpty { damaged[Int.random(in: 0..<damaged.count, using: &random)] = .random(in: 0...255, using: &random) }
    _ = MountTable(mountInfo: String(decoding: damaged, as: UTF8.self)).mount(of: "/mnt/CARD A")
  }
}

@Test func `a label is written out plainly`() {
  #expect(VolumeLabel.plain("CARD\\x20A") == "CARD A")
  #expect(VolumeLabel.plain("odd\\x") == "odd\\x")
}

/// A machine's tree of devices: what links lead to, what folders hold, what files say.
private struct Devices {
  var links: [String: String] = [:]
  var folders: [String: [String]] = [:]
  var lines: [String: String] = [:]
  var nodes: [String: UInt64] = [:]
  var files: [String: DiskIdentity.Volume] = [:]

  /// A USB disk with two partitions for each letter.
  init(_ letters: String) {
    for (index, letter) in letters.enumerated() {
      let disk = "/sys/devices/usb\(letter)/block/sd\(letter)"
      for (part, path) in [disk, "\(disk)/sd\(letter)1", "\(disk)/sd\(letter)2"].enumerated() {
        links["/sys/dev/block/8:\(16 * index + part)"] = path
        nodes["/dev/sd\(letter)\(part == 0 ? "" : "\(part)")"] = UInt64(0x800 + 16 * index + part)
        links[path] = path
        if part > 0 { links["\(path)/partition"] = "\(path)/partition" }
      }
    }
  }

  /// Lays a device over others of the tree.
  mutating func stack(_ name: String, _ minor: Int, over layers: [String]) {
    let path = "/sys/devices/virtual/block/\(name)"
    links["/sys/dev/block/253:\(minor)"] = path
    links[path] = path
    folders["\(path)/slaves"] = layers.map { SystemPath.split($0).name }
    for layer in layers { links["\(path)/slaves/\(SystemPath.split(layer).name)"] = layer }
  }

  func disks(_ device: UInt64, _ mountedFrom: String = "", fileSystem: String = "", upperFolder: String? = nil) -> Set<String> {
    let tree = DiskIdentity.Tree(
      resolve: { links[$0] }, names: { folders[$0] ?? [] }, line: { lines[$0] }, number: { nodes[$0] }, volume: { files[$0] })
    return DiskIdentity.disks(
      of: .init(device: device, fileSystem: fileSystem, mountedFrom: mountedFrom, upperFolder: upperFolder), in: tree)
  }
}

@Test func `two partitions of one disk are one device`() {
  let devices = Devices("ab")
  #expect(devices.disks(0x801) == devices.disks(0x802) && devices.disks(0x800) == devices.disks(0x801))
  #expect(devices.disks(0x801) == ["disk /sys/devices/usba/block/sda"])
  #expect(devices.disks(0x801) != devices.disks(0x811))
}

@Test func `mapped volumes and arrays are as many disks as they lie on`() {
  var devices = Devices("abc")
  func disk(_ letter: String) -> String { "/sys/devices/usb\(letter)/block/sd\(letter)" }
  devices.stack("dm-0", 0, over: ["\(disk("a"))/sda1"])
  devices.stack("dm-1", 1, over: ["/sys/devices/virtual/block/dm-0"])
  devices.stack("dm-2", 2, over: ["\(disk("a"))/sda2", "\(disk("b"))/sdb1"])
  devices.stack("dm-3", 3, over: ["/sys/devices/virtual/block/dm-3"])
  #expect(devices.disks(0xFD00) == devices.disks(0x801), "LUKS on a partition")
  #expect(devices.disks(0xFD01) == devices.disks(0x802), "LVM on LUKS shares the disk")
  #expect(devices.disks(0xFD02) == devices.disks(0x800).union(devices.disks(0x810)), "an array over two")
  #expect(devices.disks(0xFD02).isDisjoint(with: devices.disks(0x820)))
  #expect(devices.disks(0xFD03).count == 1, "a circle ends")
}

@Test func `btrfs and images are followed to their disks`() {
  var devices = Devices("abc")
  #expect(devices.disks(45, "/dev/sda1") == devices.disks(0x800))
  #expect(devices.disks(46, "/dev/sda2") == devices.disks(45, "/dev/sda1"), "subvolumes share a disk")
  let pool = "/sys/fs/btrfs/0123/devices"
  devices.folders["/sys/fs/btrfs"] = ["features", "0123"]
  devices.folders[pool] = ["sda1", "sdb1"]
  devices.links["\(pool)/sda1"] = "/sys/devices/usba/block/sda/sda1"
  devices.links["\(pool)/sdb1"] = "/sys/devices/usbb/block/sdb/sdb1"
  #expect(devices.disks(45, "/dev/sda1") == devices.disks(0x800).union(devices.disks(0x810)))
  let loop = "/sys/devices/virtual/block/loop3"
  devices.links["/sys/dev/block/7:3"] = loop
  devices.lines["\(loop)/loop/backing_file"] = "/srv/card.img"
  #expect(devices.disks(0x703) == ["disk \(loop)"])
  devices.files["/srv/card.img"] = .init(device: 0x821, fileSystem: "ext4", mountedFrom: "/dev/sdc1")
  #expect(devices.disks(0x703) == devices.disks(0x820))
}

@Test func `two datasets of one ZFS pool are one disk, and an image on it as well`() {
  var devices = Devices("ab")
  #expect(devices.disks(50, "tank/media", fileSystem: "zfs") == ["pool tank"])
  #expect(devices.disks(50, "tank/media", fileSystem: "zfs") == devices.disks(51, "tank/nearline/2026", fileSystem: "zfs"))
  #expect(devices.disks(52, "tank", fileSystem: "zfs") == devices.disks(50, "tank/media", fileSystem: "zfs"))
  #expect(devices.disks(53, "tank2/media", fileSystem: "zfs").isDisjoint(with: devices.disks(50, "tank/media", fileSystem: "zfs")))
  #expect(devices.disks(54, "tank/media", fileSystem: "fuse.sshfs") == [DiskIdentity.unknown], "no other system names pools")
  let loop = "/sys/devices/virtual/block/loop3"
  devices.links["/sys/dev/block/7:3"] = loop
  devices.lines["\(loop)/loop/backing_file"] = "/tank/media/card.img"
  devices.files["/tank/media/card.img"] = .init(device: 50, fileSystem: "zfs", mountedFrom: "tank/media")
  #expect(devices.disks(0x703) == ["pool tank"])
}

@Test func `shares of one server are one device, whatever they are called`() {
  let devices = Devices("a")
  let nas = devices.disks(50, "nas:/shared", fileSystem: "nfs4")
  #expect(nas == ["server nas"])
  #expect(devices.disks(51, "NAS:/nearline", fileSystem: "nfs") == nas)
  #expect(devices.disks(52, "//nas/rushes", fileSystem: "cifs") == nas)
  #expect(devices.disks(53, "//GUEST@nas/rushes", fileSystem: "smbfs") == nas)
  #expect(devices.disks(54, "ada@nas:/home/ada", fileSystem: "fuse.sshfs") == nas)
  #expect(devices.disks(55, "[fe80::1]:/a", fileSystem: "nfs4") == devices.disks(56, "[fe80::1]:/b", fileSystem: "nfs4"))
  #expect(devices.disks(57, "other:/shared", fileSystem: "nfs4").isDisjoint(with: nas))
  #expect(devices.disks(58, "rushes", fileSystem: "cvfs") == devices.disks(59, "nearline", fileSystem: "cvfs"), "one storage behind both")
  #expect(devices.disks(60, "ltfs:/dev/sg3", fileSystem: "fuse").isDisjoint(with: devices.disks(61, "ltfs:/dev/sg4", fileSystem: "fuse")))
}

@Test func `what is laid over other volumes is followed to their disks, and unknown where that fails`() {
  var devices = Devices("ab")
  for (path, device) in [("/var/upper", UInt64(0x801)), ("/mnt/one", 0x802), ("/mnt/two", 0x811)] {
    devices.links[path] = path
    devices.files[path] = .init(device: device, fileSystem: "ext4", mountedFrom: "")
  }
  func overlay(_ upper: String?) -> Set<String> { devices.disks(40, "overlay", fileSystem: "overlay", upperFolder: upper) }
  #expect(overlay("/var/upper") == devices.disks(0x800))
  #expect(overlay(nil) == [DiskIdentity.unknown] && overlay("/not/in/this/container") == [DiskIdentity.unknown])
  #expect(devices.disks(41, "/mnt/one:/mnt/two", fileSystem: "fuse.mergerfs") == devices.disks(0x800).union(devices.disks(0x810)))
  #expect(devices.disks(41, "/mnt/one:2", fileSystem: "fuse.mergerfs").contains(DiskIdentity.unknown))
  for (name, source) in [("tmpfs", "tmpfs"), ("fuse.rclone", "cloud:bucket"), ("fuse.bindfs", "/mnt/one"), ("9p", "share"), ("", "")] {
    #expect(devices.disks(42, source, fileSystem: name) == [DiskIdentity.unknown], "\(name)")
  }
  devices.links["/loop"] = "/loop"
  devices.files["/loop"] = .init(device: 43, fileSystem: "overlay", mountedFrom: "overlay", upperFolder: "/loop")
  #expect(overlay("/loop") == [DiskIdentity.unknown], "a circle ends")
}

@Test func `the table of mounts tells where an overlay keeps its changes`() {
  let line = "50 27 0:44 / /mnt/over rw - overlay overlay rw,lowerdir=/a,upperdir=/var/up\\040per,workdir=/w"
  let mount = MountTable(mountInfo: line).mount(of: "/mnt/over/x")
  #expect(mount?.option("upperdir") == "/var/up per" && mount?.option("lower") == nil)
  #expect(MountTable(mountInfo: mountInfo).mounts.allSatisfy { $0.option("upperdir") == nil })
}

@Test func `what ZFS gives back is never said to come from its disks`() throws {
  #expect(OwnCaches.belong(to: "zfs") && !OwnCaches.belong(to: "ext4") && !OwnCaches.belong(to: "btrfs"))
  let folder = try TemporaryFolder()
  try Data([1, 2, 3]).write(to: URL(filePath: folder.path("file")))
  let isZFS = try VolumeFacts.of(folder.url.path).fileSystem == "zfs"
  #expect(try OwnCaches.areUsed(by: InputFile(folder.path("file"))) == isZFS)
}

@Test func `a volume over several named disks is all of them that are known`() {
  let devices = Devices("abc")
  #expect(devices.disks(60, "/dev/sda1:/dev/sdb1", fileSystem: "bcachefs") == devices.disks(0x800).union(devices.disks(0x810)))
  #expect(devices.disks(61, "/dev/sda1:/dev/sdz1", fileSystem: "bcachefs") == devices.disks(0x800))
}

@Test func `the disks of this machine's own volumes are told`() throws {
  let facts = try VolumeFacts.of("/")
  #expect(!DiskIdentity.disks(of: facts).isEmpty)
}

@Test func `the halves of a device number are told apart`() {
  #expect(DiskIdentity.numbers(of: 0xFE00).major == 254)
  #expect(DiskIdentity.numbers(of: 0x811) == (8, 17))
}

@Test func `the volume of a folder says what and where it is`() throws {
  let folder = try TemporaryFolder()
  let facts = try VolumeFacts.of(folder.url.path)
  #expect(facts.mountPoint.hasPrefix("/") && facts.totalBytes > 0)
  #expect(VolumeSummary(facts).device == facts.device)
}
