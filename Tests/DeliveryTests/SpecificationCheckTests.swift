// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Testing
import Timing

struct `Specification check` {
  private let source: MediaDescription
  private let master: MediaDescription
  private let spec: DeliverySpec

  init() throws {
    spec = try SpecificationLibrary().specification(named: "prores-master")
    source = try Self.file(codec: "h264", tag: "avc1", start: 900_000)
    master = try Self.file(codec: "prores", tag: "apch", start: 900_000)
  }

  private static func file(codec: String, tag: String, start: Int) throws -> MediaDescription {
    var picture = VideoFacts()
    (picture.codec, picture.codeTag, picture.width, picture.height) = (codec, tag, 1920, 1080)
    (picture.rate, picture.frameCount, picture.scan) = (.fps25, 250, .progressive)
    (picture.chromaSampling, picture.bitDepth, picture.color) = ("4:2:2", 10, .bt709)
    var sound = AudioFacts()
    (sound.codec, sound.sampleRate, sound.bitDepth, sound.channelCount) = ("pcm_s24le", 48_000, 24, 2)
    return MediaDescription(
      path: "a.mov", byteCount: 1, wrapper: WrapperDescription(format: "mov", name: "QuickTime / MOV"),
      video: [VideoStream(index: 0, wrapper: picture, essence: VideoFacts())],
      audio: [AudioStream(index: 1, wrapper: sound, essence: AudioFacts())],
      timecodes: [TimecodeStream(source: .quickTimeTrack, start: try Timecode(FrameCount(start), at: .fps25))])
  }

  /// The checks that fail, by subject, after `change` was made to the master.
  private func missed(_ change: (inout MediaDescription) -> Void) -> [String: RequirementLevel] {
    var file = master
    change(&file)
    let missed = SpecificationCheck(spec, source: source).checks(of: file).filter { !$0.passed }
    return Dictionary(missed.map { ($0.subject, $0.level) }) { first, _ in first }
  }

  @Test func `a file that has everything passes every check`() {
    let checks = SpecificationCheck(spec, source: source).checks(of: master)
    #expect(checks.count == 16)
    #expect(checks.filter { !$0.passed } == [])
    #expect(DeliveryVerdict(checks) == .pass)
    #expect(checks.allSatisfy { $0.source.contains("checked 2026-11-23") })
  }

  @Test func `each fault is found by its own check`() {
    #expect(missed { $0.video[0].wrapper.codec = "dnxhd" } == ["picture coding": .mandatory])
    #expect(missed { $0.video[0].wrapper.codeTag = "apcn" } == ["picture code": .mandatory])
    #expect(missed { $0.video[0].wrapper.width = 1440 } == ["raster": .mandatory])
    #expect(missed { $0.video[0].wrapper.rate = .fps24 } == ["frame rate": .mandatory])
    #expect(missed { $0.video[0].wrapper.frameCount = 249 } == ["frames": .mandatory])
    #expect(missed { $0.video[0].wrapper.scan = .interlacedTopFirst } == ["scanning": .mandatory])
    #expect(missed { $0.video[0].wrapper.color = ColorDescription() } == ["colour tags": .mandatory])
    #expect(missed { $0.audio[0].wrapper.channelCount = 1 } == ["sound channels": .mandatory])
    #expect(missed { $0.audio[0].wrapper.sampleRate = 44_100 } == ["sample rate": .mandatory])
    #expect(missed { $0.timecodes = [] } == ["start timecode": .mandatory])
    #expect(missed { $0.wrapper.format = "mxf" } == ["wrapper": .mandatory])
  }

  @Test func `checks have the names that inspection gives the same properties`() {
    let checks = SpecificationCheck(spec, source: source).checks(of: master)
    let names = Dictionary(checks.map { ($0.subject, $0.name) }) { first, _ in first }
    for subject in ["raster", "scanning", "chroma sampling", "picture bit depth"] { #expect(names[subject] == "file.raster") }
    for subject in ["sound", "sound channels", "sample rate"] { #expect(names[subject] == "file.layout") }
  }

  @Test func `a file without pictures fails and does not crash`() {
    let missed = missed { $0.video = [] }
    #expect(missed["picture coding"] == .mandatory)
    #expect(missed["raster"] == .mandatory)
  }

  @Test func `missing sound is only a warning`() throws {
    var silent = master
    silent.audio = []
    var from = source
    from.audio = []
    let checks = SpecificationCheck(spec, source: from).checks(of: silent)
    #expect(DeliveryVerdict(checks) == .passWithWarnings)
  }

  @Test func `without the source nothing is asked to be like it`() {
    let checks = SpecificationCheck(spec).checks(of: master)
    #expect(!checks.contains { ["raster", "frame rate", "frames", "start timecode"].contains($0.subject) })
  }

  @Test func `a fixed start is held against the label at the file's own rate`() throws {
    let yaml = `Reading a specification`.minimal.replacing("wrappers: [mov]", with: "timecode: 10:00:00:00")
    let check = SpecificationCheck(try DeliverySpec(yaml: yaml, fileName: "house.yaml"))
    #expect(check.checks(of: master).map(\.passed) == [true])
    #expect(check.checks(of: try Self.file(codec: "h264", tag: "avc1", start: 900_001)).map(\.passed) == [false])
  }
}
