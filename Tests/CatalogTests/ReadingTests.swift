// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import TestSupport
import Testing

@testable import Catalog

struct `A catalogue that is only read` {
  private let folder: TemporaryFolder
  private var workspace: String { folder.path("a # 100%? space") }
  private var path: String { workspace + "/" + CatalogDatabase.fileName }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: false)
  }

  private func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: workspace).sorted() }

  @Test func `everything is read, nothing is written and no file is made`() throws {
    do { _ = try CatalogDatabase(folder: workspace).order() }
    chmod(workspace, 0o555)
    defer { chmod(workspace, 0o755) }
    let before = (try files(), try Data(contentsOf: URL(filePath: path)))
    #expect(before.0 == [CatalogDatabase.fileName])
    let catalog = try CatalogDatabase(reading: workspace)
    #expect(try catalog.orders().map(\.reference) == ["WO-1"])
    #expect(try catalog.verifyAudit() == nil)
    let error = #expect(throws: CatalogError.self) { try catalog.order() }
    #expect(error?.code == .readOnly && error?.description.contains("can only be read") == true)
    #expect(try files() == before.0)
    #expect(try Data(contentsOf: URL(filePath: path)) == before.1)
  }

  @Test func `what another process has just written is read`() throws {
    let busy = try CatalogDatabase(folder: workspace)
    _ = try busy.order()
    #expect(try files().contains(CatalogDatabase.fileName + "-wal"))
    let reading = try CatalogDatabase(reading: workspace)
    #expect(try reading.orders().count == 1)
    _ = try busy.order(digest: "sha256:02")
    #expect(try reading.orders().count == 2)
  }

  @Test func `a catalogue that is not there is not made`() throws {
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(reading: workspace) }
    #expect(error?.code == .notFound)
    #expect(try files().isEmpty)
    #expect(#expect(throws: CatalogError.self) { try CatalogDatabase(reading: folder.path("none")) }?.code == .notFound)
  }

  @Test func `catalogues of other versions and files that are none are named`() throws {
    do { _ = try CatalogDatabase(folder: workspace) }
    do { try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of tomorrow')") } }
    #expect(#expect(throws: CatalogError.self) { try CatalogDatabase(reading: workspace) }?.code == .newerVersion)
    do { try DatabaseQueue(path: path).write { try $0.execute(sql: "DELETE FROM grdb_migrations") } }
    #expect(#expect(throws: CatalogError.self) { try CatalogDatabase(reading: workspace) }?.code == .olderVersion)
    for name in try files() { try FileManager.default.removeItem(atPath: workspace + "/" + name) }
    try Data(String(repeating: "not a database ", count: 100).utf8).write(to: URL(filePath: path))
    #expect(#expect(throws: CatalogError.self) { try CatalogDatabase(reading: workspace) }?.code == .damaged)
  }

  @Test func `an empty log in a folder that cannot be written hinders nobody`() throws {
    do { _ = try CatalogDatabase(folder: workspace).order() }
    try Data().write(to: URL(filePath: path + "-wal"))
    chmod(workspace, 0o555)
    defer { chmod(workspace, 0o755) }
    #expect(try CatalogDatabase(reading: workspace).orders().count == 1)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func `a log without its index in a folder that cannot be written is an error, not a shorter history`() throws {
    let busy = try CatalogDatabase(folder: workspace)
    _ = try busy.order()
    let copy = folder.path("copy")
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
    for end in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + end, toPath: copy + "/" + CatalogDatabase.fileName + end) }
    chmod(copy, 0o555)
    defer { chmod(copy, 0o755) }
    #expect(#expect(throws: CatalogError.self) { try CatalogDatabase(reading: copy) }?.code == .needsWriting)
    withExtendedLifetime(busy) {}
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func `opening for writing what can only be read says so`() throws {
    do { _ = try CatalogDatabase(folder: workspace).order() }
    chmod(path, 0o444)
    chmod(workspace, 0o555)
    defer { chmod(workspace, 0o755) }
    let error = #expect(throws: CatalogError.self) { try CatalogDatabase(folder: workspace).order() }
    #expect(error?.description.contains("free some") == false && error?.code == .readOnly, "\(String(describing: error))")
  }
}
