// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import Reports

@Suite struct PDFRendererTests {
  private static let hasTools = ["weasyprint", "pdftotext"].allSatisfy { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  private let document = ReportDocument(
    inspection: SampleResults.inspection(findings: SampleResults.findings), media: SampleResults.media, colophon: SampleResults.colophon)

  @Test(.enabled(if: hasTools, "weasyprint and pdftotext are not installed"))
  func `a PDF holds the verdict, every fact and its page numbers`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("report.pdf")
    try await PDFRenderer(environment: [:]).write(document, to: path)
    let result = try await run(.name("pdftotext"), arguments: ["-layout", path, "-"], output: .string(limit: 1 << 20))
    let text = result.standardOutput
    for words in ["FAIL", "✘ Mandatory", "✔ Waived", "▲ Advisory", "10:00:50:00", "The programme is 1.6", "Page 1 of "] {
      #expect(text.contains(words), "\(words)")
    }
    for fact in document.facts + document.colophon.facts { #expect(text.contains(fact.name), "\(fact.name)") }
  }

  @Test func `a missing program is an error that says how to install it`() async throws {
    let error = await #expect(throws: ReportsError.self) { try await PDFRenderer(program: "no-such-typesetter").pdf(of: document) }
    #expect(error?.code == .typesetterMissing)
    #expect(error?.description.contains("apt-get install weasyprint") == true)
  }

  @Test func `a program named by a path that is not there is an error that names it`() async throws {
    let renderer = PDFRenderer(environment: ["LINEUP_WEASYPRINT": "/no/such/weasyprint"])
    let error = await #expect(throws: ReportsError.self) { try await renderer.pdf(of: document) }
    #expect(error?.code == .typesetterMissing)
    #expect(error?.description.contains("/no/such/weasyprint") == true)
  }

  @Test func `a program that fails, and one that writes no PDF, leave nothing behind`() async throws {
    let folder = try TemporaryFolder()
    for program in ["/bin/false", "/bin/cat"] where FileManager.default.isExecutableFile(atPath: program) {
      let error = await #expect(throws: ReportsError.self) { try await PDFRenderer(program: program).write(document, to: folder.path("report.pdf")) }
      #expect(error?.code == .typesetterFailed)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  /// The program is killed with the typesetter still at work: whatever has a name then stays for good.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd/0"), "the system does not tell what a descriptor is open on"))
  func `the page that is typeset has no name in any folder`() async throws {
    let folder = try TemporaryFolder()
    let (script, input) = (folder.path("typesetter"), folder.path("input"))
    try Data("#!/bin/sh\nreadlink /proc/$$/fd/0 > '\(input)'; head -c 15 > '\(input).page'; printf '%%PDF-1.7'\n".utf8).write(
      to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    _ = try await PDFRenderer(program: script).pdf(of: document)
    #expect(try String(contentsOfFile: input, encoding: .utf8).hasSuffix(".html (deleted)\n"))
    #expect(try String(contentsOfFile: input + ".page", encoding: .utf8).lowercased() == "<!doctype html>")
  }

  @Test func `a program that never ends is stopped`() async throws {
    let folder = try TemporaryFolder()
    let script = folder.path("sleeper")
    try Data("#!/bin/sh\nexec sleep 600\n".utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let error = await #expect(throws: ReportsError.self) { try await PDFRenderer(program: script, timeout: .milliseconds(200)).pdf(of: document) }
    #expect(error?.code == .typesetterTimedOut)
  }

  @Test func `a file that is already there is kept`() async throws {
    let folder = try TemporaryFolder()
    let script = folder.path("typesetter")
    try Data("#!/bin/sh\ncat >/dev/null; printf '%%PDF-1.7'\n".utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let path = folder.path("report.pdf")
    try Data("mine".utf8).write(to: URL(filePath: path))
    let error = await #expect(throws: FilesError.self) { try await PDFRenderer(program: script).write(document, to: path) }
    #expect(error?.code == .alreadyExists)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }
}
