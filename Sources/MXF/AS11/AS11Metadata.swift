// SPDX-License-Identifier: Apache-2.0

/// The descriptive metadata of an AS-11 file: what every one has, what the UK's broadcasters ask for, and the parts of the programme.
public struct AS11Metadata: Hashable, Sendable {
  /// What every AS-11 file has.
  public var core: AS11Framework?
  /// What the UK's broadcasters ask for.
  public var ukDPP: AS11Framework?
  /// The parts, in their order.
  public var parts: [ProgrammePart] = []

  /// None yet.
  public init(core: AS11Framework? = nil, ukDPP: AS11Framework? = nil, parts: [ProgrammePart] = []) {
    (self.core, self.ukDPP, self.parts) = (core, ukDPP, parts)
  }

  /// The metadata and where each stands, each set under a new identifier.
  public func placed(_ newIdentifier: () -> [UInt8]) -> [PlacedFramework] {
    func place(_ framework: AS11Framework?) -> PlacedFramework? {
      framework.map { framework in
        let (number, name) = framework.scheme.track
        return PlacedFramework(scheme: framework.scheme.label, track: number, name: name, set: framework.set(identifier: newIdentifier()))
      }
    }
    var all = [place(core)].compactMap(\.self)
    if !parts.isEmpty {
      let (number, name) = AS11Scheme.segmentation.track
      all.append(
        PlacedFramework(
          scheme: AS11Scheme.segmentation.label, track: number, name: name,
          parts: parts.map { ($0.start, $0.duration, $0.set(identifier: newIdentifier())) }))
    }
    return all + [place(ukDPP)].compactMap(\.self)
  }

  /// What a file has; nothing where it has none of it.
  public init?(_ file: MXFFile) {
    guard let package = file.materialPackage else { return nil }
    self.init()
    for track in file.metadata.tracks(of: package) {
      var place: Int64 = 0
      for component in file.metadata.components(of: track) {
        let length = component.integer(.componentLength, as: Int64.self) ?? 0
        if component.key.matches(.descriptiveMarker) { take(component, file, start: place, length) }
        place = place.addingReportingOverflow(max(0, length)).partialValue
      }
    }
    if core == nil, ukDPP == nil, parts.isEmpty { return nil }
  }

  private mutating func take(_ marker: MetadataSet, _ file: MXFFile, start: Int64, _ length: Int64) {
    guard let set = file.metadata.set(.descriptiveFrameworkObject, of: marker), let framework = AS11Framework(set) else { return }
    switch framework.scheme {
    case .core: core = core ?? framework
    case .ukDPP: ukDPP = ukDPP ?? framework
    case .segmentation:
      guard let number = framework.text("PartNumber").flatMap({ UInt16($0) }), let total = framework.text("PartTotal").flatMap({ UInt16($0) }) else {
        return
      }
      parts.append(ProgrammePart(number: number, total: total, start: start, duration: length))
    }
  }
}

extension AS11Metadata {
  /// Picture ratios that AS-11 UK DPP HD allows.
  private static let ratios: Set = ["4:3", "14:9", "15:9", "16:9", "37:20", "21:9", "12:5"]
  /// Layouts of sound tracks that it allows, by how many tracks a file has. `EBU R 48: 2a` is stereo, with silence on tracks 3 and 4.
  private static let layouts = [4: ["EBU R 48: 2a", "EBU R 123: 4b", "EBU R 123: 4c"], 16: ["EBU R 123: 16c", "EBU R 123: 16d", "EBU R 123: 16f"]]

  /// What breaks the rules of AS-11 UK DPP HD, in words, before anything is written: what is missing is asked for by name.
  /// - Parameters:
  ///   - channels: how many sound tracks the file has.
  ///   - frames: how many frames.
  public func faults(channels: Int, frames: Int64) -> [String] {
    var faults: [String] = []
    func ask(_ framework: AS11Framework?, _ file: String) {
      guard let framework else { return faults.append("there is no \(file)") }
      let missing = framework.missing
      if !missing.isEmpty { faults.append("the \(file) lacks \(missing.joined(separator: ", "))") }
    }
    ask(core, "core metadata")
    ask(ukDPP, "UK DPP metadata")
    if parts.isEmpty { faults.append("there is no segmentation: at least one part is wanted") }
    func expect(_ name: String, _ framework: AS11Framework?, _ wanted: [String], or note: String? = nil) {
      guard let value = framework?.text(name), !wanted.contains(value) else { return }
      faults.append("\(name) is ‘\(value)’, and \(note ?? wanted.map { "‘\($0)’" }.joined(separator: " or ")) is wanted")
    }
    expect("ShimName", core, ["UK DPP HD"])
    expect("ShimVersion", core, ["1.1", "1.0"])
    expect("ClosedCaptionsPresent", core, ["false"], or: "‘false’: the file may hold none, which")
    if let layouts = Self.layouts[channels] { expect("AudioTrackLayout", core, layouts) }
    expect("PictureRatio", ukDPP, Self.ratios.sorted())
    expect("TotalNumberOfParts", ukDPP, ["\(parts.first?.total ?? 0)"], or: "\(parts.first?.total ?? 0), the total of the segmentation,")
    let length = parts.reduce(Int64(0)) { $0.addingReportingOverflow($1.duration).partialValue }
    if let total = parts.first?.total, parts.count == Int(total) {
      expect("TotalProgrammeDuration", ukDPP, ["\(length)"], or: "\(length) frames, the sum of the parts,")
    }
    for name in ["LineUpStart", "IdentClockStart"] {
      if let place = ukDPP?.text(name).flatMap({ Int64($0) }), place >= frames {
        faults.append("\(name) is at frame \(place), and the file has \(frames)")
      }
    }
    return faults
  }
}
