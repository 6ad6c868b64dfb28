// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import MediaIO
import Signals
import TestSupport
import Testing
import Timing

@testable import Operations

/// Textless elements against a programme of three shots, of which the first and the last have text.
@Suite struct CheckTextlessTests {
  private let folder: TemporaryFolder
  private static let shots: [(frames: Int, first: Int, text: Bool)] = [(20, 0, true), (25, 300, false), (30, 700, true)]

  init() throws {
    folder = try TemporaryFolder()
    try write("programme.mov", Self.shots.map { Stretch(first: $0.first, frames: $0.frames, hasText: $0.text) }, start: "10:00:00:00")
  }

  /// Pictures of a drawing that moves, from one on; or black.
  private struct Stretch {
    var first: Int?
    var frames: Int
    var hasText = false
  }

  private func write(_ name: String, _ stretches: [Stretch], start: String = "11:00:00:00") throws {
    var encoding = try #require(Encoding.preset("prores-422-hq"))
    encoding.audio = nil
    let (width, height) = (320, 180)
    let writer = try MediaWriter(
      path: folder.path(name), encoding: encoding, video: PictureShape(format: .yuv422p10, width: width, height: height, rate: .fps25, color: .bt709),
      labels: MediaWriter.Labels(start: try Timecode(start, at: .fps25)), isReproducible: true)
    let (moving, black) = (TestPattern(.moving, width: width, height: height), TestPattern(.black, width: width, height: height))
    for stretch in stretches {
      for frame in 0..<stretch.frames {
        var canvas = (stretch.first == nil ? black : moving).canvas(at: FrameCount((stretch.first ?? 0) + frame))
        if stretch.hasText {
          for column in stride(from: 60, to: 260, by: 8) {
            canvas.fill(CodeValues(gray: 1, depth: 10), columns: column..<column + 4, rows: 140..<156)
          }
        }
        try writer.write(canvas.picture(at: 0))
      }
    }
    try writer.finish()
  }

  private func check(_ elements: [Stretch], texted: [String] = []) async throws -> CheckTextless.Report {
    try write("elements.mov", elements)
    return try await CheckTextless(folder.path("programme.mov"), elements: [folder.path("elements.mov")], texted: texted)
      .run(in: world("2026-11-28T12:00:00Z"))
  }

  private let black = Stretch(first: nil, frames: 5)

  @Test func `elements that cover their shots frame for frame match`() async throws {
    let report = try await check(
      [black, .init(first: 0, frames: 20), black, .init(first: 700, frames: 30)], texted: ["10:00:00:10", "10:00:02:00"])
    #expect(report.shots == 3)
    #expect(report.elements.map(\.state) == [.matching, .matching], "\(report.elements.map(\.text))")
    #expect(report.elements.map(\.found) == ["10:00:00:00", "10:00:01:20"])
    #expect(report.passed)
    #expect(report.notes.contains { $0.contains("1 shot without an element was not looked at") })
  }

  @Test func `an element that begins late or ends early is told by its frames`() async throws {
    let report = try await check([.init(first: 703, frames: 27), black, .init(first: 0, frames: 18)])
    #expect(report.elements.map(\.state) == [.short, .short])
    #expect(report.elements[0].text == "it begins 3 frames after its shot")
    #expect(report.elements[1].text == "it ends 2 frames before its shot does")
    #expect(!report.passed)
  }

  @Test func `shots that lack theirs, elements with text and strangers are told`() async throws {
    let report = try await check(
      [.init(first: 0, frames: 20, hasText: true), black, .init(first: 5000, frames: 20)], texted: ["10:00:02:00"])
    #expect(report.elements.first?.state == .identical)
    #expect(report.elements.last?.state == .notFound, "\(report.elements.last?.text ?? "")")
    #expect(report.lacking.map(\.start) == ["10:00:01:20"])
  }

  @Test func `an element that slips on the way is not the same shot`() async throws {
    let report = try await check([.init(first: 700, frames: 12), .init(first: 714, frames: 16)])
    #expect(report.elements.contains { $0.state != .matching })
  }
}
