// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// How a command talks, alike for every command.
struct OutputOptions: ParsableArguments {
  /// How progress is shown on standard error.
  enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    /// A bar where standard error is a terminal, else nothing.
    case auto
    /// One JSON object a line.
    case json
    /// Nothing.
    case none
  }

  @Flag(help: "Print one JSON document on standard output when done.")
  var json = false

  @Option(help: "Progress on standard error: a bar on a terminal (auto), JSON lines (json) or nothing (none).")
  var progress: ProgressStyle = .auto

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false
}

/// Where a command keeps what it did, for commands that may run without.
struct WorkspaceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Record what is done in this workspace folder (also: LINEUP_WORKSPACE).", valueName: "dir"))
  var workspace: String?

  /// The folder that was given, on the command line or in the environment.
  var path: String? { workspace ?? ProcessInfo.processInfo.environment["LINEUP_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 } }
}
