// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import Integrity
import Reports
import Timing

/// A copy of a card with clips, as small or as large as a test wants it.
enum SampleCopies {
  /// The smallest JPEG that a decoder accepts is still a few hundred bytes; pages only look at how it begins.
  static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10] + Array("JFIF".utf8) + [0x00, 0xFF, 0xD9]

  /// A clip of 25 frames a second.
  static func clip(_ name: String, _ files: [String], frames: Int = 310, at start: String = "10:00:00:00", poster: [UInt8]? = jpeg) throws
    -> ClipSummary
  {
    var clip = ClipSummary(name: name, files: files, byteCount: 1_000_000 * files.count)
    clip.start = try Timecode(start, at: .fps25)
    clip.frames = FrameCount(frames)
    clip.rate = .fps25
    clip.codec = "Apple ProRes 422 HQ"
    clip.raster = "1920×1080"
    clip.sound = "8 × 24-bit 48 kHz"
    clip.poster = poster.map { .init(jpeg: $0, width: 320, height: 180) }
    return clip
  }

  /// The papers of a card with a plain clip, a spanned one, sound, and one that cannot be read.
  static func papers() throws -> CopyPapers {
    var first = try clip("A001C001", ["Clips/A001C001.mov"])
    first.metadata = ClipMetadata([
      .init(.reel, "A001R2EC", from: .ale), .init(.scene, "12A", from: .ale), .init(.take, "3", from: .ale), .init(.circled, "yes", from: .ale),
      .init(.reel, "B007", from: .wrapper),
    ])
    let spanned = try clip("A001C002", ["Clips/A001C002_001.mov", "Clips/A001C002_002.mov"], frames: 90_000, at: "23:59:50:00")
    var sound = ClipSummary(name: "12A-T3", files: ["Sound/12A-T3.wav"], byteCount: 500_000)
    sound.seconds = 80.5
    sound.codec = "PCM"
    sound.sound = "2 × 24-bit 48 kHz"
    var broken = ClipSummary(name: "A001C003", files: ["Clips/A001C003.mov"], byteCount: 12)
    broken.trouble = "it ends before its index; the camera lost power"
    return CopyPapers(
      clips: [first, spanned, sound, broken],
      card: .init(
        "ARRI card, one clip damaged", entries: [.init("Format", "ARRI ProRes"), .init("Reel", "A001R2EC")],
        faults: [.init(isGrave: true, subject: "Clips/A001C003.mov", text: "It has no index.")]),
      scan: .init("6 files scanned, none infected", entries: [.init("Scanner", "ClamAV 1.0.7, signatures of 2026-11-23")]))
  }

  /// The report of a copy of `paths` to two destinations, of which the second failed for the last path.
  static func report(_ paths: [String], verification: String = "full") throws -> CopyReport {
    let items = paths.map { path in
      [
        "path": path, "size": 1_000_000, "modified": "2026-11-20T08:00:00Z",
        "digests": ["xxh64:0ea03b369a463d9d", "md5:614dd0e977becb4c6f7fa99e64549b12"],
      ] as [String: Any]
    }
    let values: [String: Any] = [
      "status": "partial", "source": "/media/A001R2EC", "verification": verification, "files": paths.count, "bytes": paths.count * 1_000_000,
      "started": "2026-11-23T21:56:40Z", "finished": "2026-11-23T22:06:52Z", "firstStarted": "2026-11-23T20:10:00Z", "attempts": 2,
      "resumedBytes": 1_000_000,
      "sourceVolume": volume("exfat", "/media/A001R2EC", "A001R2EC", 512_000_000_000, 0, 7),
      "complete": paths.count - 1, "completeBytes": (paths.count - 1) * 1_000_000, "seconds": 612, "bytesPerSecond": 240_000_000, "failed": [Any](),
      "skipped": [["path": ".DS_Store", "reason": "ignored by the plan"]],
      "destinations": [
        [
          "path": "/shared/A001R2EC", "status": "clean", "manifest": "/shared/A001R2EC/ascmhl/0001_A001R2EC_2026-11-23_215640Z.mhl",
          "complete": paths.count, "failed": [Any](), "readBack": "dropped", "device": 1,
          "volume": volume("xfs", "/shared", nil, 96_000_000_000_000, 20_000_000_000_000, 1),
        ] as [String: Any],
        [
          "path": "/nearline/A001R2EC", "status": "partial", "complete": paths.count - 1,
          "failed": [["path": paths.last ?? "", "reason": "the volume is full"]], "device": 2,
          "caughtUpFrom": "/shared/A001R2EC",
        ] as [String: Any],
      ],
      "items": items, "notes": [Any](), "safeToErase": false, "reasons": ["/nearline/A001R2EC is not complete (partial)"],
    ]
    return try JSONDecoder().decode(CopyReport.self, from: JSONSerialization.data(withJSONObject: values))
  }

  private static func volume(_ system: String, _ mountPoint: String, _ label: String?, _ total: Int, _ available: Int, _ device: Int) -> [String: Any]
  {
    var volume: [String: Any] = [
      "fileSystem": system, "mountPoint": mountPoint, "totalBytes": total, "availableBytes": available, "device": device,
    ]
    volume["label"] = label
    return volume
  }

  /// The files of `papers()`, a sidecar and a file that failed.
  static let paths = [
    "Clips/A001C001.mov", "Clips/A001C002_001.mov", "Clips/A001C002_002.mov", "Sound/12A-T3.wav", "Clips/A001C003.mov", "A001R2EC.ale",
    "=notes, \"x\".txt",
  ]
}
