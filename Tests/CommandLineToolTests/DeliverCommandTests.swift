// SPDX-License-Identifier: Apache-2.0

import Catalog
import Essence
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct DeliverCommandTests {
  private let folder: TemporaryFolder
  private static let name = "Harbour-Lights_v2_prores-master.mov"

  init() throws { folder = try TemporaryFolder() }

  private func deliver(_ source: String, _ more: String...) throws -> Program.Result {
    // Without WeasyPrint: its pages are the reports' own concern, and slow.
    try Program(folder: folder.url).start(
      ["deliver", source, "--spec", "prores-master", "--to", "out", "--set", "seriesTitle=Harbour Lights", "--set", "version=v2"] + more,
      environment: ["PATH": "/nowhere"]
    ).wait()
  }

  private func data(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appendingPathComponent(name)) }

  private func check(_ name: String, in document: JSON) -> [JSON] {
    (document["checks"]?.list ?? []).filter { $0["name"]?.text == name }
  }

  @Test func `a delivery is named, proved by its note and leads back to its master`() throws {
    try TinyMedia.clip(folder.path("master.mov"))
    let result = try deliver("master.mov", "--json", "--workspace", "workspace")
    #expect(result.status == 0, "\(result.errors)")
    let document = try result.document()
    #expect(document["outputs.0.path"]?.text == folder.url.resolvingSymlinksInPath().path + "/out/" + Self.name)
    let delivered = try data("out/" + Self.name)
    let note = try JSON(String(decoding: data("out/Harbour-Lights_v2_prores-master_delivery-note.json"), as: UTF8.self))
    for (algorithm, name) in [(HashAlgorithm.xxh64, "xxh64"), (.md5, "md5"), (.c4, "c4")] {
      let digest = Digest.of(delivered, algorithm: algorithm).text
      #expect(document["outputs.0.digests.\(name)"]?.text == digest)
      #expect(note["files.0.digests.\(name)"]?.text == digest)
    }
    if let judge = InstalledTool("md5sum") {
      let sum = try judge.run("out/" + Self.name, in: folder.url).output
      #expect(sum.hasPrefix(note["files.0.digests.md5"]?.text ?? "?"))
    }

    let catalog = try CatalogDatabase(folder: folder.path("workspace"))
    let delivery = try #require(try catalog.deliveries().first)
    #expect(delivery.spec == "prores-master")
    let origins = try catalog.origins(of: delivery.fileID)
    #expect(origins.map { URL(fileURLWithPath: $0.path).lastPathComponent } == ["master.mov"])
    #expect(origins.first?.digests["xxh64"] == Digest.of(try data("master.mov"), algorithm: .xxh64).text)
  }

  @Test func `what is there already is left as it is`() throws {
    try TinyMedia.clip(folder.path("master.mov"), pictures: ".")
    try FileManager.default.createDirectory(atPath: folder.path("out"), withIntermediateDirectories: true)
    try Data("somebody else's".utf8).write(to: folder.url.appendingPathComponent("out/" + Self.name))
    let result = try deliver("master.mov")
    #expect(result.status == 2 && result.errors.contains("already"), "\(result.errors)")
    #expect(try data("out/" + Self.name) == Data("somebody else's".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("out")) == [Self.name])
  }

  @Test func `a damaged master is not delivered`() throws {
    try TinyMedia.clip(folder.path("whole.mov"))
    try TinyMedia.damagedCopy(of: folder.path("whole.mov"), at: folder.path("damaged.mov"))
    let result = try deliver("damaged.mov")
    #expect(result.status == 2 && result.errors.contains("cannot be decoded whole"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test func `sound alone is refused by a specification of pictures before anything is encoded`() throws {
    try TinyMedia.sound(folder.path("mix.wav"))
    let result = try deliver("mix.wav", "--progress", "json")
    #expect(result.status == 2 && result.errors.contains("no pictures"), "\(result.errors)")
    #expect(!result.errors.contains("\"progress\""))
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test func `a master that does not say its colour is tagged as asked, and the assumption is told`() throws {
    try TinyMedia.clip(folder.path("untagged.mov"), frames: 5, loudness: -23, color: ColorDescription())
    let result = try deliver("untagged.mov", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let document = try result.document()
    #expect(document["notes.0"]?.text?.contains("colour") == true, "\(result.output)")
    #expect(check("file.metadata", in: document).first?["found"]?.text?.hasPrefix("1-1-1") == true)
  }

  @Test func `loudness that is too low is an advisory check, and the delivery stands`() throws {
    try TinyMedia.clip(folder.path("quiet.mov"), frames: 25, loudness: -40, color: .bt709)
    let result = try deliver("quiet.mov", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let document = try result.document()
    #expect(document["verdict"]?.text == "passWithWarnings")
    let loudness = try #require(check("audio.loudness", in: document).first)
    #expect(loudness["level"]?.text == "advisory" && loudness["passed"].map { if case .flag(false) = $0 { true } else { false } } == true)
    #expect(loudness["found"]?.text?.hasPrefix("-4") == true || loudness["found"]?.text?.hasPrefix("-3") == true, "\(loudness)")
  }

  @Test(.enabled(if: InstalledTool.isThere("ffmpeg"), "ffmpeg makes the master"))
  func `a commercial of another length than its clock number says is refused before anything is encoded`() throws {
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    let made = try ffmpeg.run(
      "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=17", "-c:v", "libx264", "-preset", "ultrafast", "-timecode", "09:59:50:00",
      "master.mov", in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
    let refused = try Program(folder: folder.url).run(
      "deliver", "master.mov", "--spec", "uk-commercial-xdcam", "--to", "out", "--set", "clockNumber=ABC/WXYZ001/020")
    #expect(refused.status == 2)
    #expect(
      refused.errors.contains("ABC/WXYZ001/020 says 20 s, and the commercial in ‘master.mov’")
        && refused.errors.contains("lasts 00:00:02:00 (50 frames)"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    let unread = try Program(folder: folder.url).run(
      "deliver", "master.mov", "--spec", "uk-commercial-xdcam", "--to", "out", "--set", "clockNumber=ABC/WXYZ001/0200")
    #expect(unread.status != 0 && !FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test(
    .enabled(
      if: InstalledTool.isThere("ffmpeg") && InstalledTool.isThere("mediainfo"), "ffmpeg makes the master, and MediaInfo reads what comes of it"))
  func `a commercial is delivered as XDCAM HD422 under its clock number, and a foreign reader says so`() throws {
    let ffmpeg = try #require(InstalledTool("ffmpeg"))
    let made = try ffmpeg.run(
      "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d=0.4", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=0.4", "-c:v", "prores_ks",
      "-pix_fmt", "yuv422p10le", "-flags", "+ildct", "-vf", "setfield=tff,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709", "-c:a",
      "pcm_s24le", "-ac", "2", "-timecode", "10:00:00:00", "master.mov", in: folder.url)
    try #require(made.status == 0, "\(made.errors)")
    // The whole layout, 15 seconds more, is what acceptance delivers.
    let own = """
      name: spot
      base: uk-commercial-xdcam
      title: Spot without clock and hold
      summary: A test.
      layout: ~
      """
    try FileManager.default.createDirectory(atPath: folder.path("specs"), withIntermediateDirectories: true)
    try Data(own.utf8).write(to: folder.url.appending(path: "specs/spot.yaml"))
    let result = try Program(folder: folder.url).start(
      ["deliver", "master.mov", "--spec", "spot", "--specs", "specs", "--to", "out", "--set", "clockNumber=ABC/WXYZ001/030", "--json"],
      environment: ["PATH": "/nowhere"]
    ).wait()
    let document = try result.document()
    for name in ["file.wrapper", "file.codec", "file.raster", "file.rate", "file.duration", "file.timecode"] {
      let checks = check(name, in: document)
      #expect(!checks.isEmpty && checks.allSatisfy { $0["passed"]?.truth == true }, "\(name): \(checks)")
    }
    let said = try #require(InstalledTool("mediainfo")).run("out/ABC-WXYZ001-030.mxf", in: folder.url).output
    for wanted in ["4:2:2@High", "50.0 Mb/s", "OP-1a", "Top Field First", "10:00:00:00", "24 bits"] {
      #expect(said.contains(wanted), "\(wanted): \(said)")
    }
  }
}
