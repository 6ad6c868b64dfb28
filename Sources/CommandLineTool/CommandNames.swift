// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files

/// The program's commands by their names.
enum CommandNames {
  /// The first word of `arguments` that should be a command's name and is none, in a sentence, with the command that it was given to; `nil` where each is one.
  static func mistake(in arguments: [String]) -> (sentence: String, command: any ParsableCommand.Type)? {
    var command: any ParsableCommand.Type = Lineup.self
    for word in arguments.prefix(while: { !$0.hasPrefix("-") && $0 != "help" }) {
      let (inner, standard) = (command.configuration.subcommands, command.configuration.defaultSubcommand)
      if let next = inner.first(where: { $0._commandName == word }) {
        command = next
        continue
      }
      // Behind the last name come a command's own arguments.
      guard !inner.isEmpty, standard == nil else { return nil }
      let owner = command == Lineup.self ? "there is" : "‘\(path(to: command).joined(separator: " "))’ has"
      return ("\(owner) no command ‘\(word)’\(NearestName.question(word, among: inner.map { $0._commandName }))", command)
    }
    return nil
  }

  /// The words that call `command`: `lineup`, `folders`, `create`.
  static func path(to command: any ParsableCommand.Type) -> [String] { path(to: command, from: Lineup.self) ?? [Lineup._commandName] }

  private static func path(to command: any ParsableCommand.Type, from root: any ParsableCommand.Type) -> [String]? {
    if command == root { return [root._commandName] }
    return root.configuration.subcommands.lazy.compactMap { path(to: command, from: $0) }.first.map { [root._commandName] + $0 }
  }
}
