// SPDX-License-Identifier: Apache-2.0

/// Which Lineup this is.
enum Release {
  /// The version that `--version`, manifests and reports name.
  static let version = "0.1.0"
}
