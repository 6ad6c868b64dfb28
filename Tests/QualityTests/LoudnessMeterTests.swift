// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Quality

/// The gates of EBU Tech 3341 and the range of Tech 3342, on energies: a steady tone has the same energy in every step.
struct LoudnessMeterTests {
  typealias Stretch = (loudness: Double, seconds: Double)

  func meter(_ stretches: [Stretch]) -> LoudnessMeter {
    var meter = LoudnessMeter()
    for stretch in stretches {
      for _ in 0..<Int((stretch.seconds * 100).rounded()) { meter.add(LoudnessMeter.energy(ofLoudness: stretch.loudness)) }
    }
    return meter
  }

  func reading(_ stretches: [Stretch]) -> LoudnessReading {
    var meter = meter(stretches)
    return meter.reading()
  }

  /// Ten points a second.
  func series(_ stretches: [Stretch]) -> LoudnessSeries { meter(stretches).series.series() }

  static let integrated: [(Int, [Stretch])] = [
    (1, [(-23, 20)]),
    (3, [(-36, 10), (-23, 60), (-36, 10)]),
    (4, [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)]),
    (5, [(-26, 20), (-20, 20.1), (-26, 20)]),
  ]

  @Test(arguments: integrated) func `Tech 3341 gating reads -23 LUFS`(_ test: (number: Int, stretches: [Stretch])) throws {
    #expect(abs(try #require(reading(test.stretches).integrated) + 23) <= 0.1, "case \(test.number)")
  }

  @Test(arguments: [(1, -23.0), (2, -33)]) func `Tech 3341 cases 1 and 2: a steady tone reads the same momentary, short-term and integrated`(
    _ test: (number: Int, level: Double)
  ) throws {
    let reading = reading([(test.level, 20)])
    for value in [reading.maxMomentary, reading.maxShortTerm, reading.integrated] {
      #expect(abs(try #require(value) - test.level) <= 0.1, "case \(test.number)")
    }
  }

  static let ranges: [(Int, [Stretch], Double)] = [
    (1, [(-20, 20), (-30, 20)], 10),
    (2, [(-20, 20), (-15, 20)], 5),
    (3, [(-40, 20), (-20, 20)], 20),
    (4, [(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15),
  ]

  @Test(arguments: ranges) func `Tech 3342 range is right to one LU`(_ test: (number: Int, stretches: [Stretch], range: Double)) throws {
    #expect(abs(try #require(reading(test.stretches).range) - test.range) <= 1, "case \(test.number)")
  }

  @Test func `Tech 3341 case 9: short-term loudness is steady where three seconds always hold the same`() throws {
    let stretches = (0..<5).flatMap { _ in [(-20, 1.34), (-30, 1.66)] as [Stretch] }
    #expect(abs(try #require(reading(stretches).maxShortTerm) + 23) <= 0.1)
    // From the end of the third second on, every reading is the same.
    for value in series(stretches).shortTerm.dropFirst(29) { #expect(abs(try #require(value) + 23) <= 0.1) }
  }

  @Test func `Tech 3341 case 12: momentary loudness is steady where 400 ms always hold the same`() throws {
    let stretches = (0..<25).flatMap { _ in [(-20, 0.18), (-30, 0.22)] as [Stretch] }
    #expect(abs(try #require(reading(stretches).maxMomentary) + 23) <= 0.1)
    for value in series(stretches).momentary.dropFirst(9) { #expect(abs(try #require(value) + 23) <= 0.1) }
  }

  @Test(arguments: 0..<20) func `Tech 3341 cases 10 and 13: the maxima do not depend on where the tone begins`(_ index: Int) throws {
    let short = reading([(-.infinity, 0.15 * Double(index)), (-23, 3), (-.infinity, 1)])
    #expect(abs(try #require(short.maxShortTerm) + 23) <= 0.1)
    let momentary = reading([(-.infinity, 0.02 * Double(index)), (-23, 0.4), (-.infinity, 1)])
    #expect(abs(try #require(momentary.maxMomentary) + 23) <= 0.1)
  }

  @Test(arguments: 0..<20) func `Tech 3341 cases 11 and 14: each level is read as it comes`(_ index: Int) throws {
    let level = Double(index) - 38
    let short = reading([(-.infinity, 0.15 * Double(index)), (level, 3), (-.infinity, 3 - 0.15 * Double(index))])
    #expect(abs(try #require(short.maxShortTerm) - level) <= 0.1)
    let momentary = reading([(-.infinity, 0.02 * Double(index)), (level, 0.4), (-.infinity, 0.4 - 0.02 * Double(index))])
    #expect(abs(try #require(momentary.maxMomentary) - level) <= 0.1)
  }

  @Test func `the loudness of silence does not exist`() {
    let reading = reading([(-.infinity, 5)])
    #expect(reading == LoudnessReading())
  }

  @Test func `sound too short for a block has no loudness`() {
    #expect(reading([(-23, 0.39)]).integrated == nil)
    #expect(reading([(-23, 2.9)]).maxShortTerm == nil)
  }

  @Test func `the chart of a long programme is thinned and keeps its peaks`() {
    var builder = LoudnessSeriesBuilder()
    for tenth in 0..<10_000 { builder.add(momentary: tenth == 7777 ? 1 : 0.001, shortTerm: 0) }
    let series = builder.series()
    #expect(series.momentary.count <= 1200)
    #expect(series.interval * Double(series.momentary.count) >= 1000)
    #expect(series.momentary.contains { ($0 ?? -100) > -1 })
    #expect(series.shortTerm.allSatisfy { $0 == nil })
  }
}
