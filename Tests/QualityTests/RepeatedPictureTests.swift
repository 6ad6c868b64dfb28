// SPDX-License-Identifier: Apache-2.0

import Essence
import Testing
import Timing

@testable import Quality

struct RepeatedPictureTests {
  /// A programme in which each number is a picture of a light that moves: the same number, the same picture. `nil` stands for faint noise on the one before.
  private static func programme(_ numbers: [Int]) -> Programme {
    Programme(
      pictures: numbers.enumerated().map { index, number in
        Programme.draw(at: index, width: 96, height: 56) { column, row in
          let place = (column * 2 + row + number * 3) % 192
          let wave: Int = min(place, 192 - place)
          let speck: Int = (column * 7 + row * 13 + index * 31) % 64
          return Double(wave) / 96 * 0.8 + (speck == 0 ? 0.01 : 0)
        }
      })
  }

  private static func findings(_ numbers: [Int], rate: FrameRate = .fps25, limits: RepeatLimits = RepeatLimits()) throws -> [Finding] {
    try Drawn.inspect(programme(numbers), InspectionProfile(name: "repeats", repeats: limits), rate: rate).findings
  }

  @Test func `even motion and a still picture have no repeats`() throws {
    #expect(try Self.findings(Array(0..<60)).isEmpty)
    #expect(try Self.findings(Array(repeating: 5, count: 60)).isEmpty)
    #expect(try Self.findings(Array(0..<20) + Array(repeating: 20, count: 30) + Array(21..<40)).isEmpty)
  }

  @Test func `a picture shown twice in motion is found, noise or not`() throws {
    let found = try Self.findings(Array(0..<20) + [19] + Array(20..<40))
    #expect(found.map(\.check) == [.repeated])
    #expect(found.first?.drawnPlace == 20..<21)
    #expect(found.first?.text == "One picture repeats the one before in the middle of motion.")
  }

  @Test func `a picture shown in place of a lost one is told from an inserted one`() throws {
    let found = try Self.findings(Array(0..<20) + [19] + Array(21..<40))
    #expect(found.map(\.check) == [.repeated])
    #expect(found.first?.drawnPlace == 20..<21)
    #expect(found.first?.text.contains("a picture was lost") == true)
  }

  @Test func `a picture that is missing in even motion is found`() throws {
    let found = try Self.findings(Array(0..<20) + Array(21..<40))
    #expect(found.map(\.check) == [.dropped])
    #expect(found.first?.drawnPlace == 20..<21)
  }

  @Test func `a counter that turns over in even motion is no missing picture`() {
    var trace = MotionTrace()
    for index in 0..<20 { trace.add([0.02, 0.02, 0.02, index == 10 ? 0.12 : 0.02]) }
    trace.breakOff()
    #expect(trace.steps.allSatisfy { $0 == .fresh })
  }

  @Test func `flashes over motion or over a still are no rhythm of repeats`() throws {
    for moves in [true, false] {
      let pictures = (0..<60).map { index in
        Programme.draw(at: index, width: 96, height: 56) { column, row in
          let place = (column * 2 + row + (moves ? index * 3 : 0)) % 192
          return index % 6 < 3 && index > 5 ? 1 : Double(min(place, 192 - place)) / 96 * 0.8
        }
      }
      #expect(try Drawn.inspect(Programme(pictures: pictures), InspectionProfile(name: "repeats", repeats: RepeatLimits())).findings.isEmpty)
    }
  }

  @Test func `a cut is no missing picture`() throws {
    #expect(try Self.findings(Array(0..<20) + Array(90..<110)).isEmpty)
  }

  @Test(arguments: [([2], 2, 1), ([2, 3], 5, 3), ([1, 1, 1, 2], 5, 1), ([1, 1, 1, 1, 2], 6, 1)]) func `a steady rhythm is one finding that names it`(
    _ counts: [Int], _ period: Int, _ repeats: Int
  ) throws {
    let numbers = (0..<160).flatMap { Array(repeating: $0, count: counts[$0 % counts.count]) }
    let report = try Drawn.inspect(
      Self.programme(numbers), InspectionProfile(name: "repeats", repeats: RepeatLimits(minimumCadence: 1)), rate: .fps50)
    #expect(report.findings.map(\.check) == [.cadence])
    #expect(report.readings.cadence?.period == period)
    #expect(report.findings.first?.value == Double(repeats))
    let place = try #require(report.findings.first?.drawnPlace)
    #expect(place.lowerBound <= 8 && place.upperBound >= numbers.count - 8)
  }

  @Test func `a repeat a second is the rhythm of 24 pictures at 25`() throws {
    let numbers = (0..<240).flatMap { Array(repeating: $0, count: $0 % 24 == 23 ? 2 : 1) }
    let found = try Self.findings(numbers)
    #expect(found.map(\.check) == [.cadence])
    #expect(found.first?.text.contains("24 pictures a second shown at 25") == true)
  }

  @Test func `a repeat outside a rhythm is found beside it`() throws {
    let twos = (0..<60).flatMap { [$0, $0] }
    let ones = Array(60..<90) + [89] + Array(90..<120)
    let found = try Self.findings(twos + ones, rate: .fps50)
    #expect(found.map(\.check) == [.cadence, .repeated])
    #expect(found.last?.drawnPlace == 150..<151)
  }

  @Test func `places behind a hole are told where they are`() throws {
    let pictures = Self.programme(Array(0..<20) + Array(20..<30) + [29] + Array(30..<50)).pictures
    let moved = pictures.enumerated().map { index, picture in
      Picture(
        format: picture.format, width: picture.width, height: picture.height, planes: picture.planes,
        position: FrameCount(index < 20 ? index : index + 10),
        attributes: picture.attributes, owner: picture.owner)
    }
    let found = try Drawn.inspect(Programme(pictures: moved), InspectionProfile(name: "repeats", repeats: RepeatLimits())).findings
    #expect(found.map(\.check) == [.repeated])
    #expect(found.first?.drawnPlace == 40..<41)
  }

  @Test func `steps are judged alike however long the programme is`() {
    for length in 0..<12 {
      var trace = MotionTrace()
      for _ in 0..<length { trace.add([0.1, 0.1]) }
      trace.breakOff()
      #expect(trace.steps.count == length)
    }
  }
}
