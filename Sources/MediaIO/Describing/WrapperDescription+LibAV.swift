// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

extension WrapperDescription {
  /// What `demuxer` found the wrapper to be and to say.
  init(_ demuxer: Demuxer) {
    let context = demuxer.context.pointee
    let metadata = Dictionary(libAV: context.metadata)
    let names = demuxer.format
    let long = context.iformat.flatMap { $0.pointee.long_name }.map { String(cString: $0) } ?? names
    self.init(format: names.split(separator: ",").first.map(String.init) ?? names, name: long, metadata: metadata, notes: demuxer.journal.notes)
    switch format {
    case "mov":
      nameQuickTime(brand: metadata["major_brand"])
      indexComesFirst = QuickTimeAtom.indexComesFirst(demuxer.file.path, byteCount: demuxer.file.byteCount)
    case "mxf":
      nameMXF(label: metadata["operational_pattern_ul"])
      partitions = WrapperPartitions(path: demuxer.file.path)
    case "wav": name = metadata["time_reference"] == nil ? "WAVE" : "Broadcast Wave"
    case let format where format.hasSuffix("_pipe"):
      self.format = String(format.dropLast("_pipe".count))
      name = self.format.uppercased() + " still"
    default: break
    }
    if context.duration > 0 { duration = MediaTime(Int(context.duration), tick: Ratio(1, Int(AV_TIME_BASE))) }
    bitRate = positive(context.bit_rate)
  }

  /// ISO base media files by their major brand; `qt  ` and no brand at all are QuickTime.
  private mutating func nameQuickTime(brand: String?) {
    profile = brand?.trimmingSuffix(while: { $0 == " " })
    switch profile {
    case nil, "qt": name = "QuickTime"
    case let brand?:
      format = "mp4"
      name = "MP4 (\(brand))"
    }
  }

  /// The operational pattern from its label.
  private mutating func nameMXF(label: String?) {
    let digits = label?.filter(\.isHexDigit) ?? ""
    guard digits.count == 32, let item = Int(digits.dropFirst(24).prefix(2), radix: 16), let package = Int(digits.dropFirst(26).prefix(2), radix: 16)
    else { return }
    profile = Self.operationalPattern(item: item, package: package) ?? profile
    if let profile { name = "MXF \(profile)" }
  }

  /// An operational pattern as people write it; `nil` for one that has no name. SMPTE ST 377-1:2019, 7.5: byte 13 of its label is the item complexity (1 to 3),
  /// byte 14 the package complexity (1 to 3 for a to c); 10h in byte 13 is OP-Atom (ST 390).
  static func operationalPattern(item: Int, package: Int) -> String? {
    if item == 0x10 { return "OPAtom" }
    guard (1...3).contains(item), (1...3).contains(package) else { return nil }
    return "OP\(item)\(["a", "b", "c"][package - 1])"
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, predicate(last) { text = text.dropLast() }
    return String(text)
  }
}
