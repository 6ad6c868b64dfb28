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

  func disks(_ device: UInt64, _ mountedFrom: String = "", fileSystem: String = "") -> Set<String> {
    let tree = DiskIdentity.Tree(
      resolve: { links[$0] }, names: { folders[$0] ?? [] }, line: { lines[$0] }, number: { nodes[$0] }, volume: { files[$0] })
    return DiskIdentity.disks(of: .init(device: device, fileSystem: fileSystem, mountedFrom: mountedFrom), in: tree)
  }
}

@Test func `two partitions of one disk are one device`() {
  let devices = Devices("ab")
  #expect(devices.disks(0x801) == devices.disks(0x802) && devices.disks(0x800) == devices.disks(0x801))
  #expect(devices.disks(0x801) == ["disk /sys/devices/usba/block/sda"])
  #expect(devices.disks(0x801) != devices.disks(0x811))
  #expect(devices.disks(30) != devices.disks(31))
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
  #expect(devices.disks(51, "server:/share") == ["volume 51"])
}

@Test func `two datasets of one ZFS pool are one disk, and an image on it as well`() {
  var devices = Devices("ab")
  #expect(devices.disks(50, "tank/media", fileSystem: "zfs") == ["pool tank"])
  #expect(devices.disks(50, "tank/media", fileSystem: "zfs") == devices.disks(51, "tank/nearline/2026", fileSystem: "zfs"))
  #expect(devices.disks(52, "tank", fileSystem: "zfs") == devices.disks(50, "tank/media", fileSystem: "zfs"))
  #expect(devices.disks(53, "tank2/media", fileSystem: "zfs").isDisjoint(with: devices.disks(50, "tank/media", fileSystem: "zfs")))
  #expect(devices.disks(54, "tank/media", fileSystem: "fuse.sshfs") == ["volume 54"], "no other system names pools")
  let loop = "/sys/devices/virtual/block/loop3"
  devices.links["/sys/dev/block/7:3"] = loop
  devices.lines["\(loop)/loop/backing_file"] = "/tank/media/card.img"
  devices.files["/tank/media/card.img"] = .init(device: 50, fileSystem: "zfs", mountedFrom: "tank/media")
  #expect(devices.disks(0x703) == ["pool tank"])
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
