// SPDX-License-Identifier: Apache-2.0

public import Delivery
public import Essence
public import Files
import Hashing
import MediaIO
import Quality
import Timing

/// Delivers one master to a specification: encodes, names, opens again what it wrote, decodes and checks all of it, and makes the note that goes with it.
public struct Deliver: Sendable {
  /// The master.
  public var source: String
  /// What was asked for.
  public var specification: DeliverySpec
  /// The folder to deliver into.
  public var folder: String
  /// Metadata that was given for it.
  public var metadata: [String: String]
  /// Proofs of the target that earlier, interrupted attempts left: if it is there with those bytes, it is only checked again.
  public var earlier: [FileProof]

  /// A delivery of `source` to `specification`.
  public init(_ source: String, to specification: DeliverySpec, in folder: String, metadata: [String: String], earlier: [FileProof] = []) {
    self.source = source
    self.specification = specification
    self.folder = folder
    self.metadata = metadata
    self.earlier = earlier
  }

  /// What was delivered.
  public struct Report: Sendable {
    /// The delivered file, with its proof.
    public var output: FileProof
    /// The delivered file, as it was found when it was opened again.
    public var media: MediaDescription
    /// The note that goes with it.
    public var note: DeliveryNote
    /// Frames that were written; `nil` where an earlier attempt had finished the file.
    public var frames: Int?
    /// What an operator should know, one sentence each.
    public var notes: [String]
    /// How long it took.
    public var seconds: Double
  }

  /// The path of the file that will be delivered on `day`.
  ///
  /// - Throws: `DeliveryError` for metadata that is missing or wrong.
  public func target(on day: Timestamp) throws -> String {
    try folder + "/" + fileName(specification.answers(to: metadata), date: day.dateText)
  }

  /// Delivers.
  ///
  /// - Parameter recording: told of the output's proof before it has its name.
  /// - Throws: `DeliveryError` for metadata that is missing or wrong, before anything is encoded; `OperationsError.badInput` where the master cannot
  ///   be decoded whole: a damaged master is not delivered.
  public func run(
    in environment: Environment, reference: String?, task: String? = nil, recording: @escaping @Sendable (FileProof) throws -> Void = { _ in }
  ) async throws -> Report {
    let answers = try specification.answers(to: metadata)
    let (request, show, host, now) = (self, environment.progress, environment.host, environment.clock.now)
    let origin = MXFSink.Origin(environment)
    return try await onOwnThread { cancellation in
      let began = ContinuousClock.now
      let encoding = try request.encoding()
      let media = try MediaReader.probe(request.source)
      try request.refuseHopeless(media, answers)
      let color = request.specification.picture?.color?.value.color
      let pass = EncodingPass(source: media, encoding: encoding, labels: try request.labels(for: media), origin: origin, assumedColor: color)
      let target = try request.target(on: now)
      let name = String(target.dropFirst(request.folder.count + 1))
      let file = FinishedFile(target: target, earlier: request.earlier, algorithms: [.xxh64, .md5, .c4])
      let (proof, extra) = try file.write(cancellation: cancellation, recording: recording) { path in
        let result = try pass.run(to: path, cancellation: cancellation, task: task, show: show)
        guard result.damage.isEmpty else {
          throw OperationsError(
            .badInput, subject: request.source,
            "‘\(request.source)’ cannot be decoded whole and is not delivered: \(result.damage.joined(separator: "; "))")
        }
        return result
      }
      let written = try MediaReader.probe(proof.path, countingPictures: true)
      let inspection = InspectionPass(
        media: written, profile: InspectionProfile(request.specification), tool: .init(name: host.tool, version: host.toolVersion))
      let inspected = try inspection.run(cancellation: cancellation, task: task, show: show)
      let checks =
        SpecificationCheck(request.specification, source: media).checks(of: written)
        + DeliveryCheck.inspected(inspected, against: request.specification)
      let delivered = DeliveryNote.File(
        name: name, byteCount: proof.bytes, digests: proof.digests, frames: written.video.first?.facts.frameCount?.value,
        start: written.timecodes.first?.start.description)
      let note = DeliveryNote(
        spec: request.specification, reference: reference, source: request.source, files: [delivered], metadata: answers, checks: checks,
        deliveredBy: "\(host.user) at \(host.hostName)", deliveredAt: now)
      return Report(
        output: proof, media: written, note: note, frames: extra?.frames, notes: request.assumptions(of: media) + (extra?.notes ?? []),
        seconds: (ContinuousClock.now - began) / .seconds(1))
    }
  }

  /// The path, without extension, of the note that goes with the delivered file at `path`.
  public static func noteBase(for path: String) -> String {
    let folder = SystemPath.split(path).folder
    let name = path.dropFirst(folder.count + 1)
    return folder + "/" + (name.lastIndex(of: ".").map { name[..<$0] } ?? name) + "_delivery-note"
  }

  // MARK: -

  /// What was assumed of the master, in a sentence each.
  private func assumptions(of media: MediaDescription) -> [String] {
    guard let asked = specification.picture?.color?.value, let color = media.video.first?.facts.color, color.primaries == nil || color.matrix == nil
    else {
      return []
    }
    return ["the source does not say what colour it has: it was taken to be \(asked), as the specification asks"]
  }

  private func encoding() throws -> Encoding {
    guard let preset = specification.encoding?.preset.value else {
      throw OperationsError(
        .badInput, subject: specification.name, "‘\(specification.name)’ judges files and makes none: deliver to a specification that has an encoding"
      )
    }
    guard let encoding = Encoding.preset(preset) else {
      throw OperationsError(.unknownName, subject: preset, "‘\(specification.name)’ asks for the preset ‘\(preset)’, which this Lineup does not have")
    }
    return encoding
  }

  private func labels(for media: MediaDescription) throws -> MediaWriter.Labels {
    var labels = MediaWriter.Labels(keeping: media)
    if case .fixed(let label) = specification.file.timecode?.value, let rate = labels.start?.rate ?? media.video.first?.facts.rate {
      labels.start = try Timecode(label, at: rate)
    }
    return labels
  }

  private func fileName(_ answers: [String: String], date: String) throws -> String {
    guard let pattern = specification.encoding?.naming.value else { return specification.name }
    let name = source.split(separator: "/").last.map(String.init) ?? source
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let builtIn = ["spec": specification.name, "source": stem, "date": date.filter(\.isNumber)]
    return try pattern.fileName(answers.merging(builtIn) { answer, _ in answer })
  }
}
