// SPDX-License-Identifier: Apache-2.0

public import Hashing
public import Integrity

/// One verb of the trade with its parameters: the same whether it came from a work order or from the command line.
public enum TaskRequest: Sendable, Equatable, Codable {
  /// Copy with proof.
  case offload(OffloadRequest)
  /// Check against recorded hashes.
  case verify(VerifyRequest)
  /// Describe media.
  case probe(ProbeRequest)
  /// Inspect quality.
  case qc(InspectRequest)
  /// Encode.
  case transcode(TranscodeRequest)
  /// Put line-up, clock, black and hold around a programme.
  case format(FormatRequest)
  /// Encode to a specification, name, check and note.
  case deliver(DeliverRequest)

  /// The verb, as the command line and work orders spell it.
  public var kind: String {
    switch self {
    case .offload: "offload"
    case .verify: "verify"
    case .probe: "probe"
    case .qc: "qc"
    case .transcode: "transcode"
    case .format: "format"
    case .deliver: "deliver"
    }
  }

  /// What the task reads, as it was written: a path, or a task whose outputs it takes.
  public var input: TaskInput {
    switch self {
    case .offload(let request): request.source
    case .verify(let request): request.input
    case .probe(let request): request.input
    case .qc(let request): request.input
    case .transcode(let request): request.input
    case .format(let request): request.input
    case .deliver(let request): request.input
    }
  }
}

extension TaskRequest {
  /// The formats in which the task's own reports are wanted.
  var reports: [ReportFormat] {
    switch self {
    case .probe(let request): request.reports
    case .qc(let request): request.reports
    case .offload(let request): request.reports
    case .verify, .transcode, .format, .deliver: []
    }
  }
}

/// Where a task's material comes from.
public enum TaskInput: Sendable, Equatable, Codable {
  /// A file or folder.
  case path(String)
  /// What another task made, or a path below it.
  case task(String, below: String?)
}

/// Something that keeps a card from being copied unless somebody says that it is meant.
public enum OffloadAcceptance: String, Sendable, Codable, CaseIterable {
  /// The same files were copied before.
  case duplicate
  /// A destination's own volume is not mounted, or a new folder has nearly its name.
  case otherVolume
}

/// What `offload` is asked to do.
public struct OffloadRequest: Sendable, Equatable, Codable {
  /// The card, roll or folder.
  public var source: TaskInput
  /// Folders that each get a copy, in a folder of the source's name.
  public var destinations: [String]
  /// The hashes to record.
  public var algorithms: [HashAlgorithm]
  /// How copies are checked.
  public var verify: CopyPlan.Verification
  /// What to leave out, in the syntax of gitignore.
  public var ignore: [String]
  /// How the copy's folder is named; by the source's name where `nil`.
  public var naming: CopyNaming?
  /// Where a virus scanner listens, as people type it; `nil` scans nothing.
  public var scan: String?
  /// How many days old the scanner's signatures may be; `nil` for any age.
  public var databaseAge: Int?
  /// The folder for infected files.
  public var quarantine: String?
  /// How many copies on devices of their own make the source safe to erase.
  public var copies: Int
  /// The formats in which the copy report is wanted.
  public var reports: [ReportFormat]
  /// What is meant although it looks like a mistake; `nil` for nothing, as in requests that were recorded before there was any.
  public var accepts: [OffloadAcceptance]?

  /// An offload of `source` to each of `destinations`.
  public init(
    source: TaskInput, destinations: [String], algorithms: [HashAlgorithm] = [.xxh64], verify: CopyPlan.Verification = .full, ignore: [String] = [],
    naming: CopyNaming? = nil, scan: String? = nil, databaseAge: Int? = 7, quarantine: String? = nil, copies: Int = 2,
    reports: [ReportFormat] = [.html, .json]
  ) {
    self.source = source
    self.destinations = destinations
    self.algorithms = algorithms
    self.verify = verify
    self.ignore = ignore
    self.naming = naming
    self.scan = scan
    self.databaseAge = databaseAge
    self.quarantine = quarantine
    self.copies = copies
    self.reports = reports
  }
}

/// What `verify` is asked to do.
public struct VerifyRequest: Sendable, Equatable, Codable {
  /// The file or folder.
  public var input: TaskInput
  /// A list to check against; the folder's own history where `nil`.
  public var against: String?

  /// A verification of `input`.
  public init(input: TaskInput, against: String? = nil) {
    self.input = input
    self.against = against
  }
}

/// What `probe` is asked to do.
public struct ProbeRequest: Sendable, Equatable, Codable {
  /// The file, or a folder whose media is described.
  public var input: TaskInput
  /// Report formats to write.
  public var reports: [ReportFormat]

  /// A description of `input`.
  public init(input: TaskInput, reports: [ReportFormat] = []) {
    self.input = input
    self.reports = reports
  }
}

/// What `qc` is asked to do.
public struct InspectRequest: Sendable, Equatable, Codable {
  /// The file, or a folder whose media is inspected.
  public var input: TaskInput
  /// The specification's name.
  public var specification: String
  /// Report formats to write.
  public var reports: [ReportFormat]
  /// The document of texts that were marked in the picture; `nil` where there are none to measure.
  public var texts: String?
  /// The report of an earlier version, in JSON with its measurements beside it: only what changed since is decoded and measured; `nil` inspects everything.
  public var since: String?
  /// Whether what is measured is kept beside the JSON report, for a later version.
  public var keepsMeasurements: Bool

  /// An inspection of `input` against `specification`.
  public init(
    input: TaskInput, specification: String, reports: [ReportFormat] = [.html], texts: String? = nil, since: String? = nil,
    keepsMeasurements: Bool = false
  ) {
    self.input = input
    self.specification = specification
    self.reports = reports
    self.texts = texts
    self.since = since
    self.keepsMeasurements = keepsMeasurements
  }
}

/// What `transcode` is asked to do.
public struct TranscodeRequest: Sendable, Equatable, Codable {
  /// The file, or a folder whose media is encoded.
  public var input: TaskInput
  /// The preset's name.
  public var preset: String
  /// The folder for the outputs; a folder named after the task where `nil`.
  public var destination: String?

  /// An encode of `input` with `preset`.
  public init(input: TaskInput, preset: String, destination: String? = nil) {
    self.input = input
    self.preset = preset
    self.destination = destination
  }
}

/// What `format` is asked to do.
public struct FormatRequest: Sendable, Equatable, Codable {
  /// The programme, or a folder of its parts in the order of their names.
  public var input: TaskInput
  /// The layout's name.
  public var layout: String
  /// The preset's name.
  public var preset: String
  /// How sound lies in tracks.
  public var tracks: FormatTracks
  /// The folder for the output; a folder named after the task where `nil`.
  public var destination: String?
  /// What the clock says, by the layout's names.
  public var answers: [String: String]

  /// A formatting of `input` to `layout`.
  public init(
    input: TaskInput, layout: String, preset: String = "prores-422-hq", tracks: FormatTracks = .asSource, destination: String? = nil,
    answers: [String: String] = [:]
  ) {
    self.input = input
    self.layout = layout
    self.preset = preset
    self.tracks = tracks
    self.destination = destination
    self.answers = answers
  }
}

/// What `deliver` is asked to do.
public struct DeliverRequest: Sendable, Equatable, Codable {
  /// The master.
  public var input: TaskInput
  /// The specification's name.
  public var specification: String
  /// The folder to deliver into.
  public var destination: String
  /// Metadata that the specification asks for, by its camelCase names.
  public var metadata: [String: String]

  /// A delivery of `input` to `specification`.
  public init(input: TaskInput, specification: String, destination: String, metadata: [String: String] = [:]) {
    self.input = input
    self.specification = specification
    self.destination = destination
    self.metadata = metadata
  }
}

/// A form in which a report is written.
public enum ReportFormat: String, Sendable, Codable, CaseIterable {
  /// A page for a browser.
  case html
  /// A page for print and post.
  case pdf
  /// The values themselves.
  case json
  /// Tables for a spreadsheet: of a copy one line a file, of any other report its tables one after the other.
  case csv
  /// EBU QC, of inspections alone.
  case xml

  /// The forms that every report has.
  public static let general: [ReportFormat] = [.html, .pdf, .json, .csv]
}
