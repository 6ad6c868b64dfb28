// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Essence
import Files
import Operations
import Timing

/// `lineup turnover checkin`: is this the mix of that reel?
struct TurnoverCheckinCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkin", abstract: "Check a mix that came back: length, tones, channels, and how it lies along the guide.",
    discussion: """
      The length is right to the sample, with the leader, without it, or from tone to tone. Tones are looked for within five seconds of their place. With a guide the
      mix is compared with it in windows along the reel, and told how late it is and whether it drifts; where too little is recognized, nothing is said.

      EXAMPLES
        lineup turnover checkin reel1_mix.wav --against turnover/reel1/turnover.json
        lineup turnover checkin reel1_mix.wav --cut reel1.edl --rate 25 --channels 6

      EXIT STATUS
        0 accepted; 1 refused; 2 could not be done; 3 nothing is wrong, and nothing of the guide was recognized in it; 64 wrong command line
      """)

  @Argument(help: "The mix.", completion: .file())
  var mix: String
  @Option(help: ArgumentHelp("The turnover.json of the turnover.", valueName: "file"), completion: .file(extensions: ["json"]))
  var against: String?
  @Option(name: .customLong("cut"), help: ArgumentHelp("The cut, where there is no turnover.", valueName: "timeline"), completion: .file())
  var timeline: String?
  @OptionGroup var cut: CutOptions
  @Option(help: ArgumentHelp("The guide mix, where the turnover does not name one.", valueName: "file"), completion: .file())
  var guide: String?
  @Option(help: "How many channels it must have.")
  var channels: Int?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (against == nil) != (timeline == nil) else {
      throw ValidationError("Say what the mix is held against: --against turnover.json, or --cut TIMELINE")
    }
    if let channels, !(1...1024).contains(channels) { throw ValidationError("--channels is a number from 1") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let reference: CheckMix.Reference = against.map { .record($0) } ?? .cut(cut.input(timeline ?? ""))
    let outcome = try await CheckMix(mix, against: reference, channels: channels, guide: guide).run()
    console.say(
      "\(mix): \(CountText(outcome.samples, "sample")) at \(outcome.sampleRate), \(CountText(outcome.channels, "channel")) (\(outcome.layout))")
    for pop in outcome.pops {
      console.say(
        "\(pop.kind.rawValue) pop at \(pop.label): \(pop.lateSamples.map { $0 == 0 ? "there, to the sample" : "\(CountText(abs($0), "sample")) \($0 > 0 ? "late" : "early")" } ?? "not found")"
      )
    }
    for note in outcome.notes { console.say("note: \(note)") }
    for finding in outcome.findings { console.say("REFUSED: \(finding)") }
    console.say(outcome.verdict.rawValue)
    try console.document(outcome)
    return !outcome.isAccepted ? .rejected : outcome.isJudged ? .clean : .partial
  }
}
