// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct AuditCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("card"), withIntermediateDirectories: true)
    for name in ["a", "b"] { try Data(name.utf8).write(to: folder.url.appendingPathComponent("card/\(name).txt")) }
    #expect(try program.run("offload", "card", "--to", "copy", "--workspace", "workspace").status == 0)
  }

  @Test func `the log lists who did what, and is whole`() throws {
    let list = try program.run("audit", "list", "--workspace", "workspace", "--json")
    #expect(list.status == 0)
    let entries = try #require(try list.document()["entries"]?.list)
    #expect(!entries.isEmpty)
    let verified = try program.run("audit", "verify", "--workspace", "workspace", "--json")
    #expect(verified.status == 0)
    let document = try verified.document()
    #expect(document["entries"]?.number == Double(entries.count))
    #expect(document["status"]?.text == "clean" && document["firstBad"]?.kind == .null && document["fault"]?.kind == .null)
  }

  @Test(.enabled(if: InstalledTool.isThere("python3"), "python3 alters the log behind our back"))
  func `an entry that was changed is named, and an end that was cut off is missed`() throws {
    let end = try #require(try program.run("audit", "verify", "--workspace", "workspace", "--json").document()["end"]?.text)
    func alter(_ statement: String) throws {
      let script = """
        import sqlite3
        db = sqlite3.connect('workspace/catalog.sqlite')
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall():
            db.execute('DROP TRIGGER ' + name)
        db.execute("\(statement)")
        db.commit()
        """
      let result = try InstalledTool("python3")?.run("-c", script, in: folder.url)
      #expect(result?.status == 0, "\(result?.errors ?? "")")
    }
    try alter("DELETE FROM audit WHERE sequence = (SELECT MAX(sequence) FROM audit)")
    #expect(try program.run("audit", "verify", "--workspace", "workspace").status == 0)
    #expect(try program.run("audit", "verify", "--workspace", "workspace", "--end", end).status == 1)
    try alter("UPDATE audit SET actor = 'nobody' WHERE sequence = 2")
    let verified = try program.run("audit", "verify", "--workspace", "workspace", "--json")
    #expect(verified.status == 1)
    let document = try verified.document()
    #expect(document["status"]?.text == "rejected" && document["firstBad"]?.number == 2)
    #expect(document["fault"]?.text?.contains("2") == true)
  }
}
