// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text that differs from the golden one it was compared with.
public struct GoldenMismatch: Error, CustomStringConvertible {
  /// The golden file.
  public let path: String
  /// The first line that differs, from one.
  public let line: Int
  /// That line as the golden file has it; `nil` past its end.
  public let expected: String?
  /// That line as it came out; `nil` past its end.
  public let actual: String?

  /// What differs and how to accept it.
  public var description: String {
    """
    \(path), line \(line), differs. Run the tests with UPDATE_GOLDEN=1 and look at the change to accept it.
    golden: \(expected ?? "(no such line)")
    now:    \(actual ?? "(no such line)")
    """
  }
}

/// Compares a text with the file `Tests/Goldens/<test target>/<name>`; with `UPDATE_GOLDEN=1` in the environment, writes it instead.
///
///     try expectGolden("order.html", document.html())
///
/// - Throws: `GoldenMismatch` where they differ or the golden file is missing.
public func expectGolden(_ name: String, _ actual: String, testFile: String = #filePath) throws {
  let target = URL(filePath: testFile).deletingLastPathComponent()
  let folder = target.deletingLastPathComponent().appending(path: "Goldens").appending(path: target.lastPathComponent)
  let file = folder.appending(path: name)
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(actual.utf8).write(to: file, options: .atomic)
    return
  }
  let golden = FileManager.default.fileExists(atPath: file.path) ? try String(contentsOf: file, encoding: .utf8) : ""
  guard golden != actual else { return }
  let (expectedLines, actualLines) = (golden.components(separatedBy: "\n"), actual.components(separatedBy: "\n"))
  let count = max(expectedLines.count, actualLines.count)
  let line = (0..<count).first { $0 >= expectedLines.count || $0 >= actualLines.count || expectedLines[$0] != actualLines[$0] } ?? 0
  throw GoldenMismatch(
    path: file.path, line: line + 1, expected: line < expectedLines.count ? expectedLines[line] : nil,
    actual: line < actualLines.count ? actualLines[line] : nil)
}
