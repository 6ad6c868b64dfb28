// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Files
import Operations
import Timing

/// `lineup timeline relink`: give a new cut the media that the last one has.
struct TimelineRelinkCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "relink", abstract: "Give the clips of a new cut the media that an earlier cut has for them.",
    discussion: """
      A clip is given media where their identity agrees and the media hold all frames that it takes. Where two media fit, none is taken.

      EXAMPLE
        lineup timeline relink reel1_v8.edl --from reel1_v7-linked.otio reel1_v8-linked.otio --rate 24

      EXIT STATUS
        0 every clip has media; 3 some have none; 2 a cut could not be read or written; 64 wrong command line
      """)

  @Argument(help: "The new cut.", completion: .file())
  var file: String
  @Argument(help: "The list to write. A file of that name is never written over.")
  var target: String
  @Option(help: "The earlier cut, with media.", completion: .file())
  var from: String
  @Option(help: "The programme's frame rate, for lists that do not state it, such as 25, 23.976 or 29.97df.")
  var rate: FrameRate?
  @OptionGroup var output: OutputOptions

  private struct Answer: Encodable {
    var written: String
    var linked: Int
    var untouched: Int
    var left: [String]
    var lost: [String]
    var notes: [String]
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let outcome = try RelinkTimeline(ReadTimeline(file, rate: rate), from: ReadTimeline(from, rate: rate), to: target).run()
    let relink = outcome.relink
    console.warn("note", each: outcome.notes)
    for reason in relink.left { console.warn("no media: \(reason)") }
    console.warn("lost", each: outcome.lost)
    console.say("\(CountText(relink.linked, "clip")) linked, \(relink.untouched) had media already, \(relink.left.count) have none")
    console.say("written: \(target)")
    try console.document(
      Answer(
        written: target, linked: relink.linked, untouched: relink.untouched, left: relink.left, lost: outcome.lost, notes: outcome.notes))
    return relink.left.isEmpty ? .clean : .partial
  }
}
