// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
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
      ProbeCommand.self, CameraReportCommand.self, QualityCommand.self, TimecodeCommand.self,
      TranscodeCommand.self, DeliverCommand.self, SpecificationsCommand.self, AuditCommand.self, DemoMediaCommand.self,
      ReceiptCommand.self, KeysCommand.self,
    ])

  static func main() async {
    signal(SIGPIPE, SIG_IGN)  // ‘| head’ must not end an order; see Console.write
    let parsed: any ParsableCommand
    do { parsed = try parseAsRoot(arguments) } catch {
      promiseUsage(error)
      exit(withError: error)
    }
    do {
      var command = parsed
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: error)
    }
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
