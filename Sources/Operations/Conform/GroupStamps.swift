// SPDX-License-Identifier: Apache-2.0

import Files
import Hashing

/// What tells whether a recording is as it was when it was looked at: sizes and times of its files, and of the sidecars whose names begin with its own.
struct GroupStamps: Sendable {
  private let card: CardContents
  /// In each folder, files that are no clips, by name.
  private let others: [String: [String]]

  init(_ card: CardContents) {
    self.card = card
    var others: [String: [String]] = [:]
    for path in card.files.paths {
      let (folder, name) = SystemPath.split(path)
      if !CardContents.isClip(name) { others[folder, default: []].append(name) }
    }
    self.others = others.mapValues { $0.sorted() }
  }

  /// The stamp of a recording.
  func stamp(of group: SurveyClips.Group) -> String {
    var words = group.files.map { word($0.text) }
    for file in group.files.prefix(1) {
      let (folder, name) = SystemPath.split(file.text)
      let stem = CardContents.stem(name)
      for other in names(in: folder, beginningWith: stem) { words.append(other + word(folder == "." ? other : SystemPath.join(folder, other))) }
    }
    return words.joined(separator: ";")
  }

  private func word(_ path: String) -> String {
    let file = card.files[path]
    return "\(file?.size ?? -1)@\(file?.modified.seconds ?? 0).\(file?.modified.nanoseconds ?? 0)"
  }

  private func names(in folder: String, beginningWith stem: String) -> ArraySlice<String> {
    let names = others[folder] ?? []
    var (low, high) = (0, names.count)
    while low < high {
      let middle = (low + high) / 2
      if names[middle] < stem { low = middle + 1 } else { high = middle }
    }
    return names[low...].prefix { $0.hasPrefix(stem) }
  }
}

/// A digest of a recording that costs no more than a moment: the length of its files, and the first, the middle and the last 64 KiB of the first.
enum SampleDigest {
  private static let part = 64 << 10

  static func of(_ paths: [String]) throws -> String {
    guard let first = paths.first else { return "" }
    let file = try InputFile(first)
    let size = try file.facts().size
    var hasher = MultiHasher([.xxh64])
    var buffer = [UInt8](repeating: 0, count: part)
    for offset in Set([0, max(0, size / 2), max(0, size - Int64(part))]).sorted() {
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: offset) }
      buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    let digest = hasher.finish().first.map { "\($0)" } ?? ""
    return "\(size)x\(paths.count):\(digest)"
  }
}
