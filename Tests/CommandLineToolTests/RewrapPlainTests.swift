// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// FFmpeg makes the sources; bmx, MediaInfo and FFmpeg read what comes of them.
@Suite(
  .enabled(if: InstalledTool.isThere("ffmpeg") && InstalledTool.isThere("mediainfo"), "ffmpeg makes the source, and MediaInfo reads what comes of it")
)
struct RewrapPlainTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  /// A coding, as FFmpeg makes it, and what readers call it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var encoder: [String]
    /// What MediaInfo says, line by line.
    var lines: [(String, String)]
    /// What bmx calls it.
    var kind: String
    /// MediaInfo tells a coding with groups of pictures by several of them.
    var frames = 20
    var raster = "1920x1080"
    /// The tracks of sound, or the channels of the one track of D-10.
    var sound = ["-map", "[a]", "-map", "[b]", "-c:a", "pcm_s24le", "-f", "mxf"]
    var tracks = 3
    /// D-10 codes lines that are not seen, which is right so.
    var disagreement: String?
    var testDescription: String { name }
  }

  private static let cases = [
    Case(
      name: "XDCAM HD422",
      encoder: [
        "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-minrate", "50M", "-maxrate", "50M", "-bufsize", "36408333", "-g", "12", "-bf", "2",
        "-flags", "+ildct+ilme", "-top", "1", "-dc", "10", "-non_linear_quant", "1", "-intra_vlc", "1", "-qmin", "1", "-qmax", "28",
      ],
      lines: [
        ("Format", "MPEG Video"), ("Commercial name", "XDCAM HD422"), ("Format settings, GOP", "M=3, N=12"), ("Scan order", "Top Field First"),
      ],
      kind: "MPEG_2_Long_GOP_422P_HL_1080i", frames: 50),
    Case(
      name: "ProRes", encoder: ["prores", "-profile:v", "3", "-pix_fmt", "yuv422p10"],
      lines: [("Format", "ProRes"), ("Format profile", "422 HQ"), ("Scan type", "Progressive")], kind: "RDD36_422_HQ"),
    Case(
      name: "DNxHD", encoder: ["dnxhd", "-b:v", "120M", "-pix_fmt", "yuv422p", "-flags", "+ildct", "-top", "1"],
      lines: [("Format", "VC-3"), ("Commercial name", "DNxHD 120"), ("Scan type", "Interlaced")], kind: "VC3_1080i_1242"),
    Case(
      name: "DNxHR", encoder: ["dnxhd", "-profile:v", "dnxhr_hqx", "-pix_fmt", "yuv422p10"],
      lines: [("Format", "VC-3"), ("Commercial name", "DNxHR HQX"), ("Scan type", "Progressive")], kind: "Picture"),
    Case(
      name: "D-10",
      encoder: [
        "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-minrate", "50M", "-maxrate", "50M", "-bufsize", "2000000", "-rc_init_occupancy",
        "2000000",
        "-rc_max_vbv_use", "1", "-rc_min_vbv_use", "1", "-g", "1", "-flags", "+ildct+low_delay", "-intra_vlc", "1", "-non_linear_quant", "1", "-ps",
        "1",
        "-qscale", "1", "-qmin", "1", "-qmax", "12", "-top", "1", "-dc", "10",
      ],
      lines: [
        ("Commercial name", "IMX 50"), ("Format settings, wrapping mode", "Frame (D-10)"), ("Height", "576 pixels"),
        ("Scan order", "Top Field First"),
      ],
      kind: "D10_50", raster: "720x608", sound: ["-map", "[a]", "-c:a", "pcm_s16le", "-f", "mxf_d10"], tracks: 2, disagreement: "video[0].height"),
  ]

  private func source(_ one: Case, _ name: String = "source.mxf") throws {
    let seconds = "\(Double(one.frames) / 25)"
    let made = try #require(InstalledTool("ffmpeg")).run(
      ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=\(one.raster):r=25:d=\(seconds)", "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=\(seconds)"]
        + ["-filter_complex", one.tracks == 3 ? "[1:a]asplit=2[a][b]" : "[1:a]pan=4c|c0=c0|c1=c0|c2=c0|c3=c0[a]", "-map", "0:v", "-c:v"] + one.encoder
        + ["-timecode", "09:59:59:23"] + one.sound + [name], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  /// What FFmpeg reads: every frame's bytes, and when it is shown.
  private func reading(_ name: String) throws -> [String] {
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    return try ["streamhash", "framemd5"].map { form in
      try ffmpeg.run("-v", "error", "-i", name, "-map", "0", "-c", "copy", "-f", form, "-", in: folder.url).output
    }
  }

  @Test(arguments: cases) func `a file wrapped anew has the frames of its source, and foreign readers say what it is`(one: Case) throws {
    try source(one)
    let made = try program.run("rewrap", "source.mxf", "out.mxf", "--json")
    #expect(made.status == 0, "\(made.errors)")
    let document = try made.document()
    #expect(
      document["frames"]?.number == Double(one.frames) && document["start"]?.text == "09:59:59:23" && document["notes.0"] == nil, "\(made.output)")
    let (before, after) = (try reading("source.mxf"), try reading("out.mxf"))
    #expect(before == after && before[0].split(separator: "\n").count == one.tracks)
    let said = try #require(InstalledTool("mediainfo")).run("out.mxf", in: folder.url).output
    for (name, value) in one.lines + [
      ("Format profile", "OP-1a"), ("Format settings", "Closed / Complete"), ("Time code of first frame", "09:59:59:23"),
    ] {
      let isThere = said.split(separator: "\n").contains { line in
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        return parts.count == 2 && parts[0] == name && parts[1].hasPrefix(value)
      }
      #expect(isThere, "\(name): \(value) is not in\n\(said)")
    }
    // Each index table is whole, and covers every picture.
    let probe = try program.run("probe", "out.mxf", "--json").document()
    #expect(probe["files.0.wrapper.format"]?.text == "mxf" && probe["files.0.disagreements.0.fact"]?.text == one.disagreement)
    #expect(probe["files.0.wrapper.partitions.indexTables.0.number"]?.number == 2)
    #expect(probe["files.0.wrapper.partitions.indexTables.0.faults.0"] == nil)
    let checked = try program.run("qc", "out.mxf", "--spec", "uk-commercial-xdcam", "--json").output
    #expect(checked.contains("\"findings\"") && !checked.contains("ndex table"), "\(checked)")
  }

  /// What bmx's reader finds: the coding, the tracks, the first timecode, and every frame's bytes.
  private static let bmx = """
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

  @Test(.enabled(if: InstalledTool("python")?.hasModule("mxfuse") == true, "mxfuse is not among the judges"), arguments: cases)
  func `bmx reads the same frames of it as of its source`(one: Case) throws {
    try source(one)
    #expect(try program.run("rewrap", "source.mxf", "out.mxf").status == 0)
    let read = try #require(InstalledTool("python")).run("-c", Self.bmx, "source.mxf", "out.mxf", in: folder.url)
    let lines = read.output.split(separator: "\n")
    #expect(
      lines.count == 2 && lines[0] == lines[1] && lines[0].hasPrefix("\(one.frames) (25, 1) \(one.kind) \(one.tracks) 9 59 59 23 "),
      "\(read.output)\(read.errors)")
  }

  @Test func `the first timecode is the one that is given, and what cannot be wrapped is refused by name`() throws {
    try source(Self.cases[0])
    let moved = try program.run("rewrap", "source.mxf", "out.mxf", "--start", "10:00:00:00")
    #expect(moved.status == 0 && moved.output.contains("50 frames from 10:00:00:00"), "\(moved.errors)")
    #expect(try #require(InstalledTool("mediainfo")).run("out.mxf", in: folder.url).output.contains("10:00:00:00"))
    #expect(try program.run("rewrap", "source.mxf", "out.mxf").status == 2)
    #expect(try program.run("rewrap", "source.mxf", "two.mxf", "--core", "x.txt").status == 64)
    #expect(try program.run("rewrap", "source.mxf", "two.mxf", "--afd", "10").status == 64)
    try source(Case(name: "JPEG 2000", encoder: ["jpeg2000", "-pix_fmt", "yuv422p"], lines: [], kind: "", frames: 2), "j2k.mxf")
    let refused = try program.run("rewrap", "j2k.mxf", "two.mxf")
    #expect(refused.status == 2 && refused.errors.contains("JPEG 2000") && refused.errors.contains("transcode it"), "\(refused.errors)")
    let bytes = try Data(contentsOf: folder.url.appendingPathComponent("source.mxf"))
    try bytes.prefix(bytes.count / 2).write(to: folder.url.appendingPathComponent("cut.mxf"))
    let cut = try program.run("rewrap", "cut.mxf", "two.mxf")
    #expect(cut.status == 2 && !FileManager.default.fileExists(atPath: folder.path("two.mxf")), "\(cut.errors)")
  }
}
