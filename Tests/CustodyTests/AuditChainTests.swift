// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import Testing

@Suite struct AuditChainTests {
  static let count = 9

  static func event(_ number: Int, subject: String = "orders/harbour-lights") -> AuditEvent {
    AuditEvent(
      timestamp: Timestamp(seconds: 1_772_357_400 + Int64(number)), actor: "ada", host: "room-2", action: "file.copied", subject: subject,
      details: ["bytes": .integer(Int64(number) << 30), "verified": true, "note": nil])
  }

  static let log: [AuditEntry] = {
    var chain = AuditChain()
    return (1...count).map { chain.append(event($0)) }
  }()

  /// An entry in the place of `entry`, sealed again as one who knows the rules would.
  static func resealed(_ entry: AuditEntry, after previous: AuditEntry?) -> AuditEntry {
    var chain = previous.map { AuditChain(after: $0) } ?? AuditChain()
    return chain.append(event(99, subject: "forged"))
  }

  @Test func `a log that nobody touched is whole`() throws {
    #expect(AuditChain.verify(Self.log) == nil)
    #expect(AuditChain.verify(Self.log, end: AuditChain(after: try #require(Self.log.last))) == nil)
    #expect(AuditChain.verify([]) == nil)
    #expect(AuditChain.verify([], end: AuditChain()) == nil)
  }

  @Test(arguments: 0..<count) func `a changed entry is named, whatever was changed`(index: Int) {
    let entry = Self.log[index]
    let event = entry.event
    let other = Digest.of("x", algorithm: .sha256)
    let forgeries = [
      AuditEvent(
        timestamp: Timestamp(seconds: 0), actor: event.actor, host: event.host, action: event.action, subject: event.subject, details: event.details),
      AuditEvent(timestamp: event.timestamp, actor: "eve", host: event.host, action: event.action, subject: event.subject, details: event.details),
      AuditEvent(timestamp: event.timestamp, actor: event.actor, host: "h", action: event.action, subject: event.subject, details: event.details),
      AuditEvent(timestamp: event.timestamp, actor: event.actor, host: event.host, action: "a", subject: event.subject, details: event.details),
      AuditEvent(timestamp: event.timestamp, actor: event.actor, host: event.host, action: event.action, subject: "s", details: event.details),
      AuditEvent(timestamp: event.timestamp, actor: event.actor, host: event.host, action: event.action, subject: event.subject, details: [:]),
    ].map { AuditEntry(sequence: entry.sequence, event: $0, previousHash: entry.previousHash, hash: entry.hash) }
    let moved = AuditEntry(sequence: entry.sequence + 1, event: event, previousHash: entry.previousHash, hash: entry.hash)
    let untied = AuditEntry(sequence: entry.sequence, event: event, previousHash: other, hash: entry.hash)
    let unsealed = AuditEntry(sequence: entry.sequence, event: event, previousHash: entry.previousHash, hash: other)
    for forged in forgeries + [moved, untied, unsealed] {
      var log = Self.log
      log[index] = forged
      #expect(AuditChain.verify(log)?.kind == .changed)
      #expect(AuditChain.verify(log)?.sequence == forged.sequence)
    }
  }

  @Test(arguments: 0..<count - 1) func `an entry that was taken out is named`(index: Int) {
    var log = Self.log
    log.remove(at: index)
    #expect(AuditChain.verify(log)?.sequence == Int64(index + 1))
    #expect(AuditChain.verify(log)?.kind == .missing(through: Int64(index + 1)))
  }

  @Test func `a log cut off at its beginning or end is noticed`() {
    #expect(AuditChain.verify(Array(Self.log.dropFirst(3)))?.description == "entries 1 to 3 are missing")
    let end = AuditChain(after: Self.log[8])
    #expect(AuditChain.verify(Array(Self.log.dropLast(2))) == nil)
    #expect(AuditChain.verify(Array(Self.log.dropLast(2)), end: end)?.description == "entries 8 to 9 are missing")
    #expect(AuditChain.verify([], end: end)?.description == "entries 1 to 9 are missing")
  }

  @Test(arguments: 0..<count - 1) func `two entries that changed places are noticed at the first`(index: Int) {
    var log = Self.log
    log.swapAt(index, index + 1)
    #expect(AuditChain.verify(log)?.sequence == Int64(index + 2))
    #expect(AuditChain.verify(log)?.kind == .moved)
  }

  @Test(arguments: 1..<count) func `an entry that was put in is named, before or after the genuine one`(index: Int) {
    let forged = Self.resealed(Self.log[index], after: Self.log[index - 1])
    for offset in 0...1 where index + 1 < Self.count {
      var log = Self.log
      log.insert(forged, at: index + offset)
      let fault = AuditChain.verify(log)
      #expect(fault?.kind == .inserted && fault?.sequence == forged.sequence)
      #expect(fault?.isPreceding == (offset == 0))
    }
    var copied = Self.log
    copied.insert(Self.log[0], at: index)
    #expect(AuditChain.verify(copied)?.kind == .inserted)
    #expect(AuditChain.verify(copied)?.sequence == 1)
  }

  @Test func `entries put behind the known end are noticed`() {
    var chain = AuditChain(after: Self.log[8])
    let log = Self.log + [chain.append(Self.event(10))]
    #expect(AuditChain.verify(log) == nil)
    #expect(AuditChain.verify(log, end: AuditChain(after: Self.log[8]))?.kind == .inserted)
  }

  @Test(arguments: 0..<count) func `a forger who knows the rules is betrayed by the next entry, or by the known end`(index: Int) {
    var log = Self.log
    log[index] = Self.resealed(Self.log[index], after: index > 0 ? Self.log[index - 1] : nil)
    let fault = AuditChain.verify(log, end: AuditChain(after: Self.log[8]))
    #expect(fault?.sequence == Int64(index + 1))
    #expect(fault?.kind == .resealed)
  }

  @Test func `entries survive being stored as JSON`() throws {
    let stored = try JSONEncoder().encode(Self.log)
    #expect(try JSONDecoder().decode([AuditEntry].self, from: stored) == Self.log)
    #expect(AuditChain.verify(try JSONDecoder().decode([AuditEntry].self, from: stored)) == nil)
  }

  @Test func `anyone can compute the hash from the canonical text`() {
    let entry = Self.log[1]
    #expect(
      entry.canonicalText == #"{"action":"file.copied","actor":"ada","details":{"bytes":2147483648,"note":null,"verified":true},"host":"room-2","#
        + #""sequence":2,"subject":"orders/harbour-lights","timestamp":"2026-03-01T09:30:02Z"}"#)
    #expect(entry.hash == Digest.of(Self.log[0].hash.bytes + Array(entry.canonicalText.utf8), algorithm: .sha256))
    #expect(AuditEntry.origin.text == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
