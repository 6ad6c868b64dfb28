// SPDX-License-Identifier: Apache-2.0

public import Files
public import Timing

/// A set of AS-11's descriptive metadata: its items and their values, read from the text files that operators keep, or from a file, and written as either.
///
/// Such a text has a line an item, `ProgrammeTitle: Harbour Lights`. Times are written as timecodes of the file or as numbers of frames.
public struct AS11Framework: Hashable, Sendable {
  /// Which set it is.
  public let scheme: AS11Scheme
  /// The values as stored, by the items' names.
  private(set) var values: [String: [UInt8]] = [:]

  /// A set without values yet.
  public init(_ scheme: AS11Scheme) { self.scheme = scheme }

  /// The value of an item in words, as texts have it; nothing where it has none, or there is no such item.
  /// - Parameter timecode: of the first frame, in which times are told; where there is none they are numbers of frames.
  public func text(_ name: String, timecode: Timecode? = nil) -> String? {
    guard let item = scheme.items.first(where: { $0.name == name }), let bytes = values[name] else { return nil }
    return AS11Value.text(bytes, item.kind, timecode)
  }

  /// What must be there and is not, by name; and what depends on another item's value.
  public var missing: [String] {
    func says(_ name: String, _ value: String) -> Bool { text(name) == value }
    var names = scheme.items.filter { !$0.isOptional && values[$0.name] == nil }.map(\.name)
    func need(_ needed: [String], when condition: Bool) {
      if condition { names += needed.filter { values[$0] == nil && !names.contains($0) } }
    }
    switch scheme {
    case .segmentation: break
    case .core: need(["ClosedCaptionsType", "ClosedCaptionsLanguage"], when: says("ClosedCaptionsPresent", "true"))
    case .ukDPP:
      need(["3DType"], when: says("3D", "true"))
      need(["PSEManufacturer", "PSEVersion"], when: says("PSEPass", "Yes") || says("PSEPass", "No"))
      need(["AudioDescriptionType"], when: says("AudioDescriptionPresent", "true"))
      need(["OpenCaptionsType", "OpenCaptionsLanguage"], when: says("OpenCaptionsPresent", "true"))
      need(["SignLanguage"], when: says("SigningPresent", "Yes") || says("SigningPresent", "Signer only"))
      need(["ProgrammeTextLanguage"], when: says("ProgrammeHasText", "true"))
    }
    return names
  }

  // MARK: - Values

  /// Gives an item its value, as texts have it.
  /// - Parameter timecode: of the first frame: times may be written as timecodes.
  /// - Throws: `FilesError` with code `malformed`: there is no such item, or it cannot have that value.
  public mutating func set(_ name: String, _ text: String, timecode: Timecode? = nil) throws(FilesError) {
    let item = try item(name)
    guard let bytes = AS11Value.bytes(text, item.kind, timecode) else {
      throw FilesError(.malformed, subject: name, remedy: "‘\(text.prefix(80))’ is no value for it: \(AS11Value.wanted(item.kind))")
    }
    values[item.name] = bytes
  }

  /// The item of that name, whatever its capitals, or of the name that it had once.
  private func item(_ name: String) throws(FilesError) -> AS11Item {
    guard let item = scheme.items.first(where: { $0.name.lowercased() == Self.otherNames[name.lowercased(), default: name.lowercased()] }) else {
      throw FilesError(.malformed, subject: name, remedy: "AS-11 has no item of that name in its set ‘\(scheme.rawValue)’")
    }
    return item
  }

  /// What older files call some items.
  private static let otherNames = [
    "fpapass": "psepass", "fpamanufacturer": "psemanufacturer", "fpaversion": "pseversion", "contacttelephoneno": "contacttelephonenumber",
    "threed": "3d",
    "threedtype": "3dtype",
  ]

  // MARK: - Texts

  /// Reads a text: a line an item.
  /// - Throws: `FilesError` with code `malformed`, which names the line.
  public init(_ scheme: AS11Scheme, parsing text: String, subject: String, timecode: Timecode? = nil) throws(FilesError) {
    self.init(scheme)
    var lines: [String: Int] = [:]
    for (number, name, value) in try ItemLines(text).items(subject: subject) {
      let place = "\(subject):\(number)"
      do throws(FilesError) {
        let item = try item(String(name))
        // Two lines of one item, under whatever names, say two things, and nobody knows which is meant.
        if let earlier = lines[item.name] {
          throw FilesError(.malformed, subject: place, remedy: "line \(earlier) says it already: keep one of the two")
        }
        lines[item.name] = number
        try set(item.name, String(value), timecode: timecode)
      } catch {
        throw FilesError(.malformed, subject: place, remedy: "\(name): \(error.remedy)")
      }
    }
  }

  /// The text: a line an item, in the order of the register.
  public func text(timecode: Timecode? = nil) -> String {
    scheme.items.compactMap { item in text(item.name, timecode: timecode).map { "\(item.name): \($0)\n" } }.joined()
  }

  // MARK: - Sets

  /// Reads a set; nothing where it is of another kind. Items that the register does not know are left.
  public init?(_ set: MetadataSet) {
    guard let scheme = AS11Scheme.allCases.first(where: { $0.key.matches(set.key) }) else { return nil }
    self.init(scheme)
    for item in scheme.items { values[item.name] = set[item.label] }
  }

  /// The set, under an identifier.
  public func set(identifier: [UInt8]) -> MetadataSet {
    var set = MetadataSet(scheme.key, identifier: identifier)
    for item in scheme.items {
      if let value = values[item.name] { set.put(item.label, value) }
    }
    return set
  }
}
