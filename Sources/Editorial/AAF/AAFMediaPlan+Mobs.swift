// SPDX-License-Identifier: Apache-2.0

internal import Timing

extension AAFMediaPlan {
  /// The master clip and the file of a source.
  func mobs(of source: Source, _ writing: inout AAFWriting) -> [AAFNode] {
    var master = AAFNode(.masterMob)
    let length = max(1, source.end - source.first)
    let uses = source.uses.sorted()
    let name = writing.bounded(source.reference.name, "the name ‘\(source.reference.name.prefix(40))’")
    master.set(AAFProperty.mobID, source.master)
    master.set(AAFProperty.mobName, name)
    master[AAFProperty.mobSlots] = .vector(
      uses.map { use in
        let essence = use.isSound ? AAFKnown.sound : AAFKnown.picture
        let clip = AAFNode.sourceClip(essence, length: length, mob: source.file, slot: Self.fileSlot(use, uses), start: 0)
        return .slot(source.slots[use] ?? 1, clip, rate: source.rate, track: use.track > 0 ? use.track : use.isSound ? nil : 1)
      })
    master[AAFProperty.mobModified] = .data(AAFNode.date)
    master[AAFProperty.mobCreated] = .data(AAFNode.date)
    var comments = source.comments.map { writing.tag($0.key, $0.value) }
    if let grade = source.grade { comments += AAFTracks.tags(of: grade, &writing) }
    if !comments.isEmpty { master[AAFProperty.mobComments] = .vector(comments) }
    var attributes = writing.tags(source.reference.kept, of: name)
    var supposed = source.supposed
    if Self.url(source.reference.path) != source.reference.path { supposed.insert("url") }
    if !supposed.isEmpty { attributes.append(writing.tag(AAFTags.supposed, supposed.sorted().joined(separator: ","))) }
    if !attributes.isEmpty { master[AAFProperty.mobAttributes] = .vector(attributes) }
    return source.isShared ? [master] : [master, file(of: source, uses, name, length, &writing)]
  }

  /// The bytes of a source that is embedded.
  func essence(of source: Source) -> AAFNode? {
    guard case .embedded(let count, let supply)? = source.sound?.content, !source.isShared else { return nil }
    var node = AAFNode(.essenceData)
    node.set(AAFProperty.essenceMobID, source.file)
    node[AAFProperty.essenceBytes] = .stream(.supplied(count, supply))
    return node
  }

  /// A path as the address that a locator has: one that is an address already stays as it is.
  static func url(_ path: String) -> String {
    guard !path.isEmpty, !path.contains("://") else { return path }
    let plain = path.replacing("\\", with: "/")
    let isDrive = plain.dropFirst().hasPrefix(":/")
    guard plain.hasPrefix("/") || isDrive else { return path }
    var text = isDrive ? "file:///" : "file://"
    for byte in plain.utf8 {
      let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "/-_.~!$&'()*+,;=:@".utf8.contains(byte)
      if isPlain {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }

  /// The path of an address that `url(_:)` made; `nil` for any other.
  static func path(ofURL text: String) -> String? {
    guard let rest = text.rest(of: "file://") else { return nil }
    var bytes: [UInt8] = []
    var place = Array(rest.utf8)[...]
    while let byte = place.popFirst() {
      if byte == UInt8(ascii: "%"), place.count >= 2, let value = UInt8(String(decoding: place.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        place = place.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    let path = String(decoding: bytes, as: UTF8.self)
    return path.dropFirst(2).hasPrefix(":/") ? String(path.dropFirst()) : path
  }

  // MARK: -

  /// The slot of the file: pictures have the first, sound the one behind it.
  private static func fileSlot(_ use: Use, _ uses: [Use]) -> Int { use.isSound && uses.contains { !$0.isSound } ? 2 : 1 }

  private func file(of source: Source, _ uses: [Use], _ name: String, _ length: Int, _ writing: inout AAFWriting) -> AAFNode {
    let kinds = Set(uses.map(\.isSound)).sorted { !$0 && $1 }
    let tape = reel(of: source)
    var node = AAFNode(.sourceMob)
    node.set(AAFProperty.mobID, source.file)
    node.set(AAFProperty.mobName, name)
    node[AAFProperty.mobSlots] = .vector(
      kinds.enumerated().map { number, isSound in
        let essence = isSound ? AAFKnown.sound : AAFKnown.picture
        let clip = AAFNode.sourceClip(
          essence, length: length, mob: tape.id, slot: tape.slot(isSound, source.rate) ?? 2, start: source.first)
        return .slot(number + 1, clip, rate: source.rate, track: 1)
      })
    node[AAFProperty.mobModified] = .data(AAFNode.date)
    node[AAFProperty.mobCreated] = .data(AAFNode.date)
    var descriptors = kinds.map { isSound in isSound ? soundDescriptor(source, uses, length) : pictureDescriptor(source, length) }
    if descriptors.count > 1 {
      var both = AAFNode(.multipleDescriptor)
      both.set(AAFProperty.sampleRate, source.rate)
      both.set(AAFProperty.descriptorLength, Int64(length))
      both[AAFProperty.containerFormat] = .weak(.containers, AAFKnown.external)
      both[AAFProperty.fileDescriptors] = .vector(descriptors)
      descriptors = [both]
    }
    let isEmbedded = if case .embedded? = source.sound?.content { true } else { false }
    if !source.reference.path.isEmpty, !isEmbedded {
      var locator = AAFNode(.networkLocator)
      if let read = Self.path(ofURL: Self.url(source.reference.path)), !source.reference.path.contains("://"), read != source.reference.path {
        writing.lost.add(.paths, "how the path ‘\(source.reference.path.prefix(200))’ is written: it is read again as ‘\(read.prefix(200))’")
      }
      locator.set(AAFProperty.url, writing.bounded(Self.url(source.reference.path), "the path of ‘\(name.prefix(40))’"))
      descriptors[0][AAFProperty.locators] = .vector([locator])
    }
    node[AAFProperty.essenceDescription] = .strong(descriptors[0])
    return node
  }

  /// A cut does not say how large its pictures are. What AAF asks for is filled in as for high definition; the file itself says it when it is linked.
  private func pictureDescriptor(_ source: Source, _ length: Int) -> AAFNode {
    var node = AAFNode(.cdciDescriptor)
    node.set(AAFProperty.sampleRate, source.rate)
    node.set(AAFProperty.descriptorLength, Int64(length))
    node[AAFProperty.containerFormat] = .weak(.containers, AAFKnown.external)
    node.set(0x3202, UInt32(1080))
    node.set(0x3203, UInt32(1920))
    node.set(0x320C, UInt8(0))
    var lines: [UInt8] = []
    for line in [Int32(42), 0] { lines.append(number: line) }
    node[0x320D] = .data(lines)
    var aspect: [UInt8] = []
    for part in [Int32(16), 9] { aspect.append(number: part) }
    node[0x320E] = .data(aspect)
    node.set(0x3301, UInt32(8))
    node.set(0x3302, UInt32(2))
    return node
  }

  private func soundDescriptor(_ source: Source, _ uses: [Use], _ length: Int) -> AAFNode {
    let sampleRate = source.sound?.sampleRate ?? (source.rate.isOfSamples ? source.rate.numerator / source.rate.denominator : 48_000)
    let bits = source.sound?.bits ?? 24
    let channels = source.sound?.channels ?? 1
    let rate = (try? FrameRate(sampleRate)).map { AAFRate($0) } ?? source.rate
    let count = source.sound?.length.value ?? source.rate.converted(length, to: rate)
    let block = channels * ((bits + 7) / 8)
    let isEmbedded = if case .embedded? = source.sound?.content { true } else { false }
    let name = source.reference.path.lowercased()
    let isWave = !isEmbedded && (source.sound != nil || name.hasSuffix(".wav") || name.hasSuffix(".bwf"))
    var node = AAFNode(isWave ? .waveDescriptor : .pcmDescriptor)
    node.set(AAFProperty.sampleRate, rate)
    node.set(AAFProperty.descriptorLength, Int64(count))
    node[AAFProperty.containerFormat] = .weak(.containers, AAFKnown.container)
    guard !isWave else {
      node[AAFProperty.waveSummary] = .data(Self.waveHeader(sampleRate, bits, channels, block, bytes: count.multipliedReportingOverflow(by: block)))
      return node
    }
    node.set(AAFProperty.audioSamplingRate, rate)
    node.set(AAFProperty.channels, UInt32(clamping: channels))
    node.set(AAFProperty.soundBits, UInt32(clamping: bits))
    node.set(AAFProperty.blockAlign, UInt16(clamping: block))
    node.set(AAFProperty.averageBytes, UInt32(clamping: block * sampleRate))
    node.set(AAFProperty.electroSpatial, UInt8(channels == 1 ? 2 : 0))  // one channel, or what the channels say
    return node
  }

  /// The beginning of a WAV file up to its samples (RIFF, 1991), which is what a summary of one is.
  private static func waveHeader(_ sampleRate: Int, _ bits: Int, _ channels: Int, _ block: Int, bytes: (partialValue: Int, overflow: Bool)) -> [UInt8]
  {
    let count = bytes.overflow ? UInt32.max : UInt32(clamping: bytes.partialValue)
    var header = Array("RIFF".utf8)
    header.append(number: count > .max - 36 ? .max : count + 36)
    header += Array("WAVEfmt ".utf8)
    header.append(number: UInt32(16))
    header.append(number: UInt16(1))
    header.append(number: UInt16(clamping: channels))
    header.append(number: UInt32(clamping: sampleRate))
    header.append(number: UInt32(clamping: sampleRate * block))
    header.append(number: UInt16(clamping: block))
    header.append(number: UInt16(clamping: bits))
    header += Array("data".utf8)
    header.append(number: count)
    return header
  }
}
