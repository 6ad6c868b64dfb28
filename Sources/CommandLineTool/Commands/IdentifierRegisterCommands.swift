// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Delivery
import Files
import Foundation
import Operations

/// A content in the documents of `lineup id`.
private struct ContentDocument: Encodable {
  var identifier: String
  var kind: String
  var path: String
  var bytes: Int
  var digests: [String: String]
  var essence: String
  var frames: Int
  var activeFrames: Int
  var rate: String
  @Null var order: String?
  @Null var reason: String?
  var by: String
  var on: String

  init(_ record: IdentifierRecord) {
    (identifier, kind, path, bytes) = (record.identifier, record.kind, record.path, record.byteCount)
    (digests, essence, frames, activeFrames, rate) = (record.digests, record.essence, record.frames, record.activeFrames, record.rate)
    (order, reason, by, on) = (record.order, record.reason, record.actor, record.assigned.description)
  }
}

extension IdentifierRecord {
  /// The content in a sentence: what, when, by whom.
  fileprivate var words: String {
    "‘\(path)’ (\(activeFrames) frames at \(rate), \(essence.prefix(19))…), given on \(assigned) by \(actor)\(order.map { " for order \($0)" } ?? "")"
  }
}

extension IdentifierCommand {
  /// `lineup id assign`
  struct Assign: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a commercial's file its clock number or Ad-ID, for good.",
      discussion: """
        The file is decoded from front to back, its length measured, and remembered with its digests. A clock number is given only to what lasts as long as it says,
        from 10:00:00:00 (or from where --som says) to the end, but for a hold of 5 or 10 seconds that stands still. A number that other content has is refused; the same
        content, also in another wrapper, may be supplied again with --reason.

        EXAMPLES
          lineup id assign ABC/WXYZ001/030 master.mxf --order WO-2026-0147 --workspace house
          lineup id assign ABC/WXYZ001/030 master.mxf --reason "upload broke off" --workspace house

        EXIT STATUS
          0 it is given; 1 it is not: other content has it, the same content has it and no reason was given, or the length is another; 2 could not be done;
          64 wrong command line
        """)

    @Argument(help: "The clock number or Ad-ID.")
    var identifier: String
    @Argument(help: "The commercial's file.", completion: .file())
    var file: String
    @Option(help: "Why the same content is supplied again.")
    var reason: String?
    @Option(help: "The order that it was made for.")
    var order: String?
    @Option(help: ArgumentHelp("The label of the first frame that goes to air (start of message); otherwise 10:00:00:00.", valueName: "timecode"))
    var som: String?
    @Option(help: "What the identifier is (clock, ad-id); told by its look where it is not given.")
    var kind: IdentifierKind?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if workspace.path == nil { throw ValidationError("say which workspace: --workspace DIR, or set LINEUP_WORKSPACE") }
      if reason?.allSatisfy(\.isWhitespace) == true { throw ValidationError("Say why the content is supplied again: --reason \"upload broke off\"") }
    }

    private struct Document: Encodable {
      var status: String
      var outcome: String
      var content: ContentDocument
      @Null var earlier: ContentDocument?
      @Null var fault: String?
      var notes: [String]
      var others: [ContentDocument]
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let (value, notes) = try Identifier.reading(identifier, as: kind)
      _ = try FileFacts.of(file)  // a mistyped name makes no workspace
      let environment = try Session.environment(console, workspace: workspace.path)
      let work = AssignIdentifier(value, to: file, reason: reason, order: order, startOfMessage: som)
      let done = try await work.run(in: environment)
      let told = Self.words(done)
      console.say(told.sentence)
      let numbers = Dictionary(done.others.map { ($0.identifier, $0) }) { first, _ in first }.values.sorted { $0.identifier < $1.identifier }
      let others = numbers.map { "the same content has \($0.identifier) too: \($0.words); one creative has one number" }
      for line in notes + done.notes + others { console.warn("note: \(line)") }
      try console.document(
        Document(
          status: done.isRecorded ? "clean" : "rejected", outcome: told.outcome, content: ContentDocument(done.content),
          earlier: told.earlier.map(ContentDocument.init), fault: done.isRecorded ? nil : told.sentence, notes: notes + done.notes,
          others: done.others.map(ContentDocument.init)))
      return done.isRecorded ? .clean : .rejected
    }

    private static func words(_ done: AssignIdentifier.Outcome) -> (outcome: String, earlier: IdentifierRecord?, sentence: String) {
      let (content, number) = (done.content, done.content.identifier)
      switch done.result {
      case .assigned: return ("assigned", nil, "\(number) is now \(content.words)")
      case .resupplied(let since):
        return ("resupplied", since, "\(number) is supplied again, as \(content.words); the same content as \(since.words)")
      case .needsReason(let since):
        return ("needsReason", since, "REFUSED: \(number) is this content’s already, \(since.words): say why it is supplied again with --reason")
      case .taken(let holder):
        return (
          "taken", holder,
          "REFUSED: \(number) is other content’s, \(holder.words), and never becomes that of ‘\(content.path)’ (\(content.activeFrames) frames at "
            + "\(content.rate), \(content.essence.prefix(19))…): take a new number"
        )
      case nil: return ("wrongDuration", nil, "REFUSED: \(done.fault)")
      }
    }
  }

  /// `lineup id list`
  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List which content was given which clock number or Ad-ID, in the order in which that was done.",
      discussion: """
        EXAMPLE
          lineup id list --workspace house

        EXIT STATUS
          0 done; 2 there is no such workspace; 64 wrong command line
        """)

    @Option(help: "Only identifiers of this kind (clock, ad-id).")
    var kind: IdentifierKind?
    @OptionGroup var place: AuditCommand.Place
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let records = try place.catalog().identifiers(kind: kind?.rawValue)
      for record in records { console.say("\(record.identifier)  \(record.words)\(record.reason.map { "; reason: \($0)" } ?? "")") }
      try console.document(["assignments": records.map(ContentDocument.init)])
      return .clean
    }
  }
}
