// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hashing
import Integrity
import TestSupport
import Testing

@testable import Operations

@Suite struct FinishedFileTests {
  private let folder: TemporaryFolder
  private var target: String { folder.path("new/out.mov") }

  init() throws { folder = try TemporaryFolder() }

  private struct Refusal: Error {}

  private func write(
    _ text: String, earlier: [FileProof] = [], recording: (FileProof) throws -> Void = { _ in }
  ) throws -> FinishedFile.Outcome<Bool> {
    try FinishedFile(target: target, earlier: earlier, algorithms: [.md5]).write(cancellation: Cancellation(), recording: recording) { path in
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return true
    }
  }

  @Test func `a file has its name only when its proof is recorded`() throws {
    var recorded: FileProof?
    let (proof, made) = try write("one") { proof in
      recorded = proof
      #expect(!FileManager.default.fileExists(atPath: target))
    }
    #expect(made == true && recorded == proof)
    #expect(proof.path == target && proof.bytes == 3 && proof.digests == ["md5": "f97c5d29941bfb1b2fdab0874906ab82"])
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "one")
  }

  @Test func `a file whose record fails is not there, nor is the folder that was made for it`() throws {
    #expect(throws: Refusal.self) { try write("one") { _ in throw Refusal() } }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func `what an earlier attempt finished is not made again`() throws {
    let first = try write("one").proof
    let (proof, made) = try write("two", earlier: [first])
    #expect(made == nil && proof.hasSameBytes(as: first))
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "one")
  }

  @Test(arguments: ["eno", "longer"])
  func `a stranger's file is left as it is, whatever its size`(stranger: String) throws {
    let first = try write("one").proof
    try Data(stranger.utf8).write(to: URL(fileURLWithPath: target))
    for earlier in [[], [first]] {
      #expect {
        _ = try write("one", earlier: earlier)
      } throws: { ($0 as? OperationsError)?.code == .alreadyExists }
    }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == stranger)
  }

  @Test func `proofs agree only where a hash says so and none differs`() {
    let proof = FileProof(path: "/a", bytes: 3, digests: ["md5": "1", "xxh64": "2"])
    #expect(proof.hasSameBytes(as: FileProof(path: "/b", bytes: 3, digests: ["md5": "1", "c4": "9"])))
    #expect(!proof.hasSameBytes(as: FileProof(path: "/b", bytes: 3, digests: ["md5": "1", "xxh64": "3"])))
    #expect(!proof.hasSameBytes(as: FileProof(path: "/b", bytes: 3, digests: ["c4": "9"])))
    #expect(!proof.hasSameBytes(as: FileProof(path: "/b", bytes: 4, digests: ["md5": "1"])))
    #expect(!proof.hasSameBytes(as: FileProof(path: "/b", bytes: 3)))
  }
}
