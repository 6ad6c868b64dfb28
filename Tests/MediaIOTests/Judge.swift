// SPDX-License-Identifier: Apache-2.0

import Foundation

/// FFmpeg's own programs, as judges of what MediaIO reads and as makers of files that it does not write itself.
enum Judge {
  static let isHere = (try? run("ffprobe", ["-version"])) != nil && (try? run("ffmpeg", ["-version"])) != nil

  struct Failure: Error { let arguments: [String] }

  /// What the program prints.
  static func run(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(arguments: process.arguments ?? []) }
    return data
  }
}
