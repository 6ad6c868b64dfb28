// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// FFmpeg makes the sources; FFmpeg, MediaInfo and bmx read what is made of them.
@Suite(
  .enabled(if: InstalledTool.isThere("ffmpeg") && InstalledTool.isThere("mediainfo"), "ffmpeg makes the source, and MediaInfo reads what comes of it")
)
struct BroadcastEncodingTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  /// A preset, a source for it, and what readers say of what comes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var preset: String
    var raster = "1920x1080"
    var rate = "25"
    var frames = 6
    /// Fields, as FFmpeg's filter calls them.
    var field = "tff"
    var aspect = "16/9"
    var format = "yuv422p10le"
    /// The encoder as FFmpeg's program is told it; nothing where its packets are not compared.
    var encoder: [String] = []
    /// What MediaInfo says, line by line.
    var lines: [(String, String)]
    /// What bmx calls the pictures.
    var kind: String
    var start = "09:59:59:12"
    var coded: String?
    /// The lines of the picture in what is coded.
    var crop = ""
    var floor = 45.0
    var tracks = 5
    var testDescription: String { "\(preset), \(raster) at \(rate)" }
  }

  private static let mpeg2 = ["-dc", "10", "-intra_vlc", "1", "-non_linear_quant", "1", "-top", "1", "-gop_timecode", "09:59:59:12"]
  private static let xdcam =
    [
      "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-minrate", "50M", "-maxrate", "50M", "-bufsize", "36408333", "-g", "12", "-bf",
      "2",
      "-sc_threshold", "1000000000", "-qmin", "1", "-qmax", "28", "-flags", "+ildct+ilme+bitexact",
    ] + mpeg2
  private static let imx =
    [
      "-vf", "pad=720:608:0:32,setsar=1216/810", "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-minrate", "50M", "-maxrate", "50M",
      "-bufsize", "2000000", "-rc_init_occupancy", "2000000", "-rc_max_vbv_use", "1", "-rc_min_vbv_use", "1", "-g", "1", "-ps", "1", "-qscale", "1",
      "-qmin", "1", "-qmax", "12", "-flags", "+ildct+ilme+low_delay+bitexact",
    ] + mpeg2
  private static let avc = [
    "-c:v", "libx264", "-pix_fmt", "yuv422p10le", "-avcintra-class", "100", "-x264-params", "cpu-independent=1:avcintra-flavor=panasonic", "-flags",
    "+ildct+ilme+bitexact", "-top", "1",
  ]

  private static let cases = [
    Case(
      preset: "xdcam-hd422-50", frames: 50, format: "yuv422p", encoder: xdcam,
      lines: [
        ("Commercial name", "XDCAM HD422"), ("Format settings, GOP", "M=3, N=12"), ("Scan order", "Top Field First"), ("Bit rate mode", "Constant"),
        ("Chroma subsampling", "4:2:2"), ("Color primaries", "BT.709"),
      ],
      kind: "MPEG_2_Long_GOP_422P_HL_1080i"),
    Case(
      preset: "xdcam-hd422-50", rate: "30000/1001", frames: 14, format: "yuv422p",
      lines: [("Format profile", "4:2:2@High"), ("Frame rate", "29.970"), ("Scan order", "Top Field First")], kind: "MPEG_2_Long_GOP_422P_HL_1080i",
      start: "09:59:59;12"),
    Case(
      preset: "xdcam-hd422-50", raster: "1280x720", rate: "50", frames: 14, field: "prog", format: "yuv422p",
      lines: [("Format profile", "4:2:2@High"), ("Frame rate", "50.000"), ("Scan type", "Progressive")], kind: "MPEG_2_Long_GOP_422P_HL_720p"),
    Case(
      preset: "avci-100", encoder: avc,
      lines: [("Format profile", "High 4:2:2 Intra@L4.1"), ("Bit depth", "10 bits"), ("Scan type", "MBAFF"), ("Scan order", "Top Field First")],
      kind: "AVCI_100_1080i"),
    Case(
      preset: "avci-50",
      lines: [("Format profile", "High 10 Intra"), ("Width", "1 440"), ("Chroma subsampling", "4:2:0"), ("Display aspect ratio", "16:9")],
      kind: "AVCI_50_1080i", coded: "1440x1080", floor: 25),
    Case(
      preset: "xavc-300", raster: "3840x2160", rate: "50", frames: 2, field: "prog",
      lines: [("Format profile", "High 4:2:2 Intra@L5"), ("Width", "3 840"), ("Frame rate", "50.000"), ("Scan type", "Progressive")],
      kind: "AVC_High_422_Intra"),
    Case(
      preset: "imx-50", raster: "720x576", format: "yuv422p", encoder: imx,
      lines: [("Commercial name", "IMX 50"), ("Height", "576"), ("Scan order", "Top Field First"), ("Display aspect ratio", "16:9")], kind: "D10_50",
      coded: "720x608", crop: "crop=720:576:0:32,", tracks: 2),
    Case(
      preset: "imx-30", raster: "720x486", rate: "30000/1001", field: "bff", aspect: "4/3", format: "yuv422p",
      lines: [("Commercial name", "IMX 30"), ("Height", "486"), ("Scan order", "Bottom Field First"), ("Display aspect ratio", "4:3")],
      kind: "D10_30",
      start: "09:59:59;12", coded: "720x512", crop: "crop=720:486:0:26,", tracks: 2),
    Case(
      preset: "dnxhd-120", frames: 4, format: "yuv422p", lines: [("Commercial name", "DNxHD 120"), ("Scan type", "Interlaced")],
      kind: "VC3_1080i_1242"),
    Case(
      preset: "dnxhr-hqx-mxf", frames: 4, field: "prog", lines: [("Commercial name", "DNxHR HQX"), ("Scan type", "Progressive")], kind: "Picture"),
    Case(
      preset: "prores-422-hq-mxf", frames: 4, lines: [("Format", "ProRes"), ("Scan type", "Interlaced")], kind: "RDD36_422_HQ"),
  ]

  /// A source of moving lines and four tones, named `source.mov`.
  private func source(_ one: Case, sound: Double? = nil) throws {
    let parts = one.rate.split(separator: "/").compactMap { Double($0) }
    let seconds = Double(one.frames) / (parts[0] / (parts.count > 1 ? parts[1] : 1))
    let tones = (1...4).map { "0.\($0)*sin(\($0)*2000*t)" }.joined(separator: "|")
    let made = try #require(InstalledTool("ffmpeg")).run(
      [
        "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=\(one.raster):r=\(one.rate):d=\(seconds)", "-f", "lavfi", "-i",
        "aevalsrc='\(tones)':s=48000:c=4c:d=\(sound ?? seconds)", "-map", "0:v", "-map", "1:a",
      ]
        + ["-vf", "setfield=\(one.field),setdar=\(one.aspect),setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709"]
        + [
          "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-c:v", "ffv1", "-level", "3", "-g", "1", "-pix_fmt",
          one.format,
        ]
        + ["-c:a", "pcm_s24le", "-timecode", one.start, "-metadata:s:v", "reel_name=TAPE07", "source.mov"], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test(arguments: cases) func `foreign readers agree on what was encoded, and pictures and sound are those of the source`(one: Case) throws {
    try source(one)
    let made = try program.run("transcode", "source.mov", "out.mxf", "--preset", one.preset, "--json")
    try #require(made.status == 0, "\(made.errors)")
    let document = try made.document()
    #expect(document["frames"]?.number == Double(one.frames) && document["notes.0"] == nil, "\(made.output)")
    // FFmpeg: raster, rate, frames, timecode, reel, channels.
    let probe = try #require(InstalledTool("ffprobe")).run(
      "-v", "error", "-count_packets", "-show_entries",
      "stream=codec_type,width,height,r_frame_rate,nb_read_packets,channels,bits_per_raw_sample:format_tags=timecode:stream_tags=reel_name", "-of",
      "compact=p=0", "out.mxf", in: folder.url
    ).output.split(separator: "\n")
    let raster = (one.coded ?? one.raster).split(separator: "x")
    let rate = one.rate.contains("/") ? one.rate : one.rate + "/1"
    #expect(
      probe.first.map {
        $0.contains("width=\(raster[0])|height=\(raster[1])") && $0.contains("r_frame_rate=\(rate)") && $0.contains("nb_read_packets=\(one.frames)")
          && $0.contains("reel_name=TAPE07")
      } == true, "\(probe)")
    #expect(probe.count { $0.contains("codec_type=audio") } == one.tracks - 1 && probe.last?.contains("timecode=\(one.start)") == true, "\(probe)")
    // MediaInfo.
    let said = try #require(InstalledTool("mediainfo")).run("out.mxf", in: folder.url).output
    for (name, value) in one.lines + [("Format profile", "OP-1a"), ("Format settings", "Closed / Complete"), ("Time code of first frame", one.start)]
    {
      let isThere = said.split(separator: "\n").contains { line in
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        return parts.count == 2 && parts[0] == name && parts[1].hasPrefix(value)
      }
      #expect(isThere, "\(name): \(value) is not in\n\(said)")
    }
    // The sound is the source's, sample for sample, and the pictures are its own within the loss of the coding.
    let merged = one.tracks == 5 ? ["-filter_complex", "[0:a:0][0:a:1][0:a:2][0:a:3]amerge=inputs=4[a]", "-map", "[a]"] : ["-map", "0:a"]
    let sounds = try [["-i", "source.mov", "-map", "0:a"], ["-i", "out.mxf"] + merged].map { input in
      try #require(InstalledTool("ffmpeg")).run(["-v", "error"] + input + ["-c:a", "pcm_s24le", "-f", "md5", "-"], in: folder.url).output
    }
    #expect(sounds[0] == sounds[1] && sounds[0].hasPrefix("MD5="), "\(sounds)")
    #expect(try likeness(one) > one.floor)
    try expectBMX(one)
    if !one.encoder.isEmpty {
      let packets = try [["-i", "out.mxf", "-c:v", "copy"], ["-i", "source.mov"] + one.encoder].map { arguments in
        try #require(InstalledTool("ffmpeg")).run(["-v", "error"] + arguments + ["-map", "0:v", "-f", "streamhash", "-"], in: folder.url).output
      }
      #expect(packets[0] == packets[1] && packets[0].contains("SHA256"), "\(packets)")
    }
    let checked = try program.run("qc", "out.mxf", "--spec", "uk-commercial-xdcam", "--json").output
    #expect(checked.contains("\"findings\"") && !checked.contains("ndex table"), "\(checked)")
  }

  /// How like the pictures are to the source's, in decibels.
  private func likeness(_ one: Case) throws -> Double {
    let size = one.raster.replacing("x", with: ":")
    let said = try #require(InstalledTool("ffmpeg")).run(
      "-hide_banner", "-i", "out.mxf", "-i", "source.mov", "-lavfi",
      "[0:v]\(one.crop)scale=\(size):interl=\(one.field == "prog" ? 0 : 1),format=yuv422p10le[a];[1:v]format=yuv422p10le[b];[a][b]psnr", "-f", "null",
      "-",
      in: folder.url
    ).errors
    let average = try #require(said.split(separator: "average:").last.flatMap { Double($0.prefix { $0 != " " }) }, "\(said)")
    return average
  }

  /// What bmx calls the pictures, how many it counts, and where they begin; nothing where it is not among the judges.
  private func expectBMX(_ one: Case) throws {
    guard let python = InstalledTool("python"), python.hasModule("mxfuse") else { return }
    let script = """
      import mxfuse
      clip = mxfuse.open_mxf(open("out.mxf", "rb"))
      first = clip.start_timecode
      print(sum(1 for _ in clip), clip.tracks[0].essence_type, len(clip.tracks), first.hour, first.minute, first.second, first.frame)
      """
    let read = try python.run("-c", script, in: folder.url)
    #expect(read.output.hasPrefix("\(one.frames) \(one.kind)") && read.output.contains(" \(one.tracks) 9 59 59 12"), "\(read.output)\(read.errors)")
  }

  @Test func `class 100 has the pictures of AS-11, sound is filled or cut and counted, and what does not fit is refused`() throws {
    let one = Self.cases[3]
    try source(one, sound: 0.2)
    let short = try program.run("transcode", "source.mov", "short.mxf", "--preset", one.preset, "--json").document()
    #expect(short["notes.0"]?.text == "1,920 samples of sound were missing: they are silent")
    let probe = try #require(InstalledTool("ffprobe")).run(
      "-v", "error", "-select_streams", "v", "-show_entries", "packet=size", "-of", "csv=p=0", "short.mxf", in: folder.url)
    #expect(probe.output.split(separator: "\n").map { $0.prefix(6) } == Array(repeating: "568832", count: 6), "\(probe.output)")
    try FileManager.default.removeItem(atPath: folder.path("source.mov"))
    try source(one, sound: 0.28)
    let long = try program.run("transcode", "source.mov", "long.mxf", "--preset", one.preset, "--json").document()
    #expect(long["notes.0"]?.text == "1,920 samples of sound after the last picture were left out")
    let refused = try program.run("transcode", "source.mov", "no.mxf", "--preset", "imx-50")
    #expect(refused.status == 2 && refused.errors.contains("720×576i25") && refused.errors.contains("convert them"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("no.mxf")))
    #expect(try program.run("transcode", "source.mov", "short.mxf", "--preset", one.preset).status == 2)
  }
}
