// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

extension AvidLogExchange {
  /// The log of clips of one rate, as an editing program takes it in.
  ///
  /// - Parameters:
  ///   - clips: the clips, each with a rate; see `rate(of:)`.
  ///   - rate: the rate of all of them, which the heading states. Drop-frame is told by each clip's own labels.
  /// - Returns: the list, and what it says that the clips themselves do not: labels counted from zero.
  /// - Throws: `EditorialError.mixedRates` where a clip runs at another rate: one such list can state one.
  public init(_ clips: [ClipSummary], rate: FrameRate) throws(EditorialError) {
    for clip in clips where Self.rate(of: clip).map({ $0.hasSameSpeed(as: rate) }) != true {
      let own = Self.rate(of: clip).map { "runs at \($0)" } ?? "has no rate"
      throw EditorialError(.mixedRates, subject: clip.name, detail: "\(own), and the log is one of \(rate): write a log for each rate")
    }
    let used = Self.table.filter { column in
      Self.requiredColumns.contains(column.title) || clips.contains { !column.value($0).isEmpty }
    }
    self.init(
      heading: [
        Field("FIELD_DELIM", "TABS"), Field("VIDEO_FORMAT", Self.videoFormat(clips)), Field("AUDIO_FORMAT", Self.audioFormat(clips)),
        Field("FPS", Self.text(rate)),
      ],
      columns: used.map(\.title), rows: clips.map { clip in used.map { $0.value(clip) } })
  }

  /// The rate by which a clip's frames are counted: its pictures', or for sound that of its labels; `nil` where it has neither.
  public static func rate(of clip: ClipSummary) -> FrameRate? { clip.rate ?? clip.start?.rate }

  /// The label behind a clip's last frame, across midnight where need be. A last frame that sound fills in part counts.
  public static func end(of clip: ClipSummary) -> Timecode? {
    guard let rate = rate(of: clip) else { return nil }
    let start = clip.start.flatMap { $0.rate.hasSameSpeed(as: rate) ? $0 : nil } ?? Timecode(wrapping: .zero, at: rate)
    let frames =
      clip.frames
      ?? clip.seconds.flatMap(rate.frames(covering:))
    return frames.map { start.advanced(wrapping: $0) }
  }

  // MARK: -

  private struct Column {
    let title: String
    let value: (ClipSummary) -> String

    init(_ title: String, _ value: @escaping (ClipSummary) -> String) {
      self.title = title
      self.value = value
    }

    init(_ title: String, _ item: ClipMetadata.Item) {
      self.title = title
      value = { $0.metadata[item] ?? "" }
    }
  }

  private static var table: [Column] {
    [
      Column("Name") { $0.name },
      Column("Tracks") { tracks($0) },
      Column("Start") { clip in
        rate(of: clip).map { rate in
          (clip.start.flatMap { $0.rate.hasSameSpeed(as: rate) ? $0 : nil } ?? Timecode(wrapping: .zero, at: rate)).description
        }
          ?? ""
      },
      Column("End") { end(of: $0)?.description ?? "" },
      Column("Duration") { clip in
        guard let end = end(of: clip), let start = clip.start, let frames = try? start.duration(until: end) else { return "" }
        return (try? Timecode(frames, at: start.rate).description) ?? ""
      },
      Column("Tape") { $0.metadata[.reel] ?? $0.metadata[.soundRoll] ?? "" },
      Column("Source File") { clip in clip.files.first.map { String($0.split(separator: "/").last ?? "") } ?? "" },
      Column("FPS") { rate(of: $0).map(text) ?? "" },
      Column("Scene", .scene), Column("Shot", .shot), Column("Take", .take), Column("Circled", .circled),
      Column("Camroll") { $0.frames == nil ? "" : $0.metadata[.reel] ?? "" },
      Column("Soundroll", .soundRoll), Column("Shoot Date", .shootDate), Column("Camera", .cameraIndex), Column("Manufacturer", .maker),
      Column("Camera_model", .model), Column("Camera_sn", .serialNumber), Column("Lens", .lens), Column("Focal_length", .focalLength),
      Column("Sensor_fps", .sensorRate), Column("Shutter_angle", .shutter), Column("Exposure_index", .exposureIndex),
      Column("White_balance", .whiteBalance), Column("Color Space", .colorSpace), Column("Gamma", .transfer), Column("Look_name", .look),
      Column("ASC_SOP", .colorSlopeOffsetPower), Column("ASC_SAT", .colorSaturation), Column("UMID", .umid), Column("Project", .project),
      Column("Image Size") { ($0.raster ?? "").split(separator: "×").joined(separator: " x ") },
      Column("Video Codec") { $0.raster == nil ? "" : $0.codec ?? "" },
      Column("Track Names", .trackNames),
      Column("Digest") { $0.digests.first?.first ?? "" },
      Column("Description", .note),
    ]
  }

  /// Avid's form of the tracks: `V`, `VA1A2`, `A1A2A3`.
  private static func tracks(_ clip: ClipSummary) -> String {
    let channels = (clip.sound ?? "").split(separator: ",").compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }.reduce(0, +)
    return (clip.raster == nil ? "" : "V") + (0..<min(channels, 64)).map { "A\($0 + 1)" }.joined()
  }

  /// Avid's names of rasters, where all clips have one of those; `CUSTOM` for anything else.
  private static func videoFormat(_ clips: [ClipSummary]) -> String {
    let rasters = Set(clips.compactMap(\.raster))
    guard rasters.count == 1, let raster = rasters.first else { return rasters.isEmpty ? "1080" : "CUSTOM" }
    switch raster {
    case "1920×1080": return "1080"
    case "1280×720": return "720"
    case "720×576": return "PAL"
    case "720×486", "720×480": return "NTSC"
    default: return "CUSTOM"
    }
  }

  /// The sampling rate of the sound where all has one, else the usual one of pictures.
  private static func audioFormat(_ clips: [ClipSummary]) -> String {
    for rate in ["96", "44.1"] where clips.contains(where: { $0.sound != nil }) {
      if clips.allSatisfy({ $0.sound?.hasSuffix(" \(rate) kHz") ?? true }) { return rate == "96" ? "96khz" : "44khz" }
    }
    return "48khz"
  }
}
