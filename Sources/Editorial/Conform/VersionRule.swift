// SPDX-License-Identifier: Apache-2.0

/// Which versions of a shot may stand for the one that a list names: itself; or else the latest approved one below it, as a change that is told. Never a later one.
struct VersionRule {
  /// The candidates that may be linked.
  let eligible: [ConformCandidate]
  /// What else there is of the shot.
  private(set) var notes: [String] = []
  /// What stands in for the version that the list names; `nil` where nothing does.
  private(set) var change: String?

  init(_ event: ConformEvent, _ found: [ConformCandidate]) {
    let usable = found.filter { $0.media.approval != .withheld }
    for candidate in found where candidate.media.approval == .withheld {
      notes.append("‘\(candidate.media.path)’ is not approved, and was not taken")
    }
    let names = [MediaName.file(MediaName.path(ofAddress: event.clip.media.path)), event.clip.name, event.clip.media.name]
    guard let named = names.lazy.map(MediaName.head).first(where: { $0.version != nil }), let version = named.version else {
      eligible = usable
      return
    }
    let head = MediaName.key(named.head)
    func own(_ candidate: ConformCandidate) -> Int? {
      let own = MediaName.head(MediaName.file(candidate.media.path))
      return MediaName.key(own.head) == head ? own.version : nil
    }
    let best = usable.compactMap(own).filter { $0 <= version }.max()
    for candidate in usable {
      if let later = own(candidate), later > version {
        notes.append("a later version \(later) is there and was not taken: ‘\(candidate.media.path)’")
      }
    }
    eligible = usable.filter { candidate in own(candidate).map { $0 == best } ?? true }
    guard let best, best < version, let first = eligible.first, own(first) == best else { return }
    change = "the list names version \(version) of ‘\(named.head)’, which is not there; version \(best) stands in: ‘\(first.media.path)’"
  }
}
