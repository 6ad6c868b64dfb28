// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct CardCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }
  private let clip = "A001_0502.RDM/A001_C001_0502A6.RDC/A001_C001_0502A6"

  init() throws {
    folder = try TemporaryFolder()
    for part in ["001", "002", "003"] { try write("\(clip)_\(part).R3D") }
  }

  private func write(_ name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("essence".utf8).write(to: url)
  }

  private func makeWorkspace() throws {
    #expect(try program.run("folders", "create", "--in", ".", "--set", "production=X", "--workspace", "w").status == 0)
  }

  @Test func `a workspace that is not there is named, with the one that was meant, and none is made`() throws {
    try makeWorkspace()
    let result = try program.run("card", "A001_0502.RDM", "--workspace", "ww")
    #expect(result.status == 2 && result.output.contains("RED magazine") && result.errors.contains("there is no workspace ‘ww’"), "\(result.errors)")
    #expect(result.errors.contains("did you mean ‘w’?"))
    for command in [
      ["camera-report", "."], ["scan", "."], ["offload", "A001_0502.RDM", "--to", ".", "--dry-run"], ["verify", "."], ["mhl", "create", "."],
      ["mhl", "verify", "."], ["receipt", ".", "--out", "r.json"], ["qc", "x.mov", "--spec", "rushes"], ["audit", "verify"],
      ["mhl", "withdraw", ".", "--path", "x", "--author", "Ann", "--comment", "c"],
    ] {
      #expect(try program.start(command + ["--workspace", "nowhere"]).wait().errors.contains("there is no workspace ‘nowhere’: check its path"))
    }
    #expect(!["ww", "nowhere"].contains { FileManager.default.fileExists(atPath: folder.path($0)) })
  }

  @Test func `a drive of cards and rolls has each of them, what is none, and a last line for all`() throws {
    for name in ["T01.wav", "S001/S001T01.wav", "OTHER/letter.txt", "A003_loose.mov", "notes.pdf"] { try write("drive/\(name)") }
    for name in ["A002R2EC", "Proxies"] {
      try FileManager.default.createDirectory(atPath: folder.path("drive/\(name)"), withIntermediateDirectories: true)
    }
    try FileManager.default.moveItem(atPath: folder.path("A001_0502.RDM"), toPath: folder.path("drive/A001_0502.RDM"))
    let result = try program.run("card", "drive")
    for line in [
      "sound roll: 1 clip", "sound roll S001: 1 clip", "RED magazine A001", "not examined: ‘OTHER’ is no card",
      "3 cards and rolls: nothing is missing",
      "not examined: 1 media file lies loose, in no card: A003_loose.mov", "nothing in the folders: A002R2EC, Proxies",
    ] {
      #expect(result.output.contains(line), "\(result.output)")
    }
    #expect(result.status == 0)
    let document = try program.run("card", "drive", "--json").document()
    #expect(document["cards"]?.list?.count == 3 && document["unknown.0"]?.text == "OTHER")
    #expect(document["loose.0"]?.text == "A003_loose.mov" && document["empty.1"]?.text == "Proxies")
  }

  @Test func `a drive with nothing but a copy that was stopped early is told to have one`() throws {
    try FileManager.default.createDirectory(atPath: folder.path("shuttle/B001R2EC"), withIntermediateDirectories: true)
    try write("shuttle/.lineup-journal-\(Digest.of("B001R2EC").text)")
    let result = try program.run("card", "shuttle")
    #expect(result.status == 2 && result.errors.contains("B001R2EC’ is a copy that was not finished"), "\(result.errors)")
  }

  @Test func `a whole card is told by name, with every promised key`() throws {
    let result = try program.run("card", "A001_0502.RDM", "--json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let document = try result.document()
    #expect(document["status"]?.text == "clean" && document["cards.0.format"]?.text == "red" && document["cards.0.reel"]?.text == "A001")
    let kinds: [String: JSON.Kind] = [
      "path": .text, "name": .text, "camera": .text, "clips.0.name": .text, "clips.0.files.2": .text, "clips.0.bytes": .number,
      "clips.0.spanned": .flag,
      "faults": .list, "notes": .list,
    ]
    for (key, kind) in kinds { #expect(document["cards.0.\(key)"]?.kind == kind, "\(key)") }
  }

  @Test func `a card with a gap is refused, with the remedy`() throws {
    try FileManager.default.removeItem(atPath: folder.path("\(clip)_002.R3D"))
    let result = try program.run("card", ".", "--json")
    #expect(result.status == 1)
    let document = try result.document()
    #expect(document["status"]?.text == "rejected" && document["cards.0.faults.0.code"]?.text == "gapInSpan")
    #expect(document["cards.0.faults.0.incomplete"]?.kind == .flag && document["cards.0.faults.0.path"]?.kind == .text)
    #expect(try program.run("card", ".").output.contains("MISSING: ‘A001_C001_0502A6’ goes to part 003 and lacks 002: copy the clip again"))
  }

  @Test(arguments: [0, 4096]) func `a workspace that is damaged keeps no card from being told, and the damage is told too`(_ intact: Int) throws {
    try makeWorkspace()
    let catalog = folder.url.appendingPathComponent("w/catalog.sqlite")
    let bytes = try Data(contentsOf: catalog)
    try (bytes.prefix(intact) + Data(repeating: 0xA5, count: bytes.count - intact)).write(to: catalog)
    let result = try program.run("card", ".", "--workspace", "w", "--json")
    #expect(result.status == 2 && result.errors.contains("damaged"), "\(result.errors)")
    let document = try result.document()
    #expect(document["cards.0.format"]?.text == "red" && document["status"]?.text == "clean" && document["earlierCopy"]?.kind == .null)
    #expect(document["troubles.0"]?.text?.contains("put a backup in its place") == true)
  }

  @Test func `a part of a card is named as one`() throws {
    try write("P2/CONTENTS/AUDIO/0001AB00.MXF")
    let result = try program.run("card", "P2/CONTENTS/AUDIO")
    #expect(
      result.status == 2 && result.errors.contains("is a part of a Panasonic P2") && result.errors.contains("card’s own folder"), "\(result.errors)")
  }

  @Test(arguments: ["nowhere", "other"]) func `what is no card, or not there, is told in one line`(path: String) throws {
    try FileManager.default.createDirectory(atPath: folder.path("other"), withIntermediateDirectories: true)
    let result = try program.run("card", path)
    #expect(result.status == 2 && result.output.isEmpty && result.errors.contains(path))
    #expect(result.errors.split(separator: "\n").count == 1)
  }
}

@Suite struct FoldersCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  @Test func `folders are made once, and checked`() throws {
    let first = try program.run("folders", "create", "--in", ".", "--set", "production=Señora", "--json")
    #expect(first.status == 0, "\(first.errors)")
    let document = try first.document()
    #expect(document["root"]?.text == "./Senora" && document["changes.0"]?.text == "‘Señora’ became ‘Senora’")
    #expect(document["created"]?.list?.isEmpty == false && document["existing"]?.list?.isEmpty == true)
    #expect(FileManager.default.fileExists(atPath: folder.path("Senora/01_RUSHES/CAMERA")))
    let again = try program.run("folders", "create", "house", "--in", ".", "--set", "production=Señora", "--json").document()
    #expect(again["created"]?.list?.isEmpty == true && again["existing"]?.list?.count == document["created"]?.list?.count)
    #expect(try program.run("folders", "check", "Senora").status == 0)
    try FileManager.default.removeItem(atPath: folder.path("Senora/02_PROXIES"))
    let check = try program.run("folders", "check", "Senora", "--json")
    #expect(check.status == 1)
    #expect(try check.document()["missing.0"]?.text == "02_PROXIES")
  }

  @Test func `a dry run makes nothing`() throws {
    #expect(
      try program.run("folders", "create", "--in", ".", "--set", "production=X", "--dry-run").output.contains("would make ./X/01_RUSHES/CAMERA"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("X")))
  }

  @Test func `a wrong field, template, place and value are each told`() throws {
    #expect(try program.run("folders", "create", "--in", ".", "--set", "productoin=X").errors.contains("did you mean ‘production’?"))
    let template = try program.run("folders", "create", "huose", "--in", ".").errors
    #expect(
      template.contains("did you mean ‘house’?") && template.contains("Usage: lineup folders create")
        && template.contains("'lineup folders create --help'"))
    for command in [["folders", "create", "--in", "."], ["offload", "card", "--to", ".", "--name", "{production}"]] {
      let empty = try program.start(command + ["--set", "production= "]).wait()
      #expect(empty.status == 64 && empty.errors.contains("‘--set production=’ has no value"))
    }
    #expect(try program.run("folders", "create", "--in", ".").errors.contains("needs ‘production’: give --set production=…"))
    let nowhere = try program.run("folders", "create", "--in", "nowhere", "--set", "production=X")
    #expect(nowhere.status == 2 && nowhere.errors.contains("the volume is mounted"))
  }

  @Test func `a template of one's own is read from its file, and its mistakes are told with their places`() throws {
    let good = "name: ours\ntitle: Ours\nsummary: Ours.\nroot: \"{client}\"\nfolders: [IN, OUT]\n"
    try good.write(toFile: folder.path("ours.yaml"), atomically: true, encoding: .utf8)
    #expect(try program.run("folders", "create", "ours.yaml", "--in", ".", "--set", "client=Northlight").status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path("Northlight/OUT")))
    #expect(try program.run("folders", "show", "./ours.yaml", "--json").document()["templates.0.folders.1.name"]?.text == "OUT")
    try good.replacingOccurrences(of: "folders:", with: "fodlers:").write(toFile: folder.path("ours.yaml"), atomically: true, encoding: .utf8)
    let bad = try program.run("folders", "show", "ours.yaml")
    #expect(bad.status == 2 && bad.errors.contains("ours.yaml:5:1: a folder template has no ‘fodlers’; did you mean ‘folders’?"))
  }

  @Test func `the list names the house's template`() throws {
    #expect(try program.run("folders", "list", "--json").document()["templates.0.name"]?.text == "house")
  }
}
