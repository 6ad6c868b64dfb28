// SPDX-License-Identifier: Apache-2.0

public import Hashing

extension HashAlgorithm {
  /// The formats that an ASC MHL v2.0 manifest can hold, in the order of `ASCMHL.xsd`.
  public static let manifestFormats: [HashAlgorithm] = [.c4, .md5, .sha1, .xxh128, .xxh3, .xxh64]

  /// Whether an ASC MHL v2.0 manifest can hold it (SHA-256 has no element there).
  public var isManifestFormat: Bool { Self.manifestFormats.contains(self) }
}
