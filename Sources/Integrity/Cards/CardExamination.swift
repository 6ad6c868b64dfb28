// SPDX-License-Identifier: Apache-2.0

import Files
import Markup

/// A card report in the making: what every format's examination does alike.
struct CardExamination {
  let format: CardFormat
  let folder: CardFolder
  var reel: String?
  var camera: String?
  private(set) var clips: [CardReport.Clip] = []
  private(set) var faults: [CardReport.Fault] = []
  private(set) var notes: [String] = []
  private let read: CardReport.IndexReading

  init(_ format: CardFormat, _ folder: CardFolder, _ read: @escaping CardReport.IndexReading) {
    self.format = format
    self.folder = folder
    self.read = read
  }

  /// The most bytes that an index may have: a card's list of ten thousand clips is far below.
  static let indexLimit = 16 << 20

  /// Adds a clip, and a fault for each of its files that holds nothing.
  mutating func add(_ name: String, files: [CardFile], sidecars: [CardFile] = [], isSpanned: Bool = false) {
    clips.append(
      CardReport.Clip(
        name: name, files: files.map(\.path), sidecars: sidecars.map(\.path), byteCount: files.reduce(0) { $0.addingCapped($1.size) },
        isSpanned: isSpanned))
    for file in files where file.size == 0 {
      fault(.emptyEssence, file.path, "‘\(file.path.text.printable)’ holds nothing: play the clip in the camera, and copy it again from the card")
    }
  }

  /// Adds a fault. `isIncomplete` says that a piece is not here.
  mutating func fault(_ code: CardReport.Fault.Code, _ path: ContainedPath?, _ text: String, isIncomplete: Bool = true) {
    faults.append(CardReport.Fault(code: code, path: path, text: text, isIncomplete: isIncomplete))
  }

  mutating func note(_ text: String) { notes.append(text) }

  /// The index at `file` as XML; a fault and nothing where it cannot be read.
  mutating func markup(_ file: CardFile, limit: Int = indexLimit) -> MarkupElement? {
    guard let bytes = bytes(file, limit: limit) else { return nil }
    do {
      return try MarkupElement(parsing: bytes, subject: file.name, limits: MarkupLimits(bytes: limit, depth: 64))
    } catch {
      unreadable(file, error.detail)
      return nil
    }
  }

  /// The bytes of the index at `file`; a fault and nothing where they cannot be read.
  mutating func bytes(_ file: CardFile, limit: Int = indexLimit) -> [UInt8]? {
    do { return try read(file.path, limit) } catch {
      unreadable(file, error.explanation)
      return nil
    }
  }

  /// The fault of an index that tells nothing.
  mutating func unreadable(_ file: CardFile, _ why: String) {
    fault(
      .truncatedIndex, file.path,
      "‘\(file.path.text.printable)’ cannot be read (\(why)), so nobody can say what belongs to the card: copy it again from the card")
  }

  /// A fault for the numbers that are missing in a clip's parts, which are counted from `first`.
  mutating func checkParts(_ numbers: [Int], of clip: String, from first: Int = 1, digits: Int, at path: ContainedPath?) {
    let missing = Self.gaps(numbers, from: first)
    guard !missing.isEmpty, let last = numbers.max() else { return }
    let names = Self.list(missing.map { Self.padded($0, digits) })
    fault(
      .gapInSpan, path,
      "‘\(clip.printable)’ goes to part \(Self.padded(last, digits)) and lacks \(names): copy the clip again from the card, or find out where the rest is"
    )
  }

  /// The report. Clips of one name are told, and a card without any.
  func report() -> CardReport {
    var done = self
    var seen: [String: CardReport.Clip] = [:]
    for clip in clips {
      guard let earlier = seen.updateValue(clip, forKey: clip.name.lowercased()), let path = clip.files.first ?? clip.sidecars.first else { continue }
      done.fault(
        .duplicateClip, path,
        "‘\(path.text.printable)’ has the name of another clip, ‘\((earlier.files.first ?? path).text.printable)’: keep both, in folders of their own",
        isIncomplete: false)
    }
    if clips.isEmpty, faults.isEmpty { done.note("there are no clips on it") }
    return CardReport(
      format: format, root: folder.path, reel: reel, camera: camera, clips: done.clips.sorted { $0.name < $1.name }, faults: done.faults,
      notes: done.notes)
  }

  // MARK: - Words

  /// The numbers from `first` to the largest that are not among `numbers`; never more than a thousand, however far the largest is off.
  static func gaps(_ numbers: [Int], from first: Int = 1) -> [Int] {
    guard let last = numbers.max(), last >= first else { return [] }
    let known = Set(numbers)
    return Array((first...last).lazy.filter { !known.contains($0) }.prefix(1000))
  }

  static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Up to six items as a sentence has them.
  static func list(_ items: [String]) -> String {
    let shown = items.prefix(6)
    let more = items.count > shown.count ? " and \(items.count - shown.count) more" : ""
    return shown.joined(separator: ", ") + more
  }
}
