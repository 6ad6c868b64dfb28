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
      let file = Self.stem(MediaName.path(ofAddress: media.path))
      texts[Evidence.identifier.rawValue] = media.identifier.isEmpty ? nil : media.identifier
      texts[Evidence.path.rawValue] = media.path.isEmpty ? nil : media.path
      texts[Evidence.file.rawValue] = file.isEmpty ? nil : file
      texts[Evidence.reel.rawValue] = ReelName.isNoTape(media.reel) ? nil : media.reel.uppercased()
      texts[Evidence.name.rawValue] = media.name.isEmpty ? nil : media.name.lowercased()
      texts[Evidence.clip.rawValue] = clip.name.isEmpty ? nil : clip.name.lowercased()
    }
    self.texts = texts
  }

  /// What other versions of the same shot have in common with it, and its version.
  var take: (shot: String, version: Int)? {
    [self[.file], self[.reel].map(Self.stem), self[.name], self[.clip].map(Self.stem)].lazy.compactMap { $0.flatMap(VersionedName.init) }.first
      .map { ($0.common.lowercased(), $0.number) }
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
    guard let mine = VersionedName(stem(name)), let theirs = VersionedName(stem(other)), mine.common == theirs.common else { return false }
    return mine.number > theirs.number
  }

  // MARK: -

  /// The name of a file without its folder and ending, in lower case.
  private static func stem(_ path: String) -> String { MediaName.stem(MediaName.file(path)).lowercased() }
}
