// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
internal import Markup
public import Timing

/// The document that Sony's cameras lay beside each clip (`C0001M01.XML` beside `C0001.MP4`): NonRealTimeMeta of the Professional Disc
/// format, SMPTE RDD 18 for its acquisition record.
public struct SonyClipXML: Hashable, Sendable {
  /// What it says of the clip.
  public private(set) var metadata = ClipMetadata()
  /// The label of the first frame. XAVC S files have no other timecode that FFmpeg reads.
  public private(set) var start: Timecode?
  /// The clip's length.
  public private(set) var frames: FrameCount?

  /// A clip's document is a few kilobytes, or a few hundred with a change table of a long take.
  static let byteLimit = 16 << 20

  /// Reads a document.
  ///
  /// - Throws: `FilesError.malformed` where it is no XML or another document.
  public init(_ bytes: [UInt8], subject: String) throws(FilesError) {
    let root: MarkupElement
    do { root = try MarkupElement(parsing: bytes, subject: subject, limits: MarkupLimits(bytes: SonyClipXML.byteLimit)) } catch {
      throw FilesError(.malformed, subject: subject, remedy: "it should be Sony's clip metadata, and it is damaged XML; copy it again from the card")
    }
    guard root.name.local == "NonRealTimeMeta" else {
      throw FilesError(.malformed, subject: subject, remedy: "it is XML, and not Sony's clip metadata; nothing of it was used")
    }
    read(root)
  }

  /// The name of the document that belongs to the clip file `name`.
  static func name(for name: String) -> String { (name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]) + "M01.XML" }

  // MARK: -

  private mutating func read(_ root: MarkupElement) {
    add(.umid, (root.first("TargetMaterial")?["umidRef"]).map { ClipMetadata.umid($0) })
    add(.shootDate, (root.first("CreationDate")?["value"]).map { ClipMetadata.day($0) })
    let device = root.first("Device")
    add(.maker, device?["manufacturer"])
    add(.model, device?["modelName"])
    // 4294967295 is what a camera writes that has no number.
    add(.serialNumber, device?["serialNo"].flatMap { $0 == "4294967295" ? nil : $0 })
    add(.lens, root.first("Lens")?["modelName"])
    frames = (root.first("Duration")?["value"]).flatMap { Int($0) }.flatMap { $0 >= 0 && $0 < 1 << 40 ? FrameCount($0) : nil }
    let frame = root.first("VideoFormat")?.first("VideoFrame")
    let (capture, format) = (Self.rate(frame?["captureFps"]), Self.rate(frame?["formatFps"]))
    if let capture, let format, !capture.hasSameSpeed(as: format) { add(.sensorRate, capture.description) }
    for item in root.first("AcquisitionRecord")?.all("Group").flatMap({ $0.all("Item") }) ?? [] {
      if let name = item["name"], let meaning = Self.meanings[name] { add(meaning, item["value"]) }
    }
    for related in root.first("RelevantFiles")?.all("RelatedTo") ?? [] where related["rel"]?.uppercased().contains("LUT") == true {
      add(.look, related["file"])
    }
    let title = root.first("Title")
    add(.note, title?["usAscii"] ?? title?["value"] ?? root.first("Description")?.trimmedText)
    if let table = root.first("LtcChangeTable") { start = Self.start(table, format: format) }
  }

  private mutating func add(_ item: ClipMetadata.Item, _ value: String?) {
    if let value { metadata.add(.init(item, value, from: .sonyXML)) }
  }

  private static let meanings: [String: ClipMetadata.Item] = [
    "CaptureGammaEquation": .transfer, "CaptureColorPrimaries": .colorSpace, "ShutterSpeedAngle": .shutter, "ShutterSpeedTime": .shutter,
    "ISOSensitivity": .exposureIndex, "ExposureIndexOfPhotoMeter": .exposureIndex, "WhiteBalance": .whiteBalance,
    "LensZoomActualFocalLength": .focalLength, "LensAttributes": .lens, "CameraAttributes": .model,
    "ASC_CDL_V12": .colorSlopeOffsetPower,
  ]

  /// `29.97p`, `59.94i`, `25p`.
  private static func rate(_ text: String?) -> FrameRate? {
    guard var text = text?[...] else { return nil }
    let isInterlaced = text.last == "i"
    if isInterlaced || text.last == "p" { text.removeLast() }
    guard let rate = try? FrameRate(String(text)) else { return nil }
    // Interlaced rates are given in fields.
    return isInterlaced && rate.nominal > 30 ? try? FrameRate(rate.numerator, rate.denominator * 2) : rate
  }

  /// The label of frame 0: eight digits of binary-coded decimals, frames first, with the flags of SMPTE ST 12-1 in their upper bits.
  ///
  /// The labels are counted at `tcFps`; the clip runs at that, at its NTSC neighbour, or (`halfStep`) at twice that with two frames a label.
  private static func start(_ table: MarkupElement, format: FrameRate?) -> Timecode? {
    guard let labels = table["tcFps"].flatMap({ Int($0) }), let first = table.all("LtcChange").first(where: { $0["frameCount"] == "0" }),
      let value = first["value"], let rate = format ?? (try? FrameRate(labels)), (1...rate.nominal).contains(labels),
      rate.nominal == labels || rate.nominal == labels * 2
    else { return nil }
    if value.contains(":") || value.contains(";") { return rate.nominal == labels ? try? Timecode(value, at: rate) : nil }
    guard value.utf8.count == 8, let word = UInt32(value, radix: 16) else { return nil }
    func decimal(_ shift: UInt32, tens: UInt32) -> Int? {
      let (high, low) = (word >> (shift + 4) & tens, word >> shift & 0xF)
      return low < 10 ? Int(high * 10 + low) : nil
    }
    guard let frame = decimal(24, tens: 3), let second = decimal(16, tens: 7), let minute = decimal(8, tens: 7), let hour = decimal(0, tens: 3) else {
      return nil
    }
    let isDropFrame = word >> 24 & 0x40 != 0
    guard let labelled = try? FrameRate(rate.numerator, rate.denominator, dropFrame: isDropFrame) else { return nil }
    let step = rate.nominal / labels
    return try? Timecode(Timecode.Fields(hours: hour, minutes: minute, seconds: second, frames: frame * step), at: labelled)
  }
}
