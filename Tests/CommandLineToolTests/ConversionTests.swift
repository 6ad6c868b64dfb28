// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// FFmpeg makes the sources, and reads what the program makes of them.
@Suite(.enabled(if: InstalledTool.isThere("ffmpeg"), "ffmpeg makes the source"))
struct ConversionTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }

  init() throws { folder = try TemporaryFolder() }

  private func ffmpeg(_ arguments: [String]) throws -> String {
    let made = try #require(InstalledTool("ffmpeg")).run(["-v", "error"] + arguments, in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
    return made.output
  }

  /// A source with a tone on both of two channels.
  private func source(_ raster: String, _ rate: String, frames: Int, field: String, seconds: String, start: String = "10:00:00:00") throws {
    _ = try ffmpeg([
      "-f", "lavfi", "-i", "testsrc2=s=\(raster):r=\(rate)", "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=\(seconds),aformat=channel_layouts=stereo",
      "-vf",
      "setfield=\(field)", "-frames:v", "\(frames)", "-c:v", "ffv1", "-level", "3", "-g", "1", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s24le",
      "-timecode", start, "source.mov",
    ])
  }

  /// Raster, fields, rate and number of pictures, and the samples of sound.
  private func facts(_ name: String) throws -> String {
    let video = try #require(InstalledTool("ffprobe")).run(
      "-v", "error", "-select_streams", "v", "-count_packets", "-show_entries", "stream=width,height,field_order,r_frame_rate,nb_read_packets", "-of",
      "csv=p=0", name, in: folder.url)
    let sound = try #require(InstalledTool("ffprobe")).run(
      "-v", "error", "-select_streams", "a:0", "-show_entries", "stream=duration_ts", "-of", "csv=p=0", name, in: folder.url)
    return (video.output + sound.output).split { $0.isWhitespace || $0 == "," }.joined(separator: " ")
  }

  @Test func `high definition becomes standard definition between bars, with an active format that says so`() throws {
    try source("1920x1080", "25", frames: 4, field: "tff", seconds: "0.16")
    let made = try program.run("transcode", "source.mov", "sd.mxf", "--preset", "imx-50", "--raster", "720x576", "--aspect", "4:3", "--fit", "14:9")
    #expect(made.status == 0, "\(made.errors)")
    #expect(try facts("sd.mxf").hasPrefix("720 608 tt 25/1 4 7680"))
    let probe = try program.run("probe", "sd.mxf", "--json")
    #expect(try probe.document()["files.0.video.0.wrapper.activeFormat.code"]?.number == 11, "\(probe.output)")
    // 494 of 576 lines are picture; the others, and those of the tape's interval, are black.
    let rows = try ffmpeg([
      "-i", "sd.mxf", "-frames:v", "1", "-vf", "crop=700:608:10:0,scale=1:608:flags=area,format=gray", "-f", "rawvideo", "-pix_fmt", "gray",
      "rows.gray",
    ])
    #expect(rows.isEmpty)
    let picture = try Data(contentsOf: folder.url.appendingPathComponent("rows.gray")).enumerated().filter { $1 > 24 }.map(\.offset)
    #expect(
      picture.first.map { (70...74).contains($0) } == true && picture.last.map { (564...568).contains($0) } == true,
      "\(picture.first ?? -1) \(picture.last ?? -1)")
  }

  @Test func `fields become pictures of their own, and pictures fields again`() throws {
    try source("1920x1080", "25", frames: 4, field: "tff", seconds: "0.16", start: "10:00:00:10")
    #expect(
      try program.run("transcode", "source.mov", "50p.mxf", "--preset", "xdcam-hd422-50", "--raster", "1280x720", "--deinterlace", "fields").status
        == 0)
    #expect(try facts("50p.mxf").hasPrefix("1280 720 progressive 50/1 8 7680"))
    #expect(try program.run("probe", "50p.mxf", "--json").document()["files.0.timecodes.0.start"]?.text == "10:00:00:20")
    #expect(try program.run("transcode", "50p.mxf", "25i.mov", "--preset", "prores-proxy", "--interlace", "fields").status == 0)
    let fields = try facts("25i.mov")
    #expect(fields.contains(" 25/1 4 7680"), "\(fields)")
  }

  @Test(arguments: ["follow", "keep"]) func `film runs at 25 with its sound, to the sample`(pitch: String) throws {
    try source("640x360", "24000/1001", frames: 24, field: "prog", seconds: "1.001")
    #expect(try program.run("transcode", "source.mov", "no.mov", "--preset", "prores-proxy", "--rate", "25").errors.contains("--sound-pitch"))
    let made = try program.run("transcode", "source.mov", "fast.mov", "--preset", "prores-proxy", "--rate", "25", "--sound-pitch", pitch, "--json")
    #expect(try made.document()["notes.0"]?.text?.contains("23.976 a second are shown at 25") == true, "\(made.output)\(made.errors)")
    let fast = try facts("fast.mov")
    #expect(fast.hasSuffix("25/1 24 46080"), "\(fast)")
    let refused = try program.run("transcode", "source.mov", "no.mov", "--preset", "prores-proxy", "--rate", "29.97", "--sound-pitch", pitch)
    #expect(refused.status == 2 && refused.errors.contains("not made up"), "\(refused.errors)")
  }

  @Test func `surround becomes stereo by the coefficients that are stated`() throws {
    _ = try ffmpeg([
      "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=0.4", "-f", "lavfi", "-i",
      "aevalsrc=0|0|0.5*sin(6283.1853*t)|0.9|0.25*sin(6283.1853*t)|0:s=48000:c=5.1(side):d=0.4", "-c:v", "ffv1", "-c:a", "pcm_s24le", "source.mov",
    ])
    let made = try program.run("transcode", "source.mov", "stereo.mov", "--preset", "prores-proxy", "--downmix", "lo-ro", "--json")
    #expect(try made.document()["notes.0"]?.text?.contains("centre -3.0 dB, surrounds -3.0 dB") == true, "\(made.output)\(made.errors)")
    let said = try #require(InstalledTool("ffmpeg")).run(
      "-hide_banner", "-i", "stereo.mov", "-af", "astats=measure_overall=none:measure_perchannel=Peak_level", "-f", "null", "-", in: folder.url
    ).errors
    let peaks = said.split(separator: "\n").compactMap { line in line.contains("Peak level dB:") ? Double(line.split(separator: " ").last ?? "") : nil
    }
    // 0.5 × 0.7071 on both sides, 0.25 × 0.7071 more on the left: −5.51 and −9.03 dB.
    #expect(peaks.count == 2 && abs(peaks[0] + 5.51) < 0.02 && abs(peaks[1] + 9.03) < 0.02, "\(peaks)")
  }

  @Test func `one decoding feeds several encodings, and each is what it is alone`() throws {
    try source("640x360", "25", frames: 10, field: "prog", seconds: "0.4")
    let made = try program.run(
      "transcode", "source.mov", "--output", "prores-proxy=a.mov", "--output", "dnxhr-lb-mxf=b.mxf", "--output", "proxy-h264-540p=c.mp4", "--json")
    #expect(try made.document()["outputs.2.frames"]?.number == 10, "\(made.output)\(made.errors)")
    for (preset, name, alone) in [("prores-proxy", "a.mov", "d.mov"), ("dnxhr-lb-mxf", "b.mxf", "e.mxf"), ("proxy-h264-540p", "c.mp4", "f.mp4")] {
      #expect(try program.run("transcode", "source.mov", alone, "--preset", preset).status == 0)
      let hashes = try [name, alone].map { try ffmpeg(["-i", $0, "-map", "0:v", "-map", "0:a", "-c", "copy", "-f", "streamhash", "-"]) }
      #expect(hashes[0] == hashes[1] && hashes[0].contains("SHA256"), "\(preset)")
    }
    let taken = try program.run("transcode", "source.mov", "--output", "prores-lt=g.mov", "--output", "prores-proxy=a.mov")
    #expect(taken.status == 2 && !FileManager.default.fileExists(atPath: folder.path("g.mov")), "\(taken.errors)")
    #expect(try program.run("transcode", "source.mov", "--output", "prores-lt=g.mov", "--output", "prores-proxy=g.mov").status == 64)
  }

  @Test(arguments: [("dpx-10", "dpx"), ("tiff-16", "tif"), ("exr-half", "exr")])
  func `each picture has a file of its own, numbered by its timecode`(preset: String, ending: String) throws {
    try source("320x180", "25", frames: 3, field: "prog", seconds: "0.12")
    let made = try program.run("transcode", "source.mov", "A001/A001.#######.\(ending)", "--preset", preset, "--json")
    #expect(try made.document()["last"]?.text == "A001.0900002.\(ending)", "\(made.output)\(made.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("A001")).sorted()
    #expect(names == (0..<3).map { "A001.090000\($0).\(ending)" })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(".lineup-part") }.isEmpty)
    let said = try #require(InstalledTool("ffmpeg")).run(
      "-hide_banner", "-start_number", "900000", "-i", "A001/A001.%07d.\(ending)", "-i", "source.mov", "-lavfi",
      "[0:v]scale=in_range=full:out_range=limited:out_color_matrix=bt601,format=yuv422p10le[a];[1:v]format=yuv422p10le[b];[a][b]psnr", "-f", "null",
      "-",
      in: folder.url
    ).errors
    let likeness = said.split(separator: "average:").last.flatMap { Double($0.prefix { $0 != " " }) } ?? 0
    #expect(likeness > 30, "\(said)")
    if ending == "dpx" {
      let bytes = try Data(contentsOf: folder.url.appendingPathComponent("A001/A001.0900002.dpx"))
      #expect(Array(bytes[1920..<1924]) == [0x10, 0x00, 0x00, 0x02] && String(decoding: bytes[36..<52], as: UTF8.self) == "A001.0900002.dpx")
    }
    #expect(try program.run("transcode", "source.mov", "A001/A001.#######.\(ending)", "--preset", preset).status == 2)
    #expect(try program.run("transcode", "source.mov", "A001.\(ending)", "--preset", preset).status == 64)
  }
}
