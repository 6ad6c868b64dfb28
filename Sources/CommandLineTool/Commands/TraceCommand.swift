// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Operations
import Timing

/// `lineup trace`: which camera file is this frame of, and is it still what it was?
struct TraceCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Walk a frame of a cut or a file back to its camera file, its hashes and its copies.",
    discussion: """
      A cut leads to the material of the clip that is seen there, as a conform left it (‘lineup conform --out’). A file that was made here leads to what it was made
      from, as the workspace remembers. The file at the end is held against the manifests around it, the run that took it in, and its other copies. Every file on the way is
      hashed anew: a record alone proves nothing.

      EXAMPLES
        lineup trace conformed.otio@10:00:12:05 --workspace house
        lineup trace deliveries/episode3.mov@10:00:12:05 --workspace house

      EXIT STATUS
        0 back to a file that is on record, and all is as it was; 1 a file on the way is not what is on record; 2 could not be done;
        3 the way ends before a file that is on record; 64 wrong command line
      """)

  @Argument(help: ArgumentHelp("The cut or file, and behind @ the label of the frame; without one its first.", valueName: "file[@tc]"))
  var subject: String
  @OptionGroup var cut: CutOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Step: Encodable {
      var kind: TraceStep.Kind
      var subject: String
      @Null var timecode: String?
      var digests: [String: String]
      var finding: TraceStep.Finding
      var text: String
    }

    var steps: [Step]
    @Null var gap: String?
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let environment = try Session.environment(console, workspace: workspace.path, making: false)
    let (path, label) = Self.parted(subject)
    let outcome = try await TraceFrame(cut.input(path), at: label).run(in: environment)
    for step in outcome.steps {
      let place = step.timecode.map { "@\($0)" } ?? ""
      console.say("\(Self.word(step.finding))  \(step.kind.rawValue)  \(step.subject)\(place)")
      for (algorithm, digest) in step.digests.sorted(by: { $0.key < $1.key }) { console.say("    \(algorithm):\(digest)") }
      console.say("    \(step.words)")
    }
    if !outcome.gap.isEmpty { console.warn(outcome.gap) }
    try console.document(
      Document(
        steps: outcome.steps.map {
          .init(
            kind: $0.kind, subject: $0.subject, timecode: $0.timecode?.description, digests: $0.digests, finding: $0.finding, text: $0.words)
        }, gap: outcome.gap.isEmpty ? nil : outcome.gap))
    return outcome.differs ? .rejected : outcome.gap.isEmpty ? .clean : .partial
  }

  /// The file and the label behind its last `@`; a file whose own name has one is taken as it is.
  private static func parted(_ subject: String) -> (path: String, label: String?) {
    guard let at = subject.lastIndex(of: "@"), at > subject.startIndex, FileFacts.isAbsent(subject) else { return (subject, nil) }
    let label = subject[subject.index(after: at)...]
    return label.isEmpty ? (subject, nil) : (String(subject[..<at]), String(label))
  }

  private static func word(_ finding: TraceStep.Finding) -> String {
    switch finding {
    case .proved: "PROVED  "
    case .recorded: "recorded"
    case .absent: "ABSENT  "
    case .differs: "DIFFERS "
    }
  }
}
