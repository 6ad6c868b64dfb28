// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Files
import Foundation
import MXF
public import Operations

/// `lineup check`: a file against the rules of its format, one by one.
struct CheckCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold an MXF file against AS-11 UK DPP HD or AS-11 X6, rule by rule.",
    discussion: """
      The rules are those of AMWA's specifications, each under its component's number: of AS-11 X6 where the file says that it is one, else of AS-11 UK DPP HD;
      or of the one that --against names. No picture is decoded: whether the programme is fit to go out is what ‘lineup qc FILE --spec dpp-hd’ says.

      EXAMPLES
        lineup check HL_E01.mxf
        lineup check ABC_WXYZ001_030.mxf --against x6

      EXIT STATUS
        0 every rule is kept; 1 a rule is broken; 2 the file cannot be read; 3 of a rule nothing could be said; 64 wrong command line
      """)

  @Argument(help: "The MXF file.", completion: .file())
  var input: String
  @Option(help: "The specification: dpp-hd or x6; otherwise the one that the file says.")
  var against: CheckFormat.Specification?
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Rule: Encodable {
      var component: String
      var words: String
      var state: String
      @Null var why: String?
      var recommended: Bool
    }
    var status: String
    var specification: String
    var rules: [Rule]
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let (specification, verdicts) = try await CheckFormat(input, against: against).run()
    let width = verdicts.map(\.component.count).max() ?? 0
    var rules: [Document.Rule] = []
    for verdict in verdicts {
      let (word, why): (String, String?) =
        switch verdict.state {
        case .held: ("kept", nil)
        case .broken(let why): (verdict.isRecommendation ? "advice" : "BROKEN", why)
        case .undecided(let why): ("open", why)
        }
      console.say(
        "  \(word.padding(toLength: 7, withPad: " ", startingAt: 0)) \(verdict.component.padding(toLength: width, withPad: " ", startingAt: 0)) \(verdict.words)"
      )
      if let why { console.say(String(repeating: " ", count: width + 11) + why) }
      rules.append(
        .init(
          component: verdict.component, words: verdict.words, state: word.lowercased(), why: why, recommended: verdict.isRecommendation)
      )
    }
    let broken = rules.count { $0.state == "broken" }
    let open = rules.count { $0.state == "open" }
    let status: ExitStatus = broken > 0 ? .rejected : open > 0 ? .partial : .clean
    console.say(
      broken > 0
        ? "\(input): \(CountText(broken, "rule")) of \(specification.title) broken"
        : open > 0 ? "\(input): of \(CountText(open, "rule")) nothing could be said" : "\(input): keeps \(specification.title), \(rules.count) rules")
    try console.document(
      Document(status: broken > 0 ? "rejected" : open > 0 ? "partial" : "clean", specification: specification.rawValue, rules: rules))
    return status
  }
}

extension CheckFormat.Specification: ExpressibleByArgument {}
