// SPDX-License-Identifier: Apache-2.0

import Catalog
import Files
import Foundation
import TestSupport
import Testing

@testable import Operations

/// A workspace's folder is the one that was named, before and after somebody was at it.
@Suite struct WorkspaceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("elsewhere"), withIntermediateDirectories: false)
  }

  private var elsewhere: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path("elsewhere")) } }

  @Test(arguments: ["workspace", "workspace/"]) func `a link is refused, and nothing is written through it`(_ name: String) throws {
    symlink(folder.path("elsewhere"), folder.path("workspace"))
    let path = folder.url.path + "/" + name
    let made = #expect(throws: OperationsError.self) { try Workspace(path) }
    let read = #expect(throws: OperationsError.self) { try Workspace(reading: path) }
    for error in [made, read] {
      #expect(error?.description.contains("is a symbolic link") == true && error?.description.contains("name ‘\(folder.path("elsewhere"))’") == true)
    }
    #expect(try elsewhere.isEmpty)
  }

  @Test func `a link that leads nowhere is told with where it should lead`() throws {
    symlink("/no/such/volume", folder.path("workspace"))
    let error = #expect(throws: OperationsError.self) { try Workspace(folder.path("workspace")) }
    #expect(error?.description.contains("is a symbolic link to ‘/no/such/volume’, and leads nowhere: check whether its volume is mounted") == true)
  }

  @Test func `a link above it is followed`() throws {
    symlink(folder.path("elsewhere"), folder.path("volume"))
    #expect(try Workspace(folder.path("volume/workspace")).catalog.orders().isEmpty)
    #expect(try elsewhere == ["workspace"])
  }

  @Test func `a folder that is exchanged during the work is told, and gets no report`() throws {
    let workspace = try Workspace(folder.path("workspace"))
    try workspace.check()
    try FileManager.default.moveItem(atPath: folder.path("workspace"), toPath: folder.path("aside"))
    symlink(folder.path("elsewhere"), folder.path("workspace"))
    let error = #expect(throws: OperationsError.self) { try workspace.makeReports("qc") }
    #expect(error?.description.contains("was exchanged or moved away") == true)
    #expect(try elsewhere.isEmpty)
  }

  @Test(arguments: ["reports", "reports/qc"]) func `reports go through no link`(_ place: String) throws {
    let workspace = try Workspace(folder.path("workspace"))
    try Folder.create(SystemPath.split(folder.path("workspace/" + place)).folder)
    symlink(folder.path("elsewhere"), folder.path("workspace/" + place))
    #expect(#expect(throws: FilesError.self) { try workspace.makeReports("qc") }?.code == .escapesRoot)
    #expect(try elsewhere.isEmpty)
  }
}
