// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files

/// Wraps coded pictures and their sound in operational pattern 1a as an encoder gives them, when nobody knows yet how many will come.
///
///     var stream = OP1aStream(holding: pending.path, contents)
///     try stream.append(packet, sounds: channels)
///     let frames = try stream.finish()
///
/// The file is begun with the first picture, whose own bytes say what the descriptor has to say. What only the end knows (how long it is, how its pictures
/// are grouped) is put right in place then, under the file's temporary name: who gives it its name gives it to a file that is final from its first byte.
public struct OP1aStream: ~Copyable {
  /// What will come.
  public struct Contents: Sendable {
    /// How pictures are coded.
    public var coding: PictureCoding
    /// Pictures a second.
    public var rate: EssenceTrack.Fraction
    /// Which ProRes they are, which their own bytes do not say.
    public var proRes: ProResProfile?
    /// Channels of sound, each on a track of its own; D-10 has one element for all of them, eight at most.
    public var channels = 0
    /// Bits of a sample, 16 or 24.
    public var bits = 24
    /// Samples a second.
    public var sampleRate = 48_000
    /// The timecode of the first picture.
    public var start: StatedTimecode
    /// The tape or reel of the source.
    public var reel: String?
    /// A name for the material.
    public var name: String?
    /// The active format, where the source states one.
    public var activeFormat: ActiveFormat?
    /// The colour of the pictures, for codings that do not say it themselves.
    public var color = ColorDescription()
    /// Who writes.
    public var product: OP1aPlan.Product
    /// When.
    public var date: Timestamp

    /// Pictures of a coding at a rate, without sound.
    public init(_ coding: PictureCoding, rate: EssenceTrack.Fraction, start: StatedTimecode, product: OP1aPlan.Product, date: Timestamp) {
      (self.coding, self.rate, self.start, self.product, self.date) = (coding, rate, start, product, date)
    }
  }

  private let contents: Contents
  private let path: String
  private var survey: PictureSurvey
  private var writer: OP1aWriter?
  private let sound: D10SoundElement?
  /// Edit units so far.
  private var count: Int64 = 0

  /// A file of `contents`, to be written on the empty file at `path`, which somebody else holds and names when it is finished.
  public init(holding path: String, _ contents: Contents) {
    (self.path, self.contents) = (path, contents)
    survey = PictureSurvey(contents.coding, rate: contents.rate, subject: path)
    sound = contents.coding == .d10 ? D10SoundElement(channels: contents.channels, bits: contents.bits) : nil
  }

  /// Adds a picture, in coded order, and the sound of its place in the file.
  /// - Parameter sounds: of each channel, its samples in whole bytes, the lowest first.
  /// - Throws: `FilesError` with code `malformed`: the picture is not of the coding, or not like the first; what the disk refuses.
  public mutating func append(_ picture: UnsafeRawBufferPointer, sounds: [ArraySlice<UInt8>]) throws(FilesError) {
    precondition(sounds.count == contents.channels, "each channel has sound for each picture")
    let head = min(picture.count, Int(contents.coding.head))
    try survey.take(Array(picture[..<head]), byteCount: Int64(picture.count))
    var elements = sounds
    if let sound { elements = [sound.bytes(sounds, number: count)[...]] }
    if writer == nil { writer = try begin(pictureSize: picture.count) }
    try writer?.append([picture.count] + elements.map(\.count)) { (element, memory) in
      if element == 0 {
        memory.copyMemory(from: picture)
      } else {
        elements[element - 1].withUnsafeBytes { memory.copyMemory(from: $0) }
      }
    }
    count += 1
  }

  /// Ends the file.
  /// - Returns: how many pictures it has.
  /// - Throws: `FilesError`: not one came; what the disk refuses, or gives back otherwise than it was given.
  public consuming func finish() throws(FilesError) -> Int64 {
    guard var writer = writer.take() else { throw FilesError(.malformed, subject: path, remedy: "not one picture came") }
    try survey.finish()
    let (survey, count) = (survey, count)
    try writer.settle(survey.groups.flags) { set in
      guard set.key.matches(.mpegVideoDescriptor), let sequence = survey.sequence else { return }
      EssenceDescriptor.putGroups(&set, sequence, survey.groups)
      if let label = survey.facts?.compression { set.put(.pictureCompression, label) }
    }
    try writer.finish { (path) throws(FilesError) in
      let again = try MXFFile(path)
      guard again.notes.isEmpty, again.completenessFaults(frames: count).isEmpty else {
        throw FilesError(.malformed, subject: path, remedy: "it does not read as it was written; check the disk")
      }
    }
    return count
  }

  // MARK: - The plan

  private func begin(pictureSize: Int) throws(FilesError) -> OP1aWriter {
    guard var facts = survey.facts else { throw FilesError(.malformed, subject: path, remedy: "its first picture does not say what it is") }
    facts.color = facts.color ?? CodedColor(contents.color)
    facts.compression = facts.compression ?? contents.proRes?.label
    let nothing = MetadataSet(.cdciDescriptor, items: [])
    var descriptor = EssenceDescriptor.picture(contents.coding, facts, source: nothing)
    if let sequence = survey.sequence { EssenceDescriptor.putGroups(&descriptor, sequence, survey.groups) }
    if let format = contents.activeFormat { descriptor.put(.activeFormatDescriptor, format.stored) }
    var elements = [
      OP1aPlan.Element(
        .picture, container: contents.coding.container(facts.compression), elementType: contents.coding.elementType, descriptor: descriptor,
        byteCount: constantSize(of: pictureSize))
    ]
    let isD10 = sound != nil
    let facts10 = SoundFacts(channels: isD10 ? contents.channels : 1, bits: contents.bits, sampleRate: contents.sampleRate)
    let set = EssenceDescriptor.sound(facts10, source: nothing, contents.coding)
    let tracks = isD10 ? min(1, contents.channels) : contents.channels
    elements += (0..<tracks).map { _ in .sound(set, contents.coding, facts, byteCount: soundSize) }
    var plan = OP1aPlan(
      rate: contents.rate, duration: 0, elements: elements, timecode: contents.start, product: contents.product, date: contents.date)
    (plan.isOpen, plan.name, plan.reel) = (true, contents.name, contents.reel)
    if isD10 { (plan.mapping, plan.alignment) = (.d10, 512) }
    return try OP1aWriter(holding: path, plan)
  }

  /// The bytes of every picture, where the coding gives all the same; nothing where they differ.
  private func constantSize(of first: Int) -> Int? {
    switch contents.coding {
    case .mpeg2, .proRes: nil
    case .vc3, .avcIntra: first
    // At 29.97 a second some pictures have a byte more than others (ST 356): the grid takes both.
    case .d10: contents.rate.denominator == 1 ? first : first + 1
    }
  }

  /// The bytes of a picture's sound on a track; nothing where they differ from picture to picture, of which D-10 takes the most.
  private var soundSize: Int? {
    let samples = (contents.sampleRate * Int(contents.rate.denominator)).quotientAndRemainder(dividingBy: Int(contents.rate.numerator))
    if let sound { return sound.byteCount(samples: samples.quotient + (samples.remainder > 0 ? 1 : 0)) }
    return samples.remainder == 0 ? samples.quotient * ((contents.bits + 7) / 8) : nil
  }
}
