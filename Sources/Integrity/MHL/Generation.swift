// SPDX-License-Identifier: Apache-2.0

public import Hashing

/// One manifest of a history, as read.
public struct Generation: Equatable, Sendable {
  /// Its number, from 1.
  public let number: Int
  /// The manifest's file name in the `ascmhl` folder.
  public let fileName: String
  /// The C4 of the file as it is now.
  public let c4: Digest
  /// What it says.
  public let hashList: HashList
}
