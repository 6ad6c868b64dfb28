// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// The private half of an Ed25519 key (RFC 8032): what signs.
///
/// The key itself is in libcrypto's memory, which is cleared when it is freed. It has no description, is not encodable, and leaves this type
/// only as the text of a key file.
public final class SigningKey: @unchecked Sendable {
  // Sound to share: the key is never changed after it was made, and libcrypto counts its owners.
  private let key: OpaquePointer

  /// A new key, from libcrypto's generator for secrets.
  public init() {
    guard let context = EVP_PKEY_CTX_new_from_name(CryptoDigest.library, Ed25519.name, nil) else { Ed25519.missing() }
    defer { EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_generate(context, &made) == 1, let made else {
      preconditionFailure("libcrypto has no random numbers for a key")
    }
    key = made
  }

  /// The key of a PEM file in PKCS #8 (RFC 8410, section 7), as this type and `openssl genpkey -algorithm ed25519` write it.
  /// - Returns: Nothing where the text is anything else, such as an encrypted key or one of another algorithm.
  public init?(pem: [UInt8]) {
    guard var secret = PEMText.decode(pem, label: Self.label, prefix: Ed25519.privatePrefix, count: Ed25519.keyBytes) else { return nil }
    defer { secret.wipe() }
    guard let key = EVP_PKEY_new_raw_private_key_ex(CryptoDigest.library, Ed25519.name, nil, secret, secret.count) else { Ed25519.missing() }
    self.key = key
  }

  deinit { EVP_PKEY_free(key) }

  /// The public half.
  public var verifyingKey: VerifyingKey {
    VerifyingKey(
      known: [UInt8](unsafeUninitializedCapacity: Ed25519.keyBytes) { buffer, count in
        count = Ed25519.keyBytes
        precondition(EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &count) == 1, "libcrypto does not give the public key")
      })
  }

  /// The signature of `message`: 64 bytes, the same every time.
  public func signature(of message: some Sequence<UInt8>) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a signature") }
    defer { EVP_MD_CTX_free(context) }
    let message = Array(message)
    return [UInt8](unsafeUninitializedCapacity: Ed25519.signatureBytes) { buffer, count in
      count = Ed25519.signatureBytes
      let succeeded =
        EVP_DigestSignInit_ex(context, nil, nil, CryptoDigest.library, nil, key, nil) == 1
        && EVP_DigestSign(context, buffer.baseAddress, &count, message, message.count) == 1
      precondition(succeeded, "libcrypto refused to sign")
    }
  }

  /// Hands `body` the text of a key file, and clears it from memory when `body` returns. Whatever `body` copies is its own affair.
  public func withPEM<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    var secret = [UInt8](unsafeUninitializedCapacity: Ed25519.keyBytes) { buffer, count in
      count = Ed25519.keyBytes
      precondition(EVP_PKEY_get_raw_private_key(key, buffer.baseAddress, &count) == 1, "libcrypto does not give the private key")
    }
    defer { secret.wipe() }
    var text = PEMText.encode(secret, label: Self.label, prefix: Ed25519.privatePrefix)
    defer { text.wipe() }
    return try text.withUnsafeBytes(body)
  }

  private static let label = "PRIVATE KEY"
}

/// The fixed facts of Ed25519.
enum Ed25519 {
  static let name = "ED25519"
  static let keyBytes = 32
  static let signatureBytes = 64
  /// What stands before the 32 bytes of a private key in PKCS #8: version 0, the algorithm 1.3.101.112, an octet string in an octet string.
  static let privatePrefix: [UInt8] = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
  /// What stands before the 32 bytes of a public key in a SubjectPublicKeyInfo: the algorithm 1.3.101.112, a bit string.
  static let publicPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

  static func missing() -> Never { preconditionFailure("this libcrypto was built without \(name)") }
}

extension [UInt8] {
  /// Clears the memory, which the optimizer may not leave out. Copies that Swift made of the array are out of reach.
  mutating func wipe() {
    withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    removeAll()
  }
}
