// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing
import TestSupport
import Testing

/// What scripts rely on: with `--json` one document on standard output, with the promised keys and kinds, and silence on standard error.
@Suite struct JSONContractTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try TinyMedia.clip(folder.path("card/clip.mov"), pictures: ".B.", sound: "S")
    let digest = Digest.of(try Data(contentsOf: folder.url.appendingPathComponent("card/clip.mov")), algorithm: .md5)
    try "\(digest.text)  clip.mov\n".write(toFile: folder.path("card.md5"), atomically: true, encoding: .utf8)
    try "reference: R-1\ntasks:\n  - {id: check, qc: {input: card, spec: rushes, report: [json]}}\n".write(
      toFile: folder.path("order.yaml"), atomically: true, encoding: .utf8)
  }

  private static let answer: [String: JSON.Kind] = ["timecode": .text, "frames": .number, "rate": .text]
  private static let contract: [([String], [String: JSON.Kind])] = [
    (
      ["run", "order.yaml", "--dry-run"],
      [
        "order": .text, "status": .text, "tasks.0.id": .text, "tasks.0.kind": .text, "tasks.0.status": .text, "tasks.0.seconds": .number,
        "tasks.0.outputs": .list, "tasks.0.findings.mandatory": .number,
      ]
    ),
    (
      ["run", "order.yaml"],
      [
        "order": .text, "status": .text, "tasks.0.id": .text, "tasks.0.kind": .text, "tasks.0.status": .text, "tasks.0.seconds": .number,
        "tasks.0.outputs.0": .text, "tasks.0.findings.mandatory": .number, "tasks.0.findings.advisory": .number, "tasks.0.findings.info": .number,
      ]
    ),
    (
      ["offload", "card", "--to", "one", "two"],
      [
        "files": .number, "bytes": .number, "seconds": .number, "destinations.1.path": .text, "destinations.1.status": .text,
        "destinations.1.manifest": .text, "destinations.1.failed": .list, "safeToErase": .flag, "reasons": .list, "scan": .null,
      ]
    ),
    (
      ["verify", "card", "--against", "card.md5"],
      ["status": .text, "verified": .number, "failed": .list, "missing": .list, "new": .list, "chain": .null]
    ),
    (
      ["probe", "card/clip.mov"],
      [
        "files.0.path": .text, "files.0.wrapper": .object, "files.0.duration.frames": .number, "files.0.duration.rate": .text,
        "files.0.duration.timecode": .text, "files.0.video.0": .object, "files.0.audio.0": .object, "files.0.timecodes.0": .object,
        "files.0.metadata": .object, "files.0.disagreements": .list,
      ]
    ),
    (
      ["camera-report", "card", "--out", "clips.csv"],
      [
        "clips.0.name": .text, "clips.0.files.0": .text, "clips.0.start": .text, "clips.0.frames": .number, "clips.0.rate": .text,
        "clips.0.codec": .text, "clips.0.raster": .text, "clips.0.sound": .text, "clips.0.bytes": .number, "clips.0.digests": .list,
        "clips.0.metadata": .list, "clips.0.disagreements": .list, "clips.0.trouble": .null, "written.0": .text,
      ]
    ),
    (
      ["qc", "card/clip.mov", "--spec", "rushes"],
      [
        "verdict": .text, "frames": .number, "seconds": .number, "readings.loudness.integrated": .null, "readings.loudness.range": .null,
        "readings.loudness.maxTruePeak": .null, "readings.loudness.maxShortTerm": .null, "readings.loudness.maxMomentary": .null,
        "findings.0.check": .text, "findings.0.ebuItem": .text, "findings.0.severity": .text, "findings.0.start": .text, "findings.0.end": .text,
        "findings.0.startFrame": .number, "findings.0.endFrame": .number, "findings.0.worstFrame": .null, "findings.0.value": .number,
        "findings.0.limit": .number,
        "findings.0.unit": .text, "findings.0.text": .text, "findings.0.grade": .null, "findings.0.waiver": .null,
      ]
    ),
    (["timecode", "convert", "01:00:00:00", "--from", "23.976", "--to", "25"], answer),
    (["timecode", "add", "10:00:00:00", "12", "--rate", "25"], answer),
    (["timecode", "subtract", "10:00:00:00", "09:00:00:00", "--rate", "25"], answer),
    (["timecode", "frames", "00:01:00;02", "--rate", "29.97df"], answer),
    (
      ["transcode", "card/clip.mov", "out.mov", "--preset", "prores-lt"],
      ["output": .text, "frames": .number, "seconds": .number, "fps": .number]
    ),
    (
      ["deliver", "card/clip.mov", "--spec", "prores-master", "--to", "out", "--set", "seriesTitle=X"],
      [
        "outputs.0.path": .text, "outputs.0.spec": .text, "outputs.0.bytes": .number, "outputs.0.digest": .text, "checks.0": .object,
        "verdict": .text, "notes": .list,
      ]
    ),
    (["clock", "parse", "ABC/WXYZ001/030"], ["clock": .text, "agency": .text, "version": .number, "seconds": .number, "notes": .list]),
    (
      ["id", "check", "ABC/WXYZ001/030"],
      ["status": .text, "identifiers.0.kind": .text, "identifiers.0.valid": .flag, "identifiers.0.canonical": .text, "identifiers.0.fault": .null]
    ),
    (["id", "name", "ABC/WXYZ001/030"], ["clock": .text, "names.0.destination": .text, "names.0.name": .text, "names.0.alternatives": .list]),
    (["specs", "list"], ["specs.0": .object]),
    (["specs", "show", "rushes"], ["specs.0.name": .text]),
  ]

  @Test(arguments: contract)
  func `a command prints its document and nothing else`(arguments: [String], keys: [String: JSON.Kind]) throws {
    let result = try program.start(arguments + ["--json", "--quiet"], environment: ["PATH": "/nowhere"]).wait()
    #expect(result.status == 0, "\(result.errors)")
    // A page that cannot be printed here is a warning, not progress.
    #expect(result.errors.isEmpty || result.errors.hasPrefix("lineup: the order report has no PDF"), "\(result.errors)")
    let document = try result.document()
    for (key, kind) in keys { #expect(document[key]?.kind == kind, "\(key) in \(result.output)") }
  }

  @Test(arguments: [
    (["offload", "card"], "--to"), (["offload", "card", "--to", "x", "--hash", "md4"], "md4"),
    (["camera-report", "card", "--out", "x.doc"], "x.doc"), (["specs", "show", "prores-mastr"], "prores-master"),
  ])
  func `a command line that is wrong is told in the promised document too`(arguments: [String], word: String) throws {
    let result = try program.start(arguments + ["--json"]).wait()
    #expect(result.status == 64 && result.errors.contains(word))
    let document = try result.document()
    #expect(document["status"]?.text == "failed" && document["error"]?.text?.contains(word) == true, "\(result.output)")
  }

  @Test func `a file that is called as the option is no promise`() throws {
    let result = try program.start(["offload", "--", "--json"]).wait()
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(try program.run("offload", "--help", "--json").output.hasPrefix("OVERVIEW"))
  }

  @Test func `a copy is verified against its history, whose chain is told, and a change is told by its name`() throws {
    #expect(try program.run("offload", "card", "--to", "one").status == 0)
    let sound = try program.run("verify", "one/card", "--json")
    #expect(sound.status == 0)
    let document = try sound.document()
    #expect(document["status"]?.text == "clean" && document["chain.generations"]?.number == 2 && document["chain.intact"]?.kind == .flag)
    try Data("x".utf8).write(to: folder.url.appendingPathComponent("one/card/added.txt"))
    let grown = try program.run("verify", "one/card", "--json")
    #expect(grown.status == 3)
    #expect(try grown.document()["new.0"]?.text == "added.txt")
    try Data("y".utf8).write(to: folder.url.appendingPathComponent("one/card/clip.mov"))
    let changed = try program.run("verify", "one/card", "--json")
    #expect(changed.status == 1)
    #expect(try changed.document()["failed.0.path"]?.text == "clip.mov")
  }

  @Test func `timecode comes out as people write it`() throws {
    let cases: [([String], String, Double)] = [
      (["convert", "01:00:00:00", "--from", "23.976", "--to", "25"], "01:00:03:15", 90_090),
      (["convert", "01:00:00:00", "--from", "24", "--to", "25", "--by", "frames"], "00:57:36:00", 86_400),
      (["add", "00:00:59;29", "1", "--rate", "29.97df"], "00:01:00;02", 1_800),
      (["subtract", "10:00:05:12", "10:00:00:00", "--rate", "25"], "00:00:05:12", 137),
      (["frames", "17982", "--rate", "29.97df"], "00:10:00;00", 17_982),
    ]
    for (arguments, timecode, frames) in cases {
      let document = try program.start(["timecode"] + arguments + ["--json"]).wait().document()
      #expect(document["timecode"]?.text == timecode && document["frames"]?.number == frames, "\(arguments)")
    }
  }

  @Test func `progress comes as one JSON object a line`() throws {
    let result = try program.run("transcode", "card/clip.mov", "out.mov", "--preset", "prores-lt", "--progress", "json")
    let lines = try result.errors.split(separator: "\n").map { try JSON(String($0)) }
    #expect(!lines.isEmpty)
    #expect(lines.allSatisfy { $0["type"]?.text == "progress" && $0["done"]?.kind == .number && $0["unit"]?.text == "frames" })
    #expect(lines.last?["done"]?.number == 15)
  }
}
