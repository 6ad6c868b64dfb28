// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Hashing

@Suite struct SigningKeyTests {
  /// RFC 8032, 7.1: tests 1 to 3 (secret key, public key, message, signature).
  static let vectors: [(String, String, String, String)] = [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ]

  private func bytes(_ hex: String) throws -> [UInt8] { try #require(HexText.decode(hex)) }

  private func key(_ secret: String) throws -> SigningKey {
    let text = PEMText.encode(try bytes(secret), label: "PRIVATE KEY", prefix: Ed25519.privatePrefix)
    return try #require(SigningKey(pem: text))
  }

  @Test(arguments: vectors) func `the vectors of RFC 8032 come out`(secret: String, publicKey: String, message: String, signature: String) throws {
    let key = try key(secret)
    #expect(key.verifyingKey.bytes == (try bytes(publicKey)))
    #expect(key.signature(of: try bytes(message)) == (try bytes(signature)))
    #expect(key.verifyingKey.isSignature(try bytes(signature), of: try bytes(message)))
  }

  @Test func `a signature fits one message and one key`() throws {
    let (key, other) = (SigningKey(), SigningKey())
    let message = Array("A001R2EC".utf8)
    let signature = key.signature(of: message)
    #expect(key.verifyingKey.isSignature(signature, of: message))
    #expect(!key.verifyingKey.isSignature(signature, of: Array("A001R2ED".utf8)))
    #expect(!other.verifyingKey.isSignature(signature, of: message))
    for index in signature.indices {
      var wrong = signature
      wrong[index] ^= 0x10
      #expect(!key.verifyingKey.isSignature(wrong, of: message))
    }
    for wrong in [[], Array(signature.dropLast()), signature + [0]] { #expect(!key.verifyingKey.isSignature(wrong, of: message)) }
  }

  @Test func `a key comes back from its file's text, and no two are alike`() throws {
    let key = SigningKey()
    let copy = try #require(SigningKey(pem: key.withPEM { Array($0) }))
    #expect(copy.verifyingKey == key.verifyingKey)
    #expect(copy.signature(of: [1]) == key.signature(of: [1]))
    #expect(VerifyingKey(pem: Array(key.verifyingKey.pem.utf8)) == key.verifyingKey)
    #expect(SigningKey().verifyingKey != key.verifyingKey)
  }

  @Test func `nothing of a private key is in its description`() throws {
    let key = try key(Self.vectors[0].0)
    for text in ["\(key)", String(reflecting: key), Mirror(reflecting: key).children.map { "\($0.value)" }.joined()] {
      #expect(!text.contains("9d61") && !text.contains("PRIVATE"))
    }
  }

  @Test func `a key of another kind, a public for a private one, or a damaged one is refused`() throws {
    let key = SigningKey()
    let secret = key.withPEM { String(decoding: $0, as: UTF8.self) }
    let open = key.verifyingKey.pem
    #expect(SigningKey(pem: Array(open.utf8)) == nil && VerifyingKey(pem: Array(secret.utf8)) == nil)
    #expect(SigningKey(pem: Array(secret.replacingOccurrences(of: "PRIVATE", with: "ENCRYPTED PRIVATE").utf8)) == nil)
    #expect(SigningKey(pem: Array(secret.replacingOccurrences(of: "\n", with: "\r\n").utf8)) != nil)
    #expect(SigningKey(pem: Array(("comment\n" + secret).utf8)) == nil && SigningKey(pem: []) == nil)
    #expect(VerifyingKey(bytes: [1, 2, 3]) == nil)
    // P-256, as ‘openssl genpkey -algorithm EC’ begins one.
    #expect(
      SigningKey(pem: Array("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n".utf8)) == nil
    )
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func `whatever is done to a key's text, it is another key, the same or none`(seed: UInt64) throws {
    var random = SeededRandom(seed)
    var text = Array(try key(Self.vectors[0].0).verifyingKey.pem.utf8)
    if seed % 2 == 0 {
      text[Int.random(in: text.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
    } else {
      text.removeLast(Int.random(in: 0..<text.count, using: &random))
    }
    guard let read = VerifyingKey(pem: text) else { return }
    let end = text.last == UInt8(ascii: "\n") ? "" : "\n"
    #expect(String(decoding: text, as: UTF8.self) + end == read.pem || text.contains(UInt8(ascii: "\r")))
  }

  @Test func `a fingerprint is read however it is grouped`() throws {
    let key = try key(Self.vectors[0].0).verifyingKey
    #expect(key.fingerprintText.count == 64 + 15 && key.fingerprintText.replacingOccurrences(of: " ", with: "") == key.fingerprint.text)
    for text in [
      key.fingerprintText, key.fingerprint.text, key.fingerprintText.uppercased(), key.fingerprintText.replacingOccurrences(of: " ", with: ":"),
    ] {
      #expect(key.hasFingerprint(text))
    }
    for text in ["", "d75a", String(key.fingerprint.text.dropLast()), key.fingerprint.text + "0", String(repeating: "0", count: 64)] {
      #expect(!key.hasFingerprint(text))
    }
  }

  private static let openssl: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/openssl" }
    .first(where: FileManager.default.isExecutableFile).map { URL(fileURLWithPath: $0) }

  @Test(.enabled(if: openssl != nil, "the openssl program is not installed"))
  func `openssl reads our keys and we read its, and each accepts the other's signatures`() throws {
    let folder = try TemporaryFolder()
    @discardableResult func openssl(_ arguments: String...) throws -> (status: Int32, output: Data) {
      let process = Process()
      process.executableURL = Self.openssl
      process.arguments = arguments
      process.currentDirectoryURL = folder.url
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      try process.run()
      let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return (process.terminationStatus, output)
    }
    func contents(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.url.appendingPathComponent(name))) }
    func put(_ bytes: some Sequence<UInt8>, _ name: String) throws { try Data(bytes).write(to: folder.url.appendingPathComponent(name)) }
    let message = Array("the very bytes".utf8)
    try put(message, "body")

    try openssl("genpkey", "-algorithm", "ed25519", "-out", "theirs.pem")
    let theirs = try #require(SigningKey(pem: try contents("theirs.pem")))
    #expect(try contents("theirs.pem") == theirs.withPEM { Array($0) })
    #expect(try openssl("pkey", "-in", "theirs.pem", "-pubout").output == Data(theirs.verifyingKey.pem.utf8))
    try openssl("pkeyutl", "-sign", "-rawin", "-inkey", "theirs.pem", "-in", "body", "-out", "theirs.sig")
    #expect(try theirs.verifyingKey.isSignature(contents("theirs.sig"), of: message))

    let ours = SigningKey()
    try put(ours.verifyingKey.pem.utf8, "ours.pem")
    try put(ours.signature(of: message), "ours.sig")
    let verify = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "ours.pem", "-sigfile", "ours.sig", "-in"]
    #expect(try openssl(verify[0], verify[1], verify[2], verify[3], verify[4], verify[5], verify[6], verify[7], verify[8], "body").status == 0)
    try put("the very byteS".utf8, "other")
    #expect(try openssl(verify[0], verify[1], verify[2], verify[3], verify[4], verify[5], verify[6], verify[7], verify[8], "other").status != 0)
    let der = try openssl("pkey", "-pubin", "-in", "ours.pem", "-outform", "DER").output
    #expect(Digest.of(Array(der), algorithm: .sha256) == ours.verifyingKey.fingerprint)
  }
}
