// SPDX-License-Identifier: Apache-2.0

public import Essence

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

  /// A timecode.
  public init(start: Int64, base: UInt16, isDropFrame: Bool) { (self.start, self.base, self.isDropFrame) = (start, base, isDropFrame) }
}

extension HeaderMetadata {
  /// More tracks than any real file has are not looked at.
  private static let mostTracks = 1024

  /// The package that describes what is in the file itself.
  var filePackage: MetadataSet? {
    let data = all(.essenceData).first?[.linkedPackageID]
    let packages = all(.sourcePackage)
    return packages.first { data != nil && $0[.packageID] == data } ?? packages.first { set(.essenceDescription, of: $0) != nil }
  }

  /// The tracks of a package.
  func tracks(of package: MetadataSet?) -> [MetadataSet] { package.map { Array(sets(.packageTracks, of: $0).prefix(Self.mostTracks)) } ?? [] }

  /// What a track plays: the components of its sequence, or its one segment.
  func components(of track: MetadataSet) -> [MetadataSet] {
    guard let segment = set(.trackSegment, of: track) else { return [] }
    return segment.key.matches(.sequence) ? sets(.componentObjects, of: segment) : [segment]
  }

  /// The tracks of essence in the file, in their order.
  var essenceTracks: [EssenceTrack] {
    guard let package = filePackage, let top = set(.essenceDescription, of: package) else { return [] }
    let descriptors = top.key.matches(.multipleDescriptor) ? sets(.fileDescriptors, of: top) : [top]
    let byTrack = Dictionary(descriptors.compactMap { set in set.integer(.linkedTrackID, as: UInt32.self).map { ($0, set) } }) { first, _ in first }
    return tracks(of: package).compactMap { track in
      guard let sequence = set(.trackSegment, of: track), let definition = sequence.label(.componentDataDefinition),
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
        duration: duration.flatMap { $0 >= 0 ? $0 : nil }, descriptor: descriptors.count == 1 ? descriptors.first : byTrack[identifier])
    }
  }
}

extension MXFFile {
  /// The active format that the descriptor of its pictures states.
  public var statedActiveFormat: ActiveFormat? {
    metadata.essenceTracks.first { $0.kind == .picture }?.descriptor?.integer(.activeFormatDescriptor, as: UInt8.self).map {
      ActiveFormat(stored: $0)
    }
  }

  /// The package that describes what is in the file itself.
  public var filePackage: MetadataSet? { metadata.filePackage }

  /// The package that says how the file is played.
  public var materialPackage: MetadataSet? { metadata.all(.materialPackage).first }

  /// The timecode of the material package, which is the one that counts.
  public var timecode: StatedTimecode? {
    for track in metadata.tracks(of: materialPackage) {
      for component in metadata.components(of: track) where component.key.matches(.timecode) {
        guard let start = component.integer(.startTimecode, as: Int64.self), let base = component.integer(.framesPerSecond, as: UInt16.self) else {
          continue
        }
        return StatedTimecode(start: start, base: base, isDropFrame: component.integer(.dropFrame, as: UInt8.self) == 1)
      }
    }
    return nil
  }
}
