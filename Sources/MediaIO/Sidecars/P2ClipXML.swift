// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Files
internal import Markup
public import Timing

/// The document that Panasonic's P2 cameras lay down for each clip, `CONTENTS/CLIP/0001AB.XML` for `CONTENTS/VIDEO/0001AB.MXF`.
///
/// Source: what Adobe's XMP Toolkit SDK reads of it (P2_Handler.cpp), element by element; and for the names of elements alone, files of the namespace
/// `urn:schemas-Professional-Plug-in:P2:ClipMetadata`.
public struct P2ClipXML: Hashable, Sendable {
  /// What it says of the clip.
  public private(set) var metadata = ClipMetadata()
  /// The label of the first frame.
  public private(set) var start: Timecode?
  /// The clip's length.
  public private(set) var frames: FrameCount?

  /// A clip's document is a few kilobytes.
  static let byteLimit = 4 << 20

  /// Reads a document.
  ///
  /// - Throws: `FilesError.malformed` where it is no XML or another document.
  public init(_ bytes: [UInt8], subject: String) throws(FilesError) {
    let root: MarkupElement
    do { root = try MarkupElement(parsing: bytes, subject: subject, limits: MarkupLimits(bytes: P2ClipXML.byteLimit)) } catch {
      throw FilesError(.malformed, subject: subject, remedy: "it should describe a P2 clip, and it is damaged XML; copy it again from the card")
    }
    guard root.name.local == "P2Main", let content = root.first("ClipContent") else {
      throw FilesError(.malformed, subject: subject, remedy: "it is XML, and describes no P2 clip; nothing of it was used")
    }
    read(content)
  }

  /// Where the document of the clip file `file` would be, relative to the same root, in the case in which cards write it; `nil` where the file does not
  /// lie as in a P2 card.
  public static func place(for file: ContainedPath) -> (folder: String, name: String)? {
    guard let folder = file.parent, ["VIDEO", "AVCLIP"].contains(folder.name.uppercased()) else { return nil }
    let stem = file.name.lastIndex(of: ".").map { file.name[..<$0] } ?? file.name[...]
    return (folder.parent.map { "\($0.text)/CLIP" } ?? "CLIP", stem + ".XML")
  }

  // MARK: -

  private mutating func read(_ content: MarkupElement) {
    add(.umid, content.first("GlobalClipID").map { ClipMetadata.umid($0.trimmedText) })
    frames = (content.first("Duration")?.trimmedText).flatMap { Int($0) }.flatMap { $0 >= 0 && $0 < 1 << 40 ? FrameCount($0) : nil }
    let about = content.first("ClipMetadata")
    add(.clip, about?.first("UserClipName")?.trimmedText)
    let day = about?.first("Shoot")?.first("StartDate") ?? about?.first("Access")?.first("CreationDate")
    add(.shootDate, day.map { ClipMetadata.day($0.trimmedText) })
    let device = about?.first("Device")
    add(.maker, device?.first("Manufacturer")?.trimmedText)
    add(.model, device?.first("ModelName")?.trimmedText)
    add(.serialNumber, device?.first("SerialNo.")?.trimmedText)
    let scenario = about?.first("Scenario")
    add(.project, scenario?.first("ProgramName")?.trimmedText)
    add(.scene, scenario?.first("SceneNo.")?.trimmedText)
    add(.take, scenario?.first("TakeNo.")?.trimmedText)
    switch about?.first("ShotMark")?.trimmedText {
    case "true", "1": add(.circled, "yes")
    case "false", "0": add(.circled, "no")
    default: break
    }
    if let video = content.first("EssenceList")?.first("Video") { start = Self.start(video) }
  }

  private mutating func add(_ item: ClipMetadata.Item, _ value: String?) {
    if let value { metadata.add(.init(item, value, from: .p2XML)) }
  }

  /// `StartTimecode` with the `FrameRate` beside it, `50i`, `25p`, `23.98p`, `59.94p` with an attribute `DropFrameFlag`. Above 30 frames a second the
  /// label counts every other frame.
  private static func start(_ video: MarkupElement) -> Timecode? {
    guard let written = video.first("StartTimecode")?.trimmedText, let element = video.first("FrameRate") else { return nil }
    let isDropFrame = ["true", "1"].contains(element["DropFrameFlag"])
    guard let rate = rates[element.trimmedText], let labels = try? FrameRate(rate.labels.0, rate.labels.1, dropFrame: isDropFrame) else { return nil }
    let fields = written.split(whereSeparator: { $0 == ":" || $0 == ";" }).map { Int($0) }
    guard fields.count == 4, let hours = fields[0], let minutes = fields[1], let seconds = fields[2], let frames = fields[3] else { return nil }
    let label = Timecode.Fields(hours: hours, minutes: minutes, seconds: seconds, frames: frames)
    // Said at the label's own rate first, where it must make sense.
    guard let start = try? Timecode(label, at: labels) else { return nil }
    guard rate.isDoubled else { return start }
    guard let full = try? FrameRate(rate.labels.0 * 2, rate.labels.1, dropFrame: isDropFrame) else { return nil }
    return try? Timecode(Timecode.Fields(hours: hours, minutes: minutes, seconds: seconds, frames: frames * 2), at: full)
  }

  private static let rates: [String: (labels: (Int, Int), isDoubled: Bool)] = [
    "50i": ((25, 1), false), "25p": ((25, 1), false), "24p": ((24, 1), false), "23.98p": ((24_000, 1001), false), "59.94i": ((30_000, 1001), false),
    "29.97p": ((30_000, 1001), false), "50p": ((25, 1), true), "59.94p": ((30_000, 1001), true),
  ]
}
