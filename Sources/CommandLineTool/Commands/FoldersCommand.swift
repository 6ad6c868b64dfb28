// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Files
import Foundation
import Operations

/// `lineup folders`: the house's folders for a production.
struct FoldersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "folders", abstract: "Make and check a production's folders from a template.",
    discussion: """
      EXAMPLES
        lineup folders list
        lineup folders create --in /mnt/shared --set production="Harbour Lights"

      EXIT STATUS
        0 done; 1 folders are not as the template has them; 2 could not be done; 64 wrong command line
      """,
    subcommands: [Create.self, Check.self, List.self, Show.self])
}

extension FoldersCommand {
  /// The template and the values for its fields.
  struct TemplateOptions: ParsableArguments {
    @Option(
      name: .customLong("set"), parsing: .unconditionalSingleValue,
      help: ArgumentHelp("A value for a field of names, as production; ‘lineup folders show NAME’ lists them.", valueName: "key=value"))
    var settings: [String] = []

    func validate() throws { _ = try values(for: nil) }

    /// The values, with today for `date`.
    ///
    /// - Throws: `ValidationError` for what is no value, and for a field that no name of the template uses.
    func values(for template: FolderTemplate?) throws -> [String: String] {
      let known = (template?.fields ?? []) + FolderPattern.standardFields
      var values = try Settings.values(of: settings, known: known, what: "no folder name")
      if values["date"] == nil { values["date"] = WallClock.system.now.localDayText }
      return values
    }
  }

  /// `lineup folders create`
  struct Create: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the folders that are missing.",
      discussion: """
        Folders that are there stay as they are: it can be run again at any time. A file in the way, or a name that differs from the template's only by case
        or by Unicode form, is named, and nothing is made.

        EXAMPLES
          lineup folders create --in /mnt/shared --set production="Harbour Lights"
          lineup folders create ./ours.yaml --in /mnt/shared --set production="Harbour Lights" --dry-run

        EXIT STATUS
          0 the folders are there; 2 they could not be made; 64 wrong command line
        """)

    @Argument(help: "The template's name, or the path of a YAML file.")
    var template = "house"
    @Option(
      name: .customLong("in"), help: ArgumentHelp("The folder that productions are in; it must be there.", valueName: "dir"), completion: .directory)
    var parent: String
    @Flag(help: "Say what would be made, and make nothing.")
    var dryRun = false
    @OptionGroup var options: TemplateOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let template = try FoldersCommand.chosen(template)
      let environment = try Session.environment(console, workspace: workspace.path, making: !dryRun)
      let result = try await CreateFolders(template, in: parent, values: options.values(for: template), isDryRun: dryRun).run(in: environment)
      if !dryRun {
        try environment.note("folders.create", subject: result.root, ["created": result.created.count, "existing": result.existing.count])
      }
      for change in result.changes { console.say("note: \(change)") }
      for folder in result.created { console.say("\(dryRun ? "would make" : "made") \(folder)") }
      let verb = dryRun ? "would be made" : "made"
      console.say("\(result.root): \(result.created.count) \(verb), \(result.existing.count) there already")
      try console.document(result)
      return .clean
    }
  }

  /// `lineup folders check`
  struct Check: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which folders of a template are missing in a production's folder, and what is there that it does not have.",
      discussion: """
        What is inside the innermost folders of the template is the production's own business.

        EXAMPLE
          lineup folders check /mnt/shared/Harbour-Lights

        EXIT STATUS
          0 as the template has it; 1 something is missing or strange; 2 it cannot be looked into; 64 wrong command line
        """)

    @Argument(help: "The production's own folder.", completion: .directory)
    var folder: String
    @Option(help: "The template's name, or the path of a YAML file.")
    var template = "house"
    @OptionGroup var options: TemplateOptions
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
      var status: String
      var root: String
      var missing: [String]
      var strange: [CheckFolders.Stranger]
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let template = try FoldersCommand.chosen(template)
      let environment = try Session.environment(console, workspace: nil)
      let result = try await CheckFolders(template, of: folder, values: options.values(for: template)).run(in: environment)
      for path in result.missing { console.say("missing: \(path)") }
      for stranger in result.strange { console.say("strange: \(stranger.path) \(stranger.text)") }
      console.say(
        result.isClean
          ? "\(result.root) is as ‘\(template.name)’ has it"
          : "\(result.root) is not as ‘\(template.name)’ has it: \(result.missing.count) missing, \(result.strange.count) strange")
      let status = result.isClean ? "clean" : "rejected"
      try console.document(Document(status: status, root: result.root, missing: result.missing, strange: result.strange))
      return result.isClean ? .clean : .rejected
    }
  }

  /// `lineup folders list`
  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the templates that come with Lineup.",
      discussion: "EXAMPLE\n  lineup folders list\n\nEXIT STATUS\n  0 done; 64 wrong command line")

    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let templates = try FolderTemplate.shipped()
      for template in templates { console.say("\(template.name)  \(template.title)") }
      try console.document(["templates": templates])
      return .clean
    }
  }

  /// `lineup folders show NAME`
  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a template: its folders, what each is for, and the fields that names use.",
      discussion: "EXAMPLE\n  lineup folders show house\n\nEXIT STATUS\n  0 done; 2 a template cannot be read; 64 there is none of that name")

    @Argument(help: "The template's name, or the path of a YAML file.")
    var template = "house"
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let template = try FoldersCommand.chosen(template)
      console.say("\(template.name): \(template.title)")
      console.say(template.summary)
      console.say("fields: \(template.fields.joined(separator: ", "))")
      console.say()
      console.say("\(template.root)/")
      Self.say(template.folders, depth: 1, on: console)
      try console.document(["templates": [template]])
      return .clean
    }

    private static func say(_ folders: [FolderTemplate.Folder], depth: Int, on console: Console) {
      for folder in folders {
        let name = String(repeating: "  ", count: depth) + "\(folder.name)/" + (folder.mode.map { " (\($0))" } ?? "")
        console.say(folder.note.map { "\(name.padding(toLength: max(24, name.count), withPad: " ", startingAt: 0))  \($0)" } ?? name)
        say(folder.folders, depth: depth + 1, on: console)
      }
    }
  }

  /// The template that was chosen on the command line.
  fileprivate static func chosen(_ name: String) throws -> FolderTemplate {
    do { return try FolderTemplate.chosen(name) } catch {
      throw error.code == .unknownTemplate ? ValidationError("\(error)") : error
    }
  }
}
