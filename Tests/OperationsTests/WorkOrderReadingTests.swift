// SPDX-License-Identifier: Apache-2.0

import Delivery
import Foundation
import Hashing
import Integrity
import Operations
import TestSupport
import Testing

private let vocabulary = OrderVocabulary(specifications: ["rushes", "prores-master"], presets: ["proxy-h264-540p", "prores-422-hq"])

private func parse(_ text: String) throws -> WorkOrder { try WorkOrder.parse(text, path: "/orders/harbour/order.yaml", vocabulary: vocabulary) }

/// The mistakes of an order that must not be accepted.
private func mistakes(_ text: String) -> [String] {
  do {
    _ = try parse(text)
    return []
  } catch let error as OrderMistakes {
    return error.mistakes.map(\.description)
  } catch {
    return ["\(error)"]
  }
}

@Suite struct WorkOrderReadingTests {
  @Test func `a whole order is read with its header, tasks and needs`() throws {
    let order = try parse(
      """
      reference: WO-2026-0147
      client: Northlight Pictures
      production: Harbour Lights
      title: Episode 3
      due: 2026-11-27T18:00:00Z
      priority: high
      contacts: [{name: Post producer, email: post@northlight.example}]
      tasks:
        - id: card-a001
          offload: {source: media/A001R2EC, to: [storage/shared, storage/nearline], hash: [xxh64, c4]}
        - id: check
          needs: [card-a001]
          qc: {input: card-a001, spec: rushes, report: [html, pdf]}
        - id: proxies
          transcode: {input: card-a001, preset: proxy-h264-540p}
        - id: master
          needs: check
          deliver: {input: card-a001/Clips/A001C003.mov, spec: prores-master, to: deliveries, set: {seriesTitle: Harbour Lights}}
      """)
    #expect(order.reference == "WO-2026-0147")
    #expect(order.priority == .high)
    #expect(order.due == Date(timeIntervalSince1970: 1_795_802_400))
    #expect(order.contacts == [WorkOrder.Contact(name: "Post producer", email: "post@northlight.example")])
    #expect(order.folder.path == "/orders/harbour")
    #expect(order.tasks.map(\.id) == ["card-a001", "check", "proxies", "master"])
    #expect(order.tasks.map(\.needs) == [[], ["card-a001"], ["card-a001"], ["check", "card-a001"]])
    #expect(
      order.tasks[0].request
        == .offload(
          OffloadRequest(
            source: .path("media/A001R2EC"), destinations: ["storage/shared", "storage/nearline"], algorithms: [.xxh64, .c4], verify: .full)))
    #expect(order.tasks[1].request == .qc(InspectRequest(input: .task("card-a001", below: nil), specification: "rushes", reports: [.html, .pdf])))
    #expect(
      order.tasks[3].request
        == .deliver(
          DeliverRequest(
            input: .task("card-a001", below: "Clips/A001C003.mov"), specification: "prores-master", destination: "deliveries",
            metadata: ["seriesTitle": "Harbour Lights"])))
  }

  @Test func `every mistake is told at once, each with its line and column`() {
    let found = mistakes(
      """
      reference: WO-1
      prioritty: high
      tasks:
        - id: a
          qc: {input: x.mov, spec: prores-mastr}
        - id: a
          needs: [b]
          verify: {input: y}
        - id: c
          offload: {source: card, to: out, hash: [xxh65]}
      """)
    #expect(
      found == [
        "2:1: the order has no ‘prioritty’; did you mean ‘priority’?",
        "5:30: there is no specification ‘prores-mastr’; did you mean ‘prores-master’?",
        "7:13: there is no task ‘b’",
        "10:45: hash must be one of c4, md5, sha1, sha256, xxh128, xxh3, xxh64; did you mean ‘xxh64’?",
      ])
  }

  @Test(arguments: [
    ("", "1:1: the document is empty"),
    ("just words", "1:1: the order must be a mapping of"),
    ("reference: X\ntasks: []", "1:1: the order has no tasks"),
    ("tasks:\n  - id: a\n    verify: {input: x}", "1:1: the order needs ‘reference’"),
    ("reference: X\ntasks:\n  - id: a", "3:5: the task has no verb"),
    (
      "reference: X\ntasks:\n  - id: a\n    qc: {input: x, spec: rushes}\n    verify: {input: x}",
      "3:5: a task has one verb, this one has verify and qc"
    ),
    ("reference: X\ntasks:\n  - id: a/b\n    verify: {input: x}", "3:9: a task's id is at most 64 letters"),
    ("reference: X\ntasks:\n  - id: a\n    needs: [a]\n    verify: {input: x}", "3:5: the task ‘a’ needs itself"),
    ("reference: X\ndue: friday\ntasks:\n  - id: a\n    verify: {input: x}", "2:6: due must be a date and time"),
    ("reference: X\nreference: Y\ntasks: []", "written twice: reference"),
    ("reference: [", "not YAML"),
    ("reference: X\ntasks:\n  - id: a\n    verify: {input: x}\n  - id: b\n    verify: {input: a/../../etc}", "6:21: ‘a/../../etc’ climbs out"),
  ])
  func `a broken order is refused with its place`(text: String, expected: String) {
    let found = mistakes(text)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test func `tasks that need each other in a circle are refused by name`() {
    let found = mistakes(
      """
      reference: X
      tasks:
        - {id: a, needs: [c], verify: {input: x}}
        - {id: b, needs: [a], verify: {input: x}}
        - {id: c, needs: [b], verify: {input: x}}
        - {id: d, needs: [c], verify: {input: x}}
      """)
    #expect(found == ["3:5: these tasks need each other in a circle: a, b, c"])
  }

  @Test func `a task whose source is called as the task is reads that path`() throws {
    let order = try parse("reference: X\ntasks:\n  - {id: card, offload: {source: card, to: copy}}\n  - {id: proof, verify: {input: ./card}}")
    #expect(order.tasks.map(\.request.input) == [.path("card"), .path("./card")])
    #expect(order.tasks.map(\.needs) == [[], []])
  }

  @Test func `brackets nested without end are refused, not followed`() {
    #expect(mistakes(String(repeating: "[", count: 100_000)) == ["1:65: brackets are nested more than 64 deep"])
    #expect(mistakes(String(repeating: "- ", count: 100_000)) == ["1:1: the line is longer than 16384 bytes"])
  }

  @Test func `any damage to an order ends in mistakes or in an order, never in a crash`() {
    let good = Array(
      "reference: X\ntasks:\n  - id: a\n    offload: {source: s, to: [d, e], hash: c4}\n  - id: b\n    qc: {input: a/x, spec: rushes}\n".utf8)
    var random = SeededRandom(7)
    for _ in 0..<2_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = mistakes(String(decoding: bytes, as: UTF8.self))
    }
  }
}
