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

@Test func `two partitions of one disk are one device`() {
  let tree = ["/sys/devices/usb1/block/sdb/sdb1/partition", "/sys/devices/usb1/block/sdb/sdb2/partition"]
  func disk(_ path: String?, _ device: UInt64) -> String { DiskIdentity.of(device: device, systemPath: path, exists: tree.contains) }
  #expect(disk("/sys/devices/usb1/block/sdb/sdb1", 0x811) == disk("/sys/devices/usb1/block/sdb/sdb2", 0x812))
  #expect(disk("/sys/devices/usb1/block/sdb", 0x810) == disk("/sys/devices/usb1/block/sdb/sdb1", 0x811))
  #expect(disk("/sys/devices/usb1/block/sdb/sdb1", 0x811) != disk("/sys/devices/usb2/block/sdc/sdc1", 0x821))
  #expect(disk(nil, 30) != disk(nil, 31))
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
