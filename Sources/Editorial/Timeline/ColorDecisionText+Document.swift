// SPDX-License-Identifier: Apache-2.0

internal import Markup

extension ColorDecisionText {
  /// The grade as a file of its own, a `.cc`: one `ColorCorrection` of ASC CDL 1.2, with the numbers to the letter.
  ///
  /// - Parameter id: what the correction is called, such as the name of the shot.
  /// - Throws: `EditorialError.damaged` where slope, offset and power are not three numbers each, or the saturation is none.
  public func document(id: String) throws(EditorialError) -> [UInt8] {
    var writer = XMLWriter(subject: id)
    do throws(MarkupError) {
      try writer.start("ColorCorrection", [("xmlns", "urn:ASC:CDL:v1.2"), ("id", id)])
      if !slopeOffsetPower.isEmpty {
        guard let triples else { throw MarkupError(.malformed, subject: id, detail: slopeOffsetPower) }
        try writer.start("SOPNode")
        for (name, triple) in zip(["Slope", "Offset", "Power"], triples) { try writer.element(name, [], triple.joined(separator: " ")) }
        writer.end()
      }
      if !saturation.isEmpty {
        guard Self.isNumber(saturation.trimmed) else { throw MarkupError(.malformed, subject: id, detail: saturation) }
        try writer.start("SatNode")
        try writer.element("Saturation", [], saturation.trimmed)
        writer.end()
      }
      writer.end()
    } catch {
      let given = [slopeOffsetPower, saturation].filter { !$0.isEmpty }.joined(separator: " ")
      throw EditorialError(.damaged, subject: id, detail: "is no ASC CDL, (s s s)(o o o)(p p p) and one saturation: ‘\(given)’")
    }
    return writer.finish()
  }

  /// Slope, offset and power, three numbers each; `nil` where they are not.
  private var triples: [[String]]? {
    let groups = slopeOffsetPower.split(separator: ")", omittingEmptySubsequences: false)
    guard groups.count == 4, groups[3].allSatisfy(\.isWhitespace) else { return nil }
    var triples: [[String]] = []
    for group in groups.prefix(3) {
      let text = group.drop(while: \.isWhitespace)
      guard text.first == "(" else { return nil }
      let numbers = text.dropFirst().split { $0.isWhitespace || $0 == "," }.map(String.init)
      guard numbers.count == 3, numbers.allSatisfy(Self.isNumber) else { return nil }
      triples.append(numbers)
    }
    return triples
  }

  private static func isNumber(_ text: String) -> Bool { Double(text)?.isFinite == true && !text.lowercased().contains("x") }
}
