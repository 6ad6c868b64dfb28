// SPDX-License-Identifier: Apache-2.0

/// Reads tagged values: bin columns, comments on clips, and what programs keep there for themselves.
struct AAFTags {
  /// What tags say.
  struct Remarks {
    var comments: [Clip.Comment] = []
    var grade: ColorDecisionText?
    var kept: [Kept] = []
    var name: String?
    var supposed: Set<String> = []

    /// Takes in what an object around says.
    mutating func add(_ other: Remarks) {
      comments += other.comments
      kept += other.kept
      grade = other.grade ?? grade
      name = other.name ?? name
      supposed.formUnion(other.supposed)
    }
  }

  /// What is written where nobody said what AAF asks for: a reader of ours takes it back.
  static let supposed = "Lineup Supposed"
  /// The name of a clip that is called otherwise than its material.
  static let clipName = "Lineup Clip Name"

  let store: AAFStore

  init(_ store: AAFStore) { self.store = store }

  /// What is said of a component.
  func remarks(of component: AAFObject) -> Remarks {
    var remarks = Remarks()
    read(component, AAFProperty.userComments, into: &remarks)
    read(component, AAFProperty.attributes, into: &remarks)
    if let number = store.number(of: AvidProperty.componentAttributes) { read(component, number, into: &remarks) }
    return remarks
  }

  /// What is said of a master clip: its bin columns.
  func remarks(ofMaster mob: AAFObject) -> Remarks {
    var remarks = Remarks()
    read(mob, AAFProperty.mobComments, into: &remarks)
    read(mob, AAFProperty.mobAttributes, into: &remarks)
    if let number = store.number(of: AvidProperty.mobAttributes) { read(mob, number, into: &remarks) }
    return remarks
  }

  /// What is said of a composition.
  func remarks(ofMob mob: AAFObject) -> [Clip.Comment] {
    var remarks = Remarks()
    read(mob, AAFProperty.mobComments, into: &remarks)
    return remarks.comments
  }

  /// Names and texts of a list of tags.
  func tags(_ object: AAFObject, _ property: UInt16) -> [(name: String, text: String)] {
    store.vector(object, property).compactMap { tag in
      guard let name = tag.text(AAFProperty.tagName), let data = tag.data(AAFProperty.tagValue), let value = AAFEffectText.value(data) else {
        return nil
      }
      return (name, value.text)
    }
  }

  // MARK: -

  private func read(_ object: AAFObject, _ property: UInt16, into remarks: inout Remarks) {
    for tag in store.vector(object, property) {
      guard let name = tag.text(AAFProperty.tagName), let data = tag.data(AAFProperty.tagValue), let value = AAFEffectText.value(data) else {
        continue
      }
      switch name {
      case "ASC_SOP": remarks.grade = ColorDecisionText(slopeOffsetPower: value.text, saturation: remarks.grade?.saturation ?? "")
      case "ASC_SAT": remarks.grade = ColorDecisionText(slopeOffsetPower: remarks.grade?.slopeOffsetPower ?? "", saturation: value.text)
      case Self.clipName: remarks.name = value.text
      case Self.supposed: remarks.supposed.formUnion(value.text.split(separator: ",").map(String.init))
      case "_USER":
        // Avid keeps the columns that a user made one list further down.
        guard let number = store.number(of: AvidProperty.tagAttributes) else { continue }
        remarks.comments += tags(tag, number).map { Clip.Comment(key: $0.name, value: $0.text) }
      default:
        guard !name.hasPrefix("_") else {
          let kind = value.type == AAFKnown.string ? "text" : value.type == AAFKnown.int32 ? "number" : "\(value.type)"
          remarks.kept.append(Kept(AAF.format, "tag \(kind) \(name)=\(value.text)"))
          continue
        }
        remarks.comments.append(Clip.Comment(key: name, value: value.text))
      }
    }
  }
}
