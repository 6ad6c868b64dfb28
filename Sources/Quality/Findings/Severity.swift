// SPDX-License-Identifier: Apache-2.0

/// How much a finding weighs. The profile decides, never the check.
public enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
  /// Must be put right, or waived by the client: the file is rejected.
  case mandatory
  /// To be reviewed by a person; the file may pass with it.
  case advisory
  /// Worth knowing; changes nothing.
  case info
}
