// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import Integrity
import TestSupport

/// The stored ASC MHL scenarios and schemas, and the programs that judge our output.
enum Fixtures {
  /// The package, whose sources may be reached through a link.
  static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let integrity: URL = {
    let environment = ProcessInfo.processInfo.environment["LINEUP_FIXTURES"].map { URL(fileURLWithPath: $0) }
    let root = environment ?? package.deletingLastPathComponent().appendingPathComponent("shared/fixtures")
    return root.appendingPathComponent("integrity/ascmhl")
  }()
  static let hasScenarios = FileManager.default.fileExists(atPath: integrity.path)
  static let schema = integrity.appendingPathComponent("xsd/ASCMHL.xsd").path
  static let chainSchema = integrity.appendingPathComponent("xsd/ASCMHLDirectory__combined.xsd").path

  /// The reference tool in the virtual environment at the package's root.
  static let ascmhl = judge("ascmhl")
  static let ascmhlDebug = judge("ascmhl-debug")
  static let hasReferenceTool = ascmhl != nil && ascmhlDebug != nil
  static let xmllint = ["/usr/bin/xmllint", "/opt/homebrew/bin/xmllint"].first { FileManager.default.isExecutableFile(atPath: $0) }

  private static func judge(_ name: String) -> String? {
    let path = package.appendingPathComponent(".venv-judges/bin/\(name)").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// Runs a judge; its exit status and everything it said.
  static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  static let host = HostFacts(hostName: "suite-2", operatingSystem: "Linux", user: "operator", toolVersion: "1.0")
  static let clock = WallClock.fixed(Timestamp(seconds: 1_579_166_100))  // 2020-01-16T09:15:00Z
}

/// A small card with what cards have: folders, an empty one, an empty file, names of every kind.
struct TestCard {
  let folder: TemporaryFolder
  var source: String { folder.path("A001R2EC") }
  /// Pairs, not a dictionary: to Swift the two names with an accent would be one key.
  let files: [(name: String, bytes: [UInt8])]

  /// - Parameter isSmall: only the first four files, for tests that copy it a hundred times.
  init(largest: Int = 3 << 20, isSmall: Bool = false) throws {
    folder = try TemporaryFolder()
    var bytes: UInt64 = 88_172_645_463_325_252
    func noise(_ count: Int) -> [UInt8] {
      let words = (0..<(count + 7) / 8).map { _ in
        bytes ^= bytes << 13
        bytes ^= bytes >> 7
        bytes ^= bytes << 17
        return bytes
      }
      return words.withUnsafeBytes { Array($0.prefix(count)) }
    }
    let all: [(name: String, bytes: [UInt8])] = [
      ("Clips/A001C001.mov", noise(largest)), ("Clips/A001C002.mov", noise(70_001)), ("Clips/empty.mov", []),
      ("Sidecar.txt", Array("scene 1\n".utf8)),
      ("deep/a/b/c/d/e/f/g/clip.wav", noise(4097)), ("line\nbreak & <tag> \"quoted\".txt", noise(10)), ("emoji 🎬.txt", noise(11)),
      ("caf\u{E9}.txt", noise(12)), ("cafe\u{301}.txt", noise(13)), ("\(String(repeating: "x", count: 251)).mov", noise(14)), (" leading", noise(15)),
    ]
    files = isSmall ? Array(all.prefix(4)) : all
    for (name, bytes) in files { try Self.write(bytes, "\(source)/\(name)") }
    try FileManager.default.createDirectory(atPath: "\(source)/EMPTY", withIntermediateDirectories: true)
  }

  static func write(_ bytes: [UInt8], _ path: String) throws {
    try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Makes the folder `name` to copy to.
  func destination(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
    return folder.path(name)
  }

  func plan(_ destinations: [String]) -> CopyPlan {
    CopyPlan(source: source, destinations: destinations, host: Fixtures.host, clock: Fixtures.clock)
  }

  /// What differs between the card and a copy of it, and what is there besides the history.
  func differences(_ copy: String) -> [String] {
    var differences: [String] = []
    for (name, bytes) in files where FileManager.default.contents(atPath: "\(copy)/\(name)").map(Array.init) != bytes { differences.append(name) }
    var isFolder: ObjCBool = false
    if !FileManager.default.fileExists(atPath: "\(copy)/EMPTY", isDirectory: &isFolder) || !isFolder.boolValue { differences.append("EMPTY") }
    let known = Set(files.map { Array($0.name.utf8) })
    for case let path as String in FileManager.default.enumerator(atPath: copy) ?? .init() where !path.hasPrefix("ascmhl") {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(copy)/\(path)", isDirectory: &isFolder)
      if !isFolder.boolValue, !known.contains(Array(path.utf8)) { differences.append("besides: \(path)") }
    }
    return differences.sorted()
  }

  /// The manifests in a copy's history.
  func manifests(_ copy: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(copy)/ascmhl").filter { $0.hasSuffix(".mhl") }.sorted()
  }
}
