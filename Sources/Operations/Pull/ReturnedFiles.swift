// SPDX-License-Identifier: Apache-2.0

import Editorial
import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Timing

/// What a vendor's folder holds: movies, and stills that are numbered grouped into sequences.
struct ReturnedFiles {
  /// Movies, by their paths.
  private(set) var movies: [String] = []
  /// Sequences of stills, and single stills.
  private(set) var sequences: [StillSequence] = []
  /// What is neither, or could not be looked at, a sentence each.
  private(set) var notes: [String] = []

  /// Endings of stills.
  private static let stills: Set<String> = ["exr", "dpx", "cin", "tif", "tiff", "png", "jpg", "jpeg", "tga", "jp2", "j2c", "j2k", "bmp", "sgi"]

  /// Looks through `folder` and the folders in it; hidden files are passed over.
  init(in folder: String) throws {
    var groups: [StillSequence.Key: [StillSequence.Frame]] = [:]
    var others = 0
    for item in try FolderWalk(folder, where: { !$0.name.hasPrefix(".") }) {
      switch item {
      case .trouble(let error): notes.append(error.description)
      case .entry(let entry):
        let path = SystemPath.join(folder, entry.path.text)
        let ending = entry.path.name.lastIndex(of: ".").map { entry.path.name[$0...].dropFirst().lowercased() } ?? ""
        guard entry.facts.kind == .file else {
          if entry.facts.kind != .folder { notes.append("‘\(path)’ is a link or no regular file, and was not looked at") }
          continue
        }
        if Self.stills.contains(ending) {
          let (key, number) = StillSequence.Key.of(path, ending: ending)
          groups[key, default: []].append(.init(number: number, path: path))
        } else if MediaFiles.isMedia(entry.path.name) {
          movies.append(path)
        } else {
          others += 1
        }
      }
    }
    sequences = groups.map { StillSequence(key: $0.key, frames: $0.value) }.sorted { $0.path < $1.path }
    if others > 0 { notes.append("\(CountText(others, "file")) \(others == 1 ? "is" : "are") neither movie nor still") }
  }

  /// Describes everything, by decoding every picture: what a wrapper promises is no proof that it is there.
  func media(cancellation: Cancellation, show: (WorkProgress) -> Void) throws -> (media: [ReturnedMedia], notes: [String]) {
    var (media, notes): ([ReturnedMedia], [String]) = ([], self.notes)
    let total = movies.count + sequences.count
    for path in movies {
      try cancellation.check()
      show(WorkProgress(subject: SystemPath.split(path).name, done: media.count, total: total, unit: .files))
      if let movie = try Self.movie(path, cancellation) {
        media.append(movie)
      } else {
        notes.append("‘\(path)’ holds sound alone, and was not looked at")
      }
    }
    for sequence in sequences {
      show(WorkProgress(subject: SystemPath.split(sequence.path).name, done: media.count, total: total, unit: .files))
      media.append(try sequence.media(cancellation))
    }
    return (media, notes)
  }

  /// A movie; `nil` for sound.
  private static func movie(_ path: String, _ cancellation: Cancellation) throws -> ReturnedMedia? {
    let name = SystemPath.split(path).name
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    var result = ReturnedMedia(path: path, name: stem, frames: .zero)
    let description: MediaDescription
    do { description = try MediaReader.probe(path) } catch {
      result.trouble = ["it cannot be read: \(error)"]
      return result
    }
    guard let video = description.video.first else { return nil }
    result.rate = video.facts.rate
    result.start = description.timecodes.first?.start
    result.raster = video.facts.raster
    do {
      let tally = try PictureTally(path, stream: video.index, cancellation)
      result.frames = FrameCount(tally.count)
      result.trouble = tally.trouble
    } catch let error as MediaIOError { result.trouble = ["it cannot be decoded: \(error)"] }
    return result
  }
}

/// Stills of one name, with a number for each frame.
struct StillSequence {
  /// What the stills of a sequence have in common.
  struct Key: Hashable {
    var folder: String
    /// The name without number and ending.
    var name: String
    var ending: String

    /// The sequence that a file is of, and its number there: figures at the end of the name, parted from it by `.`, `_` or `-`. `v002` is no number.
    static func of(_ path: String, ending: String) -> (key: Key, number: Int?) {
      let (folder, file) = SystemPath.split(path)
      let stem = file.dropLast(ending.count + 1)
      let digits = stem.reversed().prefix { ("0"..."9").contains($0) }.count
      let front = stem.dropLast(digits)
      guard (1...9).contains(digits), let mark = front.last, "._-".contains(mark), front.count > 1, let number = Int(stem.suffix(digits)) else {
        return (Key(folder: folder, name: String(stem), ending: ending), nil)
      }
      return (Key(folder: folder, name: String(front.dropLast()), ending: ending), number)
    }
  }

  /// One still.
  struct Frame {
    var number: Int?
    var path: String
  }

  let key: Key
  let frames: [Frame]

  init(key: Key, frames: [Frame]) {
    self.key = key
    self.frames = frames.sorted { ($0.number ?? 0, $0.path) < ($1.number ?? 0, $1.path) }
  }

  /// The first still, by which programs know the sequence.
  var path: String { frames.first?.path ?? SystemPath.join(key.folder, key.name) }

  /// Numbers that are listed at most: two stills may lie a thousand million numbers apart.
  private static let mostMissing = 10_000

  func media(_ cancellation: Cancellation) throws -> ReturnedMedia {
    var result = ReturnedMedia(path: path, name: key.name, frames: FrameCount(frames.count), firstFrame: frames.first?.number)
    for (before, behind) in zip(frames, frames.dropFirst()) {
      guard let last = before.number, let next = behind.number else { continue }
      if next == last { result.trouble.append("number \(next) comes twice: ‘\(before.path)’ and ‘\(behind.path)’") }
      result.missingFrames += (last..<max(last, next)).dropFirst().prefix(Self.mostMissing - result.missingFrames.count)
    }
    var unreadable: [String] = []
    for frame in frames {
      try cancellation.check()
      let raster: String?
      do { raster = try Self.raster(of: frame.path, cancellation) } catch let error as MediaIOError {
        if unreadable.isEmpty { result.trouble.append("‘\(SystemPath.split(frame.path).name)’ cannot be read: \(error)") }
        unreadable.append(frame.path)
        continue
      }
      guard let raster else {
        if unreadable.isEmpty { result.trouble.append("‘\(SystemPath.split(frame.path).name)’ cannot be decoded whole") }
        unreadable.append(frame.path)
        continue
      }
      if result.raster.isEmpty { result.raster = raster }
      if raster != result.raster {
        result.trouble.append("‘\(SystemPath.split(frame.path).name)’ has \(raster) pixels, and those before it \(result.raster)")
        break
      }
    }
    if unreadable.count > 1 { result.trouble.append("\(unreadable.count) stills in all cannot be read") }
    return result
  }

  /// Columns and lines of a still that can be decoded whole; `nil` for one that cannot.
  private static func raster(of path: String, _ cancellation: Cancellation) throws -> String? {
    let tally = try PictureTally(path, stream: nil, cancellation)
    return tally.count == 1 && tally.trouble.isEmpty ? tally.raster : nil
  }
}

/// The pictures of a file, counted by decoding them.
private struct PictureTally {
  var count = 0
  var raster = ""
  var trouble: [String] = []

  init(_ path: String, stream: Int?, _ cancellation: Cancellation) throws {
    let reader = try MediaReader(path: path, options: .init(video: stream.map { .only([$0]) } ?? .all, audio: .none))
    var damages = 0
    while let event = try reader.next() {
      try cancellation.check()
      switch event {
      case .picture(let picture, _):
        count += 1
        raster = "\(picture.width)×\(picture.height)"
        if picture.attributes.isDamaged { damages += 1 }
      case .damage(let damage):
        damages += 1
        if trouble.isEmpty { trouble.append(damage.description) }
      case .sound, .integerSound: break
      }
    }
    if trouble.isEmpty, damages > 0 { trouble.append("\(CountText(damages, "picture")) cannot be decoded without faults") }
  }
}

extension VideoFacts {
  /// Columns and lines; empty where they are not known.
  fileprivate var raster: String {
    guard let width, let height else { return "" }
    return "\(width)×\(height)"
  }
}
