// SPDX-License-Identifier: Apache-2.0

import CCrypto
import CXXHash

/// One running computation: the only place that holds a hash library's memory, and frees it.
///
/// Not thread-safe: its owner feeds it from one thread at a time.
final class HashState {
  let algorithm: HashAlgorithm
  private let context: Context

  private enum Context {
    case xxh32(OpaquePointer)
    case xxh64(OpaquePointer)
    case xxh3(OpaquePointer)
    case crypto(OpaquePointer, OpaquePointer)
  }

  init(_ algorithm: HashAlgorithm) {
    self.algorithm = algorithm
    context =
      switch algorithm {
      case .xxh32: .xxh32(Self.allocated(XXH32_createState()))
      case .xxh64: .xxh64(Self.allocated(XXH64_createState()))
      case .xxh3, .xxh128: .xxh3(Self.allocated(XXH3_createState()))
      case .c4: .crypto(Self.allocated(EVP_MD_CTX_new()), CryptoDigest.sha512)
      case .sha256: .crypto(Self.allocated(EVP_MD_CTX_new()), CryptoDigest.sha256)
      case .sha1: .crypto(Self.allocated(EVP_MD_CTX_new()), CryptoDigest.sha1)
      case .md5: .crypto(Self.allocated(EVP_MD_CTX_new()), CryptoDigest.md5)
      }
    reset()
  }

  deinit {
    switch context {
    case .xxh32(let state): XXH32_freeState(state)
    case .xxh64(let state): XXH64_freeState(state)
    case .xxh3(let state): XXH3_freeState(state)
    case .crypto(let state, _): EVP_MD_CTX_free(state)
    }
  }

  /// Takes in `bytes`, which may be none.
  func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    let succeeded =
      switch (context, algorithm) {
      case (.xxh32(let state), _): XXH32_update(state, start, bytes.count) == XXH_OK
      case (.xxh64(let state), _): XXH64_update(state, start, bytes.count) == XXH_OK
      case (.xxh3(let state), .xxh128): XXH3_128bits_update(state, start, bytes.count) == XXH_OK
      case (.xxh3(let state), _): XXH3_64bits_update(state, start, bytes.count) == XXH_OK
      case (.crypto(let state, _), _): EVP_DigestUpdate(state, start, bytes.count) == 1
      }
    precondition(succeeded, "the hash library refused to take in bytes")
  }

  /// The value of everything taken in. The state is then as new, in the same memory.
  func finish() -> Digest {
    let bytes: [UInt8] =
      switch (context, algorithm) {
      case (.xxh32(let state), _): Array(Self.bigEndian(UInt64(XXH32_digest(state)))[4...])
      case (.xxh64(let state), _): Self.bigEndian(XXH64_digest(state))
      case (.xxh3(let state), .xxh128): Self.bigEndian(XXH3_128bits_digest(state))
      case (.xxh3(let state), _): Self.bigEndian(XXH3_64bits_digest(state))
      case (.crypto(let state, _), _): Self.finished(state, count: algorithm.byteCount)
      }
    reset()
    return Digest(computed: bytes, algorithm)
  }

  // MARK: -

  private func reset() {
    let succeeded =
      switch (context, algorithm) {
      case (.xxh32(let state), _): XXH32_reset(state, 0) == XXH_OK
      case (.xxh64(let state), _): XXH64_reset(state, 0) == XXH_OK
      case (.xxh3(let state), .xxh128): XXH3_128bits_reset(state) == XXH_OK
      case (.xxh3(let state), _): XXH3_64bits_reset(state) == XXH_OK
      case (.crypto(let state, let digest), _): EVP_DigestInit_ex2(state, digest, nil) == 1
      }
    precondition(succeeded, "the hash library refused to begin")
  }

  private static func allocated(_ pointer: OpaquePointer?) -> OpaquePointer {
    guard let pointer else { preconditionFailure("no memory for a hash state") }
    return pointer
  }

  private static func finished(_ state: OpaquePointer, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      precondition(EVP_DigestFinal_ex(state, buffer.baseAddress, nil) == 1, "libcrypto refused to finish")
      filled = count
    }
  }

  private static func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
  private static func bigEndian(_ value: XXH128_hash_t) -> [UInt8] { bigEndian(value.high64) + bigEndian(value.low64) }
}
