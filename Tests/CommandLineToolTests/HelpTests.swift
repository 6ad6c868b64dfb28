// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A command that does not explain itself is not finished.
@Suite struct HelpTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  /// Every command's words, from the program's own description of itself.
  private static func commands(below command: JSON, after words: [String] = []) -> [[String]] {
    [words]
      + (command["subcommands"]?.list ?? []).flatMap { below -> [[String]] in
        guard let name = below["commandName"]?.text, name != "help" else { return [] }
        return commands(below: below, after: words + [name])
      }
  }

  @Test func `every command's help has an example of that command and the exit statuses`() throws {
    let description = try program.run("--experimental-dump-help").document()
    let commands = Self.commands(below: try #require(description["command"]))
    #expect(commands.count > 15)
    for words in commands {
      let help = try program.start(words + ["--help"]).wait()
      #expect(help.status == 0)
      #expect(help.output.contains("EXIT STATUS\n"), "\(words)")
      let example = "  " + (["lineup"] + words).joined(separator: " ")
      #expect(["EXAMPLE\n", "EXAMPLES\n"].contains { help.output.contains($0 + example) }, "\(words): \(help.output)")
    }
  }

  @Test func `the version is a version`() throws {
    let version = try program.run("--version")
    #expect(version.status == 0)
    #expect(version.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `there is a completion script that knows the commands`(shell: String) throws {
    let script = try program.run("--generate-completion-script", shell)
    #expect(script.status == 0)
    for word in ["offload", "prores-422-hq", "--dry-run"] { #expect(script.output.contains(word) || script.output.contains(word.dropFirst(2))) }
    guard shell == "bash", let bash = InstalledTool("bash") else { return }
    try script.output.write(toFile: folder.path("completion"), atomically: true, encoding: .utf8)
    let parsed = try bash.run("-n", "completion", in: folder.url)
    #expect(parsed.status == 0, "\(parsed.errors)")
  }
}
