// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value that is worked out once, by the first that asks for it; others wait for it meanwhile.
final class Deferred<Value: Sendable>: Sendable {
  private let slot = Mutex<Value?>(nil)

  /// The value; `make` is called where there is none yet.
  func value(_ make: () -> Value) -> Value {
    slot.withLock { known in
      if let known { return known }
      let made = make()
      known = made
      return made
    }
  }
}
