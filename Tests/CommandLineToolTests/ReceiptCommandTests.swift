// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import TestSupport
import Testing

@Suite struct ReceiptCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    for name in ["Clips/a.mov", "Clips/b.mov", "מצלמה/c.mov"] { try write(name, to: "card/\(name)") }
    try FileManager.default.createDirectory(atPath: folder.path("card/empty"), withIntermediateDirectories: true)
    #expect(try run("offload", "card", "--to", "one", "two", "--hash", "xxh64", "c4").status == 0)
    #expect(try run("keys", "create").status == 0)
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try program.start(arguments, environment: ["LINEUP_KEY": folder.path("keys/key.pem")]).wait()
  }

  private func write(_ text: String, to name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func text(_ name: String) throws -> String { try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8) }

  private func publicKey() throws -> JSON { try run("keys", "show", "--json").document() }

  @Test func `a receipt of two copies holds against both, and says by whom, for whom and when`() throws {
    let made = try run(
      "receipt", "one/card", "two/card", "--out", "r.json", "--recipient", "Northlight", "--facility", "Harbour Post", "--verify", "--json")
    #expect(made.status == 0, "\(made.errors)")
    let fingerprint = try #require(try publicKey()["fingerprint"]?.text)
    for copy in ["one/card", "two/card"] {
      let verified = try run("verify", copy, "--against", "r.json", "--trust", fingerprint, "--json")
      #expect(verified.status == 0, "\(verified.output)")
      let document = try verified.document()
      #expect(document["status"]?.text == "clean" && document["verified"]?.number == 3 && document["chain"]?.kind == .null)
      #expect(document["receipt.signature"]?.text == "sound" && document["receipt.trusted"]?.kind == .flag)
      #expect(document["receipt.fingerprint"]?.text == fingerprint && document["receipt.by.facility"]?.text == "Harbour Post")
      #expect(document["receipt.recipient"]?.text == "Northlight" && document["receipt.issued"]?.kind == .text)
      #expect(document["receipt.rootHashes"]?.list?.count == 2)
      for key in ["failed", "missing", "new", "notes"] { #expect(document[key]?.list?.isEmpty == true) }
    }
  }

  @Test func `whoever has no key yet to trust is asked to compare the fingerprint`() throws {
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    let alone = try run("verify", "r.json")
    #expect(alone.status == 0 && alone.output.contains("Compare this fingerprint"))
    #expect(alone.output.contains(try #require(try publicKey()["fingerprint"]?.text)))
    #expect(try run("verify", "r.json", "--json").document()["receipt.trusted"]?.kind == .null)
  }

  @Test func `the key that is trusted may be given as a file, and another key is rejected without reading anything`() throws {
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    try write(try #require(try publicKey()["publicKey"]?.text), to: "facility.pem")
    #expect(try run("verify", "one/card", "--against", "r.json", "--trust", "facility.pem").status == 0)
    #expect(try run("keys", "create", "--key", "other.pem").status == 0)
    let other = try #require(try run("keys", "show", "--key", "other.pem", "--json").document()["fingerprint"]?.text)
    let rejected = try run("verify", "one/card", "--against", "r.json", "--trust", other, "--json")
    #expect(rejected.status == 1)
    let document = try rejected.document()
    #expect(document["status"]?.text == "rejected" && document["receipt.signature"]?.text == "sound" && document["bytes"]?.number == 0)
    #expect(try run("verify", "one/card", "--against", "r.json", "--trust", "other.pem").status == 2)  // a private key is no public one
  }

  @Test func `a changed, a missing and an added file are named by the history`() throws {
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    for name in ["one/card/Clips/a.mov", "one/card/Clips/b.mov"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path(name))
    }
    try write("Clips/A.mov", to: "one/card/Clips/a.mov")
    try FileManager.default.removeItem(atPath: folder.path("one/card/Clips/b.mov"))
    try write("x", to: "one/card/new.txt")
    let rejected = try run("verify", "one/card", "--against", "r.json", "--json")
    #expect(rejected.status == 1)
    let document = try rejected.document()
    #expect(document["failed.0.path"]?.text == "Clips/a.mov" && document["missing.0"]?.text == "Clips/b.mov" && document["new.0"]?.text == "new.txt")
    #expect(document["verified"]?.number == 1)
    try FileManager.default.removeItem(atPath: folder.path("one/card/ascmhl"))
    let unnamed = try run("verify", "one/card", "--against", "r.json", "--json")
    #expect(unnamed.status == 1)
    #expect(try unnamed.document()["failed.0.path"]?.text == ".")
  }

  @Test func `a folder that was renamed inside, or emptied of an empty folder, is not what was received`() throws {
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    try FileManager.default.removeItem(atPath: folder.path("one/card/empty"))
    let without = try run("verify", "one/card", "--against", "r.json")
    #expect(without.status == 1 && without.output.contains("missing: empty/"), "\(without.output)")
    try FileManager.default.moveItem(atPath: folder.path("two/card/Clips"), toPath: folder.path("two/card/clips"))
    let renamed = try run("verify", "two/card", "--against", "r.json", "--json")
    #expect(renamed.status == 1)
    let document = try renamed.document()
    #expect(document["receipt.rootHashes.0.structureMatches"]?.kind == .flag && document["missing"]?.list?.count == 2)
  }

  @Test func `a history forged together with its files does not pass`() throws {
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    try FileManager.default.removeItem(atPath: folder.path("one/card"))
    try write("forged", to: "card/Clips/a.mov")
    #expect(try run("offload", "card", "--to", "one", "--hash", "xxh64", "c4").status == 0)
    #expect(try run("verify", "one/card").status == 0)
    let rejected = try run("verify", "one/card", "--against", "r.json")
    #expect(rejected.status == 1 && rejected.output.contains("the manifest that the receipt names is not in this folder"), "\(rejected.output)")
  }

  @Test func `a receipt that was changed or cut short is broken, not an error, and nothing is read`() throws {
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    let text = try text("r.json")
    try write(text.replacingOccurrences(of: "\"files\": 3", with: "\"files\": 4"), to: "changed.json")
    try write(String(text.prefix(300)), to: "short.json")
    for name in ["changed.json", "short.json"] {
      for arguments in [
        ["verify", name], ["verify", "one/card", "--against", name], ["verify", "one/card", "--against", name, "--trust", "0" * 64],
      ] {
        let result = try program.start(arguments + ["--json"]).wait()
        #expect(result.status == 1, "\(arguments): \(result.output)\(result.errors)")
        let document = try result.document()
        #expect(document["receipt.signature"]?.text == "broken" && document["status"]?.text == "rejected" && document["bytes"]?.number == 0)
      }
    }
  }

  @Test func `nothing is signed that does not hold`() throws {
    func refused(_ arguments: String..., says words: String) throws {
      let result = try program.start(["receipt"] + arguments + ["--out", "r.json"], environment: ["LINEUP_KEY": folder.path("keys/key.pem")]).wait()
      #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(!FileManager.default.fileExists(atPath: folder.path("r.json")))
    }
    try refused("card", says: "no ASC MHL history")
    try refused("nowhere", says: "nowhere")
    try refused("card/Clips/a.mov", says: "not a folder")
    try refused("one/card", "--key", "nokey.pem", says: "lineup keys create")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path("one/card/Clips/a.mov"))
    try write("clips/A.mov", to: "one/card/Clips/a.mov")  // the same length
    try refused("one/card", "--verify", says: "Clips/a.mov has changed")
    try write("longer than it was", to: "one/card/Clips/a.mov")
    try refused("one/card", says: "another size")
    try FileManager.default.removeItem(atPath: folder.path("one/card/Clips/a.mov"))
    try refused("one/card", says: "missing")
    try write("x", to: "two/card/new.txt")
    try refused("two/card", says: "new.txt")
    try FileManager.default.removeItem(atPath: folder.path("two/card/new.txt"))
    let manifest = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path("two/card/ascmhl")).first { $0.hasSuffix(".mhl") })
    let path = folder.path("two/card/ascmhl/\(manifest)")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try String(contentsOfFile: path, encoding: .utf8).appending(" ").write(toFile: path, atomically: false, encoding: .utf8)
    try refused("two/card", says: "not intact")
  }

  @Test func `nothing is overwritten, and a key is made once and shown without its secret`() throws {
    try write("mine", to: "r.json")
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 2)
    #expect(try text("r.json") == "mine")
    let secret = try text("keys/key.pem")
    let again = try run("keys", "create")
    #expect(again.status == 2 && again.errors.contains("exists already"))
    #expect(try text("keys/key.pem") == secret)
    let line = try #require(secret.split(separator: "\n").dropFirst().first)
    for result in [again, try run("keys", "show"), try run("keys", "show", "--json"), try run("receipt", "one/card", "--out", "s.json", "--json")] {
      #expect(!(result.output + result.errors).contains(line))
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("keys/key.pem"))
    let exposed = try run("receipt", "one/card", "--out", "t.json")
    #expect(exposed.status == 2 && exposed.errors.contains("chmod 600"))
  }

  @Test func `copies that differ get no receipt together`() throws {
    try write("other", to: "card/Clips/a.mov")
    #expect(try run("offload", "card", "--to", "three").status == 0)
    let result = try run("receipt", "one/card", "three/card", "--out", "r.json")
    #expect(result.status == 2 && result.errors.contains("root hashes differ"), "\(result.errors)")
  }

  @Test func `--trust without a receipt, or with what is no key, is a mistake in the command line`() throws {
    #expect(try run("verify", "one/card", "--trust", "0" * 64).status == 64)
    #expect(try run("receipt", "one/card", "--out", "r.json").status == 0)
    #expect(try run("verify", "r.json", "--trust", "abc").status == 64)
    #expect(try run("receipt", "one/card", "--out", "s.json", "--report", "s.doc").status == 64)
  }

  @Test(.enabled(if: ["openssl", "jq", "base64", "bash"].allSatisfy(InstalledTool.isThere), "openssl or jq is not installed"))
  func `the commands of the guide check a receipt without Lineup`() throws {
    #expect(try run("receipt", "one/card", "--out", "receipt.json", "--comment", "für „Harbour Lights“ 🎬 \"q\" \\ / \u{7F}\u{202E}").status == 0)
    let guide = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs/guide/receipts.md")
        .standardizedFileURL,
      encoding: .utf8)
    let commands = try #require(
      guide.components(separatedBy: "```sh\n").first { $0.contains("openssl pkeyutl") }?.components(separatedBy: "```").first)
    let judge = try #require(InstalledTool("bash"))
    let sound = try judge.run("-euo", "pipefail", "-c", commands, in: folder.url)
    #expect(sound.status == 0, "\(sound.output)\(sound.errors)")
    #expect(sound.output.contains("Verified Successfully"))
    let fingerprint = try #require(try publicKey()["fingerprint"]?.text).replacingOccurrences(of: " ", with: "")
    #expect(sound.output.contains(fingerprint))
    try write(text("receipt.json").replacingOccurrences(of: "\"files\": 3", with: "\"files\": 4"), to: "receipt.json")
    #expect(try judge.run("-euo", "pipefail", "-c", commands, in: folder.url).status != 0)
  }

  @Test(.enabled(if: InstalledTool.isThere("ascmhl"), "the ASC's own tool is not installed"))
  func `a folder whose history the ASC's own tool made gets a receipt`() throws {
    let ascmhl = try #require(InstalledTool("ascmhl"))
    #expect(try ascmhl.run("create", "-h", "xxh128", "card", in: folder.url).status == 0)
    let made = try run("receipt", "card", "--out", "r.json", "--verify")
    #expect(made.status == 0, "\(made.errors)")
    #expect(try run("verify", "card", "--against", "r.json").status == 0)
    try write("nested", to: "outer/card2/d.mov")
    #expect(try ascmhl.run("create", "-h", "md5", "outer/card2", in: folder.url).status == 0)
    #expect(try ascmhl.run("create", "-h", "md5", "outer", in: folder.url).status == 0)
    let nested = try run("receipt", "outer", "--out", "n.json")
    #expect(nested.status == 0, "\(nested.errors)")
    #expect(try run("verify", "outer", "--against", "n.json").status == 0)
  }
}

private func * (text: String, count: Int) -> String { String(repeating: text, count: count) }
