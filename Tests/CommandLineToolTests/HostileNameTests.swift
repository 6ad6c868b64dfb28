// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Names that would drive a terminal, break a line, or cannot be said at all.
@Suite struct HostileNameTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  /// Runs the program with what a shell makes of `words`.
  private func shell(_ words: String) throws -> Program.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" " + words, Program.executable.path]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    return try Running(process).wait()
  }

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
  }

  @Test(arguments: ["probe", "qc --spec rushes"]) func `a path that is not UTF-8 is named by its bytes, with what to do`(_ command: String) throws {
    let words = command + " \"$(printf 'caf\\351.mov')\""
    let result = try shell(words)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains(#"‘caf\xE9.mov’, is not UTF-8"#) && result.errors.contains("rename the file"), "\(result.errors)")
    #expect(try shell(words + " --json").json()["error"] as? String != nil)
  }

  @Test func `what was typed wrong is told without being obeyed`() throws {
    let typed = "\u{1B}[2J\nlineup: all is well\u{202E}"
    for arguments in [
      ["offload", "card", "--to", "x", "--verify", typed], ["offload", "card", "--to", "x", "--verify=" + typed],
      ["probe", "card", "--progress", typed],
    ] {
      let result = try program.start(arguments).wait()
      #expect(result.status == 64 && isHarmless(result.errors) && result.errors.contains("\\u{1B}[2J\\"), "\(result.errors)")
      #expect(!result.errors.contains("\nlineup: all is well"), "\(result.errors)")
    }
    let named = try program.run("offload", "nowhere", "--to", "x", "--name", "\u{1}")
    #expect(named.status != 0 && isHarmless(named.errors), "\(named.errors)")
  }

  @Test func `a name that breaks the line is told on one, and a document has it as it is`() throws {
    let name = "a\nlineup: all is well\u{1B}[2J.mov"
    try Data("no media".utf8).write(to: folder.url.appendingPathComponent(name))
    for arguments in [["probe", name], ["qc", name, "--spec", "rushes"], ["camera-report", name], ["card", name], ["verify", name]] {
      let result = try program.start(arguments).wait()
      #expect(result.status != 0 && isHarmless(result.errors + result.output))
      #expect(!(result.errors + result.output).contains("\nlineup: all is well"), "\(arguments): \(result.errors)\(result.output)")
    }
    let failed = try #require(try program.run("probe", name, "--json").json()["failed"] as? [[String: Any]])
    #expect(failed.first?["path"] as? String == name)
  }
}
