// SPDX-License-Identifier: Apache-2.0

/// What a reader does not understand of an object: members, to the letter.
struct OpenTimelineKept {
  /// The name under which Lineup puts into an object's metadata what OpenTimelineIO has no place for.
  static let namespace = "lineup"

  private var members: [String] = []

  /// Keeps a member as it stands.
  mutating func keep(_ key: String, _ text: String) { members.append(JSONValue.quoted(key) + ":" + text) }

  /// Members as one object, in the order of their names: OpenTimelineIO sorts them too, and what is written back is read as the same.
  static func object(_ members: [String]) -> String { "{" + members.sorted().joined(separator: ",") + "}" }

  /// What is kept, as one text; none where nothing is.
  var kept: [Kept] { members.isEmpty ? [] : [Kept(OpenTimelineIOFile.format, Self.object(members))] }

  /// What was kept of an object, for writing it back.
  ///
  /// - Returns: its members, and what other formats said.
  static func members(_ kept: [Kept]) -> (own: JSONValue, others: [Kept]) {
    var own = JSONValue.object([])
    var others: [Kept] = []
    for text in kept {
      if text.format == OpenTimelineIOFile.format, let value = JSONValue(parsing: text.text), case .object = value {
        own = own.merged(with: value)
      } else {
        others.append(text)
      }
    }
    return (own, others)
  }
}

/// An object's metadata as far as it is understood; the rest is kept.
struct OpenTimelineMetadata {
  /// Lineup's own: what OpenTimelineIO has no place for.
  var own: JSONValue?
  /// The reel of an edit decision list.
  var reel: String?
  /// The comments of an edit decision list.
  var comments: [String] = []
  /// The grade, as OpenTimelineIO's list adapter holds it.
  var grade: ColorDecisionText?
  /// The reel that a Final Cut Pro project names.
  var finalCutReel: String?
  /// Whether a Final Cut Pro project says that its labels drop numbers.
  var isDropFrame = false
  /// What a Final Cut Pro project notes of a marker.
  var finalCutComment: String?

  init() {}

  /// Takes a metadata object apart; what is not understood goes to `kept`.
  init(_ index: Int, of tape: JSONTape, kept: inout OpenTimelineKept) {
    var rest: [String] = []
    for (key, value) in tape.members(of: index) {
      switch tape.string(key) {
      case OpenTimelineKept.namespace? where tape.kind(value) == .object: own = JSONValue(parsing: tape.compact(value))
      case "cmx_3600"? where tape.kind(value) == .object:
        let left = takeList(value, tape)
        if !left.isEmpty { rest.append("\"cmx_3600\":{\(left.joined(separator: ","))}") }
      case "cdl"?:
        grade = Self.grade(value, tape)
        if grade == nil { rest.append("\"cdl\":" + tape.compact(value)) }
      case "fcp_xml"?:
        let timecode = tape.member("timecode", of: value)
        finalCutReel = timecode.flatMap { tape.member("reel", of: $0) }.flatMap { tape.member("name", of: $0) }.flatMap { tape.string($0) }
        isDropFrame = timecode.flatMap { tape.member("displayformat", of: $0) }.flatMap { tape.string($0) } == "DF"
        finalCutComment = tape.member("comment", of: value).flatMap { tape.string($0) }
        rest.append("\"fcp_xml\":" + tape.compact(value))
      default: rest.append(tape.compact(key) + ":" + tape.compact(value))
      }
    }
    if !rest.isEmpty { kept.keep("metadata", OpenTimelineKept.object(rest)) }
  }

  /// What is left of a list's metadata.
  private mutating func takeList(_ index: Int, _ tape: JSONTape) -> [String] {
    var left: [String] = []
    for (key, value) in tape.members(of: index) {
      switch tape.string(key) {
      case "reel"? where tape.string(value) != nil: reel = tape.string(value)
      case "comments"? where tape.elements(of: value).allSatisfy { tape.string($0) != nil }:
        comments = tape.elements(of: value).compactMap { tape.string($0) }
      default: left.append(tape.compact(key) + ":" + tape.compact(value))
      }
    }
    return left
  }

  /// `{"asc_sop": {"slope": [1, 1, 1], "offset": …, "power": …}, "asc_sat": 1}`, the numbers to the letter; `nil` for anything else.
  private static func grade(_ index: Int, _ tape: JSONTape) -> ColorDecisionText? {
    var grade = ColorDecisionText()
    for (key, value) in tape.members(of: index) {
      switch tape.string(key) {
      case "asc_sat"?:
        guard tape.kind(value) == .number else { return nil }
        grade.saturation = tape.compact(value)
      case "asc_sop"?:
        var parts: [String: String] = [:]
        for (name, numbers) in tape.members(of: value) {
          let three = Array(tape.elements(of: numbers))
          guard let name = tape.string(name), three.count == 3, three.allSatisfy({ tape.kind($0) == .number }) else { return nil }
          parts[name] = three.map { tape.compact($0) }.joined(separator: " ")
        }
        guard parts.count == 3, let slope = parts["slope"], let offset = parts["offset"], let power = parts["power"] else { return nil }
        grade.slopeOffsetPower = "(\(slope))(\(offset))(\(power))"
      default: return nil
      }
    }
    return grade == ColorDecisionText() ? nil : grade
  }
}
