// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation

/// The program's commands by their names.
enum CommandNames {
  /// The first word of `arguments` that should be a command's name and is none, or the first option that its command does not have, in a sentence, with the
  /// command that it was given to; `nil` where there is nothing of that kind.
  static func mistake(in arguments: [String]) -> (sentence: String, command: any ParsableCommand.Type)? {
    var command: any ParsableCommand.Type = Lineup.self
    let words = arguments.prefix(while: { !$0.hasPrefix("-") })
    for word in words where word != "help" {
      let (inner, standard) = (command.configuration.subcommands, command.configuration.defaultSubcommand)
      if let next = inner.first(where: { $0._commandName == word }) {
        command = next
        continue
      }
      // Behind the last name come a command's own arguments.
      guard !inner.isEmpty else { break }
      let question = NearestName.question(word, among: inner.map { $0._commandName })
      if let standard {
        // It may be a file's name.
        guard !question.isEmpty, !FileManager.default.fileExists(atPath: word) else {
          command = standard
          break
        }
      }
      let owner = command == Lineup.self ? "there is" : "‘\(path(to: command).joined(separator: " "))’ has"
      return ("\(owner) no command ‘\(word)’\(question)", command)
    }
    guard !words.contains("help"), let standard = command.configuration.subcommands.isEmpty ? command : command.configuration.defaultSubcommand else {
      return nil
    }
    return option(in: arguments, of: standard).map { ($0, standard) }
  }

  /// The first option of `arguments` that `command` does not have, in a sentence.
  private static func option(in arguments: [String], of command: any ParsableCommand.Type) -> String? {
    let known = options(of: command)
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = String(argument.prefix { $0 != "=" })
      if !known.contains(name) { return "there is no option ‘\(name)’\(NearestName.question(name, among: known))" }
    }
    return nil
  }

  /// The names of a command's options, as its help lists them: the parser tells them nowhere else.
  private static func options(of command: any ParsableCommand.Type) -> Set<String> {
    let lines = Lineup.helpMessage(for: command, includeHidden: true, columns: 400).split(separator: "\n")
    let listed = lines.filter { $0.drop { $0 == " " }.hasPrefix("-") }.flatMap { line in
      line.matches(of: /--[a-z0-9][a-z0-9-]*/).map { String($0.output) }
    }
    return Set(listed).union(["--help", "--version"])
  }

  /// The words that call `command`: `lineup`, `folders`, `create`.
  static func path(to command: any ParsableCommand.Type) -> [String] { path(to: command, from: Lineup.self) ?? [Lineup._commandName] }

  private static func path(to command: any ParsableCommand.Type, from root: any ParsableCommand.Type) -> [String]? {
    if command == root { return [root._commandName] }
    return root.configuration.subcommands.lazy.compactMap { path(to: command, from: $0) }.first.map { [root._commandName] + $0 }
  }
}
