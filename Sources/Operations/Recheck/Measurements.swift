// SPDX-License-Identifier: Apache-2.0

import Essence
import Files
import Foundation
import Hashing
import MediaIO
import Quality

/// What an inspection measured of every picture, kept so that a patched version need not be measured anew where it did not change.
///
/// The file: eight letters that name it and its version, a header in JSON with its length, the measurements of each picture with their length, in order, and the
/// trail of the coded pictures. Its digest stands in the report that it belongs to: a file with another one is not read.
public struct Measurements: Sendable {
  /// Who measured what, and how: all that has to be the same for the measurements to hold.
  struct Header: Codable, Hashable {
    var tool: InspectionReport.Tool
    /// The version of the libraries that decoded.
    var libraries: String
    /// The digest of the profile's limits.
    var profile: String
    /// The digest of what the file says of its pictures.
    var stream: String
    var mediaDigest: String?
    /// When the file was inspected.
    var inspected: String
    var pictures: Int
  }

  private static let name = Array("LNPQCM02".utf8)
  /// The largest measurements that are read.
  private static let limit = 4 << 30
  /// The largest number of pictures: a day at 120 a second.
  private static let mostPictures = 86_400 * 120

  let header: Header
  /// What was measured of each picture, by position.
  let pictures: [ArraySlice<UInt8>]
  let trail: PacketTrail

  init(header: Header, pictures: [ArraySlice<UInt8>], trail: PacketTrail) {
    (self.header, self.pictures, self.trail) = (header, pictures, trail)
  }

  /// The name of the measurements that go with the report at `report`: the same, with `.measurements` in the place of `.json`.
  public static func path(besides report: String) -> String {
    (report.lowercased().hasSuffix(".json") ? String(report.dropLast(5)) : report) + ".measurements"
  }

  // MARK: - Bytes

  /// The measurements as a file.
  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let header = try encoder.encode(header)
    var bytes = Self.name
    bytes.append(word: header.count)
    bytes += header
    for picture in pictures {
      bytes.append(word: picture.count)
      bytes += picture
    }
    bytes += trail.parameters
    bytes.append(word: trail.marks.count)
    for mark in trail.marks {
      bytes.append(word: mark.position ?? Int(UInt32.max))
      bytes.append(mark.isKey ? 1 : 0)
      bytes += mark.digest
    }
    bytes += pictures.indices.map { (trail.codings[$0] ?? .unknown).rawValue }
    return bytes
  }

  /// The measurements in `bytes`; `nil` where they are none. Bytes may come from anywhere.
  init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let name = reader.take(Self.name.count), Array(name) == Self.name, let length = reader.word(), let json = reader.take(length),
      let header = try? JSONDecoder().decode(Header.self, from: Data(json)), (0...Self.mostPictures).contains(header.pictures)
    else { return nil }
    var pictures: [ArraySlice<UInt8>] = []
    for _ in 0..<header.pictures {
      guard let length = reader.word(), let picture = reader.take(length) else { return nil }
      pictures.append(picture)
    }
    guard let parameters = reader.take(16), let count = reader.word() else { return nil }
    var trail = PacketTrail(parameters: Array(parameters), hasBoundedGroups: true)
    for _ in 0..<count {
      guard let position = reader.word(), let flags = reader.take(1)?.first, flags <= 1, let digest = reader.take(16) else { return nil }
      trail.marks.append(
        PacketTrail.Mark(position: position == Int(UInt32.max) ? nil : position, isKey: flags == 1, digest: Array(digest)))
    }
    guard let codings = reader.take(header.pictures), reader.isAtEnd else { return nil }
    for (position, raw) in codings.enumerated() {
      guard let coding = PacketTrail.Coding(rawValue: raw) else { return nil }
      trail.codings[position] = coding
    }
    self.init(header: header, pictures: pictures, trail: trail)
  }

  /// The measurements in the file at `path`, if it is the one whose digest is `digest`; else why not, in words.
  static func read(_ path: String, digest: String) -> Result<Measurements, Obstacle> {
    let bytes: [UInt8]
    do { bytes = try InputFile.contents(of: path, limit: limit) } catch {
      return .failure(Obstacle("the measurements beside the earlier report cannot be read (\(error))"))
    }
    guard Digest.of(bytes, algorithm: .xxh128).description == digest else {
      return .failure(Obstacle("the measurements beside the earlier report are damaged, or belong to another report"))
    }
    return Measurements(bytes).map { .success($0) } ?? .failure(Obstacle("the measurements beside the earlier report are of another version"))
  }
}

/// Why measurements cannot be taken over or kept, in words that follow a colon.
struct Obstacle: Error {
  let words: String
  init(_ words: String) { self.words = words }
}

extension [UInt8] {
  /// Adds 32 bits, highest byte first.
  fileprivate mutating func append(word: Int) {
    let word = UInt32(clamping: word)
    for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: word >> shift)) }
  }
}

/// Reads bytes one piece after another, never beyond their end.
private struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - place else { return nil }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func word() -> Int? { take(4).map { $0.reduce(0) { $0 << 8 | Int($1) } } }

  var isAtEnd: Bool { place == bytes.count }
}
