// SPDX-License-Identifier: Apache-2.0

public import Essence
internal import Files
internal import Markup

/// What a sound recorder wrote into a Broadcast Wave file besides its time: the `iXML` chunk (iXML specification 3) and the `bext` chunk
/// (EBU Tech 3285, version 2).
public struct RecorderNotes: Hashable, Sendable {
  /// What the chunks say.
  public private(set) var metadata = ClipMetadata()
  /// What of them could not be read.
  public private(set) var notes: [String] = []

  /// Chunks larger than this are not read; recorders write a few kilobytes.
  private static let chunkLimit = 4 << 20

  /// Looks at the chunks of the file at `path`; one that has none says nothing.
  public init(path: String) {
    guard let chunks = try? RIFFChunks(path: path) else { return }
    if let bytes = chunks.contents("iXML", limit: Self.chunkLimit) { read(iXML: bytes) }
    if let bytes = chunks.contents("bext", limit: Self.chunkLimit) { read(bext: bytes, sampleRate: chunks.sampleRate) }
  }

  // MARK: - iXML

  private mutating func read(iXML bytes: [UInt8]) {
    let text = Array(bytes.prefix { $0 != 0 })  // recorders pad the chunk with zeros
    guard let root = try? MarkupElement(parsing: text, subject: "iXML") else {
      if !text.isEmpty { notes.append("its iXML chunk is damaged and was not used") }
      return
    }
    func add(_ item: ClipMetadata.Item, _ value: String?) {
      if let value { metadata.add(.init(item, value, from: .iXML)) }
    }
    add(.project, root.first("PROJECT")?.trimmedText)
    add(.scene, root.first("SCENE")?.trimmedText)
    add(.take, root.first("TAKE")?.trimmedText)
    add(.soundRoll, root.first("TAPE")?.trimmedText)
    add(.circled, (root.first("CIRCLED")?.trimmedText).flatMap(Self.truth))
    add(.note, root.first("NOTE")?.trimmedText)
    let tracks = root.first("TRACK_LIST")?.all("TRACK") ?? []
    let named = tracks.enumerated().map { place, track in
      (order: (track.first("INTERLEAVE_INDEX")?.trimmedText).flatMap { Int($0) } ?? place + 1, name: track.first("NAME")?.trimmedText ?? "")
    }
    if named.contains(where: { !$0.name.isEmpty }) {
      add(.trackNames, named.sorted { $0.order < $1.order }.map { $0.name.isEmpty ? "–" : $0.name }.joined(separator: ", "))
    }
  }

  private static func truth(_ text: String) -> String? {
    switch text.uppercased() {
    case "TRUE", "1", "YES": "yes"
    case "FALSE", "0", "NO": "no"
    default: nil
    }
  }

  // MARK: - bext

  /// Description of 256 bytes, originator 32, its reference 32, date 10, time 8, time reference 8, version 2, UMID 64.
  private mutating func read(bext bytes: [UInt8], sampleRate: Int?) {
    var reader = ByteReader(bytes, subject: "bext")
    guard let description = try? reader.text(256), let originator = try? reader.text(32), (try? reader.skip(32)) != nil,
      let date = try? reader.text(10), (try? reader.skip(8)) != nil, let reference = try? reader.integer(UInt64.self, .little),
      let version = try? reader.integer(UInt16.self, .little)
    else {
      notes.append("its bext chunk is cut short and was not used")
      return
    }
    if version >= 1, let umid = try? reader.bytes(64), umid.contains(where: { $0 != 0 }) {
      // A basic UMID leaves the half for the source pack empty.
      let used = umid[32...].allSatisfy { $0 == 0 } ? umid[..<32] : umid[...]
      add(.umid, ClipMetadata.umid(used.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()))
    }
    add(.model, Self.plain(originator))
    // The standard parts the date with “-”, and allows “_”, “:”, space and “.” in its place.
    let day = ClipMetadata.day(String(date.map { "_: .".contains($0) ? "-" : $0 }))
    if day.hasPrefix("0000") == false { add(.shootDate, Self.plain(day)) }
    if let sampleRate { add(.timeOfDay, Self.timeOfDay(reference, sampleRate)) }
    read(description: description)
  }

  /// Samples since midnight on a clock. Programs that know no time write nothing but zeros, and what no day has is none.
  private static func timeOfDay(_ samples: UInt64, _ sampleRate: Int) -> String? {
    guard sampleRate > 0, samples > 0, samples / UInt64(sampleRate) < 86_400 else { return nil }
    let thousandths = Int(samples) * 1000 / sampleRate
    func digits(_ number: Int, _ count: Int) -> String { String(repeating: "0", count: max(0, count - "\(number)".count)) + "\(number)" }
    let seconds = thousandths / 1000
    return "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2)).\(digits(thousandths % 1000, 3))"
  }

  /// A description is free text, or lines such as `sSCENE=12A` as Sound Devices' and Zaxcom's recorders write them.
  private mutating func read(description: String) {
    let lines = description.split(whereSeparator: \.isNewline).map(String.init)
    var tracks: [(number: Int, name: String)] = []
    var isListed = false
    for line in lines {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let first = parts[0].first, first.isLowercase, first.isASCII else { continue }
      let (name, value) = (parts[0].dropFirst().uppercased(), Self.plain(String(parts[1])))
      isListed = true
      switch name {
      case "SCENE": add(.scene, value)
      case "TAKE": add(.take, value)
      case "TAPE": add(.soundRoll, value)
      case "PROJECT": add(.project, value)
      case "NOTE": add(.note, value)
      case "CIRCLED": add(.circled, Self.truth(value))
      case _ where name.hasPrefix("TRK"):
        if let number = Int(name.dropFirst(3)), !value.isEmpty { tracks.append((number, value)) }
      default: continue
      }
    }
    if !tracks.isEmpty { add(.trackNames, tracks.sorted { $0.number < $1.number }.map(\.name).joined(separator: ", ")) }
    if !isListed { add(.note, Self.plain(description)) }
  }

  private mutating func add(_ item: ClipMetadata.Item, _ value: String?) {
    if let value { metadata.add(.init(item, value, from: .bext)) }
  }

  /// Text on one line without spaces around it; fields are filled up with spaces or zeros.
  private static func plain(_ text: String) -> String {
    text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ").trimmingSpaces
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
