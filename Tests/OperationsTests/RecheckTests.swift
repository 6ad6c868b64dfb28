// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import TestSupport
import Testing
import Timing

@testable import Integrity
@testable import Operations
@testable import Quality

@Suite struct RecheckTests {
  private let folder: TemporaryFolder
  private let tool = InspectionReport.Tool(name: "lineup", version: "1")

  init() throws { folder = try TemporaryFolder() }

  /// Every check that judges by facts, with limits that drawn programmes break.
  private static var profile: InspectionProfile {
    var profile = InspectionProfile(
      name: "all", black: BlackLimits(minimumFrames: 3), freeze: FreezeLimits(minimumSeconds: 0.3), levels: .r103v1,
      activePicture: ActivePictureLimits(minimumChange: 0.3), fieldOrder: FieldOrderLimits(), repeats: RepeatLimits(),
      pictureFaults: PictureFaultLimits(
        blocks: BlockinessLimits(), dropouts: PictureDropoutLimits(), noise: NoiseLimits(maximum: -40, minimumSeconds: 0.4)),
      silence: SilenceLimits())
    profile.flash = FlashLimits(cutsPerSecond: 2)
    profile.pictureFaults.pixels = StuckPixelLimits()
    profile.pictureFaults.tearing = .advisory
    profile.content = ContentLimits(
      bars: BarsLimits(), clock: ClockLimits(), cuts: CutLimits(), safeArea: SafeAreaLimits(), light: LightLimits())
    return profile
  }

  private static let intra = Encoding(
    name: "intra", summary: "", wrapper: .mov, video: .init(.prores, profile: "proxy", pixelFormat: "yuv422p10le"), audio: .init(.pcm))
  /// Groups of eight pictures that lean on the group before, each coded alike whatever is around it.
  private static let groups = Encoding(
    name: "groups", summary: "", wrapper: .mov,
    video: .init(
      .h264, pixelFormat: "yuv420p", rate: .quality(20),
      settings: [
        "x264-params": "scenecut=0:keyint=8:min-keyint=8:open-gop=1:bframes=2:b-adapt=0:mbtree=0:rc-lookahead=0:qp=20:threads=1"
      ]), audio: .init(.pcm))

  private func pass(_ name: String, _ profile: InspectionProfile = profile) throws -> InspectionPass {
    InspectionPass(media: try MediaReader.probe(folder.path(name)), profile: profile, tool: tool, digest: "xxh64:\(name)")
  }

  private func measured(_ pass: InspectionPass) throws -> (report: InspectionReport, kept: Result<Measurements, Obstacle>?) {
    try pass.measured(at: "2026-11-28T10:00:00Z", cancellation: Cancellation(), task: nil) { _ in }
  }

  private func recheck(_ pass: InspectionPass, _ earlier: Measurements) throws -> RecheckPass.Outcome {
    try RecheckPass(pass: pass, earlier: earlier, header: Measurements.Header(pass, at: "")).run(
      cancellation: Cancellation(), task: nil, show: { _ in })
  }

  private func plain(_ report: InspectionReport) -> InspectionReport {
    var report = report
    (report.seconds, report.measurements, report.recheck) = (0, nil, nil)
    return report
  }

  private func write(_ programme: DrawnProgramme, _ name: String, isIntra: Bool) throws {
    try programme.write(to: folder.path(name), isIntra ? Self.intra : Self.groups, format: isIntra ? .yuv422p10 : .yuv420p)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64], [true, false])
  func `the report of a patched programme is that of a full run`(seed: UInt64, isIntra: Bool) throws {
    var random = SeededRandom(seed)
    // Flashes are looked for in stretches of 250 pictures.
    let looksForFlashes = seed <= 2
    let count = looksForFlashes ? 400 : isIntra ? 150 : 360
    var profile = Self.profile
    if !looksForFlashes { profile.flash = nil }
    let programme = DrawnProgramme(count: count, using: &random)
    try write(programme, "v1.mov", isIntra: isIntra)
    let first = try measured(pass("v1.mov", profile))
    #expect(first.report.findings.count > 3, "the programme has faults to tell")
    // Measuring for later changes nothing that is said now.
    #expect(plain(first.report) == plain(try pass("v1.mov", profile).run(cancellation: Cancellation(), task: nil) { _ in }))
    let bytes = try #require(first.kept).get().bytes()
    let kept = try #require(Measurements(bytes))
    var (version, earlier, taken) = (programme, kept, 0)
    // One patch after another, each on what was kept of the version before.
    for number in 2...3 {
      version = version.patched(using: &random)
      try write(version, "v\(number).mov", isIntra: isIntra)
      let next = try pass("v\(number).mov", profile)
      let outcome = try recheck(next, earlier)
      let whole = try measured(next)
      #expect(plain(outcome.report) == plain(whole.report))
      let merged = try outcome.measurements.get()
      let full = try #require(whole.kept).get()
      #expect(merged.trail == full.trail)
      #expect(outcome.examined.reduce(0) { $0 + $1.count } + outcome.takenOver.reduce(0) { $0 + $1.count } == count)
      taken += outcome.takenOver.reduce(0) { $0 + $1.count }
      earlier = merged
    }
    if !looksForFlashes { #expect(taken > 100, "something was taken over") }
  }

  @Test func `a file that did not change is not decoded again, and a longer one from where it differs`() throws {
    var random = SeededRandom(9)
    var programme = DrawnProgramme(count: 100, using: &random)
    try write(programme, "v1.mov", isIntra: true)
    let kept = try measured(pass("v1.mov")).kept
    let earlier = try #require(kept).get()
    let same = try recheck(pass("v1.mov"), earlier)
    #expect(same.takenOver.reduce(0) { $0 + $1.count } >= 95)
    programme.pictures += Array("....BBBBBBSSSS")
    try write(programme, "v2.mov", isIntra: true)
    let longer = try recheck(pass("v2.mov"), earlier)
    #expect(plain(longer.report) == plain(try measured(pass("v2.mov")).report))
    #expect(longer.examined.last?.upperBound == 114)
  }

  @Test func `where nothing could be taken over the reason is said`() throws {
    var random = SeededRandom(13)
    var programme = DrawnProgramme(count: 60, using: &random)
    programme.pictures[30] = "."
    try write(programme, "v1.mov", isIntra: true)
    let kept = try measured(pass("v1.mov")).kept
    let earlier = try #require(kept).get()
    #expect(try recheck(pass("v1.mov"), earlier).reason == nil)
    programme.pictures[30] = "B"
    try write(programme, "v2.mov", isIntra: true)
    let patched = try recheck(pass("v2.mov"), earlier)
    #expect(patched.takenOver.isEmpty)
    let reason = try #require(patched.reason)
    #expect(reason.contains("of 60 pictures changed"), "\(reason)")
    #expect(patched.reason?.contains("flashes are looked for") == true)
  }

  @Test func `measurements of other limits, another version or other pictures are not taken over, and the reason is said`() throws {
    var random = SeededRandom(10)
    try write(DrawnProgramme(count: 40, using: &random), "v1.mov", isIntra: true)
    let own = try pass("v1.mov")
    let kept = try measured(own).kept
    let earlier = try #require(kept).get()
    var other = own
    other.profile.black?.level = 0.1
    #expect(throws: Obstacle.self) { try recheck(other, earlier) }
    other = own
    other.tool.version = "2"
    #expect(throws: Obstacle.self) { try recheck(other, earlier) }
    // Pictures beside the patch that decode otherwise: the decoder is not the same, whatever it says.
    var pictures = earlier.pictures
    pictures.swapAt(10, 11)
    var trail = earlier.trail
    trail.marks[12].digest[0] ^= 1
    #expect(throws: Obstacle.self) { try recheck(own, Measurements(header: earlier.header, pictures: pictures, trail: trail)) }
  }

  @Test func `a check that needs every picture has the whole file examined, and is named`() throws {
    var random = SeededRandom(11)
    try write(DrawnProgramme(count: 40, using: &random), "v1.mov", isIntra: true)
    var profile = Self.profile
    profile.content.legalText = LegalTextLimits([LegalText(words: "Terms apply", left: 10, top: 10, width: 90, height: 30)])
    let kept = try measured(pass("v1.mov", profile)).kept
    guard case .failure(let obstacle) = kept else {
      Issue.record("measurements were kept that are not whole")
      return
    }
    #expect(obstacle.words.contains("legal text hold"))
  }

  @Test func `damaged measurements are refused, and bytes from anywhere are harmless`() throws {
    var random = SeededRandom(12)
    try write(DrawnProgramme(count: 30, using: &random), "v1.mov", isIntra: true)
    let own = try pass("v1.mov")
    let kept = try measured(own).kept
    let earlier = try #require(kept).get()
    let bytes = try earlier.bytes()
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = Measurements(Array(damaged.prefix(Int.random(in: 0...damaged.count, using: &random))))
      _ = Measurements(damaged)
    }
    var file = bytes
    file[bytes.count / 2] ^= 1
    try Data(file).write(to: URL(fileURLWithPath: folder.path("m")))
    guard case .failure = Measurements.read(folder.path("m"), digest: "xxh128:" + String(repeating: "0", count: 32)) else {
      Issue.record("damaged measurements were read")
      return
    }
    // Forged facts with a digest that fits may give a wrong report; they bring nothing down.
    for _ in 0..<12 {
      let forged = earlier.pictures.map { picture in
        var picture = Array(picture)
        for _ in 0..<Int.random(in: 0...2, using: &random) where picture.count > 60 {
          picture[Int.random(in: 50..<picture.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        return picture[...]
      }
      _ = try? recheck(own, Measurements(header: earlier.header, pictures: forged, trail: earlier.trail))
    }
  }

  @Test func `a file that grows while it is examined is incomplete, however clean it is`() throws {
    var random = SeededRandom(13)
    try write(DrawnProgramme(count: 40, using: &random), "v1.mov", isIntra: true)
    let pass = try pass("v1.mov", InspectionProfile(name: "nothing"))
    #expect(try pass.run(cancellation: Cancellation(), task: nil) { _ in }.verdict == .pass)
    let path = folder.path("v1.mov")
    let report = try pass.run(cancellation: Cancellation(), task: nil) { _ in
      guard let file = FileHandle(forWritingAtPath: path) else { return }
      file.seekToEndOfFile()
      file.write(Data([0, 0, 0, 8]) + Data("free".utf8))
      try? file.close()
    }
    #expect(report.verdict == .incomplete)
    #expect(report.findings.contains { $0.check == .unreadable && $0.text.contains("still growing") })
  }
}
