// SPDX-License-Identifier: Apache-2.0

import Essence
import Foundation
import TestSupport
import Testing
import Timing

@testable import MediaIO

struct PacketSurveyTests {
  func survey(_ path: String) throws -> FileSurvey {
    let reader = try MediaReader(path: path, options: .init(takesSurvey: true))
    while try reader.next() != nil {}
    return try #require(reader.survey)
  }

  @Test func `intra pictures are groups of one, and their rate is measured`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("intra.mov")
    let encoding = try #require(Encoding.preset("prores-proxy"))
    try TestMedia.write(encoding, to: path, frames: 50, labels: .init(start: try Timecode("10:00:00:00", at: .fps25)))
    let survey = try survey(path)
    let groups = try #require(survey.streams.first { $0.groups != nil }?.groups)
    #expect(groups.isAllIntra && groups.pictures == 50 && groups.open == 0)
    let picture = try #require(survey.streams.first { $0.groups != nil })
    let mean = try #require(picture.meanBitRate)
    #expect(mean == picture.bytes * 8 / 2)
    #expect(try #require(picture.peakBitRate) >= mean && picture.packets == 50)
    let trace = try #require(survey.timecodes.first)
    #expect((trace.source, trace.first.description, trace.breakCount) == (.quickTimeTrack, "10:00:00:00", 0))
    #expect(try MediaReader(path: path).survey == nil)
  }

  @Test func `pictures that need others are counted into groups`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("long.mp4")
    let encoding = try #require(Encoding.preset("review-h264-1080p"))
    try TestMedia.write(encoding, to: path, frames: 50, format: .yuv420p)
    let groups = try #require(try survey(path).streams.first { $0.groups != nil }?.groups)
    #expect(groups.pictures == 50 && !groups.isAllIntra)
    #expect(groups.longest > 1 && groups.longest <= 50 && groups.keyPictures >= 1)
    #expect(groups.longestBidirectionalRun != nil && groups.open == 0)
  }

  @Test func `a group header tells its label and whether it is closed`() throws {
    // 10:11:12:13, marker set, closed: 0 01010 001011 1 001100 001101 1 0.
    let word: UInt32 = 10 << 26 | 11 << 20 | 1 << 19 | 12 << 13 | 13 << 7 | 1 << 6
    let bytes: [UInt8] = [0, 0, 1, 0xB3, 9, 9, 0, 0, 1, 0xB8] + withUnsafeBytes(of: word.bigEndian) { Array($0) } + [0, 0, 1, 0]
    let header = bytes.withUnsafeBufferPointer { GroupHeader($0) }
    #expect(header?.label == "10:11:12:13" && header?.isClosed == true)
    #expect([UInt8](repeating: 0, count: 20).withUnsafeBufferPointer { GroupHeader($0) } == nil)
    #expect([UInt8]().withUnsafeBufferPointer { GroupHeader($0) } == nil)
  }

  @Test func `a system item tells its label`() {
    let key: [UInt8] = [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x03, 0x01, 0x04, 0x01, 0x01, 0x00]
    func item(_ stamp: [UInt8]) -> [UInt8] {
      [1, 2, 3] + key + [0x83, 0, 0, 57] + [UInt8](repeating: 0, count: 40) + stamp + [UInt8](repeating: 0, count: 57 - 40 - stamp.count)
    }
    #expect(SystemItemReader.label(in: item([0x81, 0x24, 0x58, 0x59, 0x09])) == "09:59:58:24")
    #expect(SystemItemReader.label(in: item([0x81, 0x42, 0x00, 0x01, 0x10])) == "10:01:00;02")
    #expect(SystemItemReader.label(in: item([0x00, 0x24, 0x58, 0x59, 0x09])) == nil)
    #expect(SystemItemReader.label(in: item([0x81, 0x0F, 0x58, 0x59, 0x09])) == nil)
    #expect(SystemItemReader.label(in: Array(item([0x81, 0, 0, 0, 0]).prefix(30))) == nil)
    #expect(SystemItemReader.label(in: []) == nil)
  }

  @Test func `line 21 is judged by parity, and filler is nothing`() {
    var reader = CaptionReader(streamIndex: 0)
    reader.add([0xFC, 0x80, 0x80, 0xFD, 0x80, 0x80])
    #expect(reader.traces.isEmpty)
    reader.add([0xFC, 0x94, 0x20])  // resume caption loading
    #expect(reader.traces == [CaptionTrace(.cea608, streamIndex: 0, carriers: 1)])
    reader.add([0xFC, 0x14, 0x20, 0xF8, 0x14, 0x21])  // the first byte has even parity; the second triplet is not valid
    #expect(reader.traces == [CaptionTrace(.cea608, streamIndex: 0, carriers: 2, parityErrors: 1)])
  }

  @Test func `digital captions are judged by their packets`() {
    func traces(_ packets: [[UInt8]]) -> [CaptionTrace] {
      var reader = CaptionReader(streamIndex: 1)
      for packet in packets { reader.add(packet) }
      return reader.traces
    }
    // A packet of four bytes: service 1 with two bytes, then the null block.
    let first: [UInt8] = [0xFF, 0x02, 0x22, 0xFE, 0x41, 0x42]
    let second: [UInt8] = [0xFF, 0x42, 0x22, 0xFE, 0x43, 0x44]
    #expect(traces([first, second]) == [CaptionTrace(.cea708, streamIndex: 1, carriers: 2)])
    #expect(traces([first, first]).first?.malformed == 1)  // the number did not go on
    #expect(traces([[0xFF, 0x03, 0x22, 0xFE, 0x41, 0x42], second]).first?.malformed == 1)  // two bytes short
    #expect(traces([[0xFF, 0x02, 0x3F, 0xFE, 0x41, 0x42]]).first?.malformed == 1)  // a block longer than its packet
    #expect(traces([[0xFE, 0x41], [0xFF]]).isEmpty)
  }

  @Test func `ancillary packets are taken out of their element`() {
    func element(coding: UInt8 = 4, _ data: [UInt8]) -> [UInt8] {
      let size = UInt32(data.count)
      return [0, 1, 0, 9, 1, coding, 0, UInt8(data.count)] + withUnsafeBytes(of: size.bigEndian) { Array($0) } + [0, 0, 0, 1] + data
    }
    let packet = AncillaryPackets(element([0x61, 0x01, 2, 0xAA, 0xBB])).packets
    #expect(packet == [.init(identifier: 0x61, second: 0x01, data: [0xAA, 0xBB])])
    #expect(packet.first?.carriesCaptions == true)
    let format = AncillaryPackets(element([0x41, 0x05, 8, 0b0101_0100, 0, 0, 0, 0, 0, 0, 0])).packets.first
    #expect(format?.carriesActiveFormat == true && format?.data.first.map { ActiveFormat(stored: $0).code } == 10)
    let unknown = AncillaryPackets(element(coding: 3, [0x61, 0x01, 2, 0xAA, 0xBB]))
    #expect(unknown.packets.isEmpty && unknown.unread == 1)
    #expect(AncillaryPackets([0xFF, 0xFF, 0, 9, 1, 4]).packets.isEmpty)
    #expect(AncillaryPackets([]).packets.isEmpty)
  }

  @Test func `ancillary packets in ten bits are read with parity and checksum`() {
    func element(_ words: [UInt16], coding: UInt8 = 7, samples: Int? = nil) -> [UInt8] {
      var data: [UInt8] = []
      for start in stride(from: 0, to: words.count, by: 3) {
        let three = (0..<3).map { start + $0 < words.count ? UInt32(words[start + $0]) : 0 }
        data += withUnsafeBytes(of: (three[0] << 22 | three[1] << 12 | three[2] << 2).bigEndian) { Array($0) }
      }
      let size = withUnsafeBytes(of: UInt32(data.count).bigEndian) { Array($0) }
      return [0, 1, 0, 9, 4, coding, 0, UInt8(samples ?? words.count)] + size + [0, 0, 0, 1] + data
    }
    func word(_ byte: UInt8) -> UInt16 {
      let parity: UInt16 = byte.nonzeroBitCount.isMultiple(of: 2) ? 0 : 0x100
      return UInt16(byte) | parity | (parity == 0 ? 0x200 : 0)
    }
    func packet(_ bytes: [UInt8]) -> [UInt16] {
      let words = bytes.map(word)
      let sum = words.reduce(0) { ($0 + ($1 & 0x1FF)) & 0x1FF }
      return words + [sum | (sum & 0x100 == 0 ? 0x200 : 0)]
    }
    // An empty packet of captions, bit by bit as it stands in a file.
    #expect(element(packet([0x61, 0x01, 0])).suffix(8) == [0x58, 0x50, 0x18, 0, 0x98, 0x80, 0, 0])
    for count in 0...7 {
      let bytes = [0x61, 0x01, UInt8(count)] + (0..<count).map { UInt8($0 * 37 + 5) }
      for coding in [7, 8, 9] as [UInt8] {
        let read = AncillaryPackets(element(packet(bytes), coding: coding))
        #expect(read.packets == [.init(identifier: 0x61, second: 0x01, data: Array(bytes.dropFirst(3)), isWhole: true)] && read.unread == 0)
      }
      // Its checksum may be left off.
      #expect(AncillaryPackets(element(Array(packet(bytes).dropLast()))).packets.first?.isWhole == true)
    }
    let good = packet([0x61, 0x01, 2, 0xAA, 0xBB])
    for place in good.indices {
      for bit in 0..<10 {
        var bad = good
        bad[place] ^= 1 << bit
        // The opposite bit of data is not part of the checksum.
        let isSeen = bit < 9 || !(3...4).contains(place)
        #expect(AncillaryPackets(element(bad)).packets.first?.isWhole == !isSeen, "word \(place), bit \(bit)")
      }
    }
    #expect(AncillaryPackets(element(Array(good.prefix(4)))).packets == [.init(identifier: 0x61, second: 0x01, data: [0xAA], isWhole: false)])
    #expect(AncillaryPackets(element(Array(good.prefix(2)))).packets.isEmpty)
    #expect(AncillaryPackets(element(good, samples: 200)).packets.first?.data == [0xAA, 0xBB])
  }

  @Test func `distribution packets are judged by length and checksum`() {
    func summed(_ bytes: [UInt8]) -> [UInt8] { bytes + [0 &- bytes.reduce(UInt8(0)) { $0 &+ $1 }] }
    let captions = summed([0x96, 0x69, 16, 0x4F, 0x43, 0, 1, 0x72, 0xE1, 0xFC, 0x94, 0x20, 0x74, 0, 1])
    #expect(captions.count == 16)
    let distribution = CaptionDistribution(captions)
    #expect(distribution.isWhole && distribution.triplets == [0xFC, 0x94, 0x20])
    #expect(!CaptionDistribution(captions.dropLast() + [captions[15] &+ 1]).isWhole)
    #expect(!CaptionDistribution([0x96]).isWhole)
  }

  @Test func `teletext is judged by its packet, its lines' addresses and the parity of its letters`() {
    func packet(_ lines: [[UInt8]], descriptors: [UInt8]? = nil) -> [UInt8] {
      let marks = descriptors ?? lines.map { _ in 0x8C } + Array(repeating: 0, count: 5 - lines.count)
      let body = [0x02] + marks + lines.flatMap { [0x55, 0x55, 0x27] + $0 } + [0x74, 0, 1]
      let bytes: [UInt8] = [0x51, 0x15, UInt8(body.count + 4)] + body
      return bytes + [0 &- bytes.reduce(UInt8(0)) { $0 &+ $1 }]
    }
    func judged(_ bytes: [UInt8]) -> [Int] {
      let distribution = TeletextDistribution(bytes)
      return [distribution.isWhole ? 1 : 0, distribution.lines, distribution.damagedLines, distribution.parityErrors]
    }
    // Page 888: magazine 8 is nought. Row 20 is Hamming's 0 and A; letters have odd parity.
    let header = [0x15, 0x15] + Array(repeating: 0xD0, count: 2) + Array(repeating: 0x15, count: 6) + Array(repeating: 0x20, count: 32) as [UInt8]
    let row = [0x15, 0x8C] + [0x0B, 0x0B, 0xC8, 0xE9] + Array(repeating: 0x20, count: 36) as [UInt8]
    #expect(judged(packet([header, row])) == [1, 2, 0, 0])
    #expect(judged(packet([])) == [1, 0, 0, 0])
    #expect(judged(packet([header, row]) + [0]).first == 0)
    #expect(judged(packet([header], descriptors: [0x8C, 0x8D, 0, 0, 0])).first == 0)
    // One bit of an address, of a page's number, and of a letter.
    #expect(judged(packet([[0x14] + header.dropFirst(), row])) == [1, 2, 1, 0])
    #expect(judged(packet([header.prefix(3) + [0xD1] + header.dropFirst(4), row])) == [1, 2, 1, 0])
    #expect(judged(packet([header, row.dropLast() + [0x21]])) == [1, 2, 0, 1])
    #expect(judged([]) == [0, 0, 0, 0] && judged([0x51, 0x15, 4, 2]) == [0, 0, 0, 0])
  }
}
