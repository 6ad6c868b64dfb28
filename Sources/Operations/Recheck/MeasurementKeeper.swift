// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Hashing
import MediaIO
import Quality

/// Collects the measurements of one inspection.
final class MeasurementKeeper {
  private(set) var pictures: [ArraySlice<UInt8>] = []
  private var isGapless = true

  /// Keeps what was measured of the next picture.
  func take(_ frame: Int, _ measured: [UInt8]) {
    if frame != pictures.count { isGapless = false }
    pictures.append(measured[...])
  }

  /// What was kept, if it can be relied on; else why not.
  func measurements(_ header: Measurements.Header, report: InspectionReport, trail: PacketTrail?) -> Result<Measurements, Obstacle> {
    guard report.unreadable == 0 else { return .failure(Obstacle("part of the file could not be read")) }
    guard let trail, trail.positions != nil else { return .failure(Obstacle("its coded pictures cannot be told apart by their times and groups")) }
    guard isGapless, pictures.count == trail.positions else { return .failure(Obstacle("its pictures do not follow each other without a gap")) }
    guard report.readings.structure?.readsPictures != true else {
      return .failure(Obstacle("its pictures carry captions, timecode or an active format, which are read from each of them"))
    }
    var header = header
    header.pictures = pictures.count
    return .success(Measurements(header: header, pictures: pictures, trail: trail))
  }
}

extension Measurements.Header {
  /// What an inspection of `pass` at `time` is made by.
  init(_ pass: InspectionPass, at time: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var facts = pass.media.video.map(\.facts)
    for index in facts.indices { (facts[index].frameCount, facts[index].bitRate) = (nil, nil) }
    self.init(
      tool: pass.tool, libraries: MediaReader.libraries, profile: Digest.of(try encoder.encode(pass.profile), algorithm: .xxh128).description,
      stream: Digest.of(try encoder.encode(facts), algorithm: .xxh128).description, mediaDigest: pass.digest, inspected: time, pictures: 0)
  }

  /// Why what `other` measured does not hold for this; `nil` where it does.
  func obstacle(to other: Self) -> String? {
    if tool != other.tool { return "the earlier report was made by another version (\(other.tool.name) \(other.tool.version))" }
    if libraries != other.libraries { return "the earlier report was made with other decoders (\(other.libraries))" }
    if profile != other.profile { return "the earlier report was made with other limits" }
    if stream != other.stream { return "the file describes its pictures otherwise than the earlier one" }
    return nil
  }
}

extension FileSurvey {
  /// Whether something in it was read from decoded pictures.
  var readsPictures: Bool {
    !captions.isEmpty || timecodes.contains { $0.source == .bitstream } || activeFormats?.contains { $0.carrier == .pictures } == true
  }
}

extension PacketTrail {
  /// How many pictures there are, where their positions are 0 and up without a gap and their groups are bounded; else `nil`.
  var positions: Int? {
    guard hasBoundedGroups, marks.first?.isKey == true else { return nil }
    var seen = Array(repeating: false, count: marks.count)
    var count = 0
    for mark in marks {
      guard let position = mark.position, seen.indices.contains(position) else { return nil }
      // Two fields may come in a packet each.
      if !seen[position] { count += 1 }
      seen[position] = true
    }
    return seen.prefix(count).allSatisfy(\.self) ? count : nil
  }

  /// The groups of pictures, each from a key picture to before the next, in file order.
  var groups: [ArraySlice<Mark>] {
    let starts = marks.indices.filter { $0 == 0 || marks[$0].isKey }
    return starts.enumerated().map { number, start in marks[start..<(number + 1 < starts.count ? starts[number + 1] : marks.count)] }
  }

  /// Which pictures may differ from those of `earlier`, and which must not: those in the group before and in the one after.
  ///
  /// What differs is every picture of a group with any other packet, and of the group after it, whose first pictures may lean on it.
  func changes(from earlier: PacketTrail) -> (changed: Set<Int>, witnesses: Set<Int>) {
    var known: [Int: ArraySlice<Mark>] = [:]
    for group in earlier.groups { if let position = group.first?.position { known[position] = group } }
    let groups = groups
    var isChanged = groups.map { group in
      guard let position = group.first?.position, let before = known[position] else { return true }
      return !before.elementsEqual(group)
    }
    // A group that is as it was may still have lost its neighbour.
    for index in isChanged.indices.reversed() where isChanged[index] && index + 1 < isChanged.count { isChanged[index + 1] = true }
    func positions(_ index: Int) -> [Int] { groups[index].compactMap(\.position) }
    let changed = Set(isChanged.indices.filter { isChanged[$0] }.flatMap(positions))
    let beside = isChanged.indices.filter { index in
      !isChanged[index] && ((index > 0 && isChanged[index - 1]) || (index + 1 < isChanged.count && isChanged[index + 1]))
    }
    return (changed, Set(beside.flatMap(positions)).subtracting(changed))
  }
}
