// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets
import Testing

/// Every input that broke a parser once, or nearly did, is tried again: `Seeds/TARGET/…`.
struct `Kept seeds of the fuzzer` {
  private static let seeds = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Seeds")

  @Test(arguments: FuzzTarget.allCases) func `are answered`(target: FuzzTarget) throws {
    let folder = Self.seeds.appendingPathComponent(target.description)
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    for file in files.sorted(by: { $0.path < $1.path }) {
      let fault = target.fault([UInt8](try Data(contentsOf: file)))
      #expect(fault == nil, "\(target) \(file.lastPathComponent)")
    }
  }
}
