// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Custody
import Files
import Operations

/// `lineup audit`: who did what, and is the log whole?
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show and verify a workspace's audit log.",
    discussion: """
      EXAMPLES
        lineup audit verify --workspace jobs/workspace
        lineup audit list --workspace jobs/workspace

      EXIT STATUS
        0 done, and the log is whole; 1 the log was tampered with; 2 there is no such workspace; 64 wrong command line
      """,
    subcommands: [Verify.self, List.self])
}

extension AuditCommand {
  /// The workspace whose log is meant; it must exist.
  struct Place: ParsableArguments {
    @OptionGroup var workspace: WorkspaceOptions

    func catalog() throws -> CatalogDatabase {
      guard let path = workspace.path else { throw ValidationError("say which workspace: --workspace DIR, or set LINEUP_WORKSPACE") }
      try Workspace.refuseMissing(path)
      return try Workspace(reading: path, isStopped: { StopRequest.isMade }).catalog
    }
  }

  /// `lineup audit verify`
  struct Verify: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every entry of the log against the hash chain; the first bad one is named.",
      discussion: """
        The end of the log is printed. Keep it elsewhere, and give it back with --end: only so are entries missed that were cut off at the end.

        EXAMPLE
          lineup audit verify --workspace jobs/workspace

        EXIT STATUS
          0 the log is whole; 1 it is not; 2 there is no such workspace; 64 wrong command line
        """)

    @OptionGroup var place: Place
    @Option(help: ArgumentHelp("The end that an earlier check printed: LENGTH:HASH.", valueName: "end"))
    var end: String?
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
      var status: String
      var entries: Int
      var end: String
      @Null var firstBad: Int?
      @Null var fault: String?
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let catalog = try place.catalog()
      let entries = try catalog.auditEntries()
      let fault = AuditChain.verify(entries, end: try end.map(Self.chain))
      let last = entries.last.map { AuditChain(after: $0) } ?? AuditChain()
      let text = last.description
      if let fault {
        console.say("NOT WHOLE: \(fault)")
      } else {
        console.say("whole: \(CountText(entries.count, "entry", "entries")), end \(text)")
      }
      try console.document(
        Document(
          status: fault == nil ? "clean" : "rejected", entries: entries.count, end: text, firstBad: fault.map { Int($0.sequence) },
          fault: fault.map { "\($0)" }))
      return fault == nil ? .clean : .rejected
    }

    private static func chain(_ text: String) throws -> AuditChain {
      guard let chain = AuditChain(text) else { throw ValidationError("‘\(text)’ is no end of a log: give it as an earlier check printed it") }
      return chain
    }
  }

  /// `lineup audit list`
  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the log's entries, oldest first.",
      discussion:
        "EXAMPLE\n  lineup audit list --workspace jobs/workspace\n\nEXIT STATUS\n  0 done; 2 there is no such workspace; 64 wrong command line")

    @OptionGroup var place: Place
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let entries = try place.catalog().auditEntries()
      for entry in entries {
        console.say(
          "\(entry.sequence)  \(entry.event.timestamp)  \(entry.event.actor)@\(entry.event.host)  \(entry.event.action)  \(entry.event.subject)")
      }
      try console.document(["entries": entries])
      return .clean
    }
  }
}
