// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Essence
import Files
import Foundation
import MediaIO
import Operations
import Quality
import Reports
import Timing

extension QualityCommand {
  /// `lineup qc report`.
  struct Report: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "report",
      abstract: "Write a report that stands in JSON as a page, a PDF, a table or EBU QC: after viewings, waivers or an import.",
      discussion: """
        The findings are those of the JSON; nothing is inspected anew. Where the file is still there, its facts and pictures of the findings are added.

        EXAMPLE
          lineup qc report qc3.json --report Episode3.html --report Episode3.pdf --report Episode3.xml

        EXIT STATUS
          as of the report: 0 pass, or pass with warnings; 1 fail; 3 incomplete; 2 it could not be written; 64 wrong command line
        """)

    @Argument(help: "The report, in JSON.", completion: .file()) var json: String
    @Option(
      help: ArgumentHelp("Write a report; its ending says which kind: .html, .pdf, .json, .csv, or .xml for EBU QC.", valueName: "out"),
      completion: .file())
    var report: [String] = []
    @OptionGroup var library: SpecificationsCommand.LibraryOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if report.isEmpty { throw ValidationError("Say what to write: --report FILE") }
      try ReportPaths(report).validate()
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let inspection = try InspectionReport(path: json)
      let writer = PageWriter()
      try ReportPaths(report).refuseObstacles(writer)
      let specifications = try library.library()
      let profile = try? InspectionProfile(specifications.specification(named: inspection.profile))
      if profile == nil {
        console.say("note: there is no specification \(inspection.profile.printable) here: the report does not say what was asked")
      }
      var media: MediaDescription?
      do { media = try MediaReader.probe(inspection.path) } catch { console.say("note: \(error)") }
      for (base, formats) in ReportPaths(report).byBase {
        for path in try await writer.write(inspection, profile: profile, media: media, as: formats, to: base) {
          console.say("written: \(path.printable)")
        }
      }
      console.say("\(inspection.verdict.words): \(inspection.path.printable) against \(inspection.profile.printable)")
      try console.document(inspection)
      return ExitStatus(inspection.verdict)
    }
  }

  /// `lineup qc import`.
  struct Import: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Read another instrument's report (EBU QC in XML) as findings, alone or into a report of our own.",
      discussion: """
        Every finding keeps the name of the instrument. Read in alone, the report has the verdict that its own checks give. With --into, nothing of it rejects the
        file: what is mandatory there comes in as advisory, for a person to review, and a change of the verdict is said. What comes out can be compared, added
        to, waived and written as a page like any other report.

        EXAMPLES
          lineup qc import theirs.xml --rate 25 --start 10:00:00:00 --out theirs.json
          lineup qc import theirs.xml --into qc.json --out qc2.json
          lineup qc compare theirs.json qc.json

        EXIT STATUS
          as of the report that is written: 0 pass, or pass with warnings; 1 fail; 3 incomplete; 2 it could not be read or written; 64 wrong command line
        """)

    @Argument(help: "The other instrument's report, in XML of the EBU's QC schema.", completion: .file()) var xml: String
    @Option(help: "The file's frame rate, where the report names places by timecode.") var rate: String?
    @Option(help: ArgumentHelp("The label of the file's first frame.", valueName: "tc")) var start: String?
    @Option(help: ArgumentHelp("A report of our own to add the findings to; it stays as it is.", valueName: "file.json"), completion: .file())
    var into: String?
    @Option(help: ArgumentHelp("Where to write the new report: .json.", valueName: "file.json"), completion: .file()) var out: String
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let rate, (try? FrameRate(rate)) == nil { throw ValidationError("‘\(rate)’ is no frame rate: write 25, 23.976 or 29.97df") }
      if !out.lowercased().hasSuffix(".json") { throw ValidationError("‘\(out)’: the new report ends in .json") }
      if let start, let rate, let known = try? FrameRate(rate), (try? Timecode(start, at: known)) == nil {
        throw ValidationError("‘\(start)’ is no timecode at \(rate)")
      }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
      let own = try into.map { try InspectionReport(path: $0) }
      let reader = try EBUQCReader(
        InputFile.contents(of: xml), subject: xml, rate: rate.flatMap { try? FrameRate($0) } ?? own?.rate, start: start ?? own?.start)
      let foreign = try reader.report()
      if let digest = own?.digest, let theirs = foreign.digest, digest != theirs,
        digest.prefix(while: { $0 != ":" }) == theirs.prefix(while: { $0 != ":" })
      {
        throw OperationsError(
          .badInput, subject: xml, "‘\(xml)’ is the report of other content: it names \(theirs), and ‘\(into ?? "")’ is of \(digest)")
      }
      let report = own.map { $0.including(foreign) } ?? foreign
      try SafeWriter.write(ReportJSON.encode(report), to: out)
      console.say("\(foreign.verdict.words): what \(foreign.tool.name.printable) reports of \(foreign.path.printable)")
      for fault in foreign.findingGroups.repeats { console.say("  " + fault.line) }
      if let own {
        if foreign.digest == nil { console.say("note: ‘\(xml)’ names no digest: make sure that it is of the same file") }
        let beyond = foreign.findings.count { ($0.endFrame?.value ?? 0) > own.frames }
        if beyond > 0 {
          console.say("note: \(CountText(beyond, "finding")) of it lie beyond the end of the file: give the --start that it counts from")
        }
        let change = own.verdict == report.verdict ? "the verdict stays" : "the verdict was \(own.verdict.words) and is now"
        console.say("\(change) \(report.verdict.words): \(out), \(CountText(report.findings.count, "finding"))")
      }
      try console.document(report)
      return ExitStatus(report.verdict)
    }
  }
}
