// SPDX-License-Identifier: Apache-2.0

import Delivery
import Files
import Foundation
import Logging
import Operations

/// Puts together the world that a command works in.
enum Session {
  /// The environment of one command.
  ///
  /// - Parameters:
  ///   - workspace: the folder to record in; `nil` records nothing.
  ///   - making: whether a workspace is made where there is none. A command that only looks makes none: the name was mistyped.
  ///   - library: the specifications; those that come with Lineup where `nil`.
  static func environment(_ console: Console, workspace: String?, making: Bool = true, library: SpecificationLibrary? = nil) throws -> Environment {
    if let workspace, !making { try Workspace.refuseMissing(workspace) }
    if let workspace, FileFacts.isAbsent(workspace) {
      console.say("note: the workspace ‘\(workspace)’ did not exist and is made: it remembers no copy, no volume and no order yet")
    }
    return Environment(
      host: .current(toolVersion: Release.version), specifications: try library ?? SpecificationLibrary(),
      workspace: try workspace.map { try Workspace($0, isStopped: { StopRequest.isMade }) },
      reports: PageWriter(), progress: { console.progress($0) }, log: logger())
  }

  /// Where the program's own messages go: nowhere, unless LINEUP_LOG names a level; then to standard error.
  private static func logger() -> Logger {
    guard let text = ProcessInfo.processInfo.environment["LINEUP_LOG"], let level = Logger.Level(rawValue: text) else {
      return Logger(label: "lineup", factory: { _ in SwiftLogNoOpLogHandler() })
    }
    var logger = Logger(label: "lineup", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = level
    return logger
  }
}
