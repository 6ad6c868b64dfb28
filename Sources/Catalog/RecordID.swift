// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Ids that no two machines make alike.
public enum RecordID {
  /// A new one: a random UUID in lower case.
  public static func make() -> String { UUID().uuidString.lowercased() }
}
