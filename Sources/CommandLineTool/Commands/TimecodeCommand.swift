// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Timing

/// `lineup timecode`: arithmetic on frame labels.
struct TimecodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timecode", abstract: "Timecode arithmetic.",
    discussion: """
      A value is a timecode or a frame count; a rate is typed 25, 23.976, 29.97df, 59.94df or 30000/1001.

      EXAMPLES
        lineup timecode convert 01:00:00:00 --from 23.976 --to 25
        lineup timecode add 10:00:00:00 00:00:05:12 --rate 25
        lineup timecode frames '01:00:00;00' --rate 29.97df

      EXIT STATUS
        0 done; 2 the value cannot exist or has no exact result; 64 wrong command line
      """,
    subcommands: [Convert.self, Add.self, Subtract.self, Frames.self])
}

/// What every timecode command answers.
private struct TimecodeAnswer: Encodable {
  var timecode: String
  var frames: Int
  var rate: String
  /// Whether the answer names the very instant; only conversions say so.
  var exact: Bool?

  init(_ timecode: Timecode, exact: Bool?) {
    self.exact = exact
    self.timecode = timecode.description
    frames = timecode.frameCount.value
    rate = timecode.rate.description
  }
}

extension Console {
  fileprivate func answer(_ timecode: Timecode, saying text: String? = nil, isExact: Bool? = nil) throws {
    say(text ?? timecode.description)
    try document(TimecodeAnswer(timecode, exact: isExact))
  }
}

/// A value as it was typed: a timecode, or a frame count.
private func timecode(_ text: String, at rate: FrameRate) throws -> Timecode {
  if let count = Int(text) { return try Timecode(FrameCount(count), at: rate) }
  return try Timecode(text, at: rate)
}

/// A length as it was typed.
private func length(_ text: String, at rate: FrameRate) throws -> FrameCount {
  if let count = Int(text), count.magnitude <= Int.max { return FrameCount(count) }
  return try Timecode(text, at: rate).frameCount
}

extension FrameRate: ExpressibleByArgument {
  /// A rate as it was typed.
  public init?(argument: String) {
    guard let rate = try? FrameRate(argument) else { return nil }
    self = rate
  }
}

extension FrameRounding: ExpressibleByArgument {}

extension TimecodeCommand {
  /// `lineup timecode convert`
  struct Convert: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Convert a value to another rate, by real time or frame for frame.",
      discussion: """
        By real time (the default) the answer names the same instant after midnight; with --by frames frame stays frame.

        EXAMPLE
          lineup timecode convert 01:00:00:00 --from 23.976 --to 25

        EXIT STATUS
          0 done; 2 the value cannot exist, or lies between two frames and --round exact was asked for; 64 wrong command line
        """)

    /// What stays the same in a conversion.
    enum Basis: String, ExpressibleByArgument, CaseIterable {
      /// The instant.
      case time
      /// The number of the frame.
      case frames
    }

    @Argument(help: "A timecode or a frame count.")
    var value: String
    @Option(help: "The rate of the value; the target's where it is not given.")
    var from: FrameRate?
    @Option(help: "The rate to convert to.")
    var to: FrameRate
    @Option(help: "What stays the same: the instant (time) or the number of the frame (frames).")
    var by: Basis = .time
    @Option(help: "What to do with an instant between two frames: exact, down, nearest or up.")
    var round: FrameRounding = .nearest
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let source = try timecode(value, at: from ?? to)
      guard by == .time else {
        try console.answer(source.convertedByFrameCount(to: to))
        return .clean
      }
      let answer = try source.convertedByRealTime(to: to, rounding: round)
      let isExact = (try? source.convertedByRealTime(to: to, rounding: .exact)) != nil
      if !isExact { console.warn("\(source) at \(source.rate) lies between two frames at \(to): rounded, \(round.rawValue)") }
      try console.answer(answer, isExact: isExact)
      return .clean
    }
  }

  /// What sums and differences are typed with.
  struct Terms: ParsableArguments {
    @Argument(help: "A timecode or a frame count.")
    var value: String
    @Argument(help: "Another, or a length in frames.")
    var other: String
    @Option(help: "The rate of both.")
    var rate: FrameRate
    @Flag(help: "Go on past midnight instead of refusing.")
    var wrap = false
  }

  /// `lineup timecode add`
  struct Add: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a length to a timecode.",
      discussion:
        "EXAMPLE\n  lineup timecode add 10:00:00:00 00:00:05:12 --rate 25\n\nEXIT STATUS\n  0 done; 2 a value cannot exist or the sum passes midnight"
    )

    @OptionGroup var terms: Terms
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let (start, frames) = (try timecode(terms.value, at: terms.rate), try length(terms.other, at: terms.rate))
      try console.answer(terms.wrap ? start.advanced(wrapping: frames) : start.advanced(by: frames))
      return .clean
    }
  }

  /// `lineup timecode subtract`
  struct Subtract: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Subtract a length, or an earlier timecode, from a timecode.",
      discussion:
        "EXAMPLE\n  lineup timecode subtract 10:00:05:12 10:00:00:00 --rate 25\n\nEXIT STATUS\n  0 done; 2 a value cannot exist or the difference is before midnight"
    )

    @OptionGroup var terms: Terms
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let (start, frames) = (try timecode(terms.value, at: terms.rate), try length(terms.other, at: terms.rate))
      let back = FrameCount.zero - frames
      try console.answer(terms.wrap ? start.advanced(wrapping: back) : start.advanced(by: back))
      return .clean
    }
  }

  /// `lineup timecode frames`
  struct Frames: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say the frame count of a timecode, or the timecode of a frame count.",
      discussion: "EXAMPLE\n  lineup timecode frames '01:00:00;00' --rate 29.97df\n\nEXIT STATUS\n  0 done; 2 the value cannot exist")

    @Argument(help: "A timecode or a frame count.")
    var value: String
    @Option(help: "The rate.")
    var rate: FrameRate
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let answer = try timecode(value, at: rate)
      try console.answer(answer, saying: Int(value) == nil ? answer.frameCount.description : answer.description)
      return .clean
    }
  }
}
