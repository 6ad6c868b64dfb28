// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The built program, run as an operator runs it.
struct Program {
  /// What a run left.
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    /// The one JSON document that was promised.
    func json() throws -> [String: Any] {
      let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
      guard let object = value as? [String: Any] else { throw CocoaError(.coderReadCorrupt) }
      return object
    }
  }

  /// The folder that commands run in.
  var folder: URL

  /// The program beside the tests.
  static let executable: URL = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = tests.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("lineup")
      if FileManager.default.isExecutableFile(atPath: candidate.path) && !candidate.hasDirectoryPath { return candidate }
      folder.deleteLastPathComponent()
    }
    return tests
  }()

  /// Runs to the end.
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result { try start(arguments, environment: environment).wait() }

  /// Runs to the end.
  func run(_ arguments: [String]) throws -> Result { try start(arguments).wait() }

  /// Starts, to be stopped or waited for.
  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(["LINEUP_WORKSPACE": "", "NO_COLOR": "1"]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return try Running(process)
  }
}

/// A program that was started.
final class Running {
  private let process: Process
  private let output = Pipe()
  private let errors = Pipe()
  private let collected = Collected()
  private let group = DispatchGroup()

  /// What came out of the two pipes.
  private final class Collected: Sendable {
    let output = Mutex(Data())
    let errors = Mutex(Data())
  }

  init(_ process: Process) throws {
    self.process = process
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    for (pipe, isErrors) in [(output, false), (errors, true)] {
      let handle = pipe.fileHandleForReading
      DispatchQueue.global().async(group: group) { [collected] in
        let data = (try? handle.readToEnd()) ?? Data()
        if isErrors { collected.errors.withLock { $0 = data } } else { collected.output.withLock { $0 = data } }
      }
    }
  }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Whether it is still at work.
  var isRunning: Bool { process.isRunning }

  /// Waits for the end.
  func wait() -> Program.Result {
    process.waitUntilExit()
    group.wait()
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Program.Result(
      status: status, output: String(decoding: collected.output.withLock { $0 }, as: UTF8.self),
      errors: String(decoding: collected.errors.withLock { $0 }, as: UTF8.self))
  }
}
