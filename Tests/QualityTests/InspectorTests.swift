// SPDX-License-Identifier: Apache-2.0

import Essence
import Quality
import Testing
import Timing

struct InspectorTests {
  let profile = InspectionProfile(
    name: "all", black: BlackLimits(minimumFrames: 2), freeze: FreezeLimits(minimumSeconds: 0.2), silence: SilenceLimits(minimumSeconds: 0.1),
    loudness: LoudnessLimits(), truePeak: TruePeakLimits(maximum: -20))
  let description = Drawn.description(video: [Drawn.video()], audio: [Drawn.audio(index: 1, channels: 1), Drawn.audio(index: 2, channels: 1)])

  func report(threads: Int) throws -> InspectionReport {
    let inspector = Inspector(description, profile: profile, tool: Drawn.tool, threads: threads)
    let sounds = [Sound.programme(1, seed: 1), Sound.programme(0.6, seed: 2)]
    for (index, picture) in Programme("...BBBB..FFFFFFFFF...BBB.").pictures.enumerated() {
      try inspector.examine(picture, stream: 0)
      for (stream, samples) in sounds.enumerated() {
        let range = (index * 1920..<(index + 1) * 1920).clamped(to: 0..<samples.count)
        try inspector.examine(AudioBlock(sampleRate: 48_000, position: range.lowerBound, channels: [Array(samples[range])]), stream: stream + 1)
      }
    }
    var report = try inspector.finish()
    report.seconds = 0
    return report
  }

  @Test func `the report is the same on any number of threads`() throws {
    let alone = try report(threads: 1)
    #expect(alone.findings.map(\.check).contains(.black) && alone.findings.map(\.check).contains(.truePeak))
    for threads in [2, 3, 8, 32] { #expect(try report(threads: threads) == alone) }
  }

  @Test func `a clean programme passes`() throws {
    let report = try Drawn.inspect(Programme(String(repeating: ".", count: 30)), .rushes)
    #expect((report.verdict, report.frames, report.duration, report.findings.isEmpty) == (.pass, 30, 1.2, true))
  }

  @Test func `a picture that could not be read leaves the inspection incomplete`() throws {
    let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: .rushes, tool: Drawn.tool)
    for (index, picture) in Programme("............").pictures.enumerated() {
      if (4..<7).contains(index) {
        inspector.note(Damage(stream: 0, frame: FrameCount(index), reason: "invalid data"))
      } else {
        try inspector.examine(picture, stream: 0)
      }
    }
    let report = try inspector.finish()
    #expect((report.verdict, report.unreadable) == (.incomplete, 3))
    #expect(report.findings.map(\.drawnPlace) == [4..<7])
    #expect(report.findings.first?.text == "Stream 0 could not be read in 3 places: invalid data.")
  }

  @Test func `a picture that the decoder patched up leaves the inspection incomplete`() throws {
    let report = try Drawn.inspect(Programme("....X......"), .rushes)
    #expect(report.verdict == .incomplete)
    #expect(report.findings.map(\.drawnPlace) == [4..<5])
  }

  /// Pictures whose times are those of `frames`, a tick a frame, in a file that states `stated` pictures.
  private func timed(_ frames: [Int], at positions: [Int]? = nil, stated: Int? = nil) throws -> InspectionReport {
    let inspector = Inspector(Drawn.description(video: [Drawn.video(frames: stated)]), profile: .rushes, tool: Drawn.tool)
    let drawn = Programme(String(repeating: ".", count: frames.count)).pictures
    for (index, picture) in drawn.enumerated() {
      let time = MediaTime(frames[index], tick: Ratio(1, 25))
      try inspector.examine(
        Picture(
          format: picture.format, width: picture.width, height: picture.height, planes: picture.planes,
          position: FrameCount(positions?[index] ?? frames[index]), attributes: PictureAttributes(timestamp: time), owner: picture.owner), stream: 0)
    }
    return try inspector.finish()
  }

  @Test func `pictures that are stated and did not come leave the inspection incomplete, at the gap in the times`() throws {
    let report = try timed(Array(0..<10) + Array(13..<30), stated: 30)
    #expect((report.verdict, report.unreadable) == (.incomplete, 3))
    let finding = try #require(report.findings.first { $0.check == .unreadable })
    #expect((finding.drawnPlace, finding.value) == (10..<13, 3))
    #expect(finding.text == "Stream 0 could not be read in 3 places: the pictures between those around them are missing.")
  }

  @Test(arguments: [27, nil])
  func `a gap in the times of a file that states no more pictures is told, and does not make it incomplete`(stated: Int?) throws {
    let report = try timed(Array(0..<10) + Array(13..<30), stated: stated)
    #expect((report.verdict, report.findings.map(\.check), report.findings.map(\.drawnPlace)) == (.passWithWarnings, [.duration], [10..<13]))
    // A picture that is shown for three fields leaves none out.
    let fields = (0..<20).map { $0 * 5 / 4 }
    #expect(try timed(Array(0..<20), at: fields).findings.filter { $0.check == .unreadable }.isEmpty)
  }

  @Test func `times that jump beyond belief are told`() throws {
    let report = try timed(Array(0..<20) + (0..<5).map { 2_500_000_020 + $0 })
    #expect(report.findings.map(\.check) == [.duration])
    let finding = try #require(report.findings.first)
    #expect((report.verdict, report.frames, finding.drawnPlace, finding.unit) == (.passWithWarnings, 25, 20..<21, "s"))
    #expect(finding.text.contains("jump by 100000000 s"))
  }

  @Test(arguments: [Severity.mandatory, nil]) func `a raster that changes is found in its place`(severity: Severity?) throws {
    var profile = InspectionProfile.rushes
    profile.format.rasters = severity.map { Expectation(exactly: Raster(Programme.width, Programme.height), severity: $0) }
    let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: profile, tool: Drawn.tool)
    for (index, width) in (Array(repeating: 64, count: 12) + Array(repeating: 32, count: 9) + Array(repeating: 64, count: 4)).enumerated() {
      try inspector.examine(Programme.draw(at: index, width: width) { Double(($0 * 5 + $1 * 3 + index * 17) % 64) / 64 }, stream: 0)
    }
    let found = try inspector.finish().findings.filter { $0.check == .raster }
    #expect(found.map(\.drawnPlace) == [12..<21])
    #expect(found.map(\.severity) == [severity ?? .advisory])
    #expect(found.first?.text == "The raster of the pictures is 32×36 here, where the file begins with 64×36.")
  }

  @Test func `streams that nothing came from leave the inspection incomplete`() throws {
    let report = try Inspector(description, profile: .rushes, tool: Drawn.tool).finish()
    #expect((report.verdict, report.unreadable, report.frames) == (.incomplete, 3, 0))
  }

  @Test func `pictures that cannot be measured leave the inspection incomplete`() throws {
    let format = PixelFormat(name: "gbrpf32le", model: .rgb, components: (0..<3).map { .init(plane: $0, step: 4, depth: 32) }, isFloat: true)
    let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: .rushes, tool: Drawn.tool)
    let grey = Programme("F").pictures[0]
    try inspector.examine(
      Picture(format: format, width: 16, height: 36, planes: grey.planes, position: 0, owner: grey.owner), stream: 0)
    #expect(try inspector.finish().verdict == .incomplete)
  }

  @Test func `pictures that cannot be measured are told and excused where nothing is asked of them`() throws {
    let format = PixelFormat(name: "xyz12le", model: .other, components: (0..<3).map { .init(plane: 0, step: 6, offset: $0 * 2, depth: 12) })
    let inspector = Inspector(Drawn.description(video: [Drawn.video()]), profile: InspectionProfile(name: "none"), tool: Drawn.tool)
    let grey = Programme("F").pictures[0]
    try inspector.examine(
      Picture(format: format, width: 16, height: 36, planes: [grey.planes[0]], position: 0, owner: grey.owner), stream: 0)
    let report = try inspector.finish()
    #expect((report.verdict, report.unreadable, report.frames) == (.pass, 0, 1))
    #expect(
      report.findings.map(\.text) == [
        "Stream 0 was decoded and not measured, and nothing was asked of its pictures: pictures of format xyz12le cannot be measured."
      ])
  }

  @Test func `sound that changes its sample rate on the way leaves the inspection incomplete`() throws {
    let inspector = Inspector(Drawn.description(audio: [Drawn.audio(index: 0, channels: 1)]), profile: .rushes, tool: Drawn.tool)
    try inspector.examine(AudioBlock(sampleRate: 48_000, channels: [Sound.sine(-20, 0.1)]), stream: 0)
    try inspector.examine(AudioBlock(sampleRate: 44_100, position: 4800, channels: [Sound.sine(-20, 0.1)]), stream: 0)
    #expect(try inspector.finish().verdict == .incomplete)
  }

  @Test(arguments: [-1_000_000, Int.min, Int.max, 1 << 60]) func `positions that nobody can believe do no harm`(_ position: Int) throws {
    let inspector = Inspector(description, profile: profile, tool: Drawn.tool)
    let black = Programme("B").pictures[0]
    for _ in 0..<4 {
      try inspector.examine(
        Picture(format: black.format, width: 64, height: 36, planes: black.planes, position: FrameCount(position), owner: black.owner), stream: 0)
      try inspector.examine(AudioBlock(sampleRate: 48_000, position: position, channels: [Sound.silence(0.1)]), stream: 1)
      try inspector.examine(AudioBlock(sampleRate: 48_000, position: position, channels: [Sound.silence(0.1)]), stream: 2)
    }
    let report = try inspector.finish()
    #expect(report.findings.filter { $0.check == .black }.map(\.drawnPlace) == [0..<4])
    #expect(report.findings.filter { $0.check == .silence }.map(\.drawnPlace) == [0..<10])
  }

  @Test func `a stream without end does not fill the memory while another has no sound`() throws {
    let inspector = Inspector(description, profile: .rushes, tool: Drawn.tool)
    let block = Sound.silence(1)
    for second in 0..<40 { try inspector.examine(AudioBlock(sampleRate: 48_000, position: second * 48_000, channels: [block]), stream: 1) }
    #expect(try inspector.finish().readings.tracks.map(\.samples) == [40 * 48_000, 0])
  }

  @Test func `a file of impossible rates is inspected to its end`() throws {
    let rate = try FrameRate(999_999_937, 999_999_929)
    let start = Timecode(wrapping: 1, at: try FrameRate(1, 1_000_000_000))
    let report = try Drawn.inspect(Programme("..BBBB.."), profile, rate: rate, start: start)
    #expect(report.findings.filter { $0.check == .black }.map(\.drawnPlace) == [2..<6])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300]) func `absurd limits and places of damage do no harm`(_ limit: Double) throws {
    let absurd = InspectionProfile(
      name: "absurd", black: BlackLimits(level: limit, area: limit, minimumFrames: FrameCount(.min)),
      freeze: FreezeLimits(difference: limit, minimumSeconds: limit), silence: SilenceLimits(threshold: limit, minimumSeconds: limit),
      loudness: LoudnessLimits(target: limit, tolerance: limit), truePeak: TruePeakLimits(maximum: limit),
      layout: [LayoutSection(.black, startFrame: FrameCount(.max), endFrame: FrameCount(.min))])
    let inspector = Inspector(description, profile: absurd, tool: Drawn.tool)
    for picture in Programme("..BBB..").pictures { try inspector.examine(picture, stream: 0) }
    for stream in 1...2 { try inspector.examine(AudioBlock(sampleRate: 48_000, channels: [Sound.sine(-20, 0.1)]), stream: stream) }
    for frame in [Int.min, -1, .max] { inspector.note(Damage(stream: 0, frame: FrameCount(frame), reason: "invalid data")) }
    #expect(try inspector.finish().verdict == .incomplete)
  }

  @Test func `a cancelled inspection says so and gives no report`() throws {
    let inspector = Inspector(description, profile: .rushes, tool: Drawn.tool)
    let pictures = Programme("....").pictures
    try inspector.examine(pictures[0], stream: 0)
    inspector.cancel()
    #expect(throws: QualityError(.cancelled, subject: "drawn.mov")) { try inspector.examine(pictures[1], stream: 0) }
    #expect(throws: QualityError(.cancelled, subject: "drawn.mov")) { try inspector.finish() }
  }

  @Test func `an inspection ends when its task is cancelled`() async {
    let task = Task { [description] () -> InspectionReport in
      let inspector = Inspector(description, profile: .rushes, tool: Drawn.tool)
      let picture = Programme(".").pictures[0]
      while true { try inspector.examine(picture, stream: 0) }
    }
    task.cancel()
    let result = await task.result
    #expect(throws: QualityError(.cancelled, subject: "drawn.mov")) { try result.get() }
  }

  @Test func `a stream that was never described is refused`() throws {
    let inspector = Inspector(description, profile: .rushes, tool: Drawn.tool)
    #expect(throws: QualityError.self) { try inspector.examine(Programme(".").pictures[0], stream: 7) }
    #expect(throws: QualityError.self) { try inspector.examine(AudioBlock(sampleRate: 48_000, channels: [Sound.silence(0.1)]), stream: 0) }
  }

  @Test func `labels follow a timecode that counts at another rate than the pictures`() throws {
    let start = Timecode(wrapping: 90_000, at: .fps25)
    let report = try Drawn.inspect(Programme("....BBBB...."), profile, rate: .fps50, start: start)
    let black = try #require(report.findings.first { $0.check == .black })
    #expect((black.start, black.end) == ("01:00:00:02", "01:00:00:04"))
  }

  @Test func `findings come in order of place`() throws {
    let places = try report(threads: 4).findings.map { $0.startFrame?.value ?? -1 }
    #expect(places == places.sorted())
  }
}
