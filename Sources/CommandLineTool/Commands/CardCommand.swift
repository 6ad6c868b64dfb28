// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Integrity
import Operations

/// `lineup card`: what is this card, and is all of it there?
struct CardCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Say what a camera card or sound roll is, and whether pieces of it are missing.",
    discussion: """
      Names, sizes and the card's own index files are compared, and no essence, so it takes seconds. A drive of many cards has a report for each.
      What was left out together with everything that speaks of it leaves no gap to be seen. With a workspace, told is as well whether the card was
      copied before: where files look alike, 32 MB of them are read at most, and the ends of the three largest.

      EXAMPLE
        lineup card /Volumes/A001R2EC

      EXIT STATUS
        0 the cards are whole; 1 a card has faults, or is a copy that was not finished; 2 there is no card that is known, or it cannot be read; 64 wrong command line
      """)

  @Argument(help: "The card, or a folder or drive of cards.", completion: .directory)
  var path: String
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    let reports = try await ExamineCard(path).run(in: environment)
    let faults = reports.reduce(0) { $0 + $1.faults.count }
    let unfinished = ExamineCard(path).unfinished(reports)
    let isWhole = faults == 0 && unfinished.isEmpty
    try environment.note("card.\(isWhole ? "clean" : "rejected")", subject: path, ["cards": reports.count, "faults": faults])
    for report in reports { CardText(report, in: path).say(on: console) }
    for sentence in unfinished { console.say("UNFINISHED: \(sentence)") }
    let earlier = try await ExamineCard(path).earlierCopy(in: environment)
    if let earlier { console.say("note: \(earlier)") }
    try console.document(
      CardsDocument(
        status: isWhole ? "clean" : "rejected", cards: reports.map { CardDocument($0, in: path) }, earlierCopy: earlier, unfinished: unfinished))
    return isWhole ? .clean : .rejected
  }
}
