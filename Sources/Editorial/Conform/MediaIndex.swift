// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization
internal import Timing

/// Media by all their names, so that a clip finds its own among a hundred thousand without a look at the others.
///
/// Every name becomes a key of one number. Within a key, labels lie in a tree of intervals (sorted by first label, each node with the furthest label beneath it), so
/// that a reel of ten thousand clips that all begin at one label costs no more than what reaches the cut.
public struct MediaIndex: Sendable {
  /// What a name is.
  enum Kind: UInt8 {
    case identifier, path, file, head, reel, alias, name, part, all
  }

  /// An item under one of its names.
  private struct Entry: Comparable {
    var key: Int
    /// First label and the one behind the last, in ticks; `Int.min` where there are none.
    var start: Int
    var end: Int
    var item: Int32

    static func < (left: Entry, right: Entry) -> Bool {
      if left.key != right.key { return left.key < right.key }
      return left.start != right.start ? left.start < right.start : left.item < right.item
    }
  }

  /// The media, in the order in which they were given.
  public let items: [MediaItem]
  private let entries: [Entry]
  /// The furthest label in the half of its key's run that an entry stands in the middle of.
  private let furthest: [Int]

  /// More candidates than anyone would look through; what is beyond them changes no answer but its length.
  static let mostFound = 64

  /// An index of `items`.
  public init(_ items: [MediaItem]) {
    self.items = items
    let entries = Self.entries(of: items)
    var furthest = [Int](repeating: .min, count: entries.count)
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].key == entries[start].key { end += 1 }
      Self.fill(&furthest, entries, start, end)
      start = end
    }
    (self.entries, self.furthest) = (entries, furthest)
  }

  /// The items under a key whose labels reach `labels`, or all of them where that is `nil`; never more than `mostFound`.
  func find(_ key: Int, reaching labels: LabelTicks? = nil, most: Int = MediaIndex.mostFound) -> [Int] {
    let run = run(of: key)
    var found: [Int] = []
    guard let labels else { return entries[run].prefix(most).map { Int($0.item) } }
    collect(run.lowerBound, run.upperBound, labels.start, labels.end, most, &found)
    // An item that ran past midnight has its late labels a day behind its first.
    collect(run.lowerBound, run.upperBound, labels.start + LabelTicks.day, labels.end + LabelTicks.day, most, &found)
    return found
  }

  /// Whether anything stands under a key.
  func has(_ key: Int) -> Bool { !run(of: key).isEmpty }

  /// Whether any item is of a reel, whatever its labels.
  public func hasReel(_ name: String) -> Bool {
    ReelName(name).queries.contains { has(Self.key(.reel, $0.key, form: $0.entry)) || has(Self.key(.alias, $0.key, form: $0.entry)) }
  }

  /// The key of a name of a kind.
  static func key(_ kind: Kind, _ bytes: [UInt8], form: ReelName.Form = .whole) -> Int {
    var hasher = Hasher()
    hasher.combine(kind.rawValue)
    hasher.combine(form)
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  // MARK: -

  /// The entries of all items, in order: each half is made and sorted on a thread of its own.
  private static func entries(of items: [MediaItem]) -> [Entry] {
    let middle = items.count / 2
    let halves = Mutex<[[Entry]]>([[], []])
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      let entries = entries(of: items, half == 0 ? 0..<middle : middle..<items.count).sorted()
      halves.withLock { $0[half] = entries }
    }
    let (first, second) = halves.withLock { ($0[0], $0[1]) }
    var merged: [Entry] = []
    merged.reserveCapacity(first.count + second.count)
    var place = 0
    for entry in first {
      while place < second.count, second[place] < entry {
        merged.append(second[place])
        place += 1
      }
      merged.append(entry)
    }
    return merged + second[place...]
  }

  private static func entries(of items: [MediaItem], _ numbers: Range<Int>) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(numbers.count * 12)
    for number in numbers {
      let labels = items[number].effectiveLabels.map(LabelTicks.init)
      var keys = keys(of: items[number])
      if labels != nil { keys.append(key(.all, [])) }
      for key in keys {
        entries.append(Entry(key: key, start: labels?.start ?? .min, end: labels?.end ?? .min, item: Int32(truncatingIfNeeded: number)))
      }
    }
    return entries
  }

  private static func keys(of item: MediaItem) -> [Int] {
    var keys: Set<Int> = []
    for identifier in item.identifiers { keys.insert(key(.identifier, MediaIdentifier.key(identifier))) }
    for file in item.files {
      keys.insert(key(.path, Array(file.utf8)))
      let name = MediaName.file(file)
      keys.insert(key(.file, Array(name.lowercased().utf8)))
      addNames(name, to: &keys, reels: true)
    }
    // Most items are called after their one file, whose names are in already.
    if item.files.count != 1 || item.name != MediaName.stem(MediaName.file(item.files[0])) { addNames(item.name, to: &keys, reels: true) }
    for alias in item.aliases {
      switch alias.kind {
      case .reel, .soundRoll:
        for (form, reel) in ReelName(alias.value).entries { keys.insert(key(alias.isOwn ? .reel : .alias, reel, form: form)) }
      case .clip: addNames(alias.value, to: &keys, reels: false)
      case .sourceFile:
        keys.insert(key(.alias, MediaName.key(MediaName.stem(MediaName.file(alias.value)))))
      }
    }
    return Array(keys)
  }

  private static func addNames(_ name: String, to keys: inout Set<Int>, reels: Bool) {
    let stem = MediaName.stem(name)
    keys.insert(key(.name, MediaName.key(stem)))
    keys.insert(key(.head, MediaName.key(MediaName.head(name).head)))
    for part in parts(of: stem) { keys.insert(key(.part, part)) }
    guard reels else { return }
    // Cameras without tapes are cut by the names of their clips.
    for (form, reel) in ReelName(stem).entries { keys.insert(key(.reel, reel, form: form)) }
  }

  /// The beginnings of a name that end where a word of it does, as they are compared: four characters at least, and the whole name not among them.
  static func parts(of name: String) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    for place in name.utf8.indices.dropFirst(4) where "_-. ".utf8.contains(name.utf8[place]) {
      parts.append(MediaName.key(name[..<place]))
      if parts.count == 8 { break }
    }
    return parts
  }

  private func run(of key: Int) -> Range<Int> {
    func bound(_ isBefore: (Entry) -> Bool) -> Int {
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        if isBefore(entries[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let start = bound { $0.key < key }
    guard start < entries.count, entries[start].key == key else { return start..<start }
    return start..<bound { $0.key <= key }
  }

  @discardableResult
  private static func fill(_ furthest: inout [Int], _ entries: [Entry], _ low: Int, _ high: Int) -> Int {
    guard low < high else { return .min }
    let middle = (low + high) / 2
    let most = max(entries[middle].end, fill(&furthest, entries, low, middle), fill(&furthest, entries, middle + 1, high))
    furthest[middle] = most
    return most
  }

  private func collect(_ low: Int, _ high: Int, _ start: Int, _ end: Int, _ most: Int, _ found: inout [Int]) {
    guard low < high, found.count < most else { return }
    let middle = (low + high) / 2
    guard furthest[middle] > start else { return }
    collect(low, middle, start, end, most, &found)
    let entry = entries[middle]
    if entry.start < end, entry.end > start, found.count < most { found.append(Int(entry.item)) }
    if entry.start < end { collect(middle + 1, high, start, end, most, &found) }
  }
}

/// Labels of whatever rate on one scale: millionths of a labelled second, by the digits of the label.
struct LabelTicks {
  /// A day of labels.
  static let day = 86_400_000_000
  let start: Int
  let end: Int

  init(_ range: TimecodeRange) { self.init(range.start, frames: max(range.duration.value, 1)) }

  init(_ use: SourceUse) {
    let exact = Self(Timecode(wrapping: FrameCount(use.cut.lowerBound), at: use.rate), frames: max(use.cut.count, 1))
    // Samples count seconds, and labels at 1000/1001 of a whole rate fall behind these: what holds the one or the other is looked at.
    start = use.rate.isOfSamples ? exact.start - exact.start / 1001 - 1 : exact.start
    end = exact.end
  }

  private init(_ label: Timecode, frames: Int) {
    start = Self.ticks(label)
    // By the digits of the last label: drop-frame leaves numbers out, and a length in frames does not.
    let day = label.rate.framesPerDay
    let last = label.frameCount.value + min(frames, 1 << 40) - 1
    end = Self.ticks(Timecode(wrapping: FrameCount(last), at: label.rate)) + last / day * Self.day + 1_000_000 / label.rate.nominal
  }

  /// A label's digits in millionths of a second.
  static func ticks(_ label: Timecode) -> Int {
    let fields = label.fields
    return (fields.hours * 3600 + fields.minutes * 60 + fields.seconds) * 1_000_000 + fields.frames * 1_000_000 / label.rate.nominal
  }
}

/// Identifiers as they are compared.
enum MediaIdentifier {
  /// Hexadecimal digits alone, of those that are UMIDs: `urn:smpte:umid:060a2b34.01010105…`; others as they are.
  static func key(_ text: String) -> [UInt8] {
    var digits = text.lowercased()[...]
    for prefix in ["urn:smpte:umid:", "0x"] where digits.hasPrefix(prefix) { digits = digits.dropFirst(prefix.count) }
    let plain = digits.utf8.filter { !".-: ".utf8.contains($0) }
    let isHexadecimal = plain.count >= 32 && plain.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    // An extended UMID (64 bytes) adds when and where to the basic one; what it is of is in the first half.
    return isHexadecimal ? Array(plain.prefix(64)) : Array(text.utf8)
  }
}
