// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import TestSupport
import Testing

@testable import Operations

@Suite struct KnownVolumesTests {
  private let folder: TemporaryFolder
  private let root: String
  private let raid: VolumeRecord

  init() throws {
    folder = try TemporaryFolder()
    root = try #require(realpath(folder.url.path, nil).map { String(cString: $0) })
    raid = VolumeRecord(
      mountPoint: root + "/media/raid1", label: "RAID1", fileSystem: "ext4", identifier: "0a1b", totalBytes: 8_000_000_000_000,
      seen: try #require(Timestamp("2026-11-20T10:00:00Z")))
    try FileManager.default.createDirectory(atPath: root + "/media/raid1", withIntermediateDirectories: true)
  }

  /// What is said of a destination while what is mounted is `mounted`, by mount points; everything else is on the system's volume.
  private func finding(
    for destination: String, copies: [String] = [], mounted: [VolumeFacts] = []
  ) -> KnownVolumes.Finding? {
    KnownVolumes([raid], copies: copies.map { root + $0 }) { path in
      mounted.first { path.hasPrefix($0.mountPoint) }
        ?? VolumeFacts(device: 1, totalBytes: 500_000_000_000, availableBytes: 1, fileSystem: "ext4")
    }.finding(for: root + destination)
  }

  private func volume(_ identifier: String) -> VolumeFacts {
    VolumeFacts(
      device: 2, totalBytes: 8_000_000_000_000, availableBytes: 1, fileSystem: "ext4", mountPoint: raid.mountPoint, label: "RAID\(identifier)")
  }

  @Test(arguments: ["/media/raid1", "/media/raid1/day1/cards"])
  func `a destination whose volume is not mounted is misplaced, and what belongs there is said`(destination: String) throws {
    guard case .misplaced(let text) = finding(for: destination) else { throw CocoaError(.featureUnsupported) }
    #expect(text.contains("media/raid1’ held volume RAID1 (ext4, 8.00 TB) at the last offload, on 2026-11-20; it is not mounted now"), "\(text)")
  }

  @Test func `where the volume is mounted nothing is said, and where another is, that`() throws {
    #expect(finding(for: "/media/raid1/day1", mounted: [volume("1")]) == nil)
    guard case .note(let text) = finding(for: "/media/raid1/day1", mounted: [volume("2")]) else { throw CocoaError(.featureUnsupported) }
    #expect(text.contains("now it holds volume RAID2"))
  }

  @Test func `a new folder with nearly the name of a known volume is misplaced`() throws {
    for name in ["/media/radi1", "/media/raid2/day1"] {
      guard case .misplaced(let text) = finding(for: name, mounted: [volume("1")]) else { throw CocoaError(.featureUnsupported) }
      #expect(text.contains("did you mean") && text.contains("held volume RAID1"), "\(text)")
    }
    #expect(finding(for: "/media/shuttle", mounted: [volume("1")]) == nil)
    #expect(finding(for: "/radi1", mounted: [volume("1")]) == nil)
  }

  @Test func `a new folder that is nearly called as one with copies is a note, and the next day's folder is none`() throws {
    let known = "/media/raid1/Harbour_Lights"
    try FileManager.default.createDirectory(atPath: root + known, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: root + "/media/raid1/day1", withIntermediateDirectories: true)
    let copies = [known + "/A001", "/media/raid1/day1/A001"]
    guard case .note(let text) = finding(for: "/media/raid1/Harbor_Lights", copies: copies, mounted: [volume("1")]) else {
      throw CocoaError(.featureUnsupported)
    }
    #expect(text.contains("Harbour_Lights’: make sure that it is not mistyped"), "\(text)")
    #expect(finding(for: "/media/raid1/day2", copies: copies, mounted: [volume("1")]) == nil)
  }
}
