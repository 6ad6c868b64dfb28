// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Essence
import Files
import Foundation
import Operations
import Timing

/// `lineup turnover`: the sound of a cut, for those who mix it.
struct TurnoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "turnover", abstract: "Hand the sound of a cut over for the mix, and check the mix that comes back.",
    discussion: """
      EXAMPLES
        lineup turnover reel1.aaf --media /mnt/shared/sound --to turnover/reel1 --handles 100 --pop --mix
        lineup turnover checkin reel1_mix.wav --against turnover/reel1/turnover.json

      EXIT STATUS
        0 done; 1 the mix was refused; 2 could not be done; 3 sound of some clips is missing; 64 wrong command line
      """,
    subcommands: [TurnoverMakeCommand.self, TurnoverCheckinCommand.self], defaultSubcommand: TurnoverMakeCommand.self)
}

/// `lineup turnover make`, which `lineup turnover` is.
struct TurnoverMakeCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "make", abstract: "Write an AAF, a sound file with handles for each clip, and a list for each track.",
    discussion: """
      Each clip becomes a mono Broadcast Wave file of 24 bits at 48 kHz, whose time reference is right to the sample. The AAF is cut to the sample, with fades and
      gain as the cut has them, and is read again before it is vouched for. Clips whose media is offline, ambiguous or too short are named, and silent. Speeds and
      cuts within the cut have to be rendered in the edit.

      EXAMPLE
        lineup turnover make reel1.aaf --media /mnt/shared/sound --to turnover/reel1 --handles 100 --pop --mix

      EXIT STATUS
        0 all sound is there; 2 could not be done; 3 sound of some clips is missing, or some media could not be looked into; 64 wrong command line
      """)

  @Argument(help: "The list.", completion: .file())
  var file: String
  @OptionGroup var cut: CutOptions
  @OptionGroup var media: MediaFolders
  @Option(name: .customLong("to"), help: ArgumentHelp("The folder to write; new or empty.", valueName: "dir"), completion: .directory)
  var target: String
  @Option(help: "Frames of the programme to have besides, at both ends of each clip.")
  var handles = 0
  @Flag(help: "Put the sound into the AAF too.")
  var embed = false
  @Flag(help: "Begin with a leader of eight seconds and a tone two seconds before the first frame; end with one two seconds behind the last.")
  var pop = false
  @Flag(help: "Mix all to one channel to go by.")
  var mix = false
  @Flag(help: "Make a movie to mix to: 1920×1080, ProRes Proxy, with burnt-in timecode and the mix.")
  var picture = false
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try MediaFolders.check(handles: handles)
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    let options = AudioTurnover.Options(handles: handles, isEmbedded: embed, hasPops: pop, hasGuide: mix, hasPicture: picture)
    let record = try await console.filling(target) {
      try await AudioTurnover(cut.input(file), media: media.folders, to: target, options: options).run(in: environment).located(in: target)
    }
    try environment.note(
      "turnover.\(record.missing.isEmpty ? "clean" : "partial")", subject: file,
      ["clips": record.clips.count, "missing": record.missing.count])
    for clip in record.clips { for note in clip.notes { console.say("note: \(clip.recordIn)  A\(clip.track)  \(clip.name): \(note)") } }
    console.warn("note", each: record.notes)
    for sentence in record.unread { console.say("NOT READ: \(sentence)") }
    for one in record.missing { console.say("MISSING: \(one.recordIn)  A\(one.track)  \(one.name)  \(one.state.rawValue): \(one.reason)") }
    for pop in record.pops { console.say("\(pop.kind.rawValue) pop at \(pop.label)") }
    console.say(
      "\(record.name)  \(record.start), \(CountText(record.frames, "frame")) at \(record.rate), \(CountText(record.samples, "sample")): "
        + "\(CountText(record.clips.count, "clip")) on \(CountText(record.tracks.count, "track"))"
        + (record.missing.isEmpty ? "" : ", \(record.missing.count) missing"))
    for path in [record.aaf] + record.tracks.compactMap(\.edl) + [record.guide, record.picture].compactMap(\.self) { console.say("written: \(path)") }
    try console.document(record)
    return record.missing.isEmpty && record.unread.isEmpty ? .clean : .partial
  }
}
