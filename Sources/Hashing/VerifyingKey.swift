// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// The public half of an Ed25519 key (RFC 8032): what anybody may have, to check signatures with.
public struct VerifyingKey: Hashable, Sendable {
  /// The key as RFC 8032 encodes it: 32 bytes.
  public let bytes: [UInt8]

  init(known bytes: [UInt8]) { self.bytes = bytes }

  /// The key of 32 bytes as RFC 8032 encodes it; nothing where there are more or fewer, or where they are no key that anybody could hold alone.
  public init?(bytes: [UInt8]) {
    guard Self.isUsable(bytes) else { return nil }
    self.bytes = bytes
  }

  /// The key of a PEM text (RFC 8410, section 4), as `pem` and `openssl pkey -pubout` write it; nothing where it is anything else.
  public init?(pem: [UInt8]) {
    guard let bytes = PEMText.decode(pem, label: Self.label, prefix: Ed25519.publicPrefix, count: Ed25519.keyBytes),
      Self.isUsable(bytes)
    else { return nil }
    self.bytes = bytes
  }

  /// The key as PEM.
  public var pem: String { String(decoding: PEMText.encode(bytes, label: Self.label, prefix: Ed25519.publicPrefix), as: UTF8.self) }

  /// SHA-256 of the key as DER (SubjectPublicKeyInfo), which `openssl pkey -pubin -outform DER | openssl dgst -sha256` computes as well.
  public var fingerprint: Digest { Digest.of(Ed25519.publicPrefix + bytes, algorithm: .sha256) }

  /// The fingerprint as people read it to each other: sixteen groups of four digits.
  public var fingerprintText: String {
    let digits = Array(fingerprint.text)
    return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
  }

  /// Whether `text` is the fingerprint, however it is grouped: spaces, colons and hyphens do not matter, nor does case.
  public func hasFingerprint(_ text: String) -> Bool { Self.fingerprint(text) == fingerprint }

  /// The fingerprint that `text` writes, however it is grouped; nothing where it is none.
  public static func fingerprint(_ text: String) -> Digest? {
    try? Digest(text.filter { !" :-".contains($0) }, algorithm: .sha256)
  }

  /// Whether `signature` is the private half's signature of `message`.
  public func isSignature(_ signature: [UInt8], of message: some Sequence<UInt8>) -> Bool {
    guard signature.count == Ed25519.signatureBytes,
      let key = EVP_PKEY_new_raw_public_key_ex(CryptoDigest.library, Ed25519.name, nil, bytes, bytes.count)
    else { return false }
    defer { EVP_PKEY_free(key) }
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory to check a signature") }
    defer { EVP_MD_CTX_free(context) }
    let message = Array(message)
    guard EVP_DigestVerifyInit_ex(context, nil, nil, CryptoDigest.library, nil, key, nil) == 1 else {
      preconditionFailure("this libcrypto cannot check \(Ed25519.name)")
    }
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  private static let label = "PUBLIC KEY"

  /// Whether the bytes are a point written as RFC 8032 (5.1.3) writes it, below p = 2²⁵⁵ − 19, and none of the eight whose order divides 8: under
  /// those, signatures fit many messages and nobody has a private key.
  private static func isUsable(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == Ed25519.keyBytes else { return false }
    var y = bytes
    y[31] &= 0x7F  // the top bit is the sign of x
    let isBelowP = y[31] != 0x7F || y[1...30].contains { $0 != 0xFF } || y[0] < 0xED
    return isBelowP && !ordersBelowNine.contains(y)
  }

  /// The y of those points: 0, 1, p − 1 and the two of order 8.
  private static let ordersBelowNine: Set<[UInt8]> = {
    let texts = [
      String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31), "ec" + String(repeating: "ff", count: 30) + "7f",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ]
    return Set(texts.compactMap(HexText.decode))
  }()
}
