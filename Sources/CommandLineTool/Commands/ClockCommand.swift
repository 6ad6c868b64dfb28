// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery

/// `lineup clock`: a clock number and its parts.
struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "Take a clock number apart, or put one together.",
    discussion: """
      EXAMPLES
        lineup clock parse ABC/WXYZ001/030
        lineup clock make --agency ABC --advertiser WX --product YZ --number 1 --seconds 30

      EXIT STATUS
        0 done; 2 it is no clock number; 64 wrong command line
      """,
    subcommands: [Parse.self, Make.self])
}

/// What both commands answer.
private struct ClockAnswer: Encodable {
  var clock: String
  var agency: String
  var advertiser: String
  var product: String
  var version: Int
  var seconds: Int
  var longForm: Bool
  var notes: [String]

  init(_ clock: ClockNumber, notes: [String] = []) {
    self.clock = clock.description
    (agency, advertiser, product) = (clock.agency, clock.advertiser, clock.product)
    (version, seconds, longForm) = (clock.version, clock.seconds, clock.isLongForm)
    self.notes = notes
  }
}

extension ClockCommand {
  /// `lineup clock parse`
  struct Parse: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what the parts of a clock number are.",
      discussion:
        "EXAMPLE\n  lineup clock parse ABC/WXYZ001/030\n\nEXIT STATUS\n  0 done; 2 it is no clock number, and the part that is wrong is named")

    @Argument(help: "The clock number.")
    var value: String
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let (clock, notes) = try ClockNumber.reading(value)
      console.say(
        "\(clock): agency \(clock.agency), advertiser \(clock.advertiser), product \(clock.product), version \(clock.versionText), \(clock.seconds) s"
      )
      for note in notes { console.warn("note: \(note)") }
      try console.document(ClockAnswer(clock, notes: notes))
      return .clean
    }
  }

  /// `lineup clock make`
  struct Make: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a clock number together, in the long form where it runs longer than 180 seconds.",
      discussion: """
        EXAMPLE
          lineup clock make --agency ABC --advertiser WX --product YZ --number 1 --seconds 30

        EXIT STATUS
          0 done; 2 a part cannot be, and which is named; 64 wrong command line
        """)

    @Option(help: "The three letters that Clearcast gave the agency.")
    var agency: String
    @Option(help: "Two letters for the advertiser.")
    var advertiser: String
    @Option(help: "Two letters for the product.")
    var product: String
    @Option(help: "The version: up to 999, above 180 seconds up to 99.")
    var number: Int
    @Option(help: "How many seconds go to air.")
    var seconds: Int
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let clock = try ClockNumber(agency: agency, advertiser: advertiser, product: product, version: number, seconds: seconds)
      console.say(clock.description)
      try console.document(ClockAnswer(clock))
      return .clean
    }
  }
}
