// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Timing

@testable import Editorial

/// AAF files that are cut, bent or forged end in an error or in a cut with notes; never in a crash, and never without end.
struct `Hostile AAF files` {
  private let good: [UInt8]

  init() throws { good = try TimelineFormat.aaf.write(AAFCuts.plain(rate: .fps25, clips: 3)).bytes }

  private func tryAll(_ bytes: [UInt8]) throws {
    guard let reading = try? AAF.read(bytes, subject: "bent.aaf") else { return }
    #expect(reading.notes.allSatisfy { !$0.description.isEmpty })
    for cut in reading.timelines.prefix(2) where cut.tracks.reduce(0, { $0 + $1.items.count }) < 1000 { _ = try TimelineFormat.aaf.write(cut) }
  }

  @Test func `a file cut short anywhere is survived`() throws {
    for count in stride(from: 0, to: good.count, by: good.count / 40) { try tryAll(Array(good[..<count])) }
  }

  @Test func `bytes changed by chance are survived, most of all in the tables and the objects`() throws {
    var random = SeededRandom(11)
    // Objects of the cut lie in the small streams, most of the rest is the dictionary of classes.
    for round in 0..<60 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let place = round % 3 == 0 ? Int.random(in: 0..<24_576, using: &random) : Int.random(in: good.indices, using: &random)
        bytes[place] = [0, 0xFF, 0x7F, 0x80, bytes[place] ^ 1, UInt8.random(in: 0...255, using: &random)][Int.random(in: 0...5, using: &random)]
      }
      try tryAll(bytes)
    }
  }

  @Test func `a compound file that is no AAF, and what is no compound file, are told apart`() throws {
    var writer = CompoundFileWriter()
    writer.addStream("WordDocument", in: CompoundFileWriter.root, .bytes([1, 2, 3]))
    var other: [UInt8] = []
    try writer.write { other += $0 }
    let noAAF = #expect(throws: EditorialError.self) { try AAF.read(other, subject: "letter.doc") }
    #expect(noAAF?.description.contains("is a compound file, but no AAF") == true)
    let noFile = #expect(throws: EditorialError.self) { try AAF.read(Array("TITLE: x".utf8), subject: "cut.aaf") }
    #expect(noFile?.description.contains("is no compound file") == true)
    #expect(throws: EditorialError.self) { try AAF.read([], subject: "empty.aaf") }
  }

  private func file(_ compositions: [(MobIdentifier, [AAFNode])]) throws -> [UInt8] {
    try BuiltAAF.file(compositions.map { (.compositionMob, $0.0, "cut", $0.1, nil) })
  }

  private func id(_ number: Int) -> MobIdentifier { BuiltAAF.id(number) }

  private func slot(_ components: [AAFNode]) -> AAFNode {
    var sequence = AAFNode(.sequence, AAFKnown.picture, length: 100)
    sequence[AAFProperty.components] = .vector(components)
    return .slot(1, sequence, rate: AAFRate(.fps25), track: 1)
  }

  @Test func `a file that is cut short says how much of it is there`() throws {
    let error = #expect(throws: EditorialError.self) { try AAF.read(Array(good[..<20_480]), subject: "short.aaf") }
    #expect(error?.description.contains("is cut short: 20480 of \(good.count) bytes are there") == true)
    // Where the directory is whole, what can be read of the rest is.
    var large = AAFCuts.plain(rate: .fps25, clips: 2)
    large.tracks[0].items += [.clip(Clip(name: String(repeating: "x", count: 5000), frames: 10, source: nil))]
    let whole = try TimelineFormat.aaf.write(large).bytes
    let reading = try AAF.read(Array(whole.dropLast(4096)), subject: "short.aaf")
    #expect(reading.timelines.count == 1 && reading.notes.contains { $0.text.contains("it is cut short") })
  }

  @Test func `cuts that hold themselves, and cuts of cuts of cuts, end with a note`() throws {
    let itself = try AAF.read(file([(id(0), [slot([.sourceClip(AAFKnown.picture, length: 10, mob: id(0), slot: 1, start: 0)])])]), subject: "itself")
    #expect(itself.notes.contains { $0.text.contains("holds itself") } && itself.timelines.count == 1)
    // Each of thirty cuts holds the next one ten times: ten to the thirtieth clips.
    let laughs = (0..<30).map { number in
      (id(number), [slot((0..<10).map { .sourceClip(AAFKnown.picture, length: 10, mob: id(number + 1), slot: 1, start: $0) })])
    }
    let reading = try AAF.read(file(laughs), subject: "laughs")
    #expect(reading.notes.contains { $0.text.contains("more than") } && reading.timelines.count == 1)
    // A hundred cuts, one in the other.
    let deep = (0..<100).map { number in
      (
        id(number),
        [slot([.sourceClip(AAFKnown.picture, length: 10, mob: id(number + 1), slot: 1, start: 0), AAFNode(.filler, AAFKnown.picture, length: 1)])]
      )
    }
    #expect(try AAF.read(file(deep), subject: "deep").notes.contains { $0.text.contains("deeper than") })
  }

  @Test func `scopes that show all slots below them twice end with a note`() throws {
    // Each slot shows the one before it twice: two to the fortieth items.
    var scope = AAFNode(.nestedScope, AAFKnown.picture, length: 100)
    scope[AAFProperty.scopeSlots] = .vector(
      (0..<40).map { number in
        var sequence = AAFNode(.sequence, AAFKnown.picture, length: 2)
        sequence[AAFProperty.components] = .vector(
          (0..<2).map { _ in
            guard number > 0 else { return AAFNode(.filler, AAFKnown.picture, length: 1) }
            var reference = AAFNode(.scopeReference, AAFKnown.picture, length: 1 << 39)
            reference.set(AAFProperty.relativeScope, UInt32(0))
            reference.set(AAFProperty.relativeSlot, UInt32(1))
            return reference
          })
        return sequence
      })
    let reading = try AAF.read(file([(id(0), [slot([scope])])]), subject: "scopes")
    #expect(reading.timelines.count == 1)
  }

  @Test func `numbers that overflow are bounded`() throws {
    var wild = AAFNode.sourceClip(AAFKnown.picture, length: .max, mob: id(9), slot: 1, start: .min)
    wild.set(AAFProperty.length, Int64.max)
    var transition = AAFNode(.transition, AAFKnown.picture, length: .max)
    transition.set(AAFProperty.cutPoint, Int64.min)
    var rateless = slot([wild, transition, wild, AAFNode(.filler, AAFKnown.picture, length: -5)])
    rateless.set(AAFProperty.editRate, UInt64(0))
    var many = slot([wild, transition, wild])
    many.set(AAFProperty.origin, Int64.min)
    var labels = AAFNode(.timecode, AAFKnown.timecode, length: .max)
    labels.set(AAFProperty.timecodeStart, Int64.max)
    labels.set(AAFProperty.timecodeFPS, UInt16.max)
    labels.set(AAFProperty.timecodeDrop, true)
    let labelled = AAFNode.slot(3, labels, rate: AAFRate(.fps25), track: 1)
    for slots in [[rateless], [many], [many, rateless, many], [labelled, many]] {
      let reading = try AAF.read(file([(id(0), slots), (id(9), slots)]), subject: "wild")
      #expect(reading.timelines.first?.tracks.allSatisfy { $0.items.allSatisfy { $0.frames <= Timeline.longestItem && $0.frames >= .zero } } == true)
    }
  }

  @Test func `a marker on a track that is not there is put on the whole cut`() throws {
    var event = AAFNode(.descriptiveMarker, AAFKnown.descriptiveMetadata, length: nil)
    event.set(AAFProperty.position, Int64(5))
    event.set(AAFProperty.comment, "look")
    event[AAFProperty.describedSlots] = .data([77, 0, 0, 0])
    var markers = AAFNode(.eventMobSlot)
    markers.set(AAFProperty.slotID, UInt32(2))
    markers.set(AAFProperty.eventEditRate, AAFRate(.fps25))
    markers[AAFProperty.slotSegment] = .strong(event)
    let reading = try AAF.read(file([(id(0), [slot([AAFNode(.filler, AAFKnown.picture, length: 10)]), markers])]), subject: "marker")
    #expect(reading.timelines.first?.markers == [Marker(place: 5, text: "look")])
    #expect(reading.notes.contains { $0.text.contains("is on a track that is not there") })
  }
}
