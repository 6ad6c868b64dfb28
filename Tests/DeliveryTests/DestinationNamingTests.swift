// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Delivery

struct `Names for destinations` {
  private let clock: ClockNumber
  private let long: ClockNumber

  init() throws {
    clock = try ClockNumber.reading("ABC/WXYZ001/030").value
    long = try ClockNumber.reading("ABC/WXYZ01/0720").value
  }

  @Test(arguments: [
    ("peach", ["ABC-WXYZ001-030.mxf", "ABCWXYZ001030.mxf"], ["ABC-WXYZ01-0720.mxf", "ABCWXYZ010720.mxf"]),
    ("honeycomb", ["ABC_WXYZ001_030.mxf", "ABCWXYZ001030.mxf"], ["ABC_WXYZ01_0720.mxf", "ABCWXYZ010720.mxf"]),
    ("house", ["ABC_WXYZ001_030.mxf"], ["ABC_WXYZ01_0720.mxf"]),
  ])
  func `each destination has its own, without slashes`(name: String, short: [String], long: [String]) throws {
    let naming = try DestinationNaming.named(name, in: DestinationNaming.shipped())
    #expect(try naming.fileNames(for: clock) == short && naming.fileNames(for: self.long) == long)
    #expect(try naming.fileNames(for: clock, fileExtension: "MOV")[0].hasSuffix(".mov"))
    let error = #expect(throws: DeliveryError.self) { try naming.fileNames(for: clock, fileExtension: "avi") }
    #expect(error?.description == "‘\(name)’ takes no ‘.avi’: make one of mxf, mov")
  }

  @Test func `an unknown destination is told with the nearest`() throws {
    let list = try DestinationNaming.shipped()
    let error = #expect(throws: DeliveryError.self) { try DestinationNaming.named("peech", in: list) }
    #expect(error?.code == .unknownDestination && error?.remedy.hasPrefix("did you mean ‘peach’?") == true)
  }

  private static let head = """
    sources:
      - {id: us, document: Ours, edition: "1", checked: 2026-11-28, certainty: house}
    destinations:

    """

  @Test func `a facility's own pattern is used beside those that are known`() throws {
    let folder = try TemporaryFolder()
    let own =
      Self.head
      + "  - {name: ours, title: Ours, source: us, patterns: [\"{agency}.{advertiser}.{product}.v{version}.{seconds}s\"], extensions: [mov], "
      + "maximumLength: 24}\n"
    try own.write(toFile: folder.path("ours.yaml"), atomically: true, encoding: .utf8)
    let list = try DestinationNaming.shipped(adding: folder.path("ours.yaml"))
    #expect(list.map(\.name) == ["peach", "honeycomb", "house", "ours"])
    #expect(try list[3].fileNames(for: clock) == ["ABC.WX.YZ.v001.030s.mov"])
    try own.replacing("name: ours", with: "name: peach").write(toFile: folder.path("ours.yaml"), atomically: true, encoding: .utf8)
    #expect(#expect(throws: DeliveryError.self) { try DestinationNaming.shipped(adding: folder.path("ours.yaml")) }?.code == .duplicateDestination)
    #expect(#expect(throws: DeliveryError.self) { try DestinationNaming.shipped(adding: folder.path("none.yaml")) }?.code == .unreadable)
  }

  @Test func `a name that is too long for its destination is refused`() throws {
    let list = try DestinationNaming.list(
      yaml: Self.head + "  - {name: us, title: US, source: us, patterns: [\"{agency}{advertiser}{product}{version}{seconds}\"], extensions: [mov], "
        + "maximumLength: 12}\n", fileName: "us.yaml")
    let error = #expect(throws: DeliveryError.self) { try list[0].fileNames(for: clock) }
    #expect(error?.fault == "has 17 characters, and ‘us’ takes 12")
  }

  @Test(arguments: [
    ("{agency}{advertiser}{product}{version}", "does not hold each part of the number once"),
    ("{agency}{agency}{advertiser}{product}{version}{seconds}", "does not hold each part"),
    ("{agency}{advertiser}{product}{version}{seconds}{date}", "does not hold each part"),
    ("{agency}/{advertiser}{product}{version}/{seconds}", "has ‘/’, which not every file system takes"),
    ("{agency}{advertiser}{product}{version}{second}", "did you mean ‘seconds’?"),
  ])
  func `a pattern that could give two numbers one name, or none, is a mistake at its place`(pattern: String, fault: String) {
    let yaml = Self.head + "  - {name: ours, title: Ours, source: us, patterns: [\"\(pattern)\"], extensions: [mov]}\n"
    let error = #expect(throws: DeliveryError.self) { try DestinationNaming.list(yaml: yaml, fileName: "ours.yaml") }
    #expect(error?.code == .invalidSpecification && error?.description.contains("ours.yaml:4:") == true, "\(String(describing: error))")
    #expect(error?.description.contains(fault) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("source: them, patterns: [\"x\"], extensions: [mov]", "there is no source ‘them’"),
    ("source: us, patterns: [], extensions: [mov]", "‘patterns’ is empty"),
    ("source: us, patterns: [\"x\"], extensions: [.mov]", "write extensions without a dot"), ("source: us, extensions: [mov]", "needs ‘patterns’"),
    ("source: us, pattern: [\"x\"], extensions: [mov]", "did you mean ‘patterns’?"),
  ])
  func `a mistake in a list is told at its place`(entry: String, fault: String) {
    let yaml = Self.head + "  - {name: ours, title: Ours, \(entry)}\n"
    let error = #expect(throws: DeliveryError.self) { try DestinationNaming.list(yaml: yaml, fileName: "ours.yaml") }
    #expect(error?.description.contains(fault) == true, "\(String(describing: error))")
  }
}
