// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// libcrypto's digests, looked up once: a look-up for every small file would cost more than its hash.
///
/// They come from a library context of our own, which reads no openssl.cnf: a machine set to approved algorithms only (FIPS mode) can
/// still check an old MD5 list, and no setting changes what a value is.
enum CryptoDigest {
  nonisolated(unsafe) static let md5 = fetch("MD5")
  nonisolated(unsafe) static let sha1 = fetch("SHA1")
  nonisolated(unsafe) static let sha256 = fetch("SHA256")
  nonisolated(unsafe) static let sha512 = fetch("SHA512")

  /// The library context of our own.
  nonisolated(unsafe) static let library = OSSL_LIB_CTX_new()

  /// Lives as long as the process; immutable, so every thread may use it.
  private static func fetch(_ name: String) -> OpaquePointer {
    guard let digest = EVP_MD_fetch(library, name, nil) else { preconditionFailure("this libcrypto was built without \(name)") }
    return digest
  }
}
