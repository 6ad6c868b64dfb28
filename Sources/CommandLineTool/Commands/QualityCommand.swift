// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Delivery
import Files
import Foundation
import Operations
public import Quality
import Reports

/// `lineup qc`: inspection, and what people do with its reports.
struct QualityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qc", abstract: "Inspect a file against a specification; waive, add to, compare and import reports.",
    discussion: """
      EXAMPLES
        lineup qc HarbourLights_v1.mov --spec prores-master --report qc.json --report qc.pdf
        lineup qc waive qc.json
        lineup qc waive qc.json --finding 2 --by "J. Okafor" --reason "End card" --waivers waivers.json
        lineup qc HarbourLights_v1.mov --spec prores-master --waivers waivers.json --report qc2.json
        lineup qc add qc2.json --by "A. Lind" --at 10:00:04:00 --text "Boom in shot" --out qc3.json
        lineup qc report qc3.json --report qc3.pdf
        lineup qc compare qc.json qc3.json --report changes.html

      EXIT STATUS
        0 pass, or pass with warnings; 1 the file fails; 2 it could not be inspected; 3 part of it could not be read (incomplete, never a pass);
        64 wrong command line
      """,
    subcommands: [InspectCommand.self, Waive.self, Add.self, Compare.self, Import.self, Report.self], defaultSubcommand: InspectCommand.self)
}

extension QualityCommand {
  /// `lineup qc waive`.
  struct Waive: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "waive", abstract: "List a report's findings, or put a client's exception to some of them on file.",
      discussion: """
        Without --finding the findings are listed with their numbers. A waiver covers the finding's place, no worse than it was found, in this very file: when
        the content changes it lapses. With --lapsed, waivers that have lapsed are confirmed anew for the report's file, once somebody has looked again.

        EXAMPLES
          lineup qc waive qc.json
          lineup qc waive qc.json --finding 2 --by "J. Okafor" --reason "End card" --waivers waivers.json
          lineup qc waive qc2.json --lapsed --by "J. Okafor" --waivers waivers.json

        EXIT STATUS
          0 done; 2 it could not be; 64 wrong command line
        """)

    @Argument(help: "The report, in JSON.", completion: .file()) var report: String
    @Option(help: "The number of a finding; may be given again.") var finding: [Int] = []
    @Flag(help: "Every finding whose waiver has lapsed.") var lapsed = false
    @Option(help: "Who approved it.") var by: String?
    @Option(help: "Why.") var reason: String?
    @Option(help: "The day it was approved, as 2026-11-27; today unless given.") var on: String?
    @Option(help: ArgumentHelp("The file that waivers are kept in.", valueName: "file.json"), completion: .file()) var waivers: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard lapsed || !finding.isEmpty else { return }
      if by?.isEmpty ?? true { throw ValidationError("Say who approved it: --by NAME") }
      if reason?.isEmpty ?? true, !lapsed { throw ValidationError("Say why it is accepted: --reason TEXT") }
      if waivers == nil { throw ValidationError("Say where waivers are kept: --waivers FILE") }
      try checkDay(on)
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let inspection = try InspectionReport(path: report)
      guard let by, let waivers, lapsed || !finding.isEmpty else {
        inspection.list(on: console)
        try console.document(inspection)
        return .clean
      }
      guard let digest = inspection.digest else {
        throw OperationsError(
          .badInput, subject: report, "‘\(report)’ has no digest of its file: a waiver could not be bound to anything; inspect the file again")
      }
      let day = on ?? WallClock.system.now.localDayText
      var granted: [GrantedWaiver] = []
      for number in Set(finding).sorted() {
        guard number >= 1, number <= inspection.findings.count else {
          throw OperationsError(.badInput, subject: report, "there is no finding \(number) in ‘\(report)’: it has \(inspection.findings.count)")
        }
        granted.append(GrantedWaiver(inspection.findings[number - 1], by: by, on: day, reason: reason ?? "", digest: digest))
      }
      if lapsed {
        granted += inspection.findings.compactMap { finding in
          guard let old = finding.waiver, old.expired else { return nil }
          return GrantedWaiver(finding, by: by, on: day, reason: reason ?? old.reason, digest: digest)
        }
      }
      guard !granted.isEmpty else {
        throw OperationsError(.badInput, subject: report, "no waiver in ‘\(report)’ has lapsed: there is nothing to confirm")
      }
      var file = try WaiverFile(path: waivers, mayBeNew: true)
      try file.add(granted)
      for waiver in granted {
        console.say("waived: \(waiver.check), approved by \(waiver.waiver.by) on \(waiver.waiver.on): \(waiver.waiver.reason)")
      }
      try console.document(granted)
      return .clean
    }
  }

  /// `lineup qc add`.
  struct Add: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add what a person saw or heard to a report.",
      discussion: """
        The report itself stays as it is; a new one is written. Without --text the viewing itself is recorded: somebody watched and found nothing.

        EXAMPLES
          lineup qc add qc.json --by "A. Lind" --scope "whole programme, once" --out qc2.json
          lineup qc add qc.json --by "A. Lind" --at 10:00:04:00 --text "Boom in shot" --grade 3 --out qc2.json

        EXIT STATUS
          as of the report that is written: 0 pass, or pass with warnings; 1 fail; 3 incomplete; 2 it could not be written; 64 wrong command line
        """)

    enum Subject: String, ExpressibleByArgument, CaseIterable {
      case picture, sound, other

      var check: CheckIdentifier {
        switch self {
        case .picture: .eye
        case .sound: .ear
        case .other: .remark
        }
      }
    }

    /// The most characters of a text: a page is read by people, and set by a program that takes minutes for much more.
    private static let longest = 4000

    @Argument(help: "The report, in JSON.", completion: .file()) var report: String
    @Option(help: "Who watched or listened.") var by: String
    @Option(help: ArgumentHelp("Where it was found: a timecode, or IN-OUT; out is the frame after the last.", valueName: "tc")) var at: String?
    @Option(help: "What was found, in a sentence.") var text: String?
    @Option(help: "What it is about: picture, sound or other.") var subject: Subject = .picture
    @Option(help: "What it weighs: mandatory, advisory or info.") var severity: Severity = .advisory
    @Option(help: "A grade of ITU-R BT.500, 5 (imperceptible) to 1 (very annoying).") var grade: Int?
    @Option(help: "The display that was watched.") var display: String?
    @Option(help: "The loudspeakers that were listened to.") var speakers: String?
    @Option(help: "The viewing conditions.") var conditions: String?
    @Option(help: "What was watched: “whole programme, once”.") var scope: String?
    @Option(help: "The day, as 2026-11-27; today unless given.") var on: String?
    @Option(help: ArgumentHelp("Where to write the new report: .json.", valueName: "file.json"), completion: .file()) var out: String
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let grade, !(1...5).contains(grade) { throw ValidationError("A grade is 1 to 5 (ITU-R BT.500)") }
      if [by, text, display, speakers, conditions, scope].contains(where: { $0?.count ?? 0 > Self.longest }) {
        throw ValidationError("A text in a report has at most \(CountText(Self.longest, "character")): say it shorter, or in several findings")
      }
      if text == nil, at != nil || grade != nil { throw ValidationError("Say what was found: --text") }
      try checkDay(on)
      if !out.lowercased().hasSuffix(".json") { throw ValidationError("‘\(out)’: the new report ends in .json") }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let inspection = try InspectionReport(path: report)
      let review = Review(
        person: by, on: on ?? WallClock.system.now.localDayText, display: display, speakers: speakers, conditions: conditions, scope: scope)
      var found: [Finding] = []
      if let text {
        let labels = at.map { $0.split(separator: "-", maxSplits: 1).map(String.init) } ?? []
        let place = try labels.first.map { try inspection.place(from: $0, to: labels.count > 1 ? labels[1] : nil) }
        var finding = Finding(subject.check, severity: severity, place: place, text: text)
        (finding.review, finding.grade) = (review, grade)
        found.append(finding)
      }
      let longer = inspection.adding(review, findings: found)
      try SafeWriter.write(ReportJSON.encode(longer), to: out)
      console.say("\(longer.verdict.words): \(out), \(CountText(longer.findings.count, "finding"))")
      try console.document(longer)
      return ExitStatus(longer.verdict)
    }
  }

  /// `lineup qc compare`.
  struct Compare: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare", abstract: "Say what became of one version's findings in the next: fixed, remaining, new.",
      discussion: """
        EXAMPLE
          lineup qc compare qc.json qc2.json --report changes.html

        EXIT STATUS
          as of the new report: 0 pass, or pass with warnings; 1 fail; 3 incomplete; 2 they could not be compared; 64 wrong command line
        """)

    @Argument(help: "The report of the old version, in JSON.", completion: .file()) var old: String
    @Argument(help: "The report of the new version, in JSON.", completion: .file()) var new: String
    @Option(
      help: ArgumentHelp("Write the comparison; its ending says which kind: .html, .pdf, .json or .csv.", valueName: "out"), completion: .file())
    var report: [String] = []
    @OptionGroup var output: OutputOptions

    private var papers: ReportPaths { ReportPaths(report, among: ReportFormat.general) }

    func validate() throws { try papers.validate() }

    func perform(_ console: Console) async throws -> ExitStatus {
      try papers.refuseObstacles(PageWriter())
      let (before, after) = (try InspectionReport(path: old), try InspectionReport(path: new))
      let comparison = InspectionComparison(old: before, new: after)
      if before.profile != after.profile {
        console.say("note: the old version was held against \(before.profile.printable), the new one against \(after.profile.printable)")
      }
      for (word, findings) in [
        ("fixed", comparison.fixed), ("remaining", comparison.remaining.map(\.new)), ("new", comparison.new),
        ("not looked for again", comparison.unchecked),
      ] {
        console.say("\(word): \(findings.count)")
        for fault in findings.groups.repeats { console.say("  " + fault.line) }
      }
      for (base, formats) in papers.byBase {
        for path in try await PageWriter().write(comparison, old: before, new: after, as: formats, to: base) {
          console.say("written: \(path.printable)")
        }
      }
      console.say("\(after.verdict.words): \(after.path.printable) against \(after.profile.printable)")
      try console.document(comparison)
      return ExitStatus(after.verdict)
    }
  }
}

/// Refuses a day that is none, or has not come yet: nobody approves or watches in advance.
private func checkDay(_ text: String?) throws {
  guard let text else { return }
  let parts = text.split(separator: "-").compactMap { Int($0) }
  guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil, parts.count == 3,
    DateComponents(calendar: Calendar(identifier: .gregorian), year: parts[0], month: parts[1], day: parts[2]).isValidDate
  else { throw ValidationError("‘\(text)’: write the day as 2026-11-27") }
  guard text <= WallClock.system.now.localDayText else { throw ValidationError("‘\(text)’ has not come yet") }
}

extension Severity: ExpressibleByArgument {}

extension Verdict {
  /// The verdict as the terminal shows it.
  var words: String {
    switch self {
    case .pass: "PASS"
    case .passWithWarnings: "PASS WITH WARNINGS"
    case .fail: "FAIL"
    case .incomplete: "INCOMPLETE"
    }
  }
}

extension RepeatedFault {
  /// The findings in a line.
  var line: String { first.first.line(text) }
}

extension Finding {
  /// The finding in a line: what it weighs, its check, its place, its sentence, and the client's word on it.
  var line: String { line(text) }

  fileprivate func line(_ text: String) -> String {
    let place = start.map { start in " \(start)" + (end.map { "-\($0)" } ?? "") } ?? ""
    let state =
      waiver.map { $0.expired ? " (waived by \($0.by) for other content: lapsed)" : " (waived by \($0.by) on \($0.on): \($0.reason))" } ?? ""
    return
      "\(severity.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)) \("\(check)\(place)  \(text)\(state)\(source.map { " (reported by \($0))" } ?? "")".printable)"
  }
}

extension InspectionReport {
  /// Lists the findings with the numbers that `waive` takes.
  fileprivate func list(on console: Console) {
    console.say("\(verdict.words): \(path.printable) against \(profile.printable)")
    for (index, finding) in findings.enumerated() { console.say("\(String(index + 1).leftPadded(to: 4))  \(finding.line)") }
    if findings.isEmpty { console.say("There are no findings.") }
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
