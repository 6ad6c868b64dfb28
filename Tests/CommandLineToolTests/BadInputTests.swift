// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The mistakes of four in the morning: each a sentence that names the subject and the remedy, the right status, nothing lost, nothing left behind.
@Suite struct BadInputTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("clip.mov"), pictures: ".", sound: ".")
    try Data().write(to: folder.url.appendingPathComponent("empty.mov"))
    try Data("these are words\n".utf8).write(to: folder.url.appendingPathComponent("text.mxf"))
    let whole = try Data(contentsOf: folder.url.appendingPathComponent("clip.mov"))
    try whole.prefix(whole.count / 2).write(to: folder.url.appendingPathComponent("half.mov"))
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("card"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder.path("clip.mov"), toPath: folder.path("card/clip.mov"))
  }

  @Test(arguments: ["nowhere.mov", "card", "empty.mov", "text.mxf", "half.mov"], [["probe"], ["qc", "--spec", "rushes"]])
  func `a file that is no media is named in one sentence`(file: String, command: [String]) throws {
    let result = try program.start(command + [file]).wait()
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("lineup: ") && result.errors.contains(file), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    let json = try program.start(command + [file, "--json"]).wait()
    #expect(json.status == 2)
    _ = try json.json()
  }

  @Test(
    arguments: [
      (["transcode", "clip.mov", "clip.mov", "--preset", "prores-lt"], 2, ["clip.mov", "already"]),
      (["transcode", "half.mov", "out.mov", "--preset", "prores-lt"], 2, ["half.mov"]),
      (["transcode", "clip.mov", "out.mp4", "--preset", "proxy-h264-54p"], 64, ["proxy-h264-540p"]),
      (["transcode", "clip.mov", "out.mov", "--preset", "proxy-h264-540p"], 64, [".mp4"]),
      (["qc", "clip.mov", "--spec", "rushs"], 64, ["rushes"]),
      (["qc", "clip.mov", "--spec", "rushes", "--report", "out.doc"], 64, ["out.doc"]),
      (["deliver", "clip.mov", "--spec", "prores-master", "--to", "out"], 2, ["seriesTitle"]),
      (["deliver", "clip.mov", "--spec", "prores-master", "--to", "out", "--set", "seriesTitel=X"], 2, ["seriesTitle"]),
      (["deliver", "clip.mov", "--spec", "rushes", "--to", "out"], 2, ["rushes"]),
      (["offload", "card", "--to", "card/copy"], 2, ["card/copy", "inside"]),
      (["offload", "nowhere", "--to", "copy"], 2, ["nowhere"]),
      (["offload", "card", "--to", "copy", "copy"], 2, ["copy", "same folder"]),
      (["offload", "card", "--to", "copy", "--hash", "md4"], 64, ["md4"]),
      (["verify", "card"], 2, ["card", "history"]),
      (["verify", "nowhere"], 2, ["nowhere"]),
      (["timecode", "frames", "00:01:00;00", "--rate", "29.97df"], 2, ["00:00:59;29", "00:01:00;02"]),
      (["timecode", "frames", "25:00:00:00", "--rate", "25"], 2, ["25:00:00:00"]),
      (["timecode", "frames", "10", "--rate", "fast"], 64, ["fast"]),
      (["specs", "show", "prores-mastr"], 64, ["prores-master"]),
      (["audit", "verify", "--workspace", "nowhere"], 2, ["nowhere"]),
      (["run", "nowhere.yaml"], 2, ["nowhere.yaml"]),
      (["run", "clip.mov"], 2, ["clip.mov"]),
      (["conjure"], 64, ["conjure"]),
    ] as [([String], Int32, [String])])
  func `a mistake is refused with its status and a remedy`(arguments: [String], status: Int32, says: [String]) throws {
    let before = try names()
    let result = try program.start(arguments).wait()
    #expect(result.status == status, "\(result.output)\(result.errors)")
    for word in says { #expect(result.errors.contains(word), "\(result.errors)") }
    #expect(try names() == before, "a refused command left something behind")
  }

  @Test(arguments: ["two words.mov", "line\nbreak.mov", "naïve 🎬.mov", "nai\u{308}ve.mov", "-dash.mov"])
  func `any name works`(name: String) throws {
    try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("odd"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder.path("clip.mov"), toPath: folder.path("odd/" + name))
    let probed = try program.run("probe", "--json", "odd/" + name)
    #expect(probed.status == 0, "\(probed.errors)")
    let copied = try program.run("offload", "odd", "--to", "copy")
    #expect(copied.status == 0, "\(copied.output)\(copied.errors)")
    #expect(try program.run("verify", "copy/odd").status == 0)
    #expect(FileManager.default.contentsEqual(atPath: folder.path("clip.mov"), andPath: folder.path("copy/odd/" + name)))
  }

  @Test func `one workspace runs one order at a time`() throws {
    try "reference: A\ntasks:\n  - {id: q, qc: {input: card, spec: rushes}}\n".write(
      toFile: folder.path("order.yaml"), atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: folder.path("workspace"), withIntermediateDirectories: true)
    let holder = try FileHandle(forUpdating: createLock())
    #expect(flock(holder.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
    let busy = try program.run("run", "order.yaml")
    #expect(busy.status == 2)
    #expect(busy.errors.contains("workspace") && busy.errors.contains("wait"), "\(busy.errors)")
    try holder.close()
    #expect(try program.run("run", "order.yaml").status == 0)
  }

  private func createLock() throws -> URL {
    let lock = folder.url.appendingPathComponent("workspace/.lineup-lock")
    try Data().write(to: lock)
    return lock
  }

  private func names() throws -> Set<String> {
    Set(FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String } ?? [])
  }
}
