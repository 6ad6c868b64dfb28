// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation
import MXF
import Operations

/// `lineup check`: a file against the rules of its format, one by one.
struct CheckCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold an MXF file against AS-11 UK DPP HD, rule by rule.",
    discussion: """
      The rules are those of AMWA's specification, each under its component's number. No picture is decoded: whether the programme is fit to go out is what
      ‘lineup qc FILE --spec dpp-hd’ says.

      EXAMPLE
        lineup check HL_E01.mxf

      EXIT STATUS
        0 every rule is kept; 1 a rule is broken; 2 the file cannot be read; 3 of a rule nothing could be said; 64 wrong command line
      """)

  @Argument(help: "The MXF file.", completion: .file())
  var input: String
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
    var rules: [Rule]
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let verdicts = try await CheckAS11(input).run()
    var rules: [Document.Rule] = []
    for verdict in verdicts {
      let (word, why): (String, String?) =
        switch verdict.state {
        case .held: ("kept", nil)
        case .broken(let why): (verdict.rule.isRecommendation ? "advice" : "BROKEN", why)
        case .undecided(let why): ("open", why)
        }
      console.say(
        "  \(word.padding(toLength: 7, withPad: " ", startingAt: 0)) \(verdict.rule.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)) \(verdict.rule.words)"
      )
      if let why { console.say("                  \(why)") }
      rules.append(
        .init(
          component: verdict.rule.rawValue, words: verdict.rule.words, state: word.lowercased(), why: why, recommended: verdict.rule.isRecommendation)
      )
    }
    let broken = rules.count { $0.state == "broken" }
    let open = rules.count { $0.state == "open" }
    let status: ExitStatus = broken > 0 ? .rejected : open > 0 ? .partial : .clean
    console.say(
      broken > 0
        ? "\(input): \(CountText(broken, "rule")) of AS-11 UK DPP HD broken"
        : open > 0 ? "\(input): of \(CountText(open, "rule")) nothing could be said" : "\(input): keeps AS-11 UK DPP HD, \(rules.count) rules")
    try console.document(Document(status: broken > 0 ? "rejected" : open > 0 ? "partial" : "clean", rules: rules))
    return status
  }
}
