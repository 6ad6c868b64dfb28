// SPDX-License-Identifier: Apache-2.0

/// A track of a file's essence, as its metadata tell it.
public struct EssenceTrack: Hashable, Sendable {
  /// What kind it is.
  public enum Kind: Hashable, Sendable {
    case picture
    case sound
    case data
  }

  /// What kind it is.
  public var kind: Kind
  /// Its identifier in the file package.
  public var identifier: UInt32
  /// Its number: the last four bytes of the keys of its elements.
  public var number: UInt32
  /// Edit units a second, as a fraction.
  public var rate: Fraction
  /// How many there are; nothing where the file does not say.
  public var duration: Int64?
  /// The set that describes it; nothing where none is linked to it.
  public var descriptor: MetadataSet?

  /// Two numbers, the second of which divides the first.
  public struct Fraction: Hashable, Sendable {
    /// The one that is divided.
    public var numerator: Int32
    /// The one that divides.
    public var denominator: Int32

    /// A fraction.
    public init(_ numerator: Int32, _ denominator: Int32) { (self.numerator, self.denominator) = (numerator, denominator) }
  }
}

/// The timecode that a package states: of its first edit unit (ST 377-1, annex B: TimecodeComponent).
public struct StatedTimecode: Hashable, Sendable {
  /// The number of the first label, counted from 00:00:00:00.
  public var start: Int64
  /// Labels a second.
  public var base: UInt16
  /// Whether labels are dropped.
  public var isDropFrame: Bool
}

extension MXFFile {
  /// The package that describes what is in the file itself.
  public var filePackage: MetadataSet? {
    let data = metadata.all(.essenceData).first?[.linkedPackageID]
    let packages = metadata.all(.sourcePackage)
    return packages.first { data != nil && $0[.packageID] == data } ?? packages.first { !metadata.sets(.essenceDescription, of: $0).isEmpty }
  }

  /// The package that says how the file is played.
  public var materialPackage: MetadataSet? { metadata.all(.materialPackage).first }

  /// The tracks of essence in the file, in their order.
  public var tracks: [EssenceTrack] {
    guard let package = filePackage else { return [] }
    let descriptors = metadata.sets(.essenceDescription, of: package).flatMap { descriptor in
      descriptor.key.matches(.multipleDescriptor) ? metadata.sets(.fileDescriptors, of: descriptor) : [descriptor]
    }
    return metadata.sets(.packageTracks, of: package).compactMap { track in
      guard let sequence = metadata.sets(.trackSegment, of: track).first, let definition = sequence.label(.componentDataDefinition),
        let identifier = track.integer(.trackID, as: UInt32.self), let rate = track.rational(.editRate)
      else { return nil }
      let kind: EssenceTrack.Kind
      if definition.matches(.pictureTrack) {
        kind = .picture
      } else if definition.matches(.soundTrack) {
        kind = .sound
      } else {
        guard !definition.matches(.timecodeTrack), !definition.matches(.descriptiveTrack) else { return nil }
        kind = .data
      }
      let duration = sequence.integer(.componentLength, as: Int64.self)
      return EssenceTrack(
        kind: kind, identifier: identifier, number: track.integer(.essenceTrackNumber) ?? 0, rate: .init(rate.numerator, rate.denominator),
        duration: duration.flatMap { $0 >= 0 ? $0 : nil },
        descriptor: descriptors.count == 1 ? descriptors.first : descriptors.first { $0.integer(.linkedTrackID, as: UInt32.self) == identifier })
    }
  }

  /// The timecode of the material package, which is the one that counts.
  public var timecode: StatedTimecode? {
    guard let package = materialPackage else { return nil }
    for track in metadata.sets(.packageTracks, of: package) {
      for segment in metadata.sets(.trackSegment, of: track) {
        let components = segment.key.matches(.sequence) ? metadata.sets(.componentObjects, of: segment) : [segment]
        for component in components where component.key.matches(.timecode) {
          guard let start = component.integer(.startTimecode, as: Int64.self), let base = component.integer(.framesPerSecond, as: UInt16.self) else {
            continue
          }
          return StatedTimecode(start: start, base: base, isDropFrame: component.integer(.dropFrame, as: UInt8.self) == 1)
        }
      }
    }
    return nil
  }
}
