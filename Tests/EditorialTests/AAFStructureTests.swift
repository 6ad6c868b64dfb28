// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Timing

@testable import Editorial

/// Our files, object by object, against what files of Pro Tools and Avid have. That these programs themselves open them was not tried.
struct `Structure of AAF files` {
  /// A file that was written, with its mobs by kind.
  private struct Walk {
    let store: AAFStore
    let header: AAFObject
    let mobs: [AAFObject]
    let essence: [AAFObject]

    init(_ bytes: [UInt8]) throws {
      store = AAFStore(try CompoundFile(CompoundFileSource(bytes), subject: "ours.aaf"))
      let root = try #require(store.root)
      header = try #require(store.strong(root, AAFProperty.header))
      let content = try #require(store.strong(header, AAFProperty.content))
      mobs = store.vector(content, AAFProperty.mobs)
      essence = store.vector(content, AAFProperty.essenceData)
    }

    func mobs(_ kind: AAFClass) -> [AAFObject] { mobs.filter { $0.kind == kind } }
    func slots(_ mob: AAFObject) -> [AAFObject] { store.vector(mob, AAFProperty.mobSlots) }
    func segment(_ slot: AAFObject) throws -> AAFObject { try #require(store.strong(slot, AAFProperty.slotSegment)) }
    func descriptor(_ mob: AAFObject) -> AAFObject? { store.strong(mob, AAFProperty.essenceDescription) }
  }

  private func expectHeader(_ walk: Walk) throws {
    let header = walk.header
    #expect(header.integer(AAFProperty.byteOrder) == 0x4949 && header.integer(AAFProperty.objectModelVersion) == 1)
    #expect(header.identifier(AAFProperty.operationalPattern) == UniqueIdentifier("0d011201-0100-0000-060e-2b3404010105"))
    let identification = try #require(walk.store.vector(header, AAFProperty.identificationList).first)
    #expect(identification.text(0x3C02) == "Lineup")
    #expect(walk.store.notes.finished.isEmpty)
  }

  /// Every mob has an identifier of its own, and every clip leads to a slot that is there.
  private func expectChains(_ walk: Walk) throws {
    var byID: [MobIdentifier: AAFObject] = [:]
    for mob in walk.mobs { byID[try #require(mob.mob(AAFProperty.mobID))] = mob }
    #expect(byID.count == walk.mobs.count)
    var open = try walk.mobs.flatMap { try walk.slots($0).map { try walk.segment($0) } }
    while let segment = open.popLast() {
      for list in [AAFProperty.components, AAFProperty.inputSegments, AAFProperty.alternates] { open += walk.store.vector(segment, list) }
      guard segment.kind == .sourceClip, let id = segment.mob(AAFProperty.sourceID), id != .zero else { continue }
      let mob = try #require(byID[id])
      #expect(walk.slots(mob).contains { $0.integer(AAFProperty.slotID) == segment.integer(AAFProperty.sourceMobSlotID) })
    }
  }

  @Test(arguments: [false, true])
  func `a turnover for Pro Tools has what its own files have`(isEmbedded: Bool) throws {
    let document = try AAFCuts.turnover(embedded: isEmbedded).document()
    #expect(document.lost.isEmpty)
    let walk = try Walk(document.bytes())
    try expectHeader(walk)
    try expectChains(walk)

    // One composition, and it is the uppermost.
    let compositions = walk.mobs(.compositionMob)
    #expect(compositions.count == 1 && compositions.first?.identifier(AAFProperty.mobUsage) == AAFKnown.topLevel)
    let composition = try #require(compositions.first)
    #expect(composition.text(AAFProperty.mobName) == "R1 turnover")
    let slots = walk.slots(composition)
    let labels = try walk.segment(slots[0])
    #expect(labels.kind == .timecode && labels.integer(AAFProperty.timecodeStart) == 86_400 && labels.integer(AAFProperty.timecodeFPS) == 24)
    #expect(slots[0].rational(AAFProperty.editRate)?.numerator == 24)
    // Sound at the sample rate, on numbered and named tracks.
    #expect(slots.count == 2 && slots[1].rational(AAFProperty.editRate)?.numerator == 48_000)
    #expect(slots[1].integer(AAFProperty.physicalTrack) == 1 && slots[1].text(AAFProperty.slotName) == "DX 1")
    let sequence = try walk.segment(slots[1])
    let kinds = walk.store.vector(sequence, AAFProperty.components).map(\.kind)
    #expect(sequence.kind == .sequence && kinds == [.operationGroup, .filler, .transition, .sourceClip, .transition, .filler])
    #expect(sequence.integer(AAFProperty.length) == 48_000 + 12_345 + 48_000 + 1000)

    // A master clip, a file and a tape for each source.
    let masters = walk.mobs(.masterMob)
    let files = walk.mobs(.sourceMob).filter { walk.descriptor($0)?.kind != .tapeDescriptor }
    let tapes = walk.mobs(.sourceMob).filter { walk.descriptor($0)?.kind == .tapeDescriptor }
    #expect(masters.count == 2 && files.count == 2 && tapes.count == 1 && tapes.first?.text(AAFProperty.mobName) == "ROLL1")
    for file in files {
      let descriptor = try #require(walk.descriptor(file))
      #expect(descriptor.kind == (isEmbedded ? .pcmDescriptor : .waveDescriptor))
      #expect(descriptor.integer(AAFProperty.descriptorLength) == 96_000 && descriptor.rational(AAFProperty.sampleRate)?.numerator == 48_000)
      #expect(walk.store.definition(descriptor, AAFProperty.containerFormat)?.text(AAFProperty.definitionName) == "AAF")
      let locators = walk.store.vector(descriptor, AAFProperty.locators)
      if isEmbedded {
        #expect(locators.isEmpty && descriptor.integer(AAFProperty.channels) == 1 && descriptor.integer(AAFProperty.soundBits) == 24)
        #expect(descriptor.integer(AAFProperty.blockAlign) == 3 && descriptor.integer(AAFProperty.averageBytes) == 144_000)
        #expect(walk.essence.contains { $0.mob(AAFProperty.essenceMobID) == file.mob(AAFProperty.mobID) })
      } else {
        #expect(locators.first?.text(AAFProperty.url)?.hasPrefix("file:///turnover/") == true && walk.essence.isEmpty)
        let summary = Array(descriptor.data(AAFProperty.waveSummary) ?? [])
        #expect(summary.starts(with: Array("RIFF".utf8)) && summary.count == 44 && summary.number(at: 24, UInt32.self) == 48_000)
        #expect(summary.number(at: 40, UInt32.self) == 288_000)
      }
      // It leads to the tape at the sample at which it was recorded.
      let slot = try #require(walk.slots(file).first)
      let clip = try walk.segment(slot)
      #expect(clip.mob(AAFProperty.sourceID) == tapes.first?.mob(AAFProperty.mobID))
      #expect([1_728_000_000, 1_728_096_000].contains(clip.integer(AAFProperty.startTime)))
    }
    let tape = try #require(tapes.first)
    let first = try #require(walk.slots(tape).first)
    let day = try walk.segment(first)
    #expect(day.kind == .timecode && day.integer(AAFProperty.length) == 24 * 86_400)
  }

  @Test func `a turnover that is read again has its samples, gain, fades and handles`() throws {
    let writer = try AAFCuts.turnover(embedded: true)
    let reading = try AAF.read(writer.document().bytes(), subject: "turnover.aaf")
    #expect(reading.notes.map(\.text) == ["media is in the file itself, which was not read: 2 of 576000 bytes together"])
    var expected = writer.timeline
    for (index, item) in expected.tracks[0].items.enumerated() {
      guard var clip = item.clip else { continue }
      clip.media.path = ""  // the media is in the file
      clip.media.kept = [Kept("aaf", "embedded 288000 bytes")]
      expected.tracks[0].items[index] = .clip(clip)
    }
    #expect(reading.timelines == [expected])
  }

  @Test func `a cut for Avid has pictures and sound at the frame rate, marks, remarks and reels`() throws {
    var cut = AAFCuts.plain(rate: .fps25, clips: 4)
    cut.tracks[0].markers = [Marker(place: 12, color: "green", name: "editor", text: "VFX")]
    for index in cut.tracks[0].items.indices {
      guard var clip = cut.tracks[0].items[index].clip else { continue }
      clip.comments = [.init(key: "Scene", value: "12")]
      clip.grade = ColorDecisionText(slopeOffsetPower: "(1 1 1)(0 0 0)(1 1 1)", saturation: "0.9")
      cut.tracks[0].items[index] = .clip(clip)
    }
    let walk = try Walk(TimelineFormat.aaf.write(cut).bytes)
    try expectHeader(walk)
    try expectChains(walk)
    let composition = try #require(walk.mobs(.compositionMob).first)
    let slots = walk.slots(composition)
    #expect(slots.map(\.kind) == [.timelineMobSlot, .timelineMobSlot, .timelineMobSlot, .timelineMobSlot, .eventMobSlot])
    #expect(slots[1...3].allSatisfy { $0.rational(AAFProperty.editRate)?.numerator == 25 })
    let events = try walk.segment(slots[4])
    let marker = try #require(walk.store.vector(events, AAFProperty.components).first)
    #expect(marker.kind == .descriptiveMarker && marker.integer(AAFProperty.position) == 12 && marker.text(AAFProperty.comment) == "VFX")
    #expect(marker.data(AAFProperty.describedSlots).map(Array.init) == [2, 0, 0, 0])
    // Four takes are in the pictures and on both tracks of sound, from three reels; sound and pictures are files of their own.
    #expect(walk.mobs(.masterMob).count == 8)
    let pictures = walk.mobs(.sourceMob).filter { walk.descriptor($0)?.kind == .cdciDescriptor }
    let tapes = walk.mobs(.sourceMob).filter { walk.descriptor($0)?.kind == .tapeDescriptor }
    #expect(pictures.count == 4 && Set(tapes.compactMap { $0.text(AAFProperty.mobName) }) == ["A000", "A001", "A002"])
    let tags = AAFTags(walk.store)
    let master = try #require(walk.mobs(.masterMob).first { !tags.tags($0, AAFProperty.mobComments).isEmpty })
    #expect(tags.tags(master, AAFProperty.mobComments).map(\.name) == ["Scene", "ASC_SOP", "ASC_SAT"])
  }

  @Test func `the same cut makes the same file, and another cut another composition`() throws {
    let cut = AAFCuts.plain(rate: .fps25, clips: 3)
    let first = try TimelineFormat.aaf.write(cut).bytes
    #expect(try TimelineFormat.aaf.write(cut).bytes == first)
    var other = cut
    other.tracks[0].items.removeLast()
    let ids = try [first, TimelineFormat.aaf.write(other).bytes].map { bytes in
      try Walk(bytes).mobs(.compositionMob).first?.mob(AAFProperty.mobID)
    }
    #expect(ids[0] != ids[1])
  }

  @Test func `Pro Tools gets sound alone, and is told what it does not take`() throws {
    var cut = AAFCuts.plain(rate: .fps25, clips: 3)
    guard var muted = cut.tracks[1].items[0].clip else { return }
    muted.isEnabled = false
    muted.effects = [Clip.Effect(name: "Reverb")]
    cut.tracks[1].items[0] = .clip(muted)
    cut.markers = [Marker(place: 3, text: "here")]
    let (bytes, lost) = try TimelineFormat.aaf.write(cut, options: TimelineWriting(aaf: .proTools))
    for word in ["the video track 1", "which is muted", "‘Reverb’", "the markers"] {
      let isTold = lost.contains { $0.text.contains(word) }
      #expect(isTold, "\(word)")
    }
    let walk = try Walk(bytes)
    #expect(walk.mobs(.compositionMob).map { walk.slots($0).count } == [3])
    let again = try #require(AAF.read(bytes, subject: "x").timelines.first)
    #expect(again.tracks.allSatisfy { $0.kind == .audio && $0.rate?.numerator == 48_000 } && again.rate == .fps25)
    // Every edit lies on the sample of its frame.
    #expect(again.tracks[1].items.map(\.frames.value) == cut.tracks[2].items.map { $0.frames.value * 1920 })
  }

  @Test func `clips of one file are of one master clip, whatever they are called`() throws {
    let start = try Timecode("01:00:00:00", at: .fps25)
    let clips = try ["wide", "close", "closer"].enumerated().map { number, name in
      let source = try TimecodeRange(in: start.advanced(wrapping: FrameCount(number * 100)), duration: 50)
      return Clip(name: name, frames: 50, source: source, media: MediaReference(reel: "A001", path: "/media/A001C001.mxf"))
    }
    let cut = Timeline(name: "x", start: start, tracks: [Track(.video, number: 1, items: clips.map { .clip($0) })])
    let (bytes, lost) = try TimelineFormat.aaf.write(cut)
    let walk = try Walk(bytes)
    #expect(lost.isEmpty && walk.mobs(.masterMob).count == 1 && walk.mobs(.sourceMob).count == 2)
    #expect(try AAF.read(bytes, subject: "x").timelines.first?.tracks.first?.items.compactMap(\.clip?.name) == ["wide", "close", "closer"])
  }

  @Test func `texts that no property holds are cut, and said to be`() throws {
    let long = String(repeating: "x", count: 70_000)
    let start = try Timecode("01:00:00:00", at: .fps25)
    let source = try TimecodeRange(in: start, duration: 10)
    let clip = Clip(
      name: long, frames: 10, source: source, media: MediaReference(name: long + "m", reel: long, path: "/" + long),
      effects: [.init(name: long, parameters: [.init(key: long, value: long)])], comments: [.init(key: long, value: long)])
    let track = Track(.video, number: 1, name: long, items: [.clip(clip)], markers: [Marker(place: 0, name: long, text: long)])
    let (bytes, lost) = try TimelineFormat.aaf.write(Timeline(name: long, start: start, tracks: [track]))
    #expect(lost.count >= 10 && lost.allSatisfy { $0.text.contains("behind its first") })
    #expect(try AAF.read(bytes, subject: "long.aaf").timelines.count == 1)
  }

  @Test(.enabled(if: AAFFixtures.folder != nil, "the shared files are not here"))
  func `labels and names of the files of other programs are what these show`() throws {
    let one = try #require(try AAFFixtures.read("one_clip.aaf"))
    let marks = try #require(try AAFFixtures.read("multitrack.aaf"))
    let sound = try #require(try AAFFixtures.read("sector_size_512.aaf"))
    let clip = try #require(one.timelines.first?.tracks.first?.items.first?.clip)
    #expect(clip.media.reel == "ppjoshm_1.SIM1.02" && clip.source?.start.description == "01:00:04:05" && clip.name == "ppjoshm_1 (SIM1)")
    #expect(clip.media.identifier.hasPrefix("urn:smpte:umid:060a2b34.01010101.01010f00.13000000."))
    let tracks = try #require(marks.timelines.first?.tracks)
    #expect(tracks.filter { $0.kind == .video }.map(\.number) == [1, 2, 3])
    #expect(tracks.filter { $0.kind == .video }.allSatisfy { $0.markers.count == 1 && !$0.markers[0].color.isEmpty })
    #expect(tracks[0].items.first?.clip?.comments.contains { $0.key == "CustomTest" && $0.value == "test1" } == true)
    let takes = try #require(sound.timelines.first?.tracks)
    #expect(takes.allSatisfy { $0.rate?.numerator == 48_000 } && takes.map(\.name) == ["Track1", "Track2"])
    #expect(takes[0].items.first { $0.clip != nil }?.clip?.source?.start.frameCount.value == 173_040_000)
  }
}
