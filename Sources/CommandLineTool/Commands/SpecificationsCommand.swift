// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Foundation

/// `lineup specs`: the specification library.
struct SpecificationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "specs", abstract: "The specification library.",
    discussion: """
      EXAMPLES
        lineup specs
        lineup specs show prores-master

      EXIT STATUS
        0 done; 2 a specification cannot be read; 64 there is no such specification, or the command line was wrong otherwise
      """,
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)
}

extension SpecificationsCommand {
  /// Where a facility keeps its own specifications.
  struct LibraryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A folder of specifications of your own, besides those that come with Lineup (also: LINEUP_SPECS).", valueName: "dir"))
    var specs: String?

    /// The library that the options ask for.
    func library() throws -> SpecificationLibrary {
      let folder = specs ?? ProcessInfo.processInfo.environment["LINEUP_SPECS"].flatMap { $0.isEmpty ? nil : $0 }
      return try SpecificationLibrary(addingFrom: folder.map { URL(fileURLWithPath: $0, isDirectory: true) })
    }
  }

  /// `lineup specs list`
  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the specifications.",
      discussion: "EXAMPLE\n  lineup specs list --json\n\nEXIT STATUS\n  0 done; 2 a specification cannot be read")

    @OptionGroup var library: LibraryOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let specifications = try library.library().specifications
      let width = specifications.map(\.name.count).max() ?? 0
      for specification in specifications {
        let also = specification.aliases.isEmpty ? "" : "; also called \(specification.aliases.joined(separator: ", "))"
        console.say("\(specification.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(specification.title)\(also)")
      }
      try console.document(["specs": specifications])
      return .clean
    }
  }

  /// `lineup specs show NAME`
  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Explain a specification: each rule in words, how it is measured, who says so, and how sure that is.",
      discussion:
        "EXAMPLE\n  lineup specs show prores-master\n\nEXIT STATUS\n  0 done; 2 a specification cannot be read; 64 there is none of that name")

    @Argument(help: "The specification's name.")
    var name: String
    @OptionGroup var library: LibraryOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let specification = try library.library().chosen(name)
      for line in SpecificationText(specification).lines { console.say(line) }
      try console.document(["specs": [specification]])
      return .clean
    }
  }
}

extension SpecificationLibrary {
  /// The specification that was chosen on the command line.
  ///
  /// - Throws: `ValidationError` with the nearest name and all names.
  func chosen(_ name: String) throws -> DeliverySpec {
    do { return try specification(named: name) } catch {
      throw error.code == .unknownSpecification ? ValidationError("\(error)") : error
    }
  }
}

/// A specification as a person reads it on a terminal: each rule with what it asks, what it weighs, who says so and how sure that is, and how it is measured.
private struct SpecificationText {
  private(set) var lines: [String] = []

  init(_ specification: DeliverySpec) {
    lines = ["\(specification.name): \(specification.title)", specification.summary]
    if !specification.aliases.isEmpty { lines.append("Also called \(specification.aliases.joined(separator: ", ")).") }
    if let base = specification.base { lines.append("Laid over \(base): what it does not ask otherwise is asked there.") }
    var section = ""
    for rule in specification.rules {
      if rule.section != section {
        section = rule.section
        lines += ["", section]
      }
      let source = "\(rule.source.id), \(rule.certainty.words)"
      lines.append("  \(Self.pad(rule.name, 19)) \(Self.pad(rule.asked, 34)) \(Self.pad(rule.level.rawValue, 9)) \(source)")
      lines.append("      \(rule.measured)")
    }
    if !specification.metadata.isEmpty {
      lines += ["", "Metadata (--set KEY=VALUE)"]
      for item in specification.metadata {
        let need = item.isRequired ? "required" : item.defaultAnswer.map { "else \($0)" } ?? "optional"
        lines.append("  \(Self.pad(item.key, 19)) \(need): \(item.help)")
      }
    }
    lines += ["", "Sources"]
    for source in specification.sources { lines.append("  \(Self.pad(source.id, 19)) \(source.citation), \(source.certainty.words)") }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.count >= width ? text : text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
}
