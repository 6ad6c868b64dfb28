// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Foundation
import Integrity
import MediaIO
import Signals
import Synchronization
import TestSupport
import Testing
import Timing

@testable import Operations

@Suite struct SurveyClipsTests {
  private let folder: TemporaryFolder
  private var card: String { folder.path("A001R2EC") }

  init() throws { folder = try TemporaryFolder() }

  /// Writes a clip of a few small pictures.
  private func clip(_ path: String, frames: Int = 10, rate: FrameRate = .fps25, start: String? = "10:00:00:00", reel: String? = "A001R2EC") throws {
    let full = card + "/" + path
    try Folder.create(SystemPath.split(full).folder)
    let encoding = try #require(Encoding.preset("prores-proxy"))
    let programme = Programme(pictures: ".", framesPerMark: frames, rate: rate, width: 320, height: 180)
    let writer = try MediaWriter(
      path: full, encoding: encoding, video: PictureShape(format: .yuv422p10, width: 320, height: 180, rate: rate, color: .bt709),
      audio: encoding.audio == nil ? [] : [SoundShape(sampleRate: 48_000, layout: .stereo)],
      labels: MediaWriter.Labels(start: try start.map { try Timecode($0, at: rate) }, reel: reel), isReproducible: true)
    for frame in 0..<frames { try writer.write(programme.picture(at: FrameCount(frame))) }
    if encoding.audio != nil {
      try writer.write(programme.soundSource.integers(0..<rate.firstSample(of: FrameCount(frames), sampleRate: 48_000)))
    }
    try writer.finish()
  }

  private func text(_ path: String, _ text: String) throws {
    try Folder.create(SystemPath.split(card + "/" + path).folder)
    try Data(text.utf8).write(to: URL(fileURLWithPath: card + "/" + path))
  }

  private func environment(progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }) throws -> Environment {
    Environment(host: .current(toolVersion: "1.0.0"), specifications: try SpecificationLibrary(), reports: NoPages(), progress: progress)
  }

  private func survey(_ survey: SurveyClips? = nil) async throws -> SurveyClips.Survey {
    try await (survey ?? SurveyClips(card)).run(in: environment())
  }

  private func log(_ rows: String...) -> String {
    "Heading\nFIELD_DELIM\tTABS\nFPS\t25\n\nColumn\nName\tTracks\tStart\tEnd\tTape\tSource File\tScene\tTake\tASC_SOP\n\nData\n"
      + rows.map { $0 + "\n" }.joined()
  }

  @Test func `a card's clips are told with label, length, coding, sound, facts and picture`() async throws {
    try clip("Clips/A001C006_141024_R2EC.mov", frames: 12)
    try clip("Clips/A001C007_141024_R2EC.mov", start: "10:05:00:00")
    try text(
      "A001R2EC.ale",
      log(
        "A001C006_141024_R2EC\tV\t10:00:00:00\t10:00:00:12\tA001R2EC\tA001C006_141024_R2EC.mov\t12A\t3\t(1 1 1)(0 0 0)(1 1 1)",
        "A001C009_141024_R2EC\tV\t10:09:00:00\t10:09:01:00\tA001R2EC\t\t12A\t4\t"))
    let found = try await survey()
    #expect(found.clips.map(\.name) == ["A001C006_141024_R2EC", "A001C007_141024_R2EC"])
    let first = try #require(found.clips.first)
    #expect(first.files == ["Clips/A001C006_141024_R2EC.mov"] && first.byteCount > 1000 && first.trouble == nil)
    #expect(first.start == (try Timecode("10:00:00:00", at: .fps25)) && first.frames == 12 && first.rate == .fps25)
    #expect(first.codec == "Apple ProRes 422 Proxy" && first.raster == "320×180")
    #expect(first.metadata[.reel] == "A001R2EC" && first.metadata[.scene] == "12A" && first.metadata[.maker] == "ARRI")
    #expect(first.metadata[.colorSlopeOffsetPower] == "(1 1 1)(0 0 0)(1 1 1)" && first.metadata.disagreements.isEmpty)
    #expect(first.poster?.width == 320)
    #expect(found.notes == ["A001R2EC.ale names what is not here: A001C009_141024_R2EC"])
  }

  @Test func `a clip that cannot be read is named and stepped over`() async throws {
    try clip("A001C001.mov")
    try text("A001C002.mov", "not media")
    try text("A001C003.mov", "")
    let found = try await survey(SurveyClips(card, makesPosters: false))
    #expect(found.clips.map { $0.trouble == nil } == [true, false, false])
    #expect(found.clips[1].trouble?.contains("A001C002.mov") == true && found.clips[1].frames == nil)
    #expect(found.clips[0].poster == nil)
  }

  @Test func `the files of a group are one clip, as long as all of them`() async throws {
    try clip("A/one.mov", frames: 10)
    try clip("A/two.mov", frames: 15, start: "10:00:00:10")
    let files = try ["A/one.mov", "A/two.mov"].map { try ContainedPath($0) }
    let groups = [SurveyClips.Group(name: "long take", files: files)]
    let clip = try #require(try await survey(SurveyClips(card, groups: groups)).clips.first)
    #expect(clip.name == "long take" && clip.frames == 25 && clip.seconds == 1 && clip.start?.description == "10:00:00:00")
    try text("A/two.mov", "broken")
    let broken = try #require(try await survey(SurveyClips(card, groups: groups)).clips.first)
    #expect(broken.frames == nil && broken.trouble?.contains("two.mov") == true && broken.poster != nil)
  }

  @Test func `camera raw that nothing decodes is a clip of its parts, with what name and log say`() async throws {
    for part in 1...2 { try text("A005.RDM/A005_C010_0501J0.RDC/A005_C010_0501J0_00\(part).R3D", "RED2") }
    try text("log.ale", log("A005_C010_0501J0\tV\t17:49:33:01\t17:49:35:10\tA005_C010_0501J0\t\t\t\t"))
    let found = try await survey()
    let clip = try #require(found.clips.first)
    #expect(found.clips.count == 1 && clip.files.count == 2 && clip.name == "A005_C010_0501J0")
    #expect(clip.trouble == nil && clip.codec == "REDCODE RAW" && clip.byteCount == 8)
    #expect(found.notes.contains { $0.hasPrefix("1 clip is REDCODE RAW, camera raw that nothing here decodes") })
    #expect(clip.start == (try Timecode("17:49:33:01", at: .fps25)) && clip.frames == 59)
    #expect(clip.metadata[.reel] == "A005_C010_0501J0" && clip.metadata[.maker] == "RED" && clip.metadata.disagreements.isEmpty)
  }

  @Test func `the structure of a card says what is a clip, and a proxy beside it is none`() async throws {
    for name in ["A005_C010_0501J0_001.R3D", "A005_C010_0501J0.mov"] { try text("A005.RDM/A005_C010_0501J0.RDC/\(name)", "RED2") }
    let clip = "BMC01_1_2012-08-08_1631_C0002"
    for frame in 0..<3 { try text("DNG/\(clip)/\(clip)_00000\(frame).dng", "II*") }
    let found = try await survey(SurveyClips(card, makesPosters: false))
    #expect(found.clips.map(\.name) == ["A005_C010_0501J0", clip] && found.clips.allSatisfy { $0.trouble == nil })
    #expect(found.clips[1].frames == 3 && found.clips[1].codec == "CinemaDNG" && found.clips[1].files.count == 3)
    #expect(found.notes.count == 2)
  }

  @Test func `a sidecar that starts a clip elsewhere than the file does is named`() async throws {
    try clip("CONTENTS/VIDEO/0001AB.mov")
    let said = "<P2Main><ClipContent><EssenceList><Video><FrameRate>25p</FrameRate><StartTimecode>LABEL</StartTimecode></Video></EssenceList>"
    try text("CONTENTS/CLIP/0001AB.XML", said.replacing("LABEL", with: "11:00:00:00") + "</ClipContent></P2Main>")
    #expect(try await survey().notes == ["0001AB starts at 10:00:00:00, and its sidecar says 11:00:00:00"])
    try text("CONTENTS/CLIP/0001AB.XML", said.replacing("LABEL", with: "10:00:00:00") + "</ClipContent></P2Main>")
    #expect(try await survey().notes.isEmpty)
  }

  @Test func `a log that starts a clip elsewhere than the file does is named`() async throws {
    try clip("A001C001.mov")
    try text("log.ale", log("A001C001\tV\t11:00:00:00\t11:00:00:10\tA001R2EC\tA001C001.mov\t\t\t"))
    #expect(try await survey().notes == ["A001C001 starts at 10:00:00:00, and log.ale says 11:00:00:00"])
  }

  @Test func `a log of another name finds its clips by tape and label`() async throws {
    try clip("MVI_0001.mov")
    try text("log.ale", log("12A-3\tV\t10:00:00:02\t10:00:00:05\tA001R2EC\t\t12A\t3\t"))
    #expect(try await survey().clips.first?.metadata[.scene] == "12A")
  }

  @Test func `a damaged log is named and nothing else is lost`() async throws {
    try clip("A001C001.mov")
    try text("log.ale", "nothing of the kind\n")
    let found = try await survey()
    #expect(found.clips.first?.frames == 10 && found.notes.count == 1 && found.notes[0].contains("log.ale"))
  }

  @Test func `one file is surveyed with what lies beside it`() async throws {
    try clip("A001C001.mov")
    try clip("A001C002.mov")
    try text("log.ale", log("A001C001\tV\t10:00:00:00\t10:00:00:10\tA001R2EC\t\t7\t1\t"))
    let found = try await SurveyClips(card + "/A001C001.mov").run(in: environment())
    #expect(found.clips.map(\.name) == ["A001C001"] && found.clips[0].metadata[.scene] == "7")
  }

  @Test func `a folder without media, and one that is not there, are errors`() async throws {
    try text("notes.txt", "x")
    await #expect(throws: OperationsError.self) { try await survey() }
    await #expect(throws: FilesError.self) { try await SurveyClips(folder.path("none")).run(in: environment()) }
  }

  @Test func `progress counts clips, and a survey that is stopped says so`() async throws {
    for number in 1...3 { try clip("A001C00\(number).mov", frames: 2) }
    let seen = Mutex<[Int]>([])
    let environment = try environment { step in seen.withLock { $0.append(step.done) } }
    _ = try await SurveyClips(card).run(in: environment)
    #expect(seen.withLock { $0 } == [1, 2, 3])
    let path = card
    let stopped = Task { try await SurveyClips(path).run(in: environment) }
    stopped.cancel()
    await #expect(throws: CancellationError.self) { try await stopped.value }
  }
}
