// SPDX-License-Identifier: Apache-2.0

import Catalog
import Delivery
import Essence
import Files
import Hashing
import Integrity
import MediaIO
import Quality

/// Does one task of an order: finds its input, runs the operation of its verb on it, and says what came of it.
///
/// This is where an order's words become operations; no operation calls another.
public struct TaskRunner: Sendable {
  /// The order that the task belongs to.
  public var order: WorkOrder
  /// The world.
  public var environment: Environment
  /// The folder for reports.
  public var reports: String
  /// Puts what was done into the catalogue.
  public var recorder: TaskRecorder

  /// A runner of one task of `order`.
  public init(order: WorkOrder, environment: Environment, reports: String, recorder: TaskRecorder) {
    self.order = order
    self.environment = environment
    self.reports = reports
    self.recorder = recorder
  }

  /// Does `task`, given the outcomes of those it needs.
  ///
  /// - Throws: where the task could not be done at all.
  public func run(_ task: WorkOrder.Task, given: [String: TaskOutcome]) async throws -> TaskOutcome {
    let inputs = try inputs(of: task.request.input, given: given)
    switch task.request {
    case .offload(let request): return try await offload(request, from: try only(inputs, task), task)
    case .verify(let request): return try await verify(request, try only(inputs, task), task)
    case .probe(let request): return try await probe(request, inputs, task)
    case .qc(let request): return try await inspect(request, inputs, task, given: given)
    case .transcode(let request): return try await transcode(request, inputs, task, given: given)
    case .format(let request): return try await format(request, inputs, task, given: given)
    case .deliver(let request): return try await deliver(request, inputs, task, given: given)
    }
  }

  // MARK: - Inputs

  /// The absolute paths that `input` stands for.
  private func inputs(of input: TaskInput, given: [String: TaskOutcome]) throws -> [String] {
    switch input {
    case .path(let path): return [order.resolve(path)]
    case .task(let id, let below):
      let products = given[id]?.products ?? []
      guard let below else { return products }
      guard let root = products.first, try FileFacts.of(root).kind == .folder else {
        throw OperationsError(.badInput, subject: id, "‘\(id)/\(below)’: the task ‘\(id)’ made no folder to look in")
      }
      return [try ContainedPath(below).resolved(in: root)]
    }
  }

  private func only(_ inputs: [String], _ task: WorkOrder.Task) throws -> String {
    guard let input = inputs.first, inputs.count == 1 else {
      throw OperationsError(
        .badInput, subject: task.id, "‘\(task.id)’ takes one input and was given \(inputs.count): name one with a path below the task")
    }
    return input
  }

  /// Media files, each with the input that it was found in, and what was passed over, in words.
  private typealias Found = (files: [(path: String, root: String)], notes: [String])

  /// Every media file of the inputs.
  private func media(_ inputs: [String]) throws -> Found {
    guard !inputs.isEmpty else {
      throw OperationsError(.noMedia, subject: order.reference, "the task that this one takes its input from made nothing")
    }
    var found: Found = ([], [])
    for input in inputs {
      let media = try MediaFiles(at: input)
      found.files += media.paths.map { ($0, input) }
      found.notes += media.strangers.map { "\(input)/\($0) is a link or a device and was passed over: put the file itself in its place" }
    }
    return found
  }

  /// The proof of an input: the one that an earlier task made, or, for a file from outside, one made now.
  private func proof(of path: String, given: [String: TaskOutcome]) async throws -> FileProof {
    for outcome in given.values {
      if let proof = outcome.files.first(where: { $0.path == path }) { return proof }
    }
    return try await onOwnThread { try FileProof.of(path, [.standard], cancellation: $0) }
  }

  // MARK: - Verbs

  private func offload(_ request: OffloadRequest, from source: String, _ task: WorkOrder.Task) async throws -> TaskOutcome {
    let offload = try Offload(request, source: source, resolve: order.resolve, in: environment)
    let report = try await offload.run(in: environment, task: task.id)
    if report.copy.status == .cancelled { throw CancellationError() }
    try recorder.ingested(report)
    var outcome = TaskOutcome(report)
    outcome.documents += try await environment.reports.write(report, as: request.reports, to: try base("offload", task))
    return outcome
  }

  private func verify(_ request: VerifyRequest, _ input: String, _ task: WorkOrder.Task) async throws -> TaskOutcome {
    let reference = request.against.map { Verifier.Reference.list(order.resolve($0)) } ?? .history
    return TaskOutcome(try await Verify(input, against: reference).run(in: environment, task: task.id), of: input)
  }

  private func probe(_ request: ProbeRequest, _ inputs: [String], _ task: WorkOrder.Task) async throws -> TaskOutcome {
    let media = try media(inputs)
    var outcome = TaskOutcome(status: .clean, products: inputs, notes: media.notes)
    for (path, root) in media.files {
      try Task.checkCancellation()
      do {
        let description = try await Describe(path).run()
        outcome.findings.info += description.disagreements.count
        outcome.documents += try await environment.reports.write(description, as: request.reports, to: try base(path, below: root, task))
      } catch let error as MediaIOError {
        outcome.status = .partial
        outcome.notes.append("\(error)")
      }
    }
    return outcome
  }

  private func inspect(_ request: InspectRequest, _ inputs: [String], _ task: WorkOrder.Task, given: [String: TaskOutcome]) async throws
    -> TaskOutcome
  {
    let specification = try environment.specifications.specification(named: request.specification)
    let texts = try request.texts.map { try LegalTextFile(path: order.resolve($0)) }
    var results: [Inspect.Result] = []
    let media = try media(inputs)
    if request.since != nil, media.files.count > 1 {
      throw OperationsError(
        .badInput, subject: task.id,
        "‘since’ names the report of one file, and task ‘\(task.id)’ has \(media.files.count): give each a task of its own")
    }
    var outcome = TaskOutcome(status: .clean, products: inputs, notes: media.notes)
    for (path, root) in media.files {
      try Task.checkCancellation()
      let proof = try await proof(of: path, given: given)
      outcome.sources.append(proof)
      let digest = proof.digests["xxh64"].map { "xxh64:\($0)" }
      do {
        let base = try base(path, below: root, task)
        var inspection = Inspect(path, specification: specification, digest: digest, texts: texts)
        inspection.since = request.since.map { order.resolve($0) }
        inspection.measurements = request.keepsMeasurements ? Measurements.path(besides: base + ".json") : nil
        let result = try await inspection.run(in: environment, task: task.id)
        if let reason = result.unkept { outcome.notes.append("\(path): measurements were not kept: \(reason)") }
        try recorder.inspected(result, of: proof)
        results.append(result)
        outcome.documents += try await environment.reports.write(result, as: request.reports, to: base)
      } catch let error as MediaIOError {
        outcome.status = .rejected
        outcome.notes.append("\(error)")
      }
    }
    let judged = TaskOutcome(results)
    outcome.findings = judged.findings
    outcome.notes += judged.notes
    if judged.status != .clean && outcome.status != .rejected { outcome.status = judged.status }
    return outcome
  }

  private func transcode(_ request: TranscodeRequest, _ inputs: [String], _ task: WorkOrder.Task, given: [String: TaskOutcome]) async throws
    -> TaskOutcome
  {
    guard let encoding = Encoding.preset(request.preset) else {
      throw OperationsError(.unknownName, subject: request.preset, "there is no preset ‘\(request.preset)’")
    }
    let folder = order.resolve(request.destination ?? task.id)
    let media = try media(inputs)
    var encodes: [(source: FileProof, encode: Transcode)] = []
    for (source, target) in try Self.targets(of: media.files, in: folder, encoding) {
      let proof = try await proof(of: source, given: given)
      let encode = Transcode(source, to: target, encoding: encoding, earlier: try recorder.earlier(at: target, from: proof))
      try encode.refuseStranger()
      encodes.append((proof, encode))
    }
    var outcome = TaskOutcome(status: .clean, notes: media.notes)
    for (proof, encode) in encodes {
      try Task.checkCancellation()
      outcome.sources.append(proof)
      do {
        let report = try await encode.run(in: environment, task: task.id) { [recorder] in try recorder.made($0, from: proof) }
        outcome.files.append(report.output.made(from: encode.source))
        outcome.notes += report.notes.map { "\(encode.source): \($0)" }
        if !report.isWhole { outcome.status = .partial }
      } catch let error as MediaIOError where error.subject == encode.source && encodes.count > 1 {
        outcome.status = .partial
        outcome.notes.append("\(error)")
      }
    }
    if outcome.files.isEmpty {
      throw OperationsError(.badInput, subject: task.id, "nothing could be encoded: \(outcome.notes.joined(separator: "; "))")
    }
    outcome.products = outcome.files.map(\.path)
    return outcome
  }

  private func format(_ request: FormatRequest, _ inputs: [String], _ task: WorkOrder.Task, given: [String: TaskOutcome]) async throws
    -> TaskOutcome
  {
    guard let encoding = Encoding.preset(request.preset) else {
      throw OperationsError(.unknownName, subject: request.preset, "there is no preset ‘\(request.preset)’")
    }
    let media = try media(inputs)
    let parts = media.files.map(\.path)
    var proofs: [FileProof] = []
    for part in parts { proofs.append(try await proof(of: part, given: given)) }
    let target = FormatProgramme.target(of: parts[0], in: order.resolve(request.destination ?? task.id), encoding: encoding)
    var work = FormatProgramme(
      parts, to: target, layout: try FormatLayout.chosen(request.layout), answers: request.answers, encoding: encoding, tracks: request.tracks)
    work.earlier = try recorder.earlier(at: target, from: proofs[0])
    let report = try await work.run(in: environment, task: task.id) { [recorder, proofs] in try recorder.made($0, from: proofs) }
    var outcome = TaskOutcome(report)
    outcome.notes = media.notes + outcome.notes
    outcome.sources = proofs
    if let file = report.output {
      outcome.files = [FileProof(path: file.path, bytes: file.bytes, digests: file.digests, modified: file.modified, madeFrom: parts)]
    }
    return outcome
  }

  private func deliver(_ request: DeliverRequest, _ inputs: [String], _ task: WorkOrder.Task, given: [String: TaskOutcome]) async throws
    -> TaskOutcome
  {
    let specification = try environment.specifications.specification(named: request.specification)
    let media = try media(inputs)
    var outcome = TaskOutcome(status: .clean, notes: media.notes)
    for (source, _) in media.files {
      try Task.checkCancellation()
      let proof = try await proof(of: source, given: given)
      var delivery = Deliver(source, to: specification, in: order.resolve(request.destination), metadata: request.metadata)
      delivery.earlier = try recorder.earlier(at: try delivery.target(on: environment.clock.now), from: proof)
      let report = try await delivery.run(in: environment, reference: order.reference, task: task.id) { [recorder] in
        try recorder.made($0, from: proof)
      }
      try recorder.delivered(report, from: proof)
      let papers = try await environment.reports.write(
        report.note, as: environment.reports.possible([.html, .pdf, .json]), to: Deliver.noteBase(for: report.output.path))
      let delivered = TaskOutcome(report, papers: papers)
      if delivered.status != .clean { outcome.status = delivered.status }
      outcome.sources.append(proof)
      outcome.products += delivered.products
      outcome.files += delivered.files.map { $0.made(from: source) }
      outcome.documents += delivered.documents
      outcome.notes += delivered.notes
      outcome.findings += delivered.findings
    }
    return outcome
  }

  // MARK: - Outputs

  /// One target for each source; where two would have the same name, each keeps its folder.
  static func targets(of media: [(path: String, root: String)], in folder: String, _ encoding: Encoding) throws -> [(source: String, target: String)]
  {
    let flat = media.map { (source: $0.path, target: Transcode.target(of: $0.path, in: folder, encoding: encoding)) }
    guard Set(flat.map { $0.target.lowercased() }).count < flat.count else { return flat }
    return media.map { path, root in
      let inside = SystemPath.split(String(path.dropFirst(root.count + 1))).folder
      return (path, Transcode.target(of: path, in: inside == "." ? folder : folder + "/" + inside, encoding: encoding))
    }
  }

  /// The path, without extension, of a report about `path`, which lies below `root` or is it; its folder is made.
  private func base(_ path: String, below root: String? = nil, _ task: WorkOrder.Task) throws -> String {
    let inside = root.flatMap { path.hasPrefix($0 + "/") ? String(path.dropFirst($0.count + 1)) : nil }
    let base = "\(reports)/\(task.id)/" + Self.reportName(inside ?? path.split(separator: "/").last.map(String.init) ?? path)
    try Folder.create(SystemPath.split(base).folder)
    return base
  }

  /// A report's name for media of this name: characters that drive terminals, and those that pages and shells take for their own, become hyphens.
  public static func reportName(_ name: String) -> String {
    String(
      name.unicodeScalars.map { scalar in
        let isSafe =
          scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.isEmoji
          || "/ ._-+()".unicodeScalars.contains(scalar)
        return isSafe || scalar.properties.generalCategory == .nonspacingMark ? Character(scalar) : "-"
      })
  }
}
