// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Files
import Operations

/// `lineup find`: why is it offline, and what can be done?
struct FindCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Say why a clip, or every clip of a cut, is offline, and what to do.",
    discussion: """
      Told apart: moved, renamed, on a volume that is not mounted, in a folder that was not named (with a workspace), of another rate, not decodable, too
      short, one of several, of other labels, without timecode, of a reel that is not there. A list is known by its ending; everything else is a file, which need not exist.

      EXAMPLES
        lineup find episode3.edl --rate 25 --media /mnt/shared/rushes
        lineup find A001C003_261126_R2EC.mov --media /mnt/shared /mnt/nearline

      EXIT STATUS
        0 all is there; 2 could not be done; 3 something is not there as it should be; 64 wrong command line
      """)

  @Argument(help: "A list, or a file by its path or name.", completion: .file())
  var subject: String
  @OptionGroup var cut: CutOptions
  @OptionGroup var media: MediaFolders
  @Option(help: "Frames of the programme to have besides, at both ends of each clip.")
  var handles = 0
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Item: Encodable {
      var name: String
      var state: ConformState
      var cause: FindMedia.Cause
      var remedy: String
      @Null var event: Int?
      var text: String
    }

    var items: [Item]
    var unread: [String]
  }

  func validate() throws {
    try MediaFolders.check(handles: handles)
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path)
    let isList = (try? TimelineFormat(path: subject)) != nil
    let search = FindMedia(isList ? .timeline(cut.input(subject)) : .file(subject), in: media.folders, handles: handles)
    let outcome = try await search.run(in: environment)
    for item in outcome.items {
      let number = item.event.map { "\($0)  " } ?? ""
      console.say("\(number)\(item.name)  \(Self.isFine(item) ? item.cause.rawValue : item.cause.words.uppercased()): \(item.words)")
      if !item.remedy.isEmpty { console.say("     → \(item.remedy)") }
    }
    for sentence in outcome.unread { console.say("NOT READ: \(sentence)") }
    let open = outcome.items.count { !Self.isFine($0) }
    if isList {
      console.say("\(CountText(outcome.items.count, "item")), of which \(open) not as the list has \(outcome.items.count == 1 ? "it" : "them")")
    }
    try console.document(
      Document(
        items: outcome.items.map { .init(name: $0.name, state: $0.state, cause: $0.cause, remedy: $0.remedy, event: $0.event, text: $0.words) },
        unread: outcome.unread))
    return open == 0 && outcome.unread.isEmpty ? .clean : .partial
  }

  private static func isFine(_ item: FindMedia.Item) -> Bool { item.cause == .online || item.cause == .excluded }
}

extension FindMedia.Cause {
  fileprivate var words: String {
    switch self {
    case .online, .moved, .renamed, .short, .partial, .ambiguous, .excluded, .rate: rawValue
    case .unmounted: "not mounted"
    case .otherFolder: "in another folder"
    case .codec: "not readable"
    case .otherLabels: "other timecode"
    case .noTimecode: "no timecode"
    case .noSuchReel: "no such reel"
    case .notFound: "not found"
    }
  }
}
