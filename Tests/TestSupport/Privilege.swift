// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a test does as somebody who may not read everything.
public enum Privilege {
  /// Whether `without` can do what it says here.
  public static let canBeDropped = getuid() != 0 || setFileUser != nil

  /// Runs `body`, on this thread, as a user to whom permissions apply: the tests of a container run as root, who may read and write everything. Nothing
  /// that `body` starts on other threads is concerned.
  public static func without<Value>(_ body: () throws -> Value) rethrows -> Value {
    guard getuid() == 0, let setFileUser else { return try body() }
    _ = setFileUser(nobody)
    defer { _ = setFileUser(0) }
    return try body()
  }

  private static let nobody: UInt32 = 65534

  /// Linux: the user that a thread's look at files is done for (setfsuid(2)).
  private static let setFileUser: (@convention(c) @Sendable (UInt32) -> Int32)? = dlsym(dlopen(nil, RTLD_NOW), "setfsuid").map {
    unsafeBitCast($0, to: (@convention(c) @Sendable (UInt32) -> Int32).self)
  }
}
