// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: InstalledTool.isThere("ffmpeg") && InstalledTool.isThere("mediainfo"), "ffmpeg makes the source, and MediaInfo reads what comes of it")
)
struct RewrapCommercialTests {
  private let folder: TemporaryFolder
  private var program: Program { Program(folder: folder.url) }
  private var wrapping: [String] { ["--commercial", "spot.txt", "--language", "en-GB", "--segmentation", "parts.txt"] }

  init() throws {
    folder = try TemporaryFolder()
    try write(
      "Kind: Commercial\nIdentifier: ABC/WXYZ001/030; Clock Number; Clearcast\nBrand: Señora & Sons\nTitle: Night\nVersion: Pre-watershed\n"
        + "Originator: Lineup\nSupplier: Lineup\nAdvertiser: Wexford\nLoudnessSpecification: EBU R 128 s1\nProgrammeLoudness: -23.1\n", "spot.txt")
    try write("1/1 10:00:00:00 00:00:00:02\n", "parts.txt")
  }

  private func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: folder.url.appendingPathComponent(name)) }

  /// Four frames of AVC-Intra class 100, as the encoder makes them, with a tone of its own on each channel, or silence from the third on.
  private func source(_ name: String, channels: Int, silentFrom: Int = 99) throws {
    let tool = try #require(InstalledTool("ffmpeg"))
    let tones = (0..<channels).map { number in
      let silence = number >= silentFrom ? ",volume=0" : ""
      return "sine=f=\(200 * (number + 1)):r=48000:d=0.16\(silence)[a\(number)]"
    }
    var arguments = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d=0.16", "-filter_complex", tones.joined(separator: ";")]
    arguments += ["-map", "0:v", "-c:v", "libx264", "-x264-params", "avcintra-class=100:interlaced=1:tff=1", "-pix_fmt", "yuv422p10le"]
    arguments += ["-flags", "+ildct", "-c:a", "pcm_s24le", "-timecode", "09:59:59:23"]
    for number in 0..<channels { arguments += ["-map", "[a\(number)]"] }
    let made = try tool.run(arguments + [name], in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
  }

  /// A hash of the samples of one channel, each as 24 bits.
  private func hash(_ name: String, stream: Int, channel: Int) throws -> String {
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    return try ffmpeg.run(
      "-v", "error", "-i", name, "-map", "0:a:\(stream)", "-af", "pan=mono|c0=c\(channel)", "-c:a", "pcm_s24le", "-f", "md5", "-", in: folder.url
    ).output
  }

  @Test func `eight tracks become stereo and 5.1, every sample and picture as it was`() throws {
    try source("source.mxf", channels: 8)
    let made = try program.run(["rewrap", "source.mxf", "out.mxf"] + wrapping + ["--json"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(try made.document()["parts.0.start"]?.number == 2)
    for (number, place) in [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)].enumerated() {
      #expect(try hash("source.mxf", stream: number, channel: 0) == hash("out.mxf", stream: place.0, channel: place.1), "channel \(number + 1)")
    }
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    let pictures = try ["source.mxf", "out.mxf"].map { name in
      try ffmpeg.run("-v", "error", "-i", name, "-map", "0:v", "-c", "copy", "-f", "md5", "-", in: folder.url).output
    }
    #expect(pictures[0] == pictures[1] && pictures[0].hasPrefix("MD5="))
    let said = try #require(InstalledTool("mediainfo")).run("out.mxf", in: folder.url).output
    for (name, value) in [
      ("Format profile", "OP-1a"), ("Format settings", "Closed / Complete"), ("Time code of first frame", "09:59:59:23"),
      ("Channel(s)", "2 channels"),
      ("Channel(s)", "6 channels"), ("Bit depth", "24 bits"),
    ] {
      let isThere = said.split(separator: "\n").contains { line in
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        return parts.count == 2 && parts[0] == name && parts[1].hasPrefix(value)
      }
      #expect(isThere, "\(name): \(value) is not in\n\(said)")
    }
  }

  /// What bmx's reader finds: frames, coding, channels of each track, and every picture's bytes.
  private static let reading = """
    import mxfuse, sys
    clip = mxfuse.open_mxf(open(sys.argv[1], "rb"))
    print(sum(1 for package in clip), clip.tracks[0].essence_type, [len(bytes(frame.data)) for frame in next(iter(mxfuse.open_mxf(open(sys.argv[1], "rb")))).frames])
    """

  @Test(.enabled(if: InstalledTool("python")?.hasModule("mxfuse") == true, "mxfuse is not among the judges"))
  func `bmx reads pictures and both soundfields`() throws {
    try source("source.mxf", channels: 8)
    #expect(try program.run(["rewrap", "source.mxf", "out.mxf"] + wrapping).status == 0)
    let read = try #require(InstalledTool("python")).run("-c", Self.reading, "out.mxf", in: folder.url)
    #expect(read.output == "4 AVCI_100_1080i [568832, 11520, 34560]\n", "\(read.output)\(read.errors)")
  }

  @Test func `the file keeps the rules of X6, the document is found, and its source keeps few`() throws {
    try source("source.mxf", channels: 2)
    #expect(try program.run(["rewrap", "source.mxf", "out.mxf"] + wrapping).status == 0)
    let kept = try program.run("check", "out.mxf", "--json")
    #expect(kept.status == 0, "\(kept.output)")
    #expect(try kept.document()["specification"]?.text == "x6")
    let broken = try program.run("check", "source.mxf", "--against", "x6")
    #expect(broken.status == 1 && broken.output.contains("rules of AS-11 X6 broken"), "\(broken.output)")
    // The same file is no programme.
    #expect(try program.run("check", "out.mxf", "--against", "dpp-hd").status == 1)
  }

  @Test func `four channels are taken for stereo only where the last two are silent`() throws {
    try source("loud.mxf", channels: 4)
    let loud = try program.run(["rewrap", "loud.mxf", "out.mxf"] + wrapping)
    #expect(loud.status == 2 && loud.errors.contains("there is sound on channel 3 at frame 0"), "\(loud.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mxf")))
    try source("quiet.mxf", channels: 4, silentFrom: 2)
    #expect(try program.run(["rewrap", "quiet.mxf", "out.mxf"] + wrapping).status == 0)
  }

  @Test func `what lacks is named before anything is written`() throws {
    try source("source.mxf", channels: 2)
    try write("Kind: Commercial\nTitle: Night\nLoudnessSpecification: EBU R 128\n", "spot.txt")
    let short = try program.run(["rewrap", "source.mxf", "out.mxf"] + wrapping)
    #expect(short.status == 2 && short.errors.contains("the Commercial lacks Version, Originator, Supplier, Advertiser"), "\(short.errors)")
    #expect(short.errors.contains("there is no Identifier"))
    #expect(try program.run("rewrap", "source.mxf", "out.mxf", "--commercial", "spot.txt", "--segmentation", "parts.txt").status == 64)
    #expect(try program.run("rewrap", "source.mxf", "out.mxf", "--commercial", "spot.txt", "--language", "en").status == 64)
    #expect(try program.run(["rewrap", "source.mxf", "out.mxf"] + wrapping + ["--core", "a", "--dpp", "b"]).status == 64)
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mxf")))
  }

  @Test func `a text of parts that has none is refused`() throws {
    try source("source.mxf", channels: 2)
    try write("\n", "parts.txt")
    let refused = try program.run(["rewrap", "source.mxf", "out.mxf"] + wrapping)
    #expect(refused.status == 2 && refused.errors.contains("‘parts.txt’ names no part"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.mxf")))
  }
}
