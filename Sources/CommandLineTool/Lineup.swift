// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Foundation

/// The program.
@main
struct Lineup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lineup",
    abstract: "The program a post-production machine room runs on.",
    discussion: """
      Ingest with proof, describe, inspect, encode and deliver media; one work order drives it all.

      Every command takes --json for one JSON document on standard output and --quiet for no progress.

      EXAMPLE
        lineup run order.yaml

      EXIT STATUS
        0   done, and clean
        1   done, but rejected: a file failed inspection or verification
        2   could not be done
        3   partly done
        64  the command line was wrong
      """,
    version: Release.version,
    subcommands: [
      RunCommand.self, FoldersCommand.self, CardCommand.self, ScanCommand.self, OffloadCommand.self, VerifyCommand.self, MHLCommand.self,
      ProbeCommand.self, CameraReportCommand.self, QualityCommand.self, TimecodeCommand.self, TimelineCommand.self,
      ConformCommand.self, FindCommand.self, PullCommand.self, TurnoverCommand.self, TraceCommand.self,
      TranscodeCommand.self, FormatCommand.self, RewrapCommand.self, CheckCommand.self, DeliverCommand.self, SpecificationsCommand.self,
      IdentifierCommand.self,
      ClockCommand.self,
      AuditCommand.self,
      DemoMediaCommand.self,
      ReceiptCommand.self, KeysCommand.self,
    ])

  static func main() async {
    signal(SIGPIPE, SIG_IGN)  // ‘| head’ must not end an order; see Console.write
    let parsed: any ParsableCommand
    do {
      try refuseUnreadableArguments()
      parsed = try parseAsRoot(arguments)
    } catch {
      let mistake = CommandNames.mistake(in: arguments)
      let error = exitCode(for: error) == .validationFailure ? mistake.map { ValidationError($0.sentence) } ?? error : error
      promiseUsage(error)
      end(with: error, in: mistake?.command ?? Lineup.self)
    }
    do {
      var command = parsed
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error, in: type(of: parsed))
    }
  }

  /// Refuses what is not UTF-8: Swift would put other characters in its place, and look for a file of that other name.
  private static func refuseUnreadableArguments() throws {
    for (place, argument) in CommandLine.unsafeArgv.bytes.enumerated().dropFirst() where String(validating: argument, as: UTF8.self) == nil {
      throw ValidationError(
        "Argument \(place), ‘\(FolderNames.escaped(argument))’, is not UTF-8, as names of files here have to be: rename the file or folder "
          + "(‘convmv’ and ‘detox’ do that), or name the folder that it is in")
    }
  }

  /// Ends the program as the argument parser would, with the usage of `command`; what was typed cannot drive the terminal from its sentence.
  private static func end(with error: any Error, in command: any ParsableCommand.Type) -> Never {
    guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
    // A line break in an argument would make a line that looks like ours.
    let broken = arguments.flatMap { [$0, String($0.drop { $0 != "=" }.dropFirst())] }.filter { $0.contains { $0.isNewline } }
    let names = CommandNames.path(to: command).joined(separator: " ")
    let usage = "Usage: \(usageString(for: command).trimmingPrefix("Usage: "))\n  See '\(names) --help' for more information."
    // The parser knows which command its own errors are of; of ours it would say that they are the program's.
    let full = error is ValidationError ? "Error: \(Self.message(for: error))\n\(usage)" : fullMessage(for: error)
    let message = broken.reduce(full) { $0.replacing($1, with: $1.printable) }
    Console.write(Console.harmless(message) + "\n", to: STDERR_FILENO)
    Foundation.exit(ExitCode.validationFailure.rawValue)
  }

  /// The document that `--json` promises, where the command line was wrong. The sentence itself goes to standard error.
  private static func promiseUsage(_ error: any Error) {
    guard exitCode(for: error) == .validationFailure, arguments.prefix(while: { $0 != "--" }).contains("--json"),
      let options = try? OutputOptions.parse(["--json"])
    else { return }
    Console(options).refuse(message(for: error))
  }

  /// What was typed.
  private static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }
}

extension UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
  /// The bytes of the texts up to the null pointer that ends them.
  fileprivate var bytes: [[UInt8]] {
    sequence(first: self) { $0 + 1 }.lazy.map(\.pointee).prefix { $0 != nil }.compactMap { text in
      text.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  }
}
