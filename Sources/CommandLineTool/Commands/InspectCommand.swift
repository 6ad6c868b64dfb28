// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Files
import Foundation
import Operations
import Quality

/// `lineup qc`, or `lineup qc run`: formal technical quality control in one pass.
struct InspectCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Inspect a file against a specification: one decode, every check. This is what ‘lineup qc FILE’ does.",
    discussion: """
      EXAMPLE
        lineup qc run HarbourLights_v1.mov --spec prores-master --report qc.html --report qc.pdf
        lineup qc run HarbourLights_v1.mov --spec prores-master --report qc1.json --keep-measurements
        lineup qc run HarbourLights_v2.mov --spec prores-master --report qc2.json --since qc1.json
        lineup qc run /ingest/HarbourLights.mxf --spec dpp-hd --report qc.html --follow

      EXIT STATUS
        0 pass, or pass with warnings; 1 the file fails; 2 it could not be inspected; 3 part of it could not be read (incomplete, never a pass);
        64 wrong command line
      """)

  @Argument(help: "The file.", completion: .file())
  var file: String
  @Option(help: "The specification's name; ‘lineup specs list’ lists them.")
  var spec: String
  @Option(
    help: ArgumentHelp("Write a report; its ending says which kind: .html, .pdf, .json, .csv, or .xml for EBU QC.", valueName: "out"),
    completion: .file())
  var report: [String] = []
  @Option(
    help: ArgumentHelp("The client's waivers, as ‘lineup qc waive’ keeps them; may be given again.", valueName: "file.json"), completion: .file())
  var waivers: [String] = []
  @Option(
    help: ArgumentHelp("Texts that were marked in the picture, to be measured: words and boxes, in YAML.", valueName: "file.yaml"),
    completion: .file()) var texts: String?
  @Flag(help: "Read the texts in the pictures too, with Tesseract: each one's hold and height are measured and told as advice. Takes a second pass.")
  var readText = false
  @Flag(
    help: ArgumentHelp(
      "Keep what is measured of each picture beside the .json report, so that a patched version need not be measured anew where it did not change."))
  var keepMeasurements = false
  @Option(
    help: ArgumentHelp(
      "An earlier version's report, with its measurements: only pictures that changed since are decoded and measured again, and all of the sound.",
      valueName: "file.json"), completion: .file()) var since: String?
  @Flag(help: "The file is still being written: measure what comes, and report once it is finished.")
  var follow = false
  @Option(help: ArgumentHelp("With --follow: how many seconds without growth make the file finished.", valueName: "seconds"))
  var idle = 20.0
  @OptionGroup var library: SpecificationsCommand.LibraryOptions
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try ReportPaths(report).validate()
    if follow, since != nil { throw ValidationError("A file that grows has no earlier version: give --follow or --since, not both") }
    guard idle > 0, idle <= 86_400 else { throw ValidationError("--idle takes seconds above nought, a day at most") }
    if keepMeasurements, measurements == nil { throw ValidationError("Measurements belong to a report: name one with --report FILE.json") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let specifications = try library.library()
    let specification = try specifications.chosen(spec)
    if let measurements { try ReportPaths.refuseExisting(measurements) }
    let environment = try Session.environment(console, workspace: workspace.path, making: false, library: specifications)
    try ReportPaths(report).refuseObstacles(environment.reports)
    let marked = try texts.map { try LegalTextFile(path: $0) }
    let granted = try waivers.flatMap { try WaiverFile(path: $0).waivers }
    var request = Inspect(file, specification: specification, texts: marked, readsTexts: readText)
    if follow { request.grown = try await InspectGrowing(request, quiet: idle).run(in: environment) }
    request.digest = try await environment.digest(of: file)
    (request.since, request.measurements) = (since, measurements)
    var inspection = try await request.run(in: environment)
    inspection.report = inspection.report.excused(by: granted)
    try await environment.keep(inspection)
    var written: [String] = []
    for (base, formats) in ReportPaths(report).byBase { written += try await environment.reports.write(inspection, as: formats, to: base) }
    describe(inspection.report, on: console)
    for path in written { console.say("written: \(path.printable)") }
    if let reason = inspection.unkept { console.say("  measurements were not kept: \(reason)") }
    try console.document(inspection.report)
    return ExitStatus(inspection.report.verdict)
  }

  /// Where measurements are kept: beside the first JSON report.
  private var measurements: String? {
    keepMeasurements ? report.first { $0.lowercased().hasSuffix(".json") }.map { Measurements.path(besides: $0) } : nil
  }

  private func describe(_ report: InspectionReport, on console: Console) {
    // Sound for which no rate is stated has no frames to count.
    let length = report.rate == nil ? "\(DurationText(report.duration)) of sound" : "\(CountText(report.frames, "frame"))"
    let amount = "\(length) in \(report.seconds < 0.05 ? "less than 0.1 s" : "\(DurationText(report.seconds))")"
    console.say("\(report.verdict.words): \(file.printable) against \(report.profile), \(amount)")
    for fault in report.findingGroups.repeats { console.say("  " + fault.line) }
    if let recheck = report.recheck { console.say("  " + recheck.sentence.printable) }
    let loudness = report.readings.loudness
    if let integrated = loudness.integrated {
      let range = loudness.range.map { String(format: ", range %.1f LU", $0) } ?? ""
      let peak = loudness.maxTruePeak.map { String(format: ", true peak %.1f dBTP", $0) } ?? ""
      console.say(String(format: "  loudness %.1f LUFS", integrated) + range + peak)
    }
  }
}

extension ExitStatus {
  /// The status that a verdict ends with.
  init(_ verdict: Verdict) {
    switch verdict {
    case .pass, .passWithWarnings: self = .clean
    case .fail: self = .rejected
    case .incomplete: self = .partial
    }
  }
}
