// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Delivery

/// `lineup id`: the numbers that commercials and works are known by.
struct IdentifierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "id", abstract: "Clock numbers, Ad-IDs, EIDR and ISAN: check them, name files after them, and never give one twice.",
    discussion: """
      EXAMPLES
        lineup id check ABC/WXYZ001/030 10.5240/7791-8534-2C23-9030-8610-5
        lineup id name ABC/WXYZ001/030 --for peach
        lineup id assign ABC/WXYZ001/030 master.mxf --workspace house
        lineup id list --workspace house

      EXIT STATUS
        0 done; 1 an identifier is wrong, or was not given; 2 could not be done; 64 wrong command line
      """,
    subcommands: [Check.self, Name.self, Assign.self, List.self])
}

extension IdentifierKind: ExpressibleByArgument {}

extension IdentifierCommand {
  /// `lineup id check`
  struct Check: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether identifiers are well formed, and which part of one is not.",
      discussion: """
        Small letters, and dashes and underscores in a clock number, are read with a note; what is printed is the form to use.

        EXAMPLES
          lineup id check ABC/WXYZ001/030 10.5240/7791-8534-2C23-9030-8610-5
          lineup id check 0000-0000-D07A-0090-Q-0000-0000-X --kind isan

        EXIT STATUS
          0 each is well formed; 1 one is not; 64 wrong command line
        """)

    @Argument(help: "The identifiers.")
    var values: [String]
    @Option(help: "What they should be (clock, ad-id, eidr, isan); told by their look where it is not given.")
    var kind: IdentifierKind?
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
      struct Item: Encodable {
        var given: String
        var valid: Bool
        @Null var kind: String?
        @Null var canonical: String?
        var parts: [String: String]
        @Null var seconds: Int?
        var notes: [String]
        @Null var fault: IdentifierFault?
      }

      var status: String
      var identifiers: [Item]
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let items = values.map(item)
      for item in items {
        let kind = item.kind ?? "unknown"
        if let fault = item.fault {
          console.say("WRONG  \(kind)  \(fault)")
        } else {
          console.say("good   \(kind)  \(item.canonical ?? "")\(item.seconds.map { "  \($0) s" } ?? "")")
        }
        for note in item.notes { console.say("    note: \(note)") }
      }
      let isClean = items.allSatisfy(\.valid)
      try console.document(Document(status: isClean ? "clean" : "rejected", identifiers: items))
      return isClean ? .clean : .rejected
    }

    private func item(_ value: String) -> Document.Item {
      do {
        let (identifier, notes) = try Identifier.reading(value, as: kind)
        let seconds: Int? = if case .clock(let clock) = identifier { clock.seconds } else { nil }
        let parts = Dictionary(uniqueKeysWithValues: identifier.parts)
        return Document.Item(
          given: value, valid: true, kind: identifier.kind.rawValue, canonical: identifier.description, parts: parts, seconds: seconds, notes: notes,
          fault: nil)
      } catch {
        return Document.Item(
          given: value, valid: false, kind: error.kind?.rawValue, canonical: nil, parts: [:], seconds: nil, notes: [], fault: error)
      }
    }
  }

  /// `lineup id name`
  struct Name: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say how a commercial's file is named for a destination, which never takes the slashes.",
      discussion: """
        EXAMPLES
          lineup id name ABC/WXYZ001/030 --for peach
          lineup id name ABC/WXYZ001/030 --destinations ours.yaml

        EXIT STATUS
          0 done; 2 the number is wrong, or the destination does not take such a file; 64 there is no such destination
        """)

    @Argument(help: "The clock number.")
    var clock: String
    @Option(name: .customLong("for"), help: ArgumentHelp("The destination; every one where it is not given.", valueName: "destination"))
    var destination: String?
    @Option(name: .customLong("extension"), help: "The file's extension; the destination's usual one where it is not given.")
    var fileExtension: String?
    @Option(help: ArgumentHelp("A list of destinations of your own, besides those that come with Lineup.", valueName: "file"), completion: .file())
    var destinations: String?
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
      struct Item: Encodable {
        var destination: String
        var name: String
        var alternatives: [String]
        var source: String
        var certainty: SpecificationSource.Certainty
      }

      var clock: String
      var names: [Item]
      var notes: [String]
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let (number, notes) = try ClockNumber.reading(clock)
      let known = try destinations.map { try DestinationNaming.shipped(adding: $0) } ?? DestinationNaming.shipped()
      let chosen = try destination.map { [try Self.chosen($0, known)] } ?? known
      let items = try chosen.map { naming in
        let names = try naming.fileNames(for: number, fileExtension: fileExtension?.trimmingPrefix(".").description)
        return Document.Item(
          destination: naming.name, name: names[0], alternatives: Array(names.dropFirst()), source: naming.source.citation,
          certainty: naming.source.certainty)
      }
      for item in items {
        let also = item.alternatives.isEmpty ? "" : "; also taken: \(item.alternatives.joined(separator: ", "))"
        let sure = item.certainty == .unsure ? "; nobody here has seen the document: ask first" : ""
        console.say(destination == nil ? "\(item.destination)  \(item.name)\(also)\(sure)" : "\(item.name)\(also)\(sure)")
      }
      for note in notes { console.warn("note: \(note)") }
      try console.document(Document(clock: number.description, names: items, notes: notes))
      return .clean
    }

    private static func chosen(_ name: String, _ known: [DestinationNaming]) throws -> DestinationNaming {
      do { return try DestinationNaming.named(name, in: known) } catch {
        throw error.code == .unknownDestination ? ValidationError("\(error)") : error
      }
    }
  }
}
