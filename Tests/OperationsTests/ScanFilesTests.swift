// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Foundation
import Integrity
import TestSupport
import Testing

@testable import Operations

/// The world without a workspace, in which nobody makes pages.
private func world() throws -> Environment {
  Environment(
    host: HostFacts(hostName: "suite", operatingSystem: "test", user: "ada", toolVersion: "1"), specifications: try SpecificationLibrary(),
    reports: NoPages())
}

@Test func `a quarantine inside the drive is refused before any scanner is asked`() async throws {
  let folder = try TemporaryFolder()
  try Folder.create(folder.path("drive"))
  let scan = ScanFiles(
    folder.path("drive"), through: .socketFile(folder.path("nothing.sock")), quarantine: folder.path("drive/aside"), moves: true)
  let error = await #expect(throws: IntegrityError.self) { try await scan.run(in: try world()) }
  #expect(error?.code == .refused)
  #expect(error?.subject == folder.path("drive/aside"))
}

@Test func `without a scanner nothing is said of any file`() async throws {
  let folder = try TemporaryFolder()
  try SafeWriter.write("scene 1", to: folder.path("notes.txt"))
  let scan = ScanFiles(folder.url.path, through: .socketFile(folder.path("nothing.sock")))
  let error = await #expect(throws: IntegrityError.self) { try await scan.run(in: try world()) }
  #expect(error?.subject == folder.path("nothing.sock"))
}
