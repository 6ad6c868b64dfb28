// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Editorial
import Files
import Operations
import Timing

/// `lineup timeline check`: will this cut go through?
struct TimelineCheckCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look through a cut for what will not go well in grade or online.",
    discussion: """
      Looked for: lengths that contradict each other, labels that do not exist, edits that claim the same frames, gaps, flash frames, transitions longer than
      their clips or before the first frame of their material, clips of nothing, reels that come to one name of eight characters, mixed rates, material that is
      used twice, muted clips. No media is needed.

      EXAMPLE
        lineup timeline check episode3.edl --rate 25

      EXIT STATUS
        0 nothing that must be put right; 1 something must; 2 could not be read; 64 wrong command line
      """)

  @Argument(help: "The list.", completion: .file())
  var file: String
  @OptionGroup var cut: CutOptions
  @OptionGroup var output: OutputOptions

  private struct Document: Encodable {
    struct Item: Encodable {
      var check: SequenceFault.Check
      var severity: SequenceFault.Severity
      @Null var track: String?
      @Null var recordIn: String?
      @Null var recordOut: String?
      var text: String
    }

    var findings: [Item]
    var verdict: String
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let (timeline, notes) = try cut.input(file).run()
    let faults = SequenceCheck.faults(of: timeline, notes: notes)
    for fault in faults {
      let place = [fault.track.isEmpty ? nil : fault.track, fault.record?.start.description].compactMap(\.self).joined(separator: " ")
      console.say("\(fault.severity == .error ? "ERROR" : fault.severity.rawValue)  \(place.isEmpty ? "" : place + "  ")\(fault.text)")
    }
    let errors = faults.count { $0.severity == .error }
    console.say(
      "\(CountText(errors, "error")), \(CountText(faults.count { $0.severity == .warning }, "warning")), \(CountText(faults.count { $0.severity == .info }, "remark"))"
    )
    try console.document(
      Document(
        findings: faults.map {
          .init(
            check: $0.check, severity: $0.severity, track: $0.track.isEmpty ? nil : $0.track, recordIn: $0.record?.start.description,
            recordOut: $0.record?.end.description, text: $0.text)
        }, verdict: errors == 0 ? "pass" : "fail"))
    return errors == 0 ? .clean : .rejected
  }
}
