// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Files
import Operations

extension FormatCommand {
  /// `lineup format textless`.
  struct Textless: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "textless", abstract: "Check textless elements against their programme: found, frame for frame, and one for every shot with text.",
      discussion: """
        Elements are found by their pictures outside the text. Which shots have text is said with --texted, or read with Tesseract (--read-text): what it reads
        is reported, and what it does not read may be there all the same.

        EXAMPLES
          lineup format textless formatted.mov --after 10:46:11:00 --read-text
          lineup format textless programme.mov --elements titles.mov --texted 10:00:12:00

        EXIT STATUS
          0 every element matches and none is known to lack; 1 one does not, or lacks; 2 could not be done; 64 wrong command line
        """)

    @Argument(help: "The programme.", completion: .file())
    var programme: String
    @Option(help: ArgumentHelp("A file of textless elements; may be given again.", valueName: "file"), completion: .file())
    var elements: [String] = []
    @Option(help: ArgumentHelp("Where the programme's file holds the elements itself: the label from which it does.", valueName: "timecode"))
    var after: String?
    @Option(help: ArgumentHelp("A label within a shot that has text; may be given again.", valueName: "timecode"))
    var texted: [String] = []
    @Flag(help: "Read text with Tesseract in the shots that no element covers.")
    var readText = false
    @OptionGroup var output: OutputOptions

    private struct Document: Encodable {
      var status: String
      var elements: [CheckTextless.Element]
      var lacking: [CheckTextless.Shot]
      var shots: Int
      var notes: [String]
    }

    func validate() throws {
      if elements.isEmpty, after == nil { throw ValidationError("say where the elements are: --elements FILE, or --after TIMECODE") }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let environment = try Session.environment(console, workspace: nil)
      let report = try await CheckTextless(programme, elements: elements, after: after, texted: texted, readsText: readText).run(in: environment)
      for element in report.elements {
        let place = element.found.map { " at \($0)" } ?? ""
        console.say("\(element.start)  \(CountText(element.frames, "frame"))\(place)  \(element.state.rawValue): \(element.text)")
      }
      for shot in report.lacking { console.say("\(shot.start)  \(CountText(shot.frames, "frame"))  has no textless element; \(shot.text)") }
      for note in report.notes { console.say("  note: \(note)") }
      try console.document(
        Document(
          status: report.passed ? "clean" : "rejected", elements: report.elements, lacking: report.lacking, shots: report.shots, notes: report.notes))
      return report.passed ? .clean : .rejected
    }
  }
}
