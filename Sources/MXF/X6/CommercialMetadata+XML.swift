// SPDX-License-Identifier: Apache-2.0

public import Files
public import Markup

/// Its document, by the schemas of AMWA's block `DM_Commercials_Promos`. Each part has a namespace of its own.
extension CommercialMetadata {
  private static let base = "http://www.amwa.tv/projects/rules/01/block/"
  /// The namespace of the outermost element, which is also what the file calls the document.
  public static let namespace = base + "DM_Commercials_Promos/"

  /// A part of the document: its namespace and the prefix that we write.
  private enum Part: String {
    case identification = "DM_Identification"
    case domain = "DM_Commercials_Promos_DomainSpecific"
    case access = "DM_InVisionAccessServices"
    case details = "DM_ContentDetails"
    case extras = "DM_Extras"

    func name(_ local: String) -> MarkupName {
      let prefix =
        switch self {
        case .identification: "id"
        case .domain: "pc1"
        case .access: "acs"
        case .details: "cd"
        case .extras: "ex"
        }
      return MarkupName(local, namespace: CommercialMetadata.base + rawValue + "/", prefix: prefix)
    }
  }

  // MARK: - Writing

  /// The document in UTF-8, without a byte-order mark.
  /// - Throws: `MarkupError` where a text holds what XML cannot.
  public func document() throws(MarkupError) -> [UInt8] {
    var writer = XMLWriter(subject: "the AS-11 X6 document")
    let root = MarkupElement(
      MarkupName("Commercials_Promos_DM", namespace: Self.namespace, prefix: "pc0"),
      content: ([identifierElement, domainElement, accessElement, detailElement] + [extras].compactMap(\.self)).map { .element($0) })
    try writer.element(root)
    return writer.finish()
  }

  private static func element(_ part: Part, _ name: String, _ children: [MarkupElement]) -> MarkupElement {
    MarkupElement(part.name(name), content: children.map { .element($0) })
  }

  private static func text(_ part: Part, _ name: String, _ text: String?) -> [MarkupElement] {
    text.map { [MarkupElement(part.name(name), content: [.text($0)])] } ?? []
  }

  private var identifierElement: MarkupElement {
    let all = identifiers.map { identifier in
      Self.element(
        .identification, "Identifier",
        Self.text(.identification, "Identifier_Value", identifier.value) + Self.text(.identification, "Identifier_Type", identifier.type)
          + Self.text(.identification, "Identifier_Authority", identifier.authority))
    }
    return Self.element(.identification, "Identifiers", all)
  }

  private var domainElement: MarkupElement {
    let said = kind.items.flatMap { Self.text(.domain, $0.name, items[$0.name]) }
    return Self.element(.domain, "Commercials_Promos_DomainSpecific_DM", [Self.element(.domain, kind.rawValue, said)])
  }

  private var accessElement: MarkupElement {
    func service(_ service: AccessService?, _ element: String, _ item: String) -> MarkupElement {
      guard let service else { return Self.element(.access, "\(element)_Not_Present", []) }
      return Self.element(
        .access, "\(element)_Present",
        Self.text(.access, "\(item)_Language", service.language) + Self.text(.access, "\(item)_Type", service.type))
    }
    return Self.element(
      .access, "In_Vision_Access_Services",
      [service(openCaptions, "Open_Captions", "Caption"), service(signing, "Signing", "Signing")])
  }

  private var detailElement: MarkupElement {
    let tests = flashTests.map { test in
      Self.element(
        .details, "PSE_Test", Self.text(.details, "Test_Device", test.device) + Self.text(.details, "Test_Passed", test.isPassed ? "true" : "false"))
    }
    let compliance =
      loudnessException.map { Self.element(.details, "Compliance_To_Specification_Is_Not_Achieved", Self.text(.details, "Explanation", $0)) }
      ?? Self.element(.details, "Compliance_To_Specification_Is_Achieved", [])
    let loudness =
      Self.text(.details, "Audio_Loudness_Specification", loudnessSpecification) + [compliance]
      + Self.text(.details, "Programme_Loudness_Value", programmeLoudness.map { "\($0)" })
    return Self.element(
      .details, "Content_Details",
      Self.text(.details, "Audio_Comments", audioComments) + Self.text(.details, "Video_Comments", videoComments)
        + [Self.element(.details, "PSE_Test_Results", tests), Self.element(.details, "Audio_Loudness_Details", loudness)])
  }

  // MARK: - Reading

  /// Reads a document.
  /// - Returns: what it says; beside it what breaks the schema's structure, in words. What its values break, `faults` tells.
  /// - Throws: `FilesError` with code `malformed`: it is no such document, or says not even what the piece is.
  public static func read(_ bytes: [UInt8], subject: String) throws(FilesError) -> (metadata: CommercialMetadata, faults: [String]) {
    let root: MarkupElement
    do { root = try MarkupElement(parsing: bytes, subject: subject) } catch {
      throw FilesError(.malformed, subject: subject, remedy: "it is no XML: \(error)")
    }
    guard root.name == MarkupName("Commercials_Promos_DM", namespace: namespace) else {
      throw FilesError(
        .malformed, subject: subject, remedy: "it is <\(root.name.written)>, and a document Commercials_Promos_DM of \(namespace) is wanted")
    }
    var reading = Reading()
    guard let metadata = reading.metadata(root) else {
      throw FilesError(.malformed, subject: subject, remedy: (reading.faults + ["it does not say what the piece is"]).joined(separator: "; "))
    }
    return (metadata, reading.faults)
  }

  /// Goes through a document and keeps what is wrong with it.
  private struct Reading {
    var faults: [String] = []

    mutating func metadata(_ root: MarkupElement) -> CommercialMetadata? {
      let parts = children(
        root,
        [
          Part.identification.name("Identifiers"), Part.domain.name("Commercials_Promos_DomainSpecific_DM"),
          Part.access.name("In_Vision_Access_Services"), Part.details.name("Content_Details"), Part.extras.name("Extras"),
        ])
      guard let domain = parts[1], let (kind, piece) = piece(domain) else { return nil }
      var metadata = CommercialMetadata(kind, identifiers: parts[0].map { identifiers($0) } ?? [], items: [:], loudnessSpecification: "")
      for (item, element) in zip(kind.items, children(piece, kind.items.map { Part.domain.name($0.name) })) {
        metadata.items[item.name] = element?.trimmedText
      }
      access(parts[2], &metadata)
      details(parts[3], &metadata)
      metadata.extras = parts[4]
      for (part, name) in zip(parts, ["Identifiers", "", "In_Vision_Access_Services", "Content_Details"]) where part == nil && !name.isEmpty {
        faults.append("\(name) is missing")
      }
      return metadata
    }

    /// The children of these names, each at most once and in this order; others are faults.
    private mutating func children(_ element: MarkupElement, _ names: [MarkupName]) -> [MarkupElement?] {
      var (found, last) = ([MarkupElement?](repeating: nil, count: names.count), -1)
      for child in element.children {
        guard let place = names.firstIndex(of: child.name) else {
          faults.append("line \(child.line): \(element.name.local) has no \(child.name.local) of the namespace ‘\(child.name.namespace)’")
          continue
        }
        if found[place] != nil { faults.append("line \(child.line): \(child.name.local) stands there twice") }
        if place < last { faults.append("line \(child.line): \(child.name.local) stands behind what it should precede") }
        (found[place], last) = (child, max(last, place))
      }
      return found
    }

    private mutating func piece(_ domain: MarkupElement) -> (Kind, MarkupElement)? {
      let kinds = Kind.allCases
      let found = children(domain, kinds.map { Part.domain.name($0.rawValue) })
      let present = zip(kinds, found).compactMap { kind, element in element.map { (kind, $0) } }
      if present.count > 1 { faults.append("it is \(present.map(\.0.rawValue).joined(separator: " and ")), and can be one only") }
      return present.first
    }

    private mutating func identifiers(_ element: MarkupElement) -> [Identifier] {
      var all: [Identifier] = []
      for child in element.children {
        guard child.name == Part.identification.name("Identifier") else {
          faults.append("line \(child.line): Identifiers has no \(child.name.local)")
          continue
        }
        let parts = children(child, ["Identifier_Value", "Identifier_Type", "Identifier_Authority"].map { Part.identification.name($0) })
        all.append(Identifier(parts[0]?.trimmedText ?? "", type: parts[1]?.trimmedText ?? "", authority: parts[2]?.trimmedText))
      }
      return all
    }

    private mutating func access(_ element: MarkupElement?, _ metadata: inout CommercialMetadata) {
      guard let element else { return }
      let names = ["Open_Captions_Not_Present", "Open_Captions_Present", "Signing_Not_Present", "Signing_Present"]
      let found = children(element, names.map { Part.access.name($0) })
      for (place, what, item) in [(0, "Open_Captions", "Caption"), (2, "Signing", "Signing")] {
        if (found[place] == nil) == (found[place + 1] == nil) { faults.append("either \(what)_Not_Present or \(what)_Present is wanted") }
        guard let present = found[place + 1] else { continue }
        let said = children(present, [Part.access.name("\(item)_Language"), Part.access.name("\(item)_Type")])
        let service = AccessService(language: said[0]?.trimmedText ?? "", type: said[1]?.trimmedText ?? "")
        if place == 0 { metadata.openCaptions = service } else { metadata.signing = service }
      }
    }

    private mutating func details(_ element: MarkupElement?, _ metadata: inout CommercialMetadata) {
      guard let element else { return }
      let found = children(
        element, ["Audio_Comments", "Video_Comments", "PSE_Test_Results", "Audio_Loudness_Details"].map { Part.details.name($0) })
      metadata.audioComments = found[0]?.trimmedText
      metadata.videoComments = found[1]?.trimmedText
      if found[2] == nil { faults.append("PSE_Test_Results is missing: where no test was made it stands there empty") }
      for child in found[2]?.children ?? [] {
        guard child.name == Part.details.name("PSE_Test") else {
          faults.append("line \(child.line): PSE_Test_Results has no \(child.name.local)")
          continue
        }
        let said = children(child, [Part.details.name("Test_Device"), Part.details.name("Test_Passed")])
        let passed = said[1]?.trimmedText ?? ""
        if !["true", "false", "1", "0"].contains(passed) { faults.append("line \(child.line): Test_Passed is neither true nor false") }
        metadata.flashTests.append(FlashTest(device: said[0]?.trimmedText ?? "", isPassed: ["true", "1"].contains(passed)))
      }
      loudness(found[3], &metadata)
    }

    private mutating func loudness(_ element: MarkupElement?, _ metadata: inout CommercialMetadata) {
      guard let element else { return faults.append("Audio_Loudness_Details is missing") }
      let names = [
        "Audio_Loudness_Specification", "Compliance_To_Specification_Is_Achieved", "Compliance_To_Specification_Is_Not_Achieved",
        "Programme_Loudness_Value",
      ]
      let found = children(element, names.map { Part.details.name($0) })
      metadata.loudnessSpecification = found[0]?.trimmedText ?? ""
      if (found[1] == nil) == (found[2] == nil) { faults.append("either \(names[1]) or \(names[2]) is wanted") }
      if let exception = found[2] { metadata.loudnessException = children(exception, [Part.details.name("Explanation")])[0]?.trimmedText ?? "" }
      if let text = found[3]?.trimmedText {
        metadata.programmeLoudness = Double(text)
        if metadata.programmeLoudness == nil { faults.append("Programme_Loudness_Value, ‘\(text.prefix(40))’, is no number") }
      }
    }
  }
}
