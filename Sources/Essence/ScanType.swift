// SPDX-License-Identifier: Apache-2.0

/// Whether a picture was scanned at once or in two fields, and which field came first.
public enum ScanType: String, Hashable, Sendable, Codable {
  /// One scan.
  case progressive
  /// Two fields, the one with the top line first.
  case interlacedTopFirst
  /// Two fields, the one with the second line first.
  case interlacedBottomFirst

  /// Whether the picture has two fields.
  public var isInterlaced: Bool { self != .progressive }
}
