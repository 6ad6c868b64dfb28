// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Timing

@testable import Editorial

/// How places are followed through chains of mobs, and what segments of every kind are on a track.
struct `Reading AAF` {
  private let cut = BuiltAAF.id(1)
  private let master = BuiltAAF.id(2)
  private let file = BuiltAAF.id(3)
  private let tape = BuiltAAF.id(4)
  private let other = BuiltAAF.id(5)

  private func clip(_ mob: MobIdentifier, from start: Int, length: Int, _ essence: UniqueIdentifier = AAFKnown.picture, slot: Int = 1) -> AAFNode {
    .sourceClip(essence, length: length, mob: mob, slot: slot, start: start)
  }

  private func slot(
    _ segment: AAFNode, _ rate: FrameRate, id: Int = 1, track: Int? = 1, origin: Int = 0
  ) -> AAFNode {
    var slot = AAFNode.slot(id, segment, rate: AAFRate(rate), track: track)
    slot.set(AAFProperty.origin, Int64(origin))
    return slot
  }

  private func labels(_ text: String, _ rate: FrameRate) throws -> AAFNode { .labels(try Timecode(text, at: rate), length: 100_000) }

  /// A cut of these components, with a chain behind it at the rates given.
  private func read(
    _ components: [AAFNode], cut rate: FrameRate = .fps25, media: FrameRate = .fps25, essence: UniqueIdentifier = AAFKnown.picture, origin: Int = 0,
    tapeSlots: [AAFNode]? = nil, more: [BuiltAAF.Mob] = []
  ) throws -> TimelineReading {
    var descriptor = AAFNode(.cdciDescriptor)
    descriptor.set(AAFProperty.sampleRate, AAFRate(media))
    descriptor.set(AAFProperty.descriptorLength, Int64(5000))
    var locator = AAFNode(.networkLocator)
    locator.set(AAFProperty.url, "file:///A001.mov")
    descriptor[AAFProperty.locators] = .vector([locator])
    let tapes =
      try tapeSlots ?? [slot(clip(.zero, from: 0, length: 100_000, essence), media, id: 2), slot(labels("10:00:00:00", media), media, id: 9)]
    return try AAF.read(
      BuiltAAF.file(
        [
          (.compositionMob, cut, "Cut", [slot(BuiltAAF.sequence(essence, components), rate)], nil),
          (.masterMob, master, "Take 1", [slot(clip(file, from: 0, length: 5000, essence), media)], nil),
          (.sourceMob, file, "Take 1", [slot(clip(tape, from: 500, length: 5000, essence, slot: 2), media, origin: origin)], descriptor),
          (.sourceMob, tape, "A001", tapes, AAFNode(.tapeDescriptor)),
        ] + more), subject: "built.aaf")
  }

  private func items(_ reading: TimelineReading) throws -> [TrackItem] { try #require(reading.timelines.first?.tracks.first?.items) }

  @Test func `a clip is followed from master to file to tape, where its labels are`() throws {
    let item = try #require(try items(read([clip(master, from: 30, length: 50)])).first?.clip)
    #expect(item.name == "Take 1" && item.media.reel == "A001" && item.media.path == "file:///A001.mov")
    #expect(item.media.identifier == file.description && item.source?.start.description == "10:00:21:05" && item.source?.duration == 50)
    #expect(item.media.available?.start.description == "10:00:20:00" && item.media.available?.duration == 5000)
  }

  @Test func `each hop is converted at its own rate, rounded down, with the origin of its slot`() throws {
    // 30 frames at 24 are 31.25 at 25: the frame that shows is 31, and the origin of the file's slot lies 10 further on.
    let item = try #require(try items(read([clip(master, from: 30, length: 48)], cut: .fps24, origin: 10)).first?.clip)
    #expect(item.source?.rate == .fps25 && item.source?.start.description == "10:00:21:16" && item.source?.duration == 50 && item.frames == 48)
    // Sound that is cut to the sample is told to the sample.
    let samples = try FrameRate(48_000)
    let reading = try read(
      [clip(master, from: 1001, length: 777, AAFKnown.sound)], cut: samples, media: samples, essence: AAFKnown.sound,
      tapeSlots: [
        slot(clip(.zero, from: 0, length: 100_000, AAFKnown.sound), samples, id: 2), slot(labels("10:00:00:00", .fps25), .fps25, id: 9),
      ])
    let sound = try #require(try items(reading).first?.clip)
    #expect(sound.source?.start.frameCount.value == 1_728_000_000 + 500 + 1001 && sound.source?.duration == 777)
    #expect(reading.timelines.first?.tracks.first?.rate == samples)
  }

  @Test func `of several slots of labels the one of the first physical track counts`() throws {
    let reading = try read(
      [clip(master, from: 0, length: 10)],
      tapeSlots: [
        slot(labels("05:00:00:00", .fps25), .fps25, id: 8, track: 2), slot(clip(.zero, from: 0, length: 100_000), .fps25, id: 2),
        slot(labels("10:00:00:00", .fps25), .fps25, id: 9, track: 1), slot(labels("07:00:00:00", .fps25), .fps25, id: 10, track: 3),
      ])
    #expect(try items(reading).first?.clip?.source?.start.description == "10:00:20:00")
  }

  @Test func `a subclip is followed to its clip and keeps its own name`() throws {
    let reading = try read(
      [clip(other, from: 5, length: 10)], more: [(.compositionMob, other, "Take 1.Sub.01", [slot(clip(master, from: 100, length: 50), .fps25)], nil)])
    let item = try #require(try items(reading).first?.clip)
    #expect(item.name == "Take 1.Sub.01" && item.media.name == "Take 1" && item.source?.start.description == "10:00:24:05" && item.sequence == nil)
  }

  @Test func `a cut within a cut is a cut, and what of it is seen is told by its labels`() throws {
    let reading = try read(
      [clip(other, from: 7, length: 10)],
      more: [
        (
          .compositionMob, other, "Inner",
          [
            slot(BuiltAAF.sequence(AAFKnown.picture, [clip(master, from: 0, length: 20), clip(master, from: 50, length: 30)]), .fps25),
            slot(try labels("02:00:00:00", .fps25), .fps25, id: 2),
          ], nil
        )
      ])
    let item = try #require(try items(reading).first?.clip)
    #expect(item.name == "Inner" && item.sequence?.tracks.first?.items.count == 2 && item.source?.start.description == "02:00:00:07")
  }

  @Test func `a transition overlaps both neighbours, and its cut parts them`() throws {
    var transition = AAFNode(.transition, AAFKnown.picture, length: 12)
    transition.set(AAFProperty.cutPoint, Int64(5))
    let laid = try items(read([clip(master, from: 0, length: 50), transition, clip(master, from: 200, length: 40)]))
    #expect(laid.count == 3 && laid[0].frames == 43 && laid[2].frames == 35)
    guard case .transition(let one) = laid[1] else { return }
    #expect(one.head == 5 && one.tail == 7)
    #expect(laid[2].clip?.source?.start.description == "10:00:28:05" && laid[0].clip?.source?.duration == 43)
  }

  @Test func `a selector of nothing mutes, and one of something chooses`() throws {
    var muted = AAFNode(.selector, AAFKnown.picture, length: 20)
    muted[AAFProperty.selected] = .strong(AAFNode(.filler, AAFKnown.picture, length: 20))
    muted[AAFProperty.alternates] = .vector([clip(master, from: 0, length: 20)])
    var chosen = AAFNode(.selector, AAFKnown.picture, length: 20)
    chosen[AAFProperty.selected] = .strong(clip(master, from: 300, length: 20))
    chosen[AAFProperty.alternates] = .vector([clip(master, from: 0, length: 20)])
    let reading = try read([muted, chosen])
    let laid = try items(reading)
    #expect(laid.map { $0.clip?.isEnabled } == [false, true] && laid[1].clip?.source?.start.description == "10:00:32:00")
    #expect(reading.notes.contains { $0.text.contains("multi-camera") })
  }

  @Test func `of a group of essence the one that is described is taken`() throws {
    var group = AAFNode(.essenceGroup, AAFKnown.picture, length: 20)
    group[AAFProperty.choices] = .vector([clip(BuiltAAF.id(77), from: 0, length: 20), clip(master, from: 25, length: 20)])
    #expect(try items(read([group])).first?.clip?.source?.start.description == "10:00:21:00")
  }

  @Test func `a reference within a scope shows its slot at the same place`() throws {
    var reference = AAFNode(.scopeReference, AAFKnown.picture, length: 10)
    reference.set(AAFProperty.relativeScope, UInt32(0))
    reference.set(AAFProperty.relativeSlot, UInt32(1))
    var scope = AAFNode(.nestedScope, AAFKnown.picture, length: 60)
    scope[AAFProperty.scopeSlots] = .vector([
      clip(master, from: 0, length: 60),
      BuiltAAF.sequence(AAFKnown.picture, [AAFNode(.filler, AAFKnown.picture, length: 25), reference], length: 35),
    ])
    let laid = try items(read([AAFNode(.filler, AAFKnown.picture, length: 5), scope]))
    #expect(laid.count == 3 && laid[1].frames == 25 && laid[2].clip?.frames == 10 && laid[2].clip?.source?.start.description == "10:00:21:00")
  }

  @Test func `material that the file does not describe is named by its identifier`() throws {
    let reading = try read([clip(BuiltAAF.id(66), from: 0, length: 20)])
    #expect(try items(reading).first?.clip?.media.identifier == BuiltAAF.id(66).description)
    #expect(reading.notes.contains { $0.text.contains("is not described in the file") })
  }

  @Test(arguments: ["1/2", "-1/1", "3/4", "0/1", "7/1"])
  func `a speed comes back to the fraction, and its labels with it`(text: String) throws {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    let speed = try #require(Ratio(parts[0], parts[1]))
    let start = try Timecode("01:00:00:00", at: .fps25)
    let taken = max(1, 28 * abs(speed.numerator) / speed.denominator)
    let clip = Clip(
      name: "x", frames: 28, source: try TimecodeRange(in: start, duration: FrameCount(taken)), speed: speed, media: MediaReference(name: "x"))
    let before = Clip(name: "y", frames: 50, source: try TimecodeRange(in: start, duration: 50), media: MediaReference(name: "y"))
    let items: [TrackItem] = [.clip(before), .transition(Transition(.dissolve, head: 5, tail: 3)), .clip(clip)]
    let cut = Timeline(name: "c", start: start, tracks: [Track(.video, number: 1, items: items)])
    let (bytes, lost) = try TimelineFormat.aaf.write(cut)
    #expect(lost.isEmpty)
    #expect(try AAF.read(bytes, subject: "speed.aaf").timelines == [cut])
  }
}
