// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Foundation
import Integrity
import TestSupport
import Testing

@testable import Operations

extension Environment {
  /// The world of tests that make no pages.
  fileprivate static func forTests() throws -> Environment {
    Environment(
      host: HostFacts(hostName: "suite-2", operatingSystem: "Linux", user: "operator", toolVersion: "1.0"),
      specifications: try SpecificationLibrary(),
      reports: NoPages())
  }
}

@Suite struct FoldersTests {
  private let folder: TemporaryFolder
  private let template: FolderTemplate
  private var root: String { folder.path("Harbour-Lights") }

  init() throws {
    folder = try TemporaryFolder()
    let yaml = """
      name: small
      title: Small
      summary: Small.
      root: "{production}"
      folders: [{name: 01_RUSHES, mode: "700", folders: [CAMERA, SOUND]}, 02_EDIT]
      """
    template = try FolderTemplate(yaml: yaml, fileName: "small.yaml")
  }

  private func create(_ template: FolderTemplate? = nil, isDryRun: Bool = false) async throws -> CreateFolders.Result {
    try await CreateFolders(template ?? self.template, in: folder.url.path, values: ["production": "Harbour Lights"], isDryRun: isDryRun)
      .run(in: try .forTests())
  }

  private func check() async throws -> CheckFolders.Result {
    try await CheckFolders(template, of: root, values: [:]).run(in: try .forTests())
  }

  private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(name)") }

  @Test func `folders are made, and made again without a change`() async throws {
    let dry = try await create(isDryRun: true)
    #expect(dry.created.count == 5 && !FileManager.default.fileExists(atPath: root))
    let first = try await create()
    #expect(
      first.root == root && first.created == dry.created && first.existing.isEmpty && first.changes == ["‘Harbour Lights’ became ‘Harbour-Lights’"])
    #expect(try FileFacts.of("\(root)/01_RUSHES").mode == 0o700)
    let again = try await create()
    #expect(again.created.isEmpty && again.existing == first.created)
    #expect(try await check().isClean)
  }

  @Test func `what is missing is made beside what is there`() async throws {
    _ = try await create()
    try FileManager.default.removeItem(atPath: "\(root)/01_RUSHES")
    #expect(try await check().missing == ["01_RUSHES", "01_RUSHES/CAMERA", "01_RUSHES/SOUND"])
    #expect(try await create().created.count == 3)
  }

  @Test func `a file, a link and a look-alike in the way are named, and nothing is made`() async throws {
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    func refusal() async -> String {
      do {
        _ = try await create()
        return ""
      } catch { return "\(error)" }
    }
    try Data().write(to: URL(fileURLWithPath: "\(root)/02_EDIT"))
    #expect(await refusal().contains("02_EDIT’ is there and is no folder"))
    try FileManager.default.removeItem(atPath: "\(root)/02_EDIT")
    try FileManager.default.createSymbolicLink(atPath: "\(root)/02_EDIT", withDestinationPath: "/tmp")
    #expect(await refusal().contains("02_EDIT’ is there and is no folder"))
    try FileManager.default.removeItem(atPath: "\(root)/02_EDIT")
    try FileManager.default.createDirectory(atPath: "\(root)/02_Edit", withIntermediateDirectories: true)
    #expect(await refusal().contains("02_Edit’ differs from ‘02_EDIT’ only by case"))
    #expect(!exists("01_RUSHES"))
  }

  @Test func `a place that is not there is not made`() async throws {
    let operation = CreateFolders(template, in: folder.path("unmounted"), values: ["production": "X"])
    await #expect(throws: OperationsError.self) { try await operation.run(in: try .forTests()) }
    #expect(!FileManager.default.fileExists(atPath: folder.path("unmounted")))
  }

  @Test func `a numbered production gets the next number each time`() async throws {
    let yaml = "name: n\ntitle: N\nsummary: N\nroot: \"{counter:4}_{production}\"\nfolders: [A]"
    let numbered = try FolderTemplate(yaml: yaml, fileName: "n.yaml")
    #expect(try await create(numbered).root.hasSuffix("/0001_Harbour-Lights"))
    #expect(try await create(numbered).root.hasSuffix("/0002_Harbour-Lights"))
  }

  @Test func `a check names what is missing, strange, or strange only by its name`() async throws {
    _ = try await create()
    try FileManager.default.moveItem(atPath: "\(root)/02_EDIT", toPath: "\(root)/02_edit")
    try FileManager.default.removeItem(atPath: "\(root)/01_RUSHES/SOUND")
    try FileManager.default.createDirectory(atPath: "\(root)/01_RUSHES/SUOND", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: "\(root)/01_RUSHES/CAMERA/anything", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: "\(root)/.DS_Store"))
    let result = try await check()
    #expect(result.missing == ["01_RUSHES/SOUND"])
    #expect(result.strange.map(\.path) == ["01_RUSHES/SUOND", "02_edit"])
    #expect(result.strange[0].text.contains("did you mean ‘SOUND’?") && result.strange[1].text.contains("only by case"))
  }
}

@Suite struct ExamineCardTests {
  @Test func `a card is examined, and a folder that is none refused`() async throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path("A001_C001_0502A6.RDC"), withIntermediateDirectories: true)
    try Data([1]).write(to: URL(fileURLWithPath: folder.path("A001_C001_0502A6.RDC/A001_C001_0502A6_001.R3D")))
    #expect(try await ExamineCard(folder.url.path).run(in: try .forTests()).map(\.format) == [.red])
    let empty = try TemporaryFolder()
    await #expect(throws: OperationsError.self) { try await ExamineCard(empty.url.path).run(in: try .forTests()) }
  }
}
