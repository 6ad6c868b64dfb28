// SPDX-License-Identifier: Apache-2.0

import Foundation
import Operations
import Testing

/// The published schema and the reader must agree on what an order looks like: editors believe the one, the program obeys the other.
@Suite struct OrderSchemaTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let python = root.appendingPathComponent(".venv-judges/bin/python")
  private static let judge = """
    import sys, json, yaml, jsonschema
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    order = yaml.load(sys.stdin.read(), Loader=yaml.BaseLoader)
    sys.exit(0 if jsonschema.Draft202012Validator(schema).is_valid(order) else 1)
    """

  private static let header = "reference: WO-1\ntasks:\n"
  private static let orders: [(String, Bool)] = [
    (header + "  - {id: a, offload: {source: card, to: [one, two], hash: [xxh64, c4], verify: full}}\n", true),
    (
      header + "  - {id: a, offload: {source: card, to: one, hash: md5}}\n  - {id: b, needs: a, qc: {input: a, spec: rushes, report: [html, pdf]}}\n",
      true
    ),
    (header + "  - {id: a, qc: {input: x, spec: rushes, report: [csv]}}\n", true),
    (header + "  - {id: a, qc: {input: x, spec: rushes, report: [html, xml], texts: texts.yaml}}\n", true),
    (header + "  - {id: a, qc: {input: x, spec: rushes, since: v1.json, keep: measurements}}\n", true),
    (header + "  - {id: a, qc: {input: x, spec: rushes, since: [v1.json]}}\n", false),
    (header + "  - {id: a, qc: {input: x, spec: rushes, keep: pictures}}\n", false),
    (header + "  - {id: a, probe: {input: x, report: [xml]}}\n", false),
    (header + "  - {id: a, qc: {input: x, spec: rushes, texts: [texts.yaml]}}\n", false),
    (header + "  - {id: a, transcode: {input: x.mov, preset: wav-24, to: out}}\n", true),
    (
      header + "  - {id: a, format: {input: x.mov, layout: uk-programme, preset: wav-24, tracks: mono, to: out, set: {title: Harbour Lights}}}\n",
      true
    ),
    (header + "  - {id: a, format: {input: x.mov}}\n", false),
    (header + "  - {id: a, format: {input: x.mov, layout: uk-programme, tracks: all}}\n", false),
    (header + "  - {id: a, deliver: {input: x.mov, spec: rushes, to: out, set: {seriesTitle: Harbour Lights}}}\n", true),
    (header + "  - {id: a, verify: {input: x, against: list.md5}}\n  - {id: b, probe: {input: x, report: json}}\n", true),
    (
      "client: C\nproduction: P\ntitle: T\npriority: urgent\ncontacts: [{name: N, email: n@x.example}]\n" + header
        + "  - {id: a, probe: {input: x}}\n", true
    ),
    (
      header
        + "  - {id: a, offload: {source: card, to: one, name: '{production}/{reel}', set: {production: Harbour Lights}, scan: /run/clamd.ctl, databaseAge: any, quarantine: q, copies: 3, report: [html, csv]}}\n",
      true
    ),
    (header + "  - {id: a, offload: {source: card, to: one, accept: duplicate}}\n", true),
    (header + "  - {id: a, offload: {source: card, to: one, accept: [duplicate, otherVolume]}}\n", true),
    (header + "  - {id: a, offload: {source: card, to: one, accept: all}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, set: {production: P}}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, name: '{reel}', set: {prodction: P}}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, quarantine: q}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, copies: 0}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, scan: h:1, databaseAge: old}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, databaseAge: 2}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, copies: two}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, report: doc}}\n", false),
    ("tasks:\n  - {id: a, probe: {input: x}}\n", false),
    ("reference: WO-1\ntasks: []\n", false),
    ("reference: WO-1\n", false),
    ("reference: WO-1\nprority: high\ntasks:\n  - {id: a, probe: {input: x}}\n", false),
    ("reference: WO-1\npriority: soon\ntasks:\n  - {id: a, probe: {input: x}}\n", false),
    (header + "  - {probe: {input: x}}\n", false),
    (header + "  - {id: a}\n", false),
    (header + "  - {id: a b, probe: {input: x}}\n", false),
    (header + "  - {id: a, probe: {input: x}, qc: {input: x, spec: rushes}}\n", false),
    (header + "  - {id: a, offload: {source: card}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: []}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, hash: [md4]}}\n", false),
    (header + "  - {id: a, offload: {source: card, to: one, verify: maybe}}\n", false),
    (header + "  - {id: a, qc: {input: x, spec: rushes, report: [doc]}}\n", false),
    (header + "  - {id: a, qc: {input: x}}\n", false),
    (header + "  - {id: a, conjure: {input: x}}\n", false),
    (header + "  - {id: a, transcode: {input: x, preset: wav-24, speed: 2}}\n", false),
  ]

  @Test(arguments: orders)
  func `the reader accepts what the schema is meant to accept`(text: String, isGood: Bool) {
    let vocabulary = OrderVocabulary(specifications: ["rushes"], presets: ["wav-24"])
    let order = try? WorkOrder.parse(text, path: "/order.yaml", vocabulary: vocabulary)
    #expect((order != nil) == isGood, "\(text)")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python.path), "the Python judges are not installed"), arguments: orders)
  func `the schema accepts the same orders, says jsonschema`(text: String, isGood: Bool) throws {
    #expect(try Self.accepts(text) == isGood, "\(text)")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python.path), "the Python judges are not installed"))
  func `the demonstration's order obeys the schema`() throws {
    #expect(try Self.accepts(String(contentsOf: Self.root.appendingPathComponent("examples/harbour-lights/order.yaml"), encoding: .utf8)))
  }

  private static func accepts(_ text: String) throws -> Bool {
    let process = Process()
    process.executableURL = python
    process.arguments = ["-c", judge, root.appendingPathComponent("docs/schema/work-order.schema.json").path]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
