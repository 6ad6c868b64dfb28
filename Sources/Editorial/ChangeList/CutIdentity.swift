// SPDX-License-Identifier: Apache-2.0

/// By what the material of a clip is known, from the strongest evidence to the weakest. A place in the cut is none, nor is a timecode alone.
struct CutIdentity: Hashable {
  /// A kind of evidence.
  enum Evidence: Int, CaseIterable {
    /// What no other material has: a UMID; or that it is bars, or a cut of that name.
    case identifier
    /// The file's path as it was written.
    case path
    /// The file's name without its folder and its ending.
    case file
    /// The reel, tape or card; with it goes the timecode.
    case reel
    /// What the material is called.
    case name
    /// What the clip is called.
    case clip
  }

  private var texts: [String?]

  init(_ clip: Clip) {
    let media = clip.media
    var texts = [String?](repeating: nil, count: Evidence.allCases.count)
    if clip.sequence != nil {
      texts[Evidence.identifier.rawValue] = "sequence \(clip.sequence?.name ?? clip.name)"
    } else if !media.generator.isEmpty {
      texts[Evidence.identifier.rawValue] = "generator \(media.generator) \(media.name)"
    } else {
      let file = Self.stem(media.path)
      let reel = media.reel.uppercased()
      texts[Evidence.identifier.rawValue] = media.identifier.isEmpty ? nil : media.identifier
      texts[Evidence.path.rawValue] = media.path.isEmpty ? nil : media.path
      texts[Evidence.file.rawValue] = file.isEmpty ? nil : file
      // AX is any source without a tape, and says nothing.
      texts[Evidence.reel.rawValue] = ["", "AX", "BL", "BLACK", "NONE", "UNKNOWN"].contains(reel) ? nil : reel
      texts[Evidence.name.rawValue] = media.name.isEmpty ? nil : media.name.lowercased()
      texts[Evidence.clip.rawValue] = clip.name.isEmpty ? nil : clip.name.lowercased()
    }
    self.texts = texts
  }

  /// The name without its version, and that version; for another version of the same shot.
  var take: (shot: String, version: String)? {
    [self[.file], self[.reel].map(Self.stem), self[.name], self[.clip].map(Self.stem)].lazy.compactMap { $0.flatMap(Self.versioned) }.first
  }

  /// The evidence of a kind, where there is any.
  subscript(_ evidence: Evidence) -> String? { texts[evidence.rawValue] }

  /// Whether both are the same material as far as this kind of evidence tells, and no stronger kind says otherwise.
  func agrees(with other: CutIdentity, by evidence: Evidence) -> Bool {
    guard let text = self[evidence], text == other[evidence] else { return false }
    return !contradicts(other, below: evidence)
  }

  /// Whether evidence that is stronger than `evidence` tells the two apart.
  func contradicts(_ other: CutIdentity, below evidence: Evidence) -> Bool {
    // A path may differ because a volume has another name, and an identifier because a file was taken in twice.
    let telling: [Evidence] =
      switch evidence {
      case .identifier, .path, .file: []
      case .reel: [.file]
      case .name, .clip: [.file, .reel]
      }
    return telling.contains { kind in
      guard let mine = self[kind], let theirs = other[kind] else { return false }
      return mine != theirs
    }
  }

  /// Whether any evidence says that both are the same material.
  func isSame(as other: CutIdentity) -> Bool { Evidence.allCases.contains { agrees(with: other, by: $0) } || isSilent && other.isSilent }

  /// Whether it says nothing at all.
  var isSilent: Bool { texts.allSatisfy { $0 == nil } }

  /// Whether two names are of one thing, and this one says a later version of it: `reel1_v8.edl` than `reel1_v7.edl`.
  static func isLater(_ name: String, than other: String) -> Bool {
    guard let mine = versioned(stem(name)), let theirs = versioned(stem(other)), mine.shot == theirs.shot else { return false }
    return (Int(mine.version) ?? 0) > (Int(theirs.version) ?? 0)
  }

  // MARK: -

  /// The name of a file without its folder and ending, in lower case.
  private static func stem(_ path: String) -> String {
    let start = path.utf8.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.map { path.utf8.index(after: $0) } ?? path.startIndex
    let lower = path.utf8.contains(UInt8(ascii: "%")) ? path[start...].lowercased().replacing("%20", with: " ") : path[start...].lowercased()
    guard let dot = lower.utf8.lastIndex(of: UInt8(ascii: ".")), dot > lower.startIndex else { return lower }
    let ending = lower[lower.utf8.index(after: dot)...]
    return ending.utf8.count <= 5 && !ending.isEmpty ? String(lower[..<dot]) : lower
  }

  /// `sc010_comp_v003` is version `003` of `sc010_comp_`; `nil` where a name has no `v` with digits that stands alone.
  private static func versioned(_ name: String) -> (shot: String, version: String)? {
    guard name.utf8.contains(where: { $0 | 32 == UInt8(ascii: "v") }) else { return nil }
    let letters = Array(name.lowercased())
    var place = letters.count - 1
    while place >= 0 {
      defer { place -= 1 }
      guard letters[place] == "v", place == 0 || !(letters[place - 1].isLetter || letters[place - 1].isNumber) else { continue }
      let digits = letters[(place + 1)...].prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, digits.count <= 6, digits.endIndex == letters.endIndex || !letters[digits.endIndex].isLetter else { continue }
      return (String(letters[..<place]) + "v#" + String(letters[digits.endIndex...]), String(digits))
    }
    return nil
  }
}
