// SPDX-License-Identifier: Apache-2.0

import Files

/// The sets that describe a file, in the order in which they are stored, the preface first (SMPTE ST 377-1:2019, 9).
public struct HeaderMetadata: Hashable, Sendable {
  /// The sets in order.
  public private(set) var sets: [MetadataSet] = []
  /// Where each is, by its identifier.
  private var places: [[UInt8]: Int] = [:]
  /// What could not be read.
  public private(set) var notes: [String] = []

  /// More sets than any real file has are not read.
  private static let mostSets = 50_000
  private static let mostNotes = 100

  /// None yet.
  public init() {}

  /// The set of this identifier.
  public subscript(_ identifier: [UInt8]) -> MetadataSet? { places[identifier].map { sets[$0] } }

  /// The sets that a property refers to, in its order, each once.
  public func sets(_ property: MetadataProperty, of set: MetadataSet) -> [MetadataSet] {
    var met: Set<[UInt8]> = []
    return set.references(property).filter { met.insert($0).inserted }.compactMap { self[$0] }
  }

  /// The set that a property refers to, where it refers to one.
  public func set(_ property: MetadataProperty, of set: MetadataSet) -> MetadataSet? { set.references(property).first.flatMap { self[$0] } }

  /// All sets of a kind.
  public func all(_ key: UniversalLabel) -> [MetadataSet] { sets.filter { $0.key.matches(key) } }

  /// The set that everything hangs from.
  public var preface: MetadataSet? { all(.preface).first }

  /// Adds a set, or puts it in the place of the one with its identifier.
  public mutating func put(_ set: MetadataSet) {
    if let identifier = set.identifier {
      if let place = places[identifier] { return sets[place] = set }
      places[identifier] = sets.count
    }
    sets.append(set)
  }

  // MARK: - Reading

  /// Reads a primer and the sets that follow it. What is damaged is left out, with a note.
  init(_ bytes: ByteReader) {
    var reader = bytes
    var labels = MetadataProperty.labelsByTag
    while reader.remaining >= 17, sets.count < Self.mostSets, notes.count < Self.mostNotes {
      let place = reader.offset
      do throws(FilesError) {
        let key = try reader.label()
        let count = try BERLength.read(&reader)
        guard count <= reader.remaining else {
          notes.append("the packet at byte \(place) ends after the header metadata: the rest was not read")
          return
        }
        var value = try reader.part(Int(count))
        if key.matches(.primerPack) {
          for (tag, label) in try value.batch({ (entry) throws(FilesError) in (try entry.integer(UInt16.self), try entry.label()) }) {
            labels[tag] = label
          }
        } else if key.isLocalSet {
          take(try Self.set(key, value, labels), at: place)
        }
      } catch {
        notes.append("what is at byte \(place) of its header metadata is no set: \(error.remedy)")
        if reader.offset == place { return }
      }
    }
  }

  private mutating func take(_ set: MetadataSet, at place: Int) {
    guard let identifier = set.identifier else { return notes.append("the set at byte \(place) has no identifier, so nothing can refer to it") }
    guard places[identifier] == nil else { return notes.append("two sets have one identifier; the one at byte \(place) was left out") }
    put(set)
  }

  /// A tag of two bytes, a length of two, a value, again and again. A tag that no primer names keeps a label of its own, so that it can be written back.
  private static func set(_ key: UniversalLabel, _ value: ByteReader, _ labels: [UInt16: UniversalLabel]) throws(FilesError) -> MetadataSet {
    var (reader, items) = (value, [MetadataSet.Item]())
    while !reader.isAtEnd {
      let tag = try reader.integer(UInt16.self)
      let bytes = try reader.bytes(Int(try reader.integer(UInt16.self)))
      items.append(.init(label: labels[tag] ?? .unnamed(tag), value: bytes))
    }
    return MetadataSet(key, items: items)
  }

  // MARK: - Writing

  /// The primer and every set. Tags that the standard does not fix are given from the highest down, in the order in which they are met.
  /// - Throws: `FilesError` with code `tooLarge` where a value has more than 65,535 bytes, which a set cannot hold, or there are too many tags.
  func encoded(subject: String) throws(FilesError) -> [UInt8] {
    var (tags, primer, body) = ([UniversalLabel: UInt16](), [[UInt8]](), [UInt8]())
    var next: UInt16 = 0xFFFF
    for set in sets {
      var value: [UInt8] = []
      for item in set.items {
        let label = item.label.with(1, at: 7)
        let tag: UInt16
        if let known = tags[label] {
          tag = known
        } else {
          if let one = MetadataProperty.tagsByLabel[label] ?? item.label.unnamedTag {
            tag = one
          } else {
            guard next >= 0x8000 else {
              throw FilesError(.tooLarge, subject: subject, remedy: "its metadata have more kinds of properties than tags")
            }
            tag = next
            next -= 1
          }
          tags[label] = tag
          primer.append(Array(number: tag) + item.label.bytes)
        }
        guard let count = UInt16(exactly: item.value.count) else {
          throw FilesError(.tooLarge, subject: subject, remedy: "a value of its metadata has \(item.value.count) bytes, and 65,535 are the most")
        }
        value.append(tag)
        value.append(count)
        value += item.value
      }
      body += KLVBytes.packet(set.key, value)
    }
    let list = Array(number: UInt32(primer.count)) + Array(number: UInt32(18)) + primer.flatMap(\.self)
    return KLVBytes.packet(.primerPack, list) + body
  }
}

extension UniversalLabel {
  /// The label that stands for a tag which no primer names. No register begins with these bytes.
  fileprivate static func unnamed(_ tag: UInt16) -> Self { Self(0xFFFFFFFF_FFFFFFFF, 0xFFFFFFFF_FFFF0000 | UInt64(tag)) }

  fileprivate var unnamedTag: UInt16? { high == .max && low >> 16 == 0xFFFFFFFF_FFFF ? UInt16(truncatingIfNeeded: low) : nil }
}
