// SPDX-License-Identifier: Apache-2.0

import Delivery
import Foundation
import TestSupport
import Testing

struct `Specification library` {
  private static let folder = URL(filePath: #filePath).appending(path: "../../../Sources/Delivery/Specifications").standardizedFileURL

  @Test func `every file that ships is in the library under its own name`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".yaml") }
    let library = try SpecificationLibrary()
    #expect(library.names == library.specifications.map(\.name))
    #expect(library.names == files.map { String($0.dropLast(".yaml".count)) }.sorted())
  }

  @Test func `every figure that ships tells its source and the day it was checked`() throws {
    for spec in try SpecificationLibrary().specifications {
      let figures = try Self.figures(in: JSONSerialization.jsonObject(with: JSONEncoder().encode(spec)))
      #expect(!figures.isEmpty, "\(spec.name)")
      for figure in figures {
        #expect(spec.sources.contains { $0.id == figure["source"] as? String && $0.checked == figure["checked"] as? String }, "\(figure)")
      }
    }
  }

  @Test func `an unknown name is answered with the nearest`() throws {
    let error = try #require(throws: DeliveryError.self) { try SpecificationLibrary().specification(named: "prores-mastr") }
    #expect(
      error.description
        == "‘prores-mastr’ is no specification: did you mean ‘prores-master’? There are \(try SpecificationLibrary().names.joined(separator: ", "))")
  }

  @Test(arguments: [("netflix-master", "netflix-like"), ("amazon-master", "amazon-like"), ("apple-master", "apple-like"), ("atsc-hd", "atsc-a85")])
  func `a specification answers to its other names`(_ alias: String, _ name: String) throws {
    let library = try SpecificationLibrary()
    #expect(try library.specification(named: alias) == library.specification(named: name))
    #expect(library.understoodNames.contains(alias) && !library.names.contains(alias))
    let error = try #require(throws: DeliveryError.self) { try library.specification(named: alias + "s") }
    #expect(error.description.contains("did you mean ‘\(alias)’?"))
  }

  @Test func `no two specifications answer to one name`() throws {
    let understood = try SpecificationLibrary().understoodNames
    #expect(Set(understood).count == understood.count)
  }

  @Test func `a facility's own name goes before another's alias`() throws {
    let folder = try TemporaryFolder()
    let own = `Reading a specification`.minimal.replacing("name: house", with: "name: atsc-hd\naliases: [house-hd]")
    try Data(own.utf8).write(to: folder.url.appending(path: "own.yaml"))
    let library = try SpecificationLibrary(addingFrom: folder.url)
    #expect(try library.specification(named: "atsc-hd").title == "House")
    #expect(try library.specification(named: "house-hd").title == "House")
    let bad = own.replacing("[house-hd]", with: "House HD")
    #expect(throws: DeliveryError.self) { try DeliverySpec(yaml: bad, fileName: "own.yaml") }
  }

  @Test func `a facility's own specifications stand beside those that ship`() throws {
    let folder = try TemporaryFolder()
    try Data(`Reading a specification`.minimal.utf8).write(to: folder.url.appending(path: "house.yaml"))
    try Data("not read".utf8).write(to: folder.url.appending(path: "notes.txt"))
    let library = try SpecificationLibrary(addingFrom: folder.url)
    #expect(library.names == (try SpecificationLibrary().names + ["house"]).sorted())
    #expect(try library.specification(named: "house").title == "House")
  }

  @Test func `a name that is taken is refused`() throws {
    let folder = try TemporaryFolder()
    let twin = `Reading a specification`.minimal.replacing("name: house", with: "name: rushes")
    try Data(twin.utf8).write(to: folder.url.appending(path: "mine.yaml"))
    let error = #expect(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url) }
    #expect(error?.code == .duplicateSpecification)
  }

  @Test func `files that cannot be read are named`() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url.appending(path: "none")) }
    #expect(missing?.subject == folder.path("none"))
    try Data([0xFF, 0xFE, 0xFF]).write(to: folder.url.appending(path: "noise.yaml"))
    let noise = #expect(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url) }
    #expect(noise?.subject.hasSuffix("noise.yaml") == true)
  }

  @Test func `rushes judges and makes nothing`() throws {
    let spec = try SpecificationLibrary().specification(named: "rushes")
    #expect(spec.encoding == nil)
    #expect(spec.inspection.loudness == nil)
    #expect(spec.inspection.black != nil)
    // A recorder that drops out for less than a silence is at fault all the same.
    let faults = try #require(spec.inspection.soundFaults)
    #expect(faults.dropoutSeconds?.level == .advisory && faults.longestDropoutSeconds?.value == spec.inspection.silence?.seconds.value)
  }

  /// Every object that has a value and a level: the shape of a figure.
  private static func figures(in json: Any) -> [[String: Any]] {
    if let list = json as? [Any] { return list.flatMap { figures(in: $0) } }
    guard let object = json as? [String: Any] else { return [] }
    return object["value"] != nil && object["level"] != nil ? [object] : object.values.flatMap { figures(in: $0) }
  }

  @Test(.timeLimit(.minutes(1))) func `a pipe or device among the specifications is refused, not waited for`() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path("house.yaml"), 0o600)
    #expect(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url) }
    unlink(folder.path("house.yaml"))
    symlink("/dev/zero", folder.path("house.yaml"))
    #expect(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url) }
  }

  @Test func `a file in the place of the folder of specifications is refused, not taken for an empty folder`() throws {
    let folder = try TemporaryFolder()
    try Data("name: house".utf8).write(to: folder.url.appending(path: "house.yaml"))
    #expect(throws: DeliveryError.self) { try SpecificationLibrary(addingFrom: folder.url.appending(path: "house.yaml")) }
  }
}
