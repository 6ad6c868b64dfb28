// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
public import Hashing

/// The file that a facility's signing key is kept in: PEM (PKCS #8), not encrypted, readable by its owner alone.
public struct KeyFile: Hashable, Sendable {
  /// Where it is.
  public let path: String

  /// The key file at `path`.
  public init(_ path: String) { self.path = path }

  /// Where the key is when nobody says: what LINEUP_KEY names, or `~/.config/lineup/signing-key.pem`.
  public static func usual(environment: [String: String], home: String) -> KeyFile {
    if let named = environment["LINEUP_KEY"], !named.isEmpty { return KeyFile(named) }
    let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.config"
    return KeyFile(settings + "/lineup/signing-key.pem")
  }

  /// Makes a new key and writes it, with the folders above it. A file that stands there is never touched.
  /// - Returns: The public half.
  /// - Throws: `FilesError`: `alreadyExists`, `permissionDenied`, `readOnly`, …
  public func create() throws -> VerifyingKey {
    let key = SigningKey()
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if try FileFacts.ifExists(folder) == nil { try makePrivateFolder(folder) }
    // Under a name of its own until it is whole: a process that is killed here leaves no half key in the key's place.
    let draft = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16)).lineup-part"
    do {
      let file = try OutputFile(creating: draft, mode: 0o600)
      defer { unlink(draft) }
      try key.withPEM { try file.write($0) }
      try file.synchronize()
      try giveName(to: draft)
    } catch let error as FilesError { throw error.about(path) }
    try Folder.synchronize(folder)
    return key.verifyingKey
  }

  /// The key.
  /// - Throws: `CustodyError`: `noKey`, `exposedKey` when the group or others may read or change it, `notAKey`; `FilesError` otherwise.
  public func key() throws -> SigningKey {
    do {
      let file = try InputFile(path)
      let facts = try file.facts()
      guard facts.mode & 0o077 == 0 else {
        let remedy = "run chmod 600 on it; if anybody else could have read it, make a new key and tell your clients its fingerprint"
        throw CustodyError(.exposedKey, subject: path, remedy: remedy)
      }
      var text = [UInt8](repeating: 0, count: 2048)
      defer { for index in text.indices { text[index] = 0 } }
      let result = text.withUnsafeMutableBytes { buffer in Result { () throws(FilesError) in try file.read(into: buffer) } }
      let count = try result.get()
      var exact = Array(text[..<count])
      defer { for index in exact.indices { exact[index] = 0 } }
      guard let key = SigningKey(pem: exact) else {
        let remedy = "it should be PEM as ‘lineup keys create’ or ‘openssl genpkey -algorithm ed25519’ writes it, without a pass phrase"
        throw CustodyError(.notAKey, subject: path, remedy: remedy)
      }
      return key
    } catch let error as FilesError where error.code == .notFound {
      throw CustodyError(.noKey, subject: path, remedy: "make one with ‘lineup keys create’, or name yours with --key or LINEUP_KEY")
    }
  }

  /// The public key in the PEM file at `path`.
  /// - Throws: `CustodyError` with code `notAKey`; `FilesError`.
  public static func publicKey(at path: String) throws -> VerifyingKey {
    guard let key = VerifyingKey(pem: try InputFile.contents(of: path, limit: 64 << 10)) else {
      throw CustodyError(.notAKey, subject: path, remedy: "it should be a public key as ‘lineup keys show’ prints it, from BEGIN to END")
    }
    return key
  }

  // MARK: -

  /// Gives the finished file its name, where nothing has it.
  private func giveName(to draft: String) throws {
    if link(draft, path) == 0 { return }
    let fault = FilesError(subject: path)
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(fault.systemNumber) else { throw fault }
    // A volume without hard links: an empty file, which only one process can create, holds the place until it is replaced.
    _ = try OutputFile(creating: path, mode: 0o600)
    guard rename(draft, path) == 0 else {
      let fault = FilesError(subject: path)
      unlink(path)
      throw fault
    }
  }

  /// The folders above may be looked into by all; the last is the owner's alone.
  private func makePrivateFolder(_ folder: String) throws {
    try Folder.create(URL(fileURLWithPath: folder).deletingLastPathComponent().path)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { return try Folder.create(folder) }  // which says what is wrong
    try Folder.synchronize(URL(fileURLWithPath: folder).deletingLastPathComponent().path)
  }
}
