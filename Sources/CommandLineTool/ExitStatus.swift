// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalog
import Operations

/// What the program tells the shell when it ends. The usage error, 64, is the argument parser's own.
enum ExitStatus: Int32 {
  /// Done, and clean.
  case clean = 0
  /// Done, and what was examined did not pass.
  case rejected = 1
  /// Could not be done.
  case failed = 2
  /// Done for some of what was asked.
  case partial = 3

  /// The status that says how a task ended.
  init(_ status: WorkStatus) {
    switch status {
    case .clean: self = .clean
    case .rejected: self = .rejected
    case .partial: self = .partial
    case .failed, .blocked, .cancelled, .waiting, .running: self = .failed
    }
  }
}
