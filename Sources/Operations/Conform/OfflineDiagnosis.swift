// SPDX-License-Identifier: Apache-2.0

import Editorial
import Files

/// Finds the reason why a clip has no media, or other media than its list names.
struct OfflineDiagnosis {
  let index: MediaIndex
  /// What the workspace knows in folders that were not named.
  let elsewhere: Conform
  /// Whether a file is looked for, and not the clips of a cut.
  var isOfFile = false

  func item(of match: ConformMatch) -> FindMedia.Item {
    let (cause, words, remedy) = finding(match)
    return FindMedia.Item(name: match.event.title, event: match.event.number, state: match.state, cause: cause, words: words, remedy: remedy)
  }

  // MARK: -

  private typealias Finding = (cause: FindMedia.Cause, words: String, remedy: String)

  private func finding(_ match: ConformMatch) -> Finding {
    switch match.state {
    case .excluded: return (.excluded, match.evidence, "")
    case .ambiguous:
      let paths = match.candidates.prefix(6).map { "‘\($0.media.path)’" }.joined(separator: ", ")
      return (
        .ambiguous, "\(match.evidence): \(paths)",
        "say which it is: lineup conform … --choose \(match.event.number)=PATH; or name the folder of one of them only"
      )
    case .rateMismatch:
      return (.rate, match.evidence, "find out how it was transferred: relabel or convert the media, or conform at its own rate (--rate)")
    case .short: return (.short, match.evidence, "\(Self.place(match)) is its media: get longer media, or ask for fewer handles")
    case .partial:
      return (
        .partial, match.evidence, "\(Self.place(match)) ends before the cut does: look for the rest of the recording, or another transfer of it"
      )
    case .linked: return online(match)
    case .offline: return offline(match)
    }
  }

  private static func place(_ match: ConformMatch) -> String { "‘\(match.media?.path ?? "")’" }

  private func online(_ match: ConformMatch) -> Finding {
    guard let media = match.media else { return (.online, match.evidence, "") }
    if let trouble = media.trouble {
      return (.codec, trouble, "copy ‘\(media.path)’ again from its source, or restore it from another copy")
    }
    if CardContents.rawCoding(SystemPath.split(media.path).name) != nil {
      return (.codec, "‘\(media.path)’ is \(media.codec), camera raw", "develop it in its maker’s program, or conform to a transcode of it")
    }
    let named = match.event.clip.media.path
    if isOfFile { return online(file: Self.local(named), media) }
    guard named.contains("/") || named.contains("\\") else { return (.online, "‘\(media.path)’: \(match.evidence)", "") }
    let asked = Self.local(named)
    if media.files.contains(asked) { return (.online, "‘\(media.path)’ is where the list says", "") }
    let isSameName = SystemPath.split(asked).name.lowercased() == SystemPath.split(media.path).name.lowercased()
    let isThere = !FileFacts.isAbsent(asked)
    let remedy = "relink it to ‘\(media.path)’: lineup conform … --out FILE does"
    if isThere { return (.online, "‘\(asked)’ is there, and ‘\(media.path)’ too: \(match.evidence)", "") }
    let cause: FindMedia.Cause = isSameName ? .moved : .renamed
    return (cause, "the list has ‘\(asked)’, which is not there; it is ‘\(media.path)’ now: \(match.evidence)", remedy)
  }

  /// A file that is there: where it was said to be, or elsewhere.
  private func online(file asked: String, _ media: MediaItem) -> Finding {
    guard asked.contains("/"), !media.files.contains(asked) else { return (.online, "it is ‘\(media.path)’", "") }
    if !FileFacts.isAbsent(asked) { return (.online, "it is there, and ‘\(media.path)’ is called the same", "") }
    let isSameName = SystemPath.split(asked).name.lowercased() == SystemPath.split(media.path).name.lowercased()
    return (isSameName ? .moved : .renamed, "it is not there; ‘\(media.path)’ is", "")
  }

  private func offline(_ match: ConformMatch) -> Finding {
    if let known = outside(match) { return known }
    let media = match.event.clip.media
    let number = match.event.number
    if let near = match.candidates.first {
      let place = "‘\(near.media.path)’"
      if near.media.trouble != nil { return (.codec, near.media.trouble ?? "", "copy \(place) again from its source") }
      if near.media.labels == nil {
        return (.noTimecode, match.evidence, "give \(place) the timecode of its original, or choose it: --choose \(number)=\(near.media.path)")
      }
      return (
        .otherLabels, match.evidence,
        "compare \(place) with the list: it may be another take of that name, or labelled anew; look for the recording that holds \(Self.labels(match))"
      )
    }
    if let volume = Self.missingVolume(media.path) {
      return (
        .unmounted, "the list has ‘\(Self.local(media.path))’, and ‘\(volume)’ is not there", "mount it, or name the folder in which its media is now"
      )
    }
    let hints = match.hints.map { "‘\($0.path)’" }.joined(separator: ", ")
    let look = hints.isEmpty ? "" : "; \(hints) \(match.hints.count == 1 ? "has" : "have") its labels: if that is it, --choose \(number)=PATH"
    guard match.event.namesTape else {
      return (.notFound, match.evidence, "look for it under another name, or in other folders\(look)")
    }
    if index.hasReel(media.reel) {
      return (
        .otherLabels, "reel ‘\(media.reel)’ is there, and no clip of it holds \(Self.labels(match))",
        "look whether all of the reel was copied: lineup card, lineup verify\(look)"
      )
    }
    return (.noSuchReel, "there is no media of reel ‘\(media.reel)’", "name the folder of that reel with --media, or restore it\(look)")
  }

  /// What the workspace remembers of media in folders that were not named.
  private func outside(_ match: ConformMatch) -> Finding? {
    let known = elsewhere.match(match.event)
    guard let media = known.media else { return nil }
    if !FileFacts.isAbsent(media.path) {
      return (.otherFolder, "it is ‘\(media.path)’: \(known.evidence)", "name its folder, too: --media ‘\(SystemPath.split(media.path).folder)’")
    }
    let gone = Self.missingVolume(media.path) ?? media.path
    return (
      .unmounted, "it was ‘\(media.path)’ when it was last seen, and ‘\(gone)’ is not there now", "mount that volume, or restore it from its copy"
    )
  }

  private static func labels(_ match: ConformMatch) -> String {
    guard let source = match.event.clip.source else { return "its frames" }
    return "\(source)"
  }

  /// The path that a list names, as this system has it.
  private static func local(_ path: String) -> String { MediaAddress.path(of: path) }

  /// The highest folder of a path that is not there, where its file's own folder is not.
  private static func missingVolume(_ text: String) -> String? {
    let path = local(text)
    guard path.hasPrefix("/") else {
      let bytes = Array(path.utf8.prefix(3))
      return bytes.count == 3 && bytes[1] == UInt8(ascii: ":") ? String(path.prefix(2)) : nil
    }
    var missing: String?
    var folder = SystemPath.split(path).folder
    while folder != "/", folder != ".", FileFacts.isAbsent(folder) {
      missing = folder
      folder = SystemPath.split(folder).folder
    }
    return missing
  }
}
