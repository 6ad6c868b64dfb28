// SPDX-License-Identifier: Apache-2.0

import Custody
import Files
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct KeyFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a key is made for its owner alone, in a folder for its owner alone`() throws {
    let file = KeyFile(folder.path("new/settings/key.pem"))
    let made = try file.create()
    #expect(try file.key().verifyingKey == made)
    #expect(try FileFacts.of(file.path).mode == 0o600)
    #expect(try FileFacts.of(folder.path("new/settings")).mode == 0o700)
  }

  @Test func `a key that is there is never replaced`() throws {
    let file = KeyFile(folder.path("key.pem"))
    let made = try file.create()
    let error = #expect(throws: FilesError.self) { try file.create() }
    #expect(error?.code == .alreadyExists)
    #expect(try file.key().verifyingKey == made)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link.pem"), withDestinationPath: folder.path("nowhere.pem"))
    #expect(throws: FilesError.self) { try KeyFile(folder.path("link.pem")).create() }
    #expect(try FileFacts.ifExists(folder.path("nowhere.pem")) == nil)
  }

  @Test func `what a process left that was killed while it wrote a key is in nobody's way, and nothing else is left`() throws {
    try SafeWriter.write("-----BEGIN", to: folder.path("key.pem.1f.lineup-part"))
    let made = try KeyFile(folder.path("key.pem")).create()
    #expect(try KeyFile(folder.path("key.pem")).key().verifyingKey == made)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["key.pem", "key.pem.1f.lineup-part"])
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o666, 0o620, 0o601]) func `a key that others may touch is refused`(mode: Int) throws {
    let file = KeyFile(folder.path("key.pem"))
    _ = try file.create()
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    let error = #expect(throws: CustodyError.self) { try file.key() }
    #expect(error?.code == .exposedKey && error?.description.contains("chmod 600") == true)
  }

  @Test func `no key, no file, and a file that is no key are told apart, and nothing of it is shown`() throws {
    let none = #expect(throws: CustodyError.self) { try KeyFile(folder.path("nowhere.pem")).key() }
    #expect(none?.code == .noKey && none?.description.contains("lineup keys create") == true)
    let file = KeyFile(folder.path("key.pem"))
    _ = try file.create()
    var text = try Data(contentsOf: URL(fileURLWithPath: file.path))
    text[40] = UInt8(ascii: "!")
    try text.write(to: URL(fileURLWithPath: file.path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let damaged = #expect(throws: CustodyError.self) { try file.key() }
    #expect(damaged?.code == .notAKey)
    #expect(damaged?.description.contains(String(decoding: text[60..<80], as: UTF8.self)) == false)
    #expect(throws: FilesError.self) { try KeyFile(folder.url.path).key() }
  }

  @Test func `a public key is read from its file, and a private one is not taken for it`() throws {
    let file = KeyFile(folder.path("key.pem"))
    let made = try file.create()
    try made.pem.write(toFile: folder.path("public.pem"), atomically: true, encoding: .utf8)
    #expect(try KeyFile.publicKey(at: folder.path("public.pem")) == made)
    #expect(throws: CustodyError.self) { try KeyFile.publicKey(at: file.path) }
  }

  @Test func `the usual place is the owner's settings, unless it is named`() {
    #expect(KeyFile.usual(environment: [:], home: "/home/m").path == "/home/m/.config/lineup/signing-key.pem")
    #expect(KeyFile.usual(environment: ["LINEUP_KEY": ""], home: "/home/m").path == "/home/m/.config/lineup/signing-key.pem")
    #expect(KeyFile.usual(environment: ["LINEUP_KEY": "/keys/k.pem"], home: "/home/m").path == "/keys/k.pem")
  }
}
