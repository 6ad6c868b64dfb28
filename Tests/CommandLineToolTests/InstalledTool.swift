// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of others that judges ours, where this machine has it.
struct InstalledTool {
  let path: String

  /// The program called `name` on `PATH`, or among the judges installed beside the package; `nil` where there is none.
  init?(_ name: String) {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let places = ([package.appendingPathComponent(".venv-judges/bin").path] + folders).map { $0 + "/" + name }
    guard let place = places.first(where: FileManager.default.isExecutableFile) else { return nil }
    path = place
  }

  /// Runs it to its end.
  func run(_ arguments: String..., in folder: URL) throws -> Program.Result { try run(arguments, in: folder) }

  /// Runs it to its end.
  func run(_ arguments: [String], in folder: URL) throws -> Program.Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    return try Running(process).wait()
  }

  /// Whether this, a Python, has a module.
  func hasModule(_ name: String) -> Bool {
    (try? run("-c", "import \(name)", in: FileManager.default.temporaryDirectory))?.status == 0
  }

  /// Whether there is a program called `name`.
  static func isThere(_ name: String) -> Bool { InstalledTool(name) != nil }
}
