// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a file of operational pattern 1a is to hold: one run of edit units, each with its picture and its sound, played from first to last (SMPTE ST 378).
public struct OP1aPlan: Sendable {
  /// Elements of one kind: pictures, or one channel of sound.
  public struct Element: Sendable {
    /// What kind it is.
    public var kind: EssenceTrack.Kind
    /// How it is wrapped: the label of the essence container.
    public var container: UniversalLabel
    /// The third byte of its number: how the element is coded (ST 379-2, table of the mapping).
    public var elementType: UInt8
    /// The set that describes it; links and durations are put in.
    public var descriptor: MetadataSet
    /// Sets that the descriptor holds, as labels of channels.
    public var subDescriptors: [MetadataSet] = []
    /// The length of each, in bytes; nothing where they differ.
    public var byteCount: Int?

    /// Elements of a kind.
    public init(_ kind: EssenceTrack.Kind, container: UniversalLabel, elementType: UInt8, descriptor: MetadataSet, byteCount: Int?) {
      (self.kind, self.container, self.elementType, self.descriptor, self.byteCount) = (kind, container, elementType, descriptor, byteCount)
    }
  }

  /// Who writes, for the identification set.
  public struct Product: Sendable {
    /// The company.
    public var company: String
    /// The program.
    public var name: String
    /// Its version.
    public var version: String
    /// What identifies the program, 16 bytes.
    public var identifier: [UInt8]

    /// A program.
    public init(company: String, name: String, version: String, identifier: [UInt8]) {
      (self.company, self.name, self.version, self.identifier) = (company, name, version, identifier)
    }
  }

  /// Edit units a second.
  public var rate: EssenceTrack.Fraction
  /// How many there are.
  public var duration: Int64
  /// Whether that is known only at the end, and header and index are put right then.
  var isOpen = false
  /// The elements of an edit unit in their order, the picture first.
  public var elements: [Element]
  /// The timecode of the first.
  public var timecode: StatedTimecode
  /// A name for the material.
  public var name: String?
  /// The tape or reel that it was on: a source package of that name stands behind the file's (ST 377-1:2019, B.11).
  public var reel: String?
  /// Descriptive metadata.
  public var frameworks: [PlacedFramework] = []
  /// The label of the specification that the file follows, for `ConformsToSpecifications`.
  public var specifications: [UniversalLabel] = []
  /// Who writes.
  public var product: Product
  /// When.
  public var date: Timestamp
  /// Gives a new identifier of sixteen bytes each time.
  public var newIdentifier: @Sendable () -> [UInt8]
  /// How an edit unit is made.
  public var mapping = Mapping.generic
  /// The grid on which packets begin, in bytes; 1 for none. On a grid an element may be shorter than its plan says: a fill stands after it.
  public var alignment: UInt32 = 1

  /// How an edit unit is made.
  public enum Mapping: Sendable {
    /// Of items of the generic container (ST 379-2).
    case generic
    /// Of those of a content package, with a system item before them (ST 385, ST 386).
    case d10
  }

  /// The least room after the header metadata for later changes, in bytes with key and length. AS-11 recommends 8,192.
  public var fill = 8192

  /// A plan of these elements.
  public init(
    rate: EssenceTrack.Fraction, duration: Int64, elements: [Element], timecode: StatedTimecode, product: Product, date: Timestamp,
    newIdentifier: @escaping @Sendable () -> [UInt8] = { (0..<16).map { _ in UInt8.random(in: 0...255) } }
  ) {
    (self.rate, self.duration, self.elements, self.timecode) = (rate, duration, elements, timecode)
    (self.product, self.date, self.newIdentifier) = (product, date, newIdentifier)
  }

  /// Whether each edit unit has the same length, so that the index can be written before them.
  public var isConstant: Bool { elements.allSatisfy { $0.byteCount != nil } }

  /// The keys of the elements in their order (ST 379-2, 7.1): the kind of item, how many of it there are, the type, and which of them it is.
  var keys: [UniversalLabel] { numbers.map { UniversalLabel.essenceElement($0) } }

  /// The last four bytes of those.
  var numbers: [UInt32] {
    var counts: [EssenceTrack.Kind: UInt32] = [:]
    return elements.map { element in
      let item: UInt32 = (element.kind == .picture ? 0x05 : element.kind == .sound ? 0x06 : 0x07) | (mapping == .d10 ? 0 : 0x10)
      let place = counts[element.kind, default: 0]
      counts[element.kind] = place + 1
      return item << 24 | UInt32(elements.count { $0.kind == element.kind }) << 16 | UInt32(element.elementType) << 8 | place
    }
  }

  /// How many bytes a length takes in front of every element: four, as is usual, unless one needs more.
  var lengthWidth: Int { elements.contains { ($0.byteCount ?? 0) >= 1 << 24 } ? 9 : elements.contains { $0.byteCount == nil } ? 9 : 4 }

  /// The bytes from the beginning of an element to that of the next, with its key, its length and the fill after it.
  func slot(_ count: Int) -> Int { aligned(16 + lengthWidth + count) }

  /// A length up to the grid: what is not full takes a fill, which has twenty bytes at least.
  func aligned(_ count: Int) -> Int {
    let grid = Int(alignment)
    let full = (count + grid - 1) / grid * grid
    return full == count || full - count >= KLVBytes.smallestFill ? full : full + (KLVBytes.smallestFill - (full - count) + grid - 1) / grid * grid
  }

  /// The bytes of the system item before the elements.
  var systemSlot: Int { mapping == .d10 ? aligned(SystemItem.byteCount) : 0 }

  /// The length of an edit unit in bytes, where each has the same.
  var editUnitByteCount: Int? {
    elements.reduce(Optional(systemSlot)) { sum, element in sum.flatMap { sum in element.byteCount.map { sum + slot($0) } } }
  }
}

/// A set of descriptive metadata and where on the timeline it stands.
public struct PlacedFramework: Sendable {
  /// Where it stands.
  public enum Place: Sendable {
    /// It is of the whole file: on a static track.
    case whole
    /// It is of parts of it: on a timeline track, each with its first edit unit and how many there are.
    case parts([(start: Int64, duration: Int64, set: MetadataSet)])
  }

  /// The scheme's label.
  public var scheme: UniversalLabel
  /// The number of its track.
  public var track: UInt32
  /// The name of its track.
  public var name: String
  /// The set, of the whole file; of parts each has its own.
  public var set: MetadataSet?
  /// Sets that the set refers to.
  public var nested: [MetadataSet] = []
  /// Where it stands.
  public var place: Place

  /// Metadata of the whole file.
  public init(scheme: UniversalLabel, track: UInt32, name: String, set: MetadataSet) {
    (self.scheme, self.track, self.name, self.set, place) = (scheme, track, name, set, .whole)
  }

  /// Metadata of parts of it, in their order.
  public init(scheme: UniversalLabel, track: UInt32, name: String, parts: [(start: Int64, duration: Int64, set: MetadataSet)]) {
    (self.scheme, self.track, self.name, set, place) = (scheme, track, name, nil, .parts(parts))
  }
}
