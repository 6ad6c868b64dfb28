// SPDX-License-Identifier: Apache-2.0

public import Editorial
import Essence
import Files
import Foundation
import Hashing
import Integrity
public import MediaIO
public import Timing

/// Pulls the media of a cut for those who work on its shots: a folder for each vendor with the media, the list in every form that they may want, and the grades.
///
/// The cut is conformed first, so that nothing is pulled by guess: a clip that is ambiguous or offline is refused by name. Each file holds exactly the frames of
/// its range, which is proved on the file before it gets its name. Nothing is written over.
public struct PullMedia: Sendable {
  /// The cut and the folders that hold its media.
  public var conform: ConformTimeline
  /// How it is pulled.
  public var options: PullOptions

  /// A pull of the pictures of a cut. Sound goes out by a turnover.
  public init(_ conform: ConformTimeline, options: PullOptions = PullOptions()) {
    self.conform = conform
    self.options = options
    self.options.takesSound = false
    self.conform.handles = options.handles
  }

  /// What is to be pulled.
  public struct Plan: Sendable {
    /// The list that is pulled from.
    public var cut: String
    /// The cut's rate.
    public var rate: FrameRate
    /// What is pulled, and what cannot be.
    public var list: PullList
    /// The media by their paths.
    var sources: [String: MediaItem]
    /// What was odd about the list and the media, a sentence each.
    public var notes: [String]
    /// What could not be looked into, a sentence each.
    public var unread: [String]
  }

  /// Reads the cut, looks through the media and makes the list. With a workspace, what was seen of the media and what was chosen is remembered there; else nothing is written.
  ///
  /// - Throws: `OperationsError.noMedia` where there is nothing to pull; what a conform throws.
  public func plan(in environment: Environment) async throws -> Plan {
    let outcome = try await conform.run(in: environment)
    var list = PullList(of: outcome.result, outcome.timeline, options: options)
    guard !list.shots.isEmpty || !list.refused.isEmpty else {
      let named = options.onlyNamed ? "none of its clips has a name where one was looked for" : "it has no clip with pictures that need media"
      throw OperationsError(.noMedia, subject: conform.input.path, "‘\(conform.input.path)’ has nothing to pull: \(named)")
    }
    if list.title.isEmpty { list.title = SystemPath.split(conform.input.path).name }
    let sources = Dictionary(outcome.found.items.map { ($0.path, $0) }) { first, _ in first }
    let notes = outcome.notes.map(\.description) + outcome.found.notes + outcome.result.notes
    return Plan(
      cut: IndexMedia.absolute(conform.input.path), rate: outcome.timeline.rate, list: list, sources: sources, notes: notes,
      unread: outcome.found.unread)
  }

  /// What is written, and where.
  public struct Target: Sendable {
    /// The folder; new or empty.
    public var folder: String
    /// What the media becomes; `nil` for a copy of its packets in QuickTime.
    public var encoding: Encoding?
    /// Files of looks (LUTs) to put beside the media.
    public var looks: [String]

    /// A target as given.
    public init(folder: String, encoding: Encoding?, looks: [String] = []) {
      self.folder = IndexMedia.absolute(folder)
      self.encoding = encoding
      self.looks = looks
    }
  }

  /// A shot, and the file that was made of it.
  public struct Pulled: Sendable {
    /// The shot.
    public var shot: PullList.Shot
    /// Its file.
    public var file: FileProof
    /// What is worth knowing, a sentence each.
    public var notes: [String]
  }

  /// What was written.
  public struct Report: Sendable {
    /// How many files an earlier run had finished that was stopped.
    public var kept = 0
    /// What was pulled.
    public var pulled: [Pulled] = []
    /// What was not, and why.
    public var refused: [PullList.Refusal]
    /// The folders of the vendors, in the order of the list.
    public var folders: [String] = []
    /// Lists, records and grades.
    public var documents: [String] = []
    /// What the lists cannot say, and what is worth knowing, a sentence each.
    public var notes: [String] = []
  }

  /// Writes what was planned. A run that was stopped is gone on with by the same run again: files that it finished are hashed and kept.
  ///
  /// - Throws: `OperationsError` where the folder holds anything else, or the encoding has no pictures; `FilesError`, `MediaIOError` where writing fails. A shot
  ///   whose media cannot be read is refused, and the others go on.
  public func run(_ plan: Plan, to target: Target, in environment: Environment) async throws -> Report {
    try Self.check(target)
    var report = Report(refused: plan.list.refused)
    guard !plan.list.shots.isEmpty else { return report }
    let request = try Self.request(plan, target)
    let unfinished = try UnfinishedFolder(target.folder, kind: "pull", request: request, made: environment.clock.now.description)
    var vendors = VendorFolders(in: target.folder, isSplit: options.vendorKey != nil)
    for (vendor, shots) in plan.list.byVendor {
      let folder = vendors.folder(of: vendor)
      var pulled: [Pulled] = []
      for shot in shots {
        do {
          let (made, isKept) = try await Self.pull(shot, from: plan.sources[shot.path], to: folder, target.encoding, unfinished, in: environment)
          pulled.append(made)
          report.kept += isKept ? 1 : 0
        } catch let fault as PullFault {
          report.refused.append(.init(place: "‘\(shot.name)’ (\(shot.path))", reason: fault.reason))
        }
      }
      guard !pulled.isEmpty else { continue }
      let beside = PullPapers(plan: plan, vendor: vendor, folder: folder, pulled: pulled, made: unfinished.made, existing: unfinished.existing)
      let (documents, notes) = try beside.write(looks: target.looks)
      report.pulled += pulled
      report.folders.append(folder)
      report.documents += documents
      report.notes += notes
    }
    try unfinished.finish()
    return report
  }

  // MARK: -

  /// All that decides what is written: the list, the encoding, and which bytes it is made from.
  private static func request(_ plan: Plan, _ target: Target) throws -> [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let files = Set(plan.list.shots.map(\.path)).sorted() + target.looks.map(IndexMedia.absolute)
    return try [target.encoding?.name ?? "copy", String(decoding: encoder.encode(plan.list), as: UTF8.self)]
      + files.map { path in
        let facts = try FileFacts.ifExists(path)
        return "\(path) \(facts.map { "\($0.size) \($0.modified)" } ?? "")"
      }
  }

  private static func check(_ target: Target) throws {
    if let encoding = target.encoding, encoding.video == nil {
      throw OperationsError(
        .badInput, subject: encoding.name, "‘\(encoding.name)’ has no pictures, and a pull is of pictures: choose another preset")
    }
    var names: Set<String> = []
    for look in target.looks {
      guard try FileFacts.of(look).kind == .file else { throw OperationsError(.badInput, subject: look, "‘\(look)’ is no file: name the LUT itself") }
      guard names.insert(SystemPath.split(look).name.lowercased()).inserted else {
        throw OperationsError(.badInput, subject: look, "two LUTs are called ‘\(SystemPath.split(look).name)’: rename one")
      }
    }
  }

  /// Makes the file of a shot.
  ///
  /// - Throws: `PullFault` where it is the media's fault.
  private static func pull(
    _ shot: PullList.Shot, from source: MediaItem?, to folder: String, _ encoding: Encoding?, _ unfinished: UnfinishedFolder,
    in environment: Environment
  ) async throws -> (Pulled, isKept: Bool) {
    let (show, origin) = (environment.progress, MXFSink.Origin(environment))
    return try await onOwnThread { cancellation in
      let range = try ShotRange(shot, of: source)
      let target = "\(folder)/media/\(shot.name).\((encoding?.wrapper ?? .mov).fileExtension)"
      let file = FinishedFile(target: target, earlier: unfinished.files, algorithms: [.standard])
      let (proof, notes) = try file.write(cancellation: cancellation, recording: unfinished.add) { path in
        do { return try range.make(path, encoding, origin: origin, cancellation: cancellation, show: show) } catch let error as MediaIOError {
          // A full disk is everybody's trouble; what a decoder or encoder refuses is this shot's.
          let isOfTarget = [.noSpace, .cannotWrite, .alreadyExists, .permissionDenied].contains(error.code) && !error.subject.hasPrefix(shot.path)
          throw isOfTarget ? error : PullFault(error.description) as any Error
        } catch let error as OperationsError { throw PullFault(error.description) }
      }
      return (Pulled(shot: shot, file: proof.made(from: shot.path), notes: notes ?? []), isKept: notes == nil)
    }
  }
}

/// Why a shot could not be pulled, where it is the media's fault.
struct PullFault: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// The folders of vendors, of which none has another's name.
private struct VendorFolders {
  let root: String
  let isSplit: Bool
  private var taken: Set<String> = []

  init(in root: String, isSplit: Bool) { (self.root, self.isSplit) = (root, isSplit) }

  mutating func folder(of vendor: String) -> String {
    guard isSplit else { return root }
    let kept = vendor.unicodeScalars.map { scalar -> Character in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-_ ".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    // A name that begins with a dash is an option to whoever works on the folder in a shell.
    let plain = String(kept.prefix(80).drop { $0 == "-" || $0 == " " }).split(separator: " ").joined(separator: " ")
    let name = plain.isEmpty ? "no vendor" : SystemPath.isDevice(plain) ? plain + "_" : plain
    var (candidate, count) = (name, 1)
    while !taken.insert(candidate.lowercased()).inserted {
      count += 1
      candidate = "\(name)_\(count)"
    }
    return SystemPath.join(root, candidate)
  }
}
