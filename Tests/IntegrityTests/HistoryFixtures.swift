// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Integrity

/// A folder in which histories are made.
struct Scope {
  let folder: TemporaryFolder
  let path: String

  /// - Parameter files: names and contents.
  init(_ files: [(String, String)] = Scope.usual, name: String = "A001R2EC") throws {
    folder = try TemporaryFolder()
    path = folder.path(name)
    for (name, text) in files { try write(text, name) }
  }

  static let usual = [
    ("Clips/a.mov", "abcd\n"), ("Clips/b.mov", "def\n"), ("Sidecar.txt", "scene 1\n"), ("A/deep/er/c.wav", "sound"), ("Clips/empty.mov", ""),
  ]

  func write(_ text: String, _ name: String) throws { try TestCard.write(Array(text.utf8), "\(path)/\(name)") }
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
  func makeFolder(_ name: String) throws { try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true) }

  func move(_ name: String, to other: String) throws {
    try FileManager.default.createDirectory(
      atPath: SystemPath.split("\(path)/\(other)").folder, withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: "\(path)/\(other)")
  }

  static let signature = Signature(
    host: Fixtures.host, clock: Fixtures.clock, authors: [.init(name: "Ann", role: "DIT", email: "ann@set.example", phone: "+44")],
    location: "Stage 4", comment: "first pass")

  @discardableResult func pass(
    _ kind: HistoryPass.Kind, _ algorithms: [HashAlgorithm] = [], at inner: String = "", adjust: (inout HistoryPass) throws -> Void = { _ in }
  ) throws -> VerificationReport {
    var pass = HistoryPass(inner.isEmpty ? path : "\(path)/\(inner)", as: kind, signature: Self.signature)
    pass.algorithms = algorithms
    try adjust(&pass)
    return try pass.run()
  }

  func history(_ inner: String = "") throws -> History { try #require(try History(scope: inner.isEmpty ? path : "\(path)/\(inner)")) }

  /// The actions of a file in each generation that lists it.
  func actions(_ file: String, in inner: String = "") throws -> [[String]] {
    try history(inner).generations.compactMap { generation in
      generation.hashList.files.first { $0.path.text == file }?.hashes.map { "\($0.action?.rawValue ?? "-") \($0.digest.algorithm.rawValue)" }
    }
  }

  func manifest(_ number: Int, in inner: String = "") throws -> String {
    let scope = inner.isEmpty ? path : "\(path)/\(inner)"
    return "\(scope)/ascmhl/\(try #require(try history(inner).generations.first { $0.number == number }).fileName)"
  }

  /// What the reference tool says; its exit status first.
  func ascmhl(_ arguments: String...) throws -> (status: Int32, output: String) {
    try Fixtures.run(try #require(Fixtures.ascmhl), arguments.map { $0 == "." ? path : $0 })
  }

  func ascmhlDebug(_ arguments: String...) throws -> (status: Int32, output: String) {
    try Fixtures.run(try #require(Fixtures.ascmhlDebug), arguments.map { $0 == "." ? path : $0 })
  }
}
