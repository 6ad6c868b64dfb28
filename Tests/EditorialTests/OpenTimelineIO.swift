// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The Python that has OpenTimelineIO: among the judges installed beside the package, or the system's.
enum OpenTimelineIO {
  /// Whether it and one of its adapters can be imported.
  static func has(_ adapter: String) -> Bool { (try? run("import opentimelineio, \(adapter)")) != nil }

  struct Failure: Error { let errors: String }

  /// What a program prints.
  static func run(_ program: String, _ arguments: String...) throws -> String {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let own = package.appendingPathComponent(".venv-judges/bin/python3").path
    let process = Process()
    let isThere = FileManager.default.isExecutableFile(atPath: own)
    process.executableURL = URL(fileURLWithPath: isThere ? own : "/usr/bin/env")
    process.arguments = (isThere ? [] : ["python3"]) + ["-c", program] + arguments
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError, process.standardInput) = (output, errors, FileHandle.nullDevice)
    try process.run()
    let (text, fault) = (output.fileHandleForReading.readDataToEndOfFile(), errors.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(errors: String(decoding: fault, as: UTF8.self)) }
    return String(decoding: text, as: UTF8.self)
  }
}
