// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
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
        0 the cards are whole; 1 a card has faults, or is a copy that was not finished; 2 there is no card that is known, or it cannot be read,
        or the workspace cannot; 64 wrong command line
      """)

  @Argument(help: "The card, or a folder or drive of cards.", completion: .directory)
  var path: String
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    // A workspace that is damaged keeps no card from being examined.
    var environment = try Session.environment(console, workspace: nil)
    var troubles: [String] = []
    do { environment = try Session.environment(console, workspace: workspace.path, making: false) } catch { troubles.append("\(error)") }
    let reports = try await ExamineCard(path).run(in: environment)
    let faults = reports.reduce(0) { $0 + $1.faults.count }
    let unfinished = ExamineCard(path).unfinished(reports)
    let rest = try ExamineCard(path).rest(reports)
    let isWhole = faults == 0 && unfinished.isEmpty
    let status = isWhole ? "clean" : "rejected"
    for report in reports { CardText(report, in: path).say(on: console) }
    for sentence in unfinished { console.say("UNFINISHED: \(sentence)") }
    for name in rest.unknown { console.say("not examined: ‘\(name)’ is no card that Lineup knows, and none is in it") }
    if !rest.loose.isEmpty {
      let isOne = rest.loose.count == 1
      console.say("not examined: \(CountText(rest.loose.count, "media file")) \(isOne ? "lies" : "lie") loose, in no card: \(rest.loose.listed)")
    }
    if !rest.empty.isEmpty { console.say("nothing in \(rest.empty.count == 1 ? "the folder" : "the folders"): \(rest.empty.listed)") }
    if reports.count > 1 { console.say(CardText.summary(reports)) }
    var earlier: String?
    do { earlier = try await ExamineCard(path).earlierCopy(in: environment) } catch let error as CancellationError { throw error } catch {
      troubles.append("whether it was copied before could not be looked up: \(error)")
    }
    do { try environment.note("card.\(status)", subject: path, ["cards": reports.count, "faults": faults]) } catch {
      troubles.append("what was found could not be recorded in the workspace: \(error)")
    }
    try Task.checkCancellation()
    if let earlier { console.say("note: \(earlier)") }
    for trouble in troubles { console.warn(trouble) }
    try console.document(
      CardsDocument(
        status: status, cards: reports.map { CardDocument($0, in: path) }, earlierCopy: earlier, unfinished: unfinished, unknown: rest.unknown,
        loose: rest.loose, empty: rest.empty, troubles: troubles))
    guard troubles.isEmpty else { return .failed }
    return isWhole ? .clean : .rejected
  }
}
