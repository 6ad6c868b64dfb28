// SPDX-License-Identifier: Apache-2.0

public import Files

/// What is said of a piece as a text with a line an item, as operators keep those of AS-11:
///
///     Kind: Commercial
///     Identifier: ABC/WXYZ001/030; Clock Number; Clearcast
///     Title: Weekend
///     Version: Pre-watershed
///     Originator: Northlight Pictures
///     Supplier: Northlight Pictures
///     Advertiser: Wexford & Young
///     PSETest: Harding FPA 3.5; passed
///     LoudnessSpecification: EBU R 128 s1
extension CommercialMetadata {
  /// Reads a text. `OpenCaptions` and `Signing` are a language and a kind, `en-GB; Hard of hearing`, and not there where the line is not.
  /// - Throws: `FilesError` with code `malformed`, which names the line; or what is missing before anything can be said.
  public init(parsing text: String, subject: String) throws(FilesError) {
    self.init(.commercial, identifiers: [], items: [:], loudnessSpecification: "")
    var (hasKind, said) = (false, [(line: Int, name: String, value: String)]())
    for (number, label, value) in try ItemLines(text).items(subject: subject) {
      let (name, value) = (Self.plain(label), String(value))
      if name == "kind" {
        guard let kind = Kind.allCases.first(where: { Self.plain($0.rawValue[...]) == Self.plain(value[...]) }) else {
          throw FilesError(
            .malformed, subject: "\(subject):\(number)",
            remedy: "‘\(value.prefix(40))’ is no kind of piece; write one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        (self.kind, hasKind) = (kind, true)
      } else {
        said.append((number, name, value))
      }
    }
    guard hasKind else {
      throw FilesError(
        .malformed, subject: subject, remedy: "it does not say what the piece is: write a line ‘Kind: Commercial’ or ‘Kind: Promotion’")
    }
    var lines: [String: Int] = [:]
    for (line, name, value) in said {
      if name != "identifier", name != "psetest", let earlier = lines.updateValue(line, forKey: name) {
        throw FilesError(.malformed, subject: "\(subject):\(line)", remedy: "line \(earlier) says it already: keep one of the two")
      }
      guard let fault = take(name, value) else { continue }
      throw FilesError(.malformed, subject: "\(subject):\(line)", remedy: fault)
    }
    guard !loudnessSpecification.isEmpty else {
      throw FilesError(
        .malformed, subject: subject,
        remedy: "it lacks LoudnessSpecification: write ‘EBU R 128’, or ‘EBU R 128 s1’ for a piece of less than two minutes")
    }
  }

  /// Takes one line; gives what is wrong with it.
  private mutating func take(_ name: String, _ value: String) -> String? {
    let parts = value.split(separator: ";", omittingEmptySubsequences: false).map { String(ItemLines.trimmed($0)) }
    switch name {
    case "identifier":
      guard (2...3).contains(parts.count) else { return "write ‘Identifier: ABC/WXYZ001/030; Clock Number; Clearcast’" }
      identifiers.append(Identifier(parts[0], type: parts[1], authority: parts.count == 3 ? parts[2] : nil))
    case "opencaptions", "signing":
      guard parts.count == 2 else {
        let types = name == "signing" ? Self.signingTypes : Self.captionTypes
        return "write a language and a kind, as ‘en-GB; \(types[0])’, or leave the line out where there is none"
      }
      let service = AccessService(language: parts[0], type: parts[1])
      if name == "signing" { signing = service } else { openCaptions = service }
    case "psetest":
      guard parts.count == 2, let isPassed = ["passed": true, "failed": false][parts[1].lowercased()] else {
        return "write ‘PSETest: device and version; passed’, or leave the line out where no listed device tested it"
      }
      flashTests.append(FlashTest(device: parts[0], isPassed: isPassed))
    case "audiocomments": audioComments = value
    case "videocomments": videoComments = value
    case "loudnessspecification": loudnessSpecification = value
    case "loudnessexception": loudnessException = value
    case "programmeloudness":
      guard let loudness = Double(value), loudness.isFinite else { return "‘\(value.prefix(40))’ is no loudness: write -23.0" }
      programmeLoudness = loudness
    default:
      guard let item = kind.items.first(where: { Self.plain($0.name[...]) == name }) else {
        return "a \(kind.rawValue) has no item ‘\(name)’; it has \(kind.items.map(\.name).joined(separator: ", "))"
      }
      items[item.name] = value
    }
    return nil
  }

  /// A name without what people leave out or write otherwise.
  private static func plain(_ name: Substring) -> String { ItemLines.trimmed(name).lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" } }
}
