// SPDX-License-Identifier: Apache-2.0

public import Files
public import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Sets a report's HTML on A4 pages with WeasyPrint, which runs as a child process.
///
/// The page refers to nothing, so WeasyPrint has nothing to fetch; its proxies are set to an address that refuses, so that it could not.
public struct PDFRenderer: Hashable, Sendable {
  /// The program: a name to be found on `PATH`, or a path.
  public let program: String
  /// How long one report may take.
  public let timeout: Duration

  /// A renderer that runs what the environment variable `LINEUP_WEASYPRINT` names, or the `weasyprint` found on `PATH`.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment, timeout: Duration = .seconds(300)) {
    self.init(program: environment["LINEUP_WEASYPRINT"].flatMap { $0.isEmpty ? nil : $0 } ?? "weasyprint", timeout: timeout)
  }

  /// A renderer that runs `program`.
  public init(program: String, timeout: Duration = .seconds(300)) {
    self.program = program
    self.timeout = timeout
  }

  /// Writes `document` to the file `path`.
  ///
  /// - Throws: `ReportsError` where WeasyPrint is missing, fails or takes too long; `FilesError` where the file cannot be written.
  public func write(_ document: ReportDocument, to path: String, existing: PendingFile.Existing = .keep) async throws {
    try SafeWriter.write(await pdf(of: document), to: path, existing: existing)
  }

  /// `document` as the bytes of a PDF.
  ///
  /// - Throws: `ReportsError` where WeasyPrint is missing, fails or takes too long.
  public func pdf(of document: ReportDocument) async throws -> [UInt8] {
    let (name, environment) = try command(for: document.subject)
    let page = document.printedHTML()
    return try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await typeset(page, with: name, in: environment, subject: document.subject) }
      group.addTask {
        try await Task.sleep(for: timeout)
        let remedy = "it was stopped after \(timeout); make the HTML or JSON report instead, or allow it more time"
        throw ReportsError(.typesetterTimedOut, subject: document.subject, remedy: remedy)
      }
      defer { group.cancelAll() }
      guard let bytes = try await group.next() else { preconditionFailure("the group has two tasks") }
      return bytes
    }
  }

  // MARK: -

  /// The largest PDF that is taken from WeasyPrint; a report of a thousand findings has about half a megabyte.
  private static let mostBytes = 256 << 20

  /// The program's name and the environment in which it is found.
  private func command(for subject: String) throws -> (name: String, environment: Environment) {
    let offline: Environment = .inherit.updating(["http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"])
    guard program.contains("/") else { return (program, offline) }
    let url = URL(filePath: program)
    guard FileManager.default.isExecutableFile(atPath: url.path) else {
      throw ReportsError(.typesetterMissing, subject: subject, remedy: "‘\(program)’ is not a program; set LINEUP_WEASYPRINT to one, or unset it")
    }
    return (url.lastPathComponent, offline.updating(["PATH": url.deletingLastPathComponent().path + ":" + Self.searchPath]))
  }

  private static var searchPath: String { ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin" }

  /// Runs the program with the page as its standard input: a file without a name, so that nothing is left where this program is killed. Not a pipe:
  /// where the typesetter ends without reading, writing to it raises SIGPIPE.
  private func typeset(_ page: String, with name: String, in environment: Environment, subject: String) async throws -> [UInt8] {
    let source = FileManager.default.temporaryDirectory.appending(path: "lineup-\(UUID().uuidString).html").path
    let file = try OutputFile(creating: source, mode: 0o600)
    let input = try InputFile(source)
    defer { withExtendedLifetime(input) {} }
    try? FileManager.default.removeItem(atPath: source)  // what cannot be removed from there the system will remove
    try Array(page.utf8).withUnsafeBytes { bytes in try file.write(bytes) }
    do {
      let result = try await run(
        .name(name), arguments: ["--encoding", "utf-8", "-", "-"], environment: environment,
        input: .fileDescriptor(FileDescriptor(rawValue: input.descriptor), closeAfterSpawningProcess: false),
        output: .bytes(limit: Self.mostBytes), error: .string(limit: 1 << 20))
      guard result.terminationStatus.isSuccess, result.standardOutput.starts(with: Array("%PDF-".utf8)) else {
        let said = result.standardError.split(separator: "\n").last ?? "nothing"
        throw ReportsError(.typesetterFailed, subject: subject, remedy: "\(name) ended with \(result.terminationStatus) and said: \(said)")
      }
      return result.standardOutput
    } catch let error as SubprocessError where error.code == .executableNotFound {
      let remedy = "install it (Debian: apt-get install weasyprint; macOS: brew install weasyprint), or make the HTML report instead"
      throw ReportsError(.typesetterMissing, subject: subject, remedy: remedy)
    } catch let error as SubprocessError where !Task.isCancelled {
      throw ReportsError(.typesetterFailed, subject: subject, remedy: error.description)
    }
  }
}
