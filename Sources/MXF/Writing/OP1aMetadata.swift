// SPDX-License-Identifier: Apache-2.0

import Files

/// Makes the header metadata of a plan (SMPTE ST 377-1:2019, annexes A and B; ST 378).
struct OP1aMetadata {
  /// Identifiers of tracks; those of sound count on from the first.
  private enum Track {
    static let timecode: UInt32 = 901
    static let picture: UInt32 = 1001
    static let sound: UInt32 = 2001
    static let data: UInt32 = 3001
  }

  static let bodyStream: UInt32 = 1
  static let indexStream: UInt32 = 2

  private let plan: OP1aPlan
  /// The identifier of the file package.
  let filePackage: [UInt8]
  /// That of the tape's, where there is one.
  private let tapePackage: [UInt8]?
  private(set) var metadata = HeaderMetadata()

  init(_ plan: OP1aPlan) {
    self.plan = plan
    let (material, file) = (Self.newPackageIdentifier(plan), Self.newPackageIdentifier(plan))
    filePackage = file
    tapePackage = plan.reel.map { _ in Self.newPackageIdentifier(plan) }
    var preface = new(.preface)
    var storage = new(.contentStorage)
    var data = new(.essenceData)
    let identification = identification()
    preface.put(.fileLastModified, Self.timestamp(plan.date))
    preface.put(.formatVersion, [1, 3])
    preface.put(.objectModelVersion, UInt32(1))
    preface.put(.identificationList, references: [identification.identifier ?? []])
    preface.put(.contentStorageObject, storage.identifier ?? [])
    preface.put(.operationalPattern, .op1a)
    preface.put(.essenceContainers, labels: containers)
    preface.put(.descriptiveSchemes, labels: plan.frameworks.map(\.scheme))
    if !plan.specifications.isEmpty { preface.put(.conformsToSpecifications, labels: plan.specifications) }
    data.put(.linkedPackageID, file)
    data.put(.indexStreamID, Self.indexStream)
    data.put(.essenceStreamID, Self.bodyStream)

    // The sets that hang from a package come after it.
    var packages: [MetadataSet] = []
    var hanging: [MetadataSet] = []
    for (key, identifier) in [(UniversalLabel.materialPackage, material), (.sourcePackage, file)] {
      var package = new(key)
      package.put(.packageID, identifier)
      if let name = plan.name, key == .materialPackage { package.put(.packageName, name) }
      package.put(.creationTime, Self.timestamp(plan.date))
      package.put(.packageLastModified, Self.timestamp(plan.date))
      let (tracks, sets) = key == .materialPackage ? materialTracks(to: file) : fileTracks()
      package.put(.packageTracks, references: tracks.map { $0.identifier ?? [] })
      hanging += sets
      if key == .sourcePackage {
        let descriptors = descriptors()
        package.put(.essenceDescription, descriptors[0].identifier ?? [])
        hanging += descriptors
      }
      packages.append(package)
    }
    if let tape = tapePackage {
      let (package, sets) = tapeSets(tape)
      packages.append(package)
      hanging += sets
    }
    storage.put(.packages, references: packages.map { $0.identifier ?? [] })
    storage.put(.essenceDataObjects, references: [data.identifier ?? []])
    for set in [preface, identification, storage, data] + packages + hanging { metadata.put(set) }
  }

  /// The kinds of essence container: each element's, and that there are several where there are.
  var containers: [UniversalLabel] {
    var met: Set<UniversalLabel> = []
    let all = plan.elements.map(\.container).filter { met.insert($0).inserted }
    return all.count > 1 ? [.genericContainers] + all : all
  }

  // MARK: - Packages

  private func materialTracks(to file: [UInt8]) -> (tracks: [MetadataSet], sets: [MetadataSet]) {
    var (tracks, sets) = timecodeTrack()
    for (place, element) in plan.elements.enumerated() {
      // Sound is numbered from 1 on, as EBU R 48 and R 123 number tracks.
      let number = UInt32(plan.elements[...place].count { $0.kind == element.kind })
      add(essenceTrack(place, number: number, source: (file, identifier(of: place))), to: &tracks, &sets)
    }
    for framework in plan.frameworks { add(descriptiveTrack(framework), to: &tracks, &sets) }
    return (tracks, sets)
  }

  private func fileTracks() -> (tracks: [MetadataSet], sets: [MetadataSet]) {
    var (tracks, sets) = timecodeTrack()
    for (place, number) in plan.numbers.enumerated() {
      let source = tapePackage.map { ($0, identifier(of: place)) } ?? Self.nowhere
      add(essenceTrack(place, number: number, source: source), to: &tracks, &sets)
    }
    return (tracks, sets)
  }

  /// The source of what has none (ST 377-1:2019, B.10).
  private static let nowhere: (package: [UInt8], track: UInt32) = ([UInt8](repeating: 0, count: 32), 0)

  /// The tape: its name, its timecode, and a track for each of the file's.
  private func tapeSets(_ identifier: [UInt8]) -> (package: MetadataSet, sets: [MetadataSet]) {
    var package = new(.sourcePackage)
    let descriptor = new(.tapeDescriptor)
    package.put(.packageID, identifier)
    if let reel = plan.reel { package.put(.packageName, reel) }
    package.put(.creationTime, Self.timestamp(plan.date))
    package.put(.packageLastModified, Self.timestamp(plan.date))
    var (tracks, sets) = timecodeTrack()
    for place in plan.elements.indices { add(essenceTrack(place, number: 0, source: Self.nowhere), to: &tracks, &sets) }
    package.put(.packageTracks, references: tracks.map { $0.identifier ?? [] })
    package.put(.essenceDescription, descriptor.identifier ?? [])
    return (package, sets + [descriptor])
  }

  /// Says how long everything is, which nobody knew before, and what `change` changes.
  mutating func settle(duration: Int64, _ change: (inout MetadataSet) -> Void) {
    for set in metadata.sets {
      var set = set
      for property in [MetadataProperty.componentLength, .essenceLength] where set[property] != nil { set.put(property, duration) }
      change(&set)
      metadata.put(set)
    }
  }

  private func add(_ made: [MetadataSet], to tracks: inout [MetadataSet], _ sets: inout [MetadataSet]) {
    tracks.append(made[0])
    sets += made
  }

  private func identifier(of place: Int) -> UInt32 {
    let kind = plan.elements[place].kind
    let before = UInt32(plan.elements[..<place].count { $0.kind == kind })
    return (kind == .picture ? Track.picture : kind == .sound ? Track.sound : Track.data) + before
  }

  // MARK: - Tracks

  private func timecodeTrack() -> (tracks: [MetadataSet], sets: [MetadataSet]) {
    var component = new(.timecode)
    component.put(.componentDataDefinition, .timecodeTrack)
    component.put(.componentLength, plan.duration)
    component.put(.startTimecode, plan.timecode.start)
    component.put(.framesPerSecond, plan.timecode.base)
    component.put(.dropFrame, plan.timecode.isDropFrame)
    let made = track(Track.timecode, number: 0, name: "TC1", .timecodeTrack, [component])
    return ([made[0]], made)
  }

  private func essenceTrack(_ place: Int, number: UInt32, source: (package: [UInt8], track: UInt32)) -> [MetadataSet] {
    let kind = plan.elements[place].kind
    let definition: UniversalLabel = kind == .picture ? .pictureTrack : kind == .sound ? .soundTrack : .dataTrack
    var clip = new(.sourceClip)
    clip.put(.componentDataDefinition, definition)
    clip.put(.componentLength, plan.duration)
    clip.put(.sourcePackageID, source.package)
    clip.put(.sourceTrackID, source.track)
    clip.put(.startPosition, Int64(0))
    let ordinal = plan.elements[...place].count { $0.kind == kind }
    let name = (kind == .picture ? "V" : kind == .sound ? "A" : "D") + "\(ordinal)"
    return track(identifier(of: place), number: number, name: name, definition, [clip])
  }

  /// A track of the timeline, its sequence, and what that holds.
  private func track(_ identifier: UInt32, number: UInt32, name: String, _ definition: UniversalLabel, _ components: [MetadataSet]) -> [MetadataSet] {
    var (track, sequence) = (new(.timelineTrack), new(.sequence))
    put(&track, identifier, number: number, name: name, sequence)
    track.put(.editRate, plan.rate.numerator, over: plan.rate.denominator)
    track.put(.origin, Int64(0))
    sequence.put(.componentDataDefinition, definition)
    sequence.put(.componentLength, plan.duration)
    sequence.put(.componentObjects, references: components.map { $0.identifier ?? [] })
    return [track, sequence] + components
  }

  private func put(_ track: inout MetadataSet, _ identifier: UInt32, number: UInt32, name: String, _ sequence: MetadataSet) {
    track.put(.trackID, identifier)
    track.put(.essenceTrackNumber, number)
    track.put(.trackName, name)
    track.put(.trackSegment, sequence.identifier ?? [])
  }

  /// What is of the whole file stands on a static track without lengths; what is of parts on the timeline, with filler between them.
  private func descriptiveTrack(_ framework: PlacedFramework) -> [MetadataSet] {
    switch framework.place {
    case .whole:
      var (track, sequence) = (new(.staticTrack), new(.sequence))
      let segment = segment(framework.set, duration: nil)
      put(&track, framework.track, number: 0, name: framework.name, sequence)
      sequence.put(.componentDataDefinition, .descriptiveTrack)
      sequence.put(.componentObjects, references: [segment.identifier ?? []])
      return [track, sequence, segment] + [framework.set].compactMap(\.self) + framework.nested
    case .parts(let parts):
      var (components, sets, place) = ([MetadataSet](), [MetadataSet](), Int64(0))
      for part in parts {
        if part.start > place { components.append(filler(part.start - place)) }
        components.append(segment(part.set, duration: part.duration))
        sets.append(part.set)
        place = part.start + part.duration
      }
      if place < plan.duration { components.append(filler(plan.duration - place)) }
      return track(framework.track, number: 0, name: framework.name, .descriptiveTrack, components) + sets
    }
  }

  private func filler(_ duration: Int64) -> MetadataSet {
    var filler = new(.filler)
    filler.put(.componentDataDefinition, .descriptiveTrack)
    filler.put(.componentLength, duration)
    return filler
  }

  private func segment(_ framework: MetadataSet?, duration: Int64?) -> MetadataSet {
    var segment = new(.descriptiveMarker)
    segment.put(.componentDataDefinition, .descriptiveTrack)
    if let duration { segment.put(.componentLength, duration) }
    segment.put(.descriptiveFrameworkObject, framework?.identifier ?? [])
    return segment
  }

  // MARK: - Descriptors

  /// The descriptor of the file package first, and those it holds.
  private func descriptors() -> [MetadataSet] {
    var (parts, held) = ([MetadataSet](), [MetadataSet]())
    for (place, element) in plan.elements.enumerated() {
      var descriptor = element.descriptor
      descriptor.put(.instanceID, plan.newIdentifier())
      descriptor.put(.linkedTrackID, identifier(of: place))
      descriptor.put(.sampleRate, plan.rate.numerator, over: plan.rate.denominator)
      descriptor.put(.essenceLength, plan.duration)
      descriptor.put(.containerFormat, element.container)
      if !element.subDescriptors.isEmpty { descriptor.put(.subDescriptors, references: element.subDescriptors.map { $0.identifier ?? [] }) }
      parts.append(descriptor)
      held += element.subDescriptors
    }
    guard parts.count > 1 else { return parts + held }
    var several = new(.multipleDescriptor)
    several.put(.sampleRate, plan.rate.numerator, over: plan.rate.denominator)
    several.put(.essenceLength, plan.duration)
    several.put(.containerFormat, containers[0])
    several.put(.fileDescriptors, references: parts.map { $0.identifier ?? [] })
    return [several] + parts + held
  }

  // MARK: -

  private func identification() -> MetadataSet {
    var set = new(.identification)
    set.put(.generationID, plan.newIdentifier())
    set.put(.applicationSupplierName, plan.product.company)
    set.put(.applicationName, plan.product.name)
    set.put(.applicationVersionString, plan.product.version)
    set.put(.applicationProductID, plan.product.identifier)
    set.put(.fileModificationDate, Self.timestamp(plan.date))
    return set
  }

  private func new(_ key: UniversalLabel) -> MetadataSet { MetadataSet(key, identifier: plan.newIdentifier()) }

  /// A basic UMID (ST 330): a label that says how its parts are made, a length, no instance, and a number that nothing else has.
  private static func newPackageIdentifier(_ plan: OP1aPlan) -> [UInt8] {
    [0x06, 0x0A, 0x2B, 0x34, 0x01, 0x01, 0x01, 0x05, 0x01, 0x01, 0x0F, 0x20, 0x13, 0x00, 0x00, 0x00] + plan.newIdentifier()
  }

  /// Year, month, day, hour, minute, second, and quarters of a hundredth of a second (ST 377-1, 4.3).
  static func timestamp(_ moment: Timestamp) -> [UInt8] {
    let date = moment.calendar
    return Array(number: Int16(clamping: date.year)) + [date.month, date.day, date.hour, date.minute, date.second].map { UInt8($0) }
      + [UInt8(moment.nanoseconds / 4_000_000)]
  }
}
