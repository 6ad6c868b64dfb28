// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: InstalledTool.isThere("ffmpeg") && InstalledTool.isThere("mediainfo"), "ffmpeg makes the source, and MediaInfo reads what comes of it")
)
struct RewrapCommandTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws {
    folder = try TemporaryFolder()
    try source("source.mxf", tracks: 4)
    try write(
      "SeriesTitle: Harbour Lights\nProgrammeTitle: Night\nEpisodeTitleNumber: 1\nShimName: UK DPP HD\nShimVersion: 1.1\nAudioTrackLayout: EBU R 123: 4b\n"
        + "PrimaryAudioLanguage: eng\nClosedCaptionsPresent: false\n", "core.txt")
    try write(
      "ProductionNumber: HL1\nSynopsis: naïve\nOriginator: Lineup\nCopyrightYear: 2026\n3D: false\nPSEPass: Not tested\nSecondaryAudioLanguage: zxx\n"
        + "TertiaryAudioLanguage: zxx\nAudioLoudnessStandard: EBU R 128\nLineUpStart: 0\nIdentClockStart: 0\nTotalNumberOfParts: 1\n"
        + "TotalProgrammeDuration: 00:00:00:02\nAudioDescriptionPresent: false\nOpenCaptionsPresent: false\nSigningPresent: No\nCompletionDate: 2026-11-27\n"
        + "ContactEmail: mcr@example.com\nContactTelephoneNumber: 1\n", "dpp.txt")
    try write("1/1 10:00:00:00 00:00:00:02\n", "parts.txt")
  }

  private func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: folder.url.appendingPathComponent(name)) }

  /// Four frames of AVC-Intra class 100, as the encoder makes them, with sound of one channel a track.
  private func source(_ name: String, tracks: Int, sound: String = "pcm_s24le") throws {
    let tool = try #require(InstalledTool("ffmpeg"))
    let made = try tool.run(
      "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d=0.16", "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=0.16", "-filter_complex",
      "[1:a]asplit=\(tracks)" + (0..<tracks).map { "[a\($0)]" }.joined(), "-map", "0:v", "-c:v", "libx264", "-x264-params",
      "avcintra-class=100:interlaced=1:tff=1", "-pix_fmt", "yuv422p10le", "-flags", "+ildct", "-c:a", sound, "-timecode", "09:59:59:23", "-map",
      "[a0]",
      "-map", "[a1]", "-map", "[a2]", tracks > 3 ? "-map" : "-y", tracks > 3 ? "[a3]" : "-y", name, in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test func `a file wrapped as AS-11 has the frames of its source, and a foreign reader finds all that was said of it`() throws {
    let made = try program.run(
      "rewrap", "source.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt", "--json")
    #expect(made.status == 0, "\(made.errors)")
    let document = try made.document()
    #expect(document["frames"]?.number == 4 && document["start"]?.text == "09:59:59:23" && document["parts.0.start"]?.number == 2)
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    #expect(try program.run("probe", "out.mxf", "--json").document()["files.0.video.0.wrapper.activeFormat.code"]?.number == 10)
    let hashes = try ["source.mxf", "out.mxf"].map { name in
      try ffmpeg.run("-v", "error", "-i", name, "-map", "0", "-c", "copy", "-f", "streamhash", "-hash", "md5", "-", in: folder.url).output
    }
    #expect(hashes[0] == hashes[1] && hashes[0].split(separator: "\n").count == 5, "\(hashes)")
    let said = try #require(InstalledTool("mediainfo")).run("out.mxf", in: folder.url).output
    for (name, value) in [
      ("Format profile", "OP-1a"), ("Format settings", "Closed / Complete"), ("Active Format Description", "Letterbox 16:9 image"),
      ("Series Title", "Harbour Lights"), ("Synopsis", "naïve"), ("Audio Track Layout", "EBU R 123: 4b"), ("Audio Loudness Standard", "EBU R 128"),
      ("Time code of first frame", "09:59:59:23"), ("1", "10:00:00:00 + 00:00:00:02 = 10:00:00:02"),
    ] {
      let isThere = said.split(separator: "\n").contains { line in
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        return parts.count == 2 && parts[0] == name && parts[1].hasPrefix(value)
      }
      #expect(isThere, "\(name): \(value) is not in\n\(said)")
    }
  }

  /// What bmx's reader finds: the coding, the tracks, the first timecode, and every frame's bytes.
  private static let reading = """
    import hashlib, mxfuse, sys
    for path in sys.argv[1:]:
        clip, hash = mxfuse.open_mxf(open(path, "rb")), hashlib.md5()
        count = 0
        for package in clip:
            count += 1
            for frame in package.frames:
                hash.update(bytes(frame.data))
        first = clip.start_timecode
        print(count, clip.edit_rate, clip.tracks[0].essence_type, len(clip.tracks), first.hour, first.minute, first.second, first.frame, hash.hexdigest())
    """

  @Test(.enabled(if: InstalledTool("python")?.hasModule("mxfuse") == true, "mxfuse is not among the judges"))
  func `bmx reads the same frames of it as of its source`() throws {
    #expect(try program.run("rewrap", "source.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt").status == 0)
    let read = try #require(InstalledTool("python")).run("-c", Self.reading, "source.mxf", "out.mxf", in: folder.url)
    let lines = read.output.split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == lines[1] && lines[0].hasPrefix("4 (25, 1) AVCI_100_1080i 5 9 59 59 23 "), "\(read.output)\(read.errors)")
  }

  @Test func `the file keeps the rules one by one, and its source does not`() throws {
    #expect(try program.run("rewrap", "source.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt").status == 0)
    let kept = try program.run("check", "out.mxf", "--json")
    #expect(kept.status == 0, "\(kept.output)")
    #expect(try kept.document()["status"]?.text == "clean")
    let broken = try program.run("check", "source.mxf")
    #expect(broken.status == 1 && broken.output.contains("BROKEN  050") && broken.output.contains("it is 512 somewhere"), "\(broken.output)")
    #expect(try program.run("check", "core.txt").status == 2)
  }

  @Test func `what lacks is named before anything is written, and nothing is written over`() throws {
    try write("SeriesTitle: x\n", "short.txt")
    let refused = try program.run("rewrap", "source.mxf", "out.mxf", "--core", "short.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt")
    #expect(refused.status == 2 && refused.errors.contains("ProgrammeTitle, EpisodeTitleNumber"), "\(refused.errors)")
    #expect(try program.run("rewrap", "source.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt").errors.contains("TotalProgrammeDuration"))
    try source("three.mxf", tracks: 3)
    let three = try program.run("rewrap", "three.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt")
    #expect(three.status == 2 && three.errors.contains("3 tracks of sound"), "\(three.errors)")
    try source("words.mxf", tracks: 4, sound: "pcm_s16le")
    let words = try program.run("rewrap", "words.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt")
    #expect(words.status == 2 && words.errors.contains("16 bits"), "\(words.errors)")
    let none = try program.run("rewrap", "core.txt", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt")
    #expect(none.status == 2 && none.errors.contains("no MXF file"), "\(none.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mxf")))
    try write("somebody's", "out.mxf")
    #expect(
      try program.run("rewrap", "source.mxf", "out.mxf", "--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt").status == 2)
    #expect(try String(contentsOfFile: folder.path("out.mxf"), encoding: .utf8) == "somebody's")
  }

  @Test func `the active format stays that of the source unless another is asked for, and a change is told`() throws {
    let wrapping = ["--core", "core.txt", "--dpp", "dpp.txt", "--segmentation", "parts.txt"]
    let first = try program.run(["rewrap", "source.mxf", "nine.mxf", "--afd", "9"] + wrapping)
    #expect(first.status == 0 && !first.output.contains("active format"), "\(first.output)")
    let kept = try program.run(["rewrap", "nine.mxf", "kept.mxf"] + wrapping)
    #expect(kept.status == 0 && !kept.output.contains("active format"), "\(kept.output)")
    #expect(try program.run("probe", "kept.mxf", "--json").document()["files.0.video.0.wrapper.activeFormat.code"]?.number == 9)
    let changed = try program.run(["rewrap", "nine.mxf", "changed.mxf", "--afd", "14"] + wrapping)
    #expect(changed.output.contains("it states the active format 9, and 14 is written, as --afd says"), "\(changed.output)")
    let none = try program.run(["rewrap", "source.mxf", "none.mxf"] + wrapping)
    #expect(none.output.contains("it states no active format: 10"), "\(none.output)")
  }
}
