// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What a camera or recorder said of a clip by the way it named the file.
///
/// A name says something only where all of it fits the maker's pattern, extension included, and its date is a day of the calendar: a file
/// that somebody renamed to something alike says nothing.
public struct CameraFileName: Hashable, Sendable {
  /// The clip's name: that of the file without its extension, and without the number of a part or of what the recorder adds.
  public let clip: String
  /// The part of a clip that is recorded in several files, from 1, where the name counts them.
  public let part: Int?
  /// What the name says.
  public let metadata: ClipMetadata

  /// The facts in the file name `name`, without folders; `nil` where it fits no maker's pattern.
  public init?(_ name: String) {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), name.utf8.count <= 255 else { return nil }
    let stem = Array(name[..<dot].utf8)
    let kind = name[name.index(after: dot)...].lowercased()
    for maker in Self.makers where maker.extensions.contains(kind) {
      guard let fields = maker.pattern.match(stem), let found = Self.facts(fields, maker) else { continue }
      (clip, part, metadata) = (found.clip ?? String(decoding: stem, as: UTF8.self), fields["part"].flatMap { Int($0) }, found.metadata)
      return
    }
    return nil
  }

  // MARK: -

  private struct Maker {
    let name: String?
    let extensions: Set<String>
    let pattern: NamePattern
    /// How the reel is called after the fields of the name; nothing where it has none.
    var reel: [String] = []
    /// Which field of the camera's identity is its serial number to the base 36.
    var serialField: String?
  }

  /// The makers' patterns. In them a word in braces is a field: `9` stands for a digit, `A` for a capital letter, `X` for either.
  ///
  /// - ARRI: ALEXA user manual, “File naming scheme”, where dates had eight digits at first; the ALEXA 35's reel of two characters and four
  ///   digits, with time and a lower-case production letter, is ARRI's “new file naming”.
  /// - RED: operation guides, “Clip naming convention”; the part behind it counts the files of a long clip.
  /// - Canon: EOS C80 manual, “Clips file names”, and the shorter form of the C300 family.
  /// - Blackmagic: URSA Cine manual, “File naming convention”, and that of the first Cinema Cameras.
  /// - Sony: PDW-680 manual, “Assigning user-defined names”: C0001 to C9999.
  private static let makers: [Maker] = [
    Maker(
      name: "ARRI", extensions: ["mov", "mxf", "ari", "arx"],
      pattern: "{camera:A}{roll:999}{letter:A}{number:999}_{date:999999}_{side:A}{serial:XXX}",
      reel: ["camera", "roll", "side", "serial"], serialField: "serial"),
    Maker(
      name: "ARRI", extensions: ["mov"], pattern: "{camera:A}{roll:999}{letter:A}{number:999}_{date:99999999}_{side:A}{serial:XXX}",
      reel: ["camera", "roll", "side", "serial"], serialField: "serial"),
    Maker(
      name: "ARRI", extensions: ["mxf", "mov"],
      pattern: "{camera:A}{second:U}{roll:9999}{letter:A}{number:999}_{date:999999}_{time:999999}_{production:a}{serial:XXXX}",
      reel: ["camera", "second", "roll", "_", "serial"], serialField: "serial"),
    Maker(
      name: "RED", extensions: ["r3d"], pattern: "{clip:{camera:A}{roll:999}_{letter:A}{number:999}_{monthDay:9999}{random:XX}}_{part:999}",
      reel: ["camera", "roll"]),
    Maker(
      name: "Canon", extensions: ["mxf", "mp4", "crm"],
      pattern: "{camera:A}{roll:999}{letter:A}{number:999}{mode:U}{date:999999}{random:XX}_CANON", reel: ["camera", "roll"]),
    Maker(
      name: "Canon", extensions: ["mxf", "mp4", "crm"],
      pattern: "{camera:A}{second:U}{roll:9999}{letter:A}{number:999}{mode:U}{date:999999}_{time:999999}{random:XX}_CANON",
      reel: ["camera", "second", "roll"]),
    Maker(
      name: "Blackmagic Design", extensions: ["braw"], pattern: "{camera:A}{roll:999}_{monthDay:9999}{minutes:9999}_C{number:999}",
      reel: ["camera", "roll"]),
    Maker(name: nil, extensions: ["mp4", "mxf"], pattern: "C{number:9999}"),
    Maker(name: nil, extensions: ["wav", "bwf", "rf64", "flac"], pattern: "{soundRoll:S999}T{take:99}"),
    Maker(name: nil, extensions: ["wav", "bwf", "rf64", "flac"], pattern: "{soundRoll:S999}T{take:999}"),
  ]

  private static func facts(_ fields: [String: String], _ maker: Maker) -> (clip: String?, metadata: ClipMetadata)? {
    var metadata = ClipMetadata()
    func add(_ item: ClipMetadata.Item, _ value: String?) {
      if let value { metadata.add(.init(item, value, from: .fileName)) }
    }
    if let digits = fields["date"] {
      guard let day = day(digits) else { return nil }
      add(.shootDate, day)
    }
    if let digits = fields["monthDay"].flatMap({ Int($0) }) {
      guard let day = ClipMetadata.day(month: digits / 100, day: digits % 100) else { return nil }
      add(.shootDate, day)
    }
    if let minutes = fields["minutes"].flatMap({ Int($0) }), minutes / 100 > 23 || minutes % 100 > 59 { return nil }
    if let time = fields["time"].flatMap({ Int($0) }), time / 10000 > 23 || time / 100 % 100 > 59 || time % 100 > 59 { return nil }
    if let letter = fields["letter"], maker.name != "RED", !["C", "D"].contains(letter) { return nil }
    if let side = fields["side"], !["R", "L"].contains(side) { return nil }
    // Cards, clips and takes are counted from 1.
    let counts = ["roll", "soundRoll", "number", "take"].compactMap { fields[$0] }
    guard counts.allSatisfy({ $0.contains { $0.isNumber && $0 != "0" } }) else { return nil }
    if !maker.reel.isEmpty { add(.reel, maker.reel.map { fields[$0] ?? $0 }.joined()) }
    add(.cameraIndex, fields["camera"].map { $0 + (fields["second"] == "_" ? "" : fields["second"] ?? "") })
    add(.maker, maker.name)
    add(.serialNumber, maker.serialField.flatMap { fields[$0] }.flatMap { Int($0, radix: 36) }.map { "\($0)" })
    add(.soundRoll, fields["soundRoll"])
    add(.take, fields["take"].flatMap { Int($0) }.map { "\($0)" })
    return (fields["clip"], metadata)
  }

  /// `141024` as 2014-10-24: cameras that name files by date are of this century.
  private static func day(_ digits: String) -> String? {
    guard let number = Int(digits) else { return nil }
    let year = number / 10000
    return ClipMetadata.day(year: digits.count == 6 ? 2000 + year : year, month: number / 100 % 100, day: number % 100)
  }
}
