// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A machine room loses power, and somebody always trips over a cable.
@Suite struct KillTests {
  private static let order = """
    reference: KILL-1
    tasks:
      - id: card
        offload: {source: A001, to: [one, two], hash: [xxh64, md5]}
      - id: check
        qc: {input: card, spec: rushes, report: [html, json]}
      - id: proxies
        transcode: {input: card, preset: prores-lt}
      - id: master
        needs: [check]
        deliver: {input: card/C001.mov, spec: prores-master, to: out, set: {seriesTitle: Harbour Lights}}
    """

  @Test(.timeLimit(.minutes(10)))
  func `an order that is killed twenty times ends in the same verified result as one that never was`() throws {
    let (killed, spared) = (try TemporaryFolder(), try TemporaryFolder())
    for folder in [killed, spared] {
      for clip in 1...3 { try TinyMedia.clip(folder.path("A001/C00\(clip).mov"), start: "10:0\(clip):00:00") }
      try Self.order.write(toFile: folder.path("order.yaml"), atomically: true, encoding: .utf8)
    }
    let began = ContinuousClock.now
    let reference = try Program(folder: spared.url).run("run", "order.yaml", "--quiet")
    let length = (ContinuousClock.now - began) / .seconds(1)
    #expect(reference.status == 0, "\(reference.errors)")

    var random = SeededRandom(20)
    for round in 1...20 {
      let run = try Program(folder: killed.url).start(["run", "order.yaml", "--quiet"])
      let patience = Double.random(in: 0.01...1, using: &random) * length * (round < 12 ? 0.5 : 1)
      let deadline = ContinuousClock.now + .seconds(patience)
      while run.isRunning, ContinuousClock.now < deadline { usleep(2_000) }
      run.signal(SIGKILL)
      _ = run.wait()
    }
    let last = try Program(folder: killed.url).run("run", "order.yaml", "--json", "--quiet")
    #expect(last.status == 0, "\(last.errors)")
    #expect(try last.json()["status"] as? String == "clean")

    for copy in ["one/A001", "two/A001"] {
      let verified = try Program(folder: killed.url).run("verify", copy, "--no-generation", "--json")
      #expect(verified.status == 0, "\(verified.output)")
      let manifests = try FileManager.default.contentsOfDirectory(atPath: killed.path("\(copy)/ascmhl")).filter { $0.hasSuffix(".mhl") }
      #expect(manifests.count == 1)
    }
    #expect(try Self.media(in: killed.url) == Self.media(in: spared.url))
    #expect(try Self.debris(in: killed.url).isEmpty)
    #expect(try Program(folder: killed.url).run("audit", "verify", "--workspace", "workspace").status == 0)
  }

  @Test func `an order that is interrupted says so and goes on where it stopped`() throws {
    let folder = try TemporaryFolder()
    for clip in 1...3 { try TinyMedia.clip(folder.path("A001/C00\(clip).mov"), framesPerMark: 25) }
    try Self.order.write(toFile: folder.path("order.yaml"), atomically: true, encoding: .utf8)
    let run = try Program(folder: folder.url).start(["run", "order.yaml", "--json", "--quiet"])
    while run.isRunning, !FileManager.default.fileExists(atPath: folder.path("proxies")) { usleep(2_000) }
    run.signal(SIGINT)
    let stopped = run.wait()
    #expect(stopped.status == 3, "the card was copied: \(stopped.output)")
    #expect(try stopped.json()["status"] as? String == "cancelled")
    let resumed = try Program(folder: folder.url).run("run", "order.yaml", "--json", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    let tasks = try #require(try resumed.json()["tasks"] as? [[String: Any]])
    #expect(tasks.first?["wasDone"] as? Bool == true)
    #expect(try Self.debris(in: folder.url).isEmpty)
  }

  @Test func `a copy that is stopped ends in part where a file is complete, and as not done where none is`() throws {
    let folder = try TemporaryFolder()
    for name in ["card", "one", "two"] { try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false) }
    for file in 1...4000 { try Data("\(file)".utf8).write(to: folder.url.appendingPathComponent("card/\(file).txt")) }
    let begun = try Program(folder: folder.url).start(["offload", "card", "--to", "one", "--json", "--quiet"])
    while begun.isRunning, Self.names(in: folder.path("one/card")).isEmpty { usleep(500) }
    begun.signal(SIGTERM)
    let stopped = begun.wait()
    let document = try stopped.document()
    #expect(document["status"]?.text == "cancelled" && !Self.names(in: folder.path("one/card")).isEmpty)
    #expect(stopped.status == 3, "\(stopped.output)")
    // Before the first file is complete: the journal is there before anything else is.
    let early = try Program(folder: folder.url).start(["offload", "card", "--to", "two", "--json", "--quiet"])
    while early.isRunning, Self.names(in: folder.path("two"), hidden: true).isEmpty { usleep(200) }
    early.signal(SIGINT)
    let nothing = early.wait()
    #expect(nothing.status == (Self.names(in: folder.path("two/card")).isEmpty ? 2 : 3), "\(nothing.output)")
  }

  private static func names(in folder: String, hidden: Bool = false) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { hidden || $0.hasSuffix(".txt") && !$0.hasPrefix(".") }
  }

  /// Every media file below `folder` by its relative path, with its bytes.
  private static func media(in folder: URL) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() where path.hasSuffix(".mov") {
      found[path] = try Data(contentsOf: folder.appendingPathComponent(path))
    }
    return found
  }

  /// What an interrupted run must not leave once it has been taken to its end.
  private static func debris(in folder: URL) throws -> [String] {
    (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).filter {
      $0.contains("lineup-part") || $0.contains("lineup-journal")
    }
  }
}
