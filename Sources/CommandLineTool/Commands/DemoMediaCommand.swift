// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Operations

/// `lineup demo-media`: a camera card and a sound roll to try things on.
struct DemoMediaCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo-media", abstract: "Make a small camera card and a sound roll to try Lineup on.",
    discussion: """
      A001R2EC is a card of four short clips, laid out as by an ARRI camera: moving pictures with a burnt-in frame counter and speech-like sound, timecode and reel name. A001C004 has
      planted faults: black, a freeze and silence. S001 is a sound roll of two takes in Broadcast Wave.

      EXAMPLE
        lineup demo-media media

      EXIT STATUS
        0 done; 2 could not be done, or the folder is there already; 64 wrong command line
      """)

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String
  @OptionGroup var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: nil)
    let files = try await DemoMaterial(folder: folder).make(in: environment)
    for file in files { console.say(file) }
    try console.document(["files": files])
    return .clean
  }
}
