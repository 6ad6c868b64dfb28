// SPDX-License-Identifier: Apache-2.0

import Files
import Synchronization

/// A destination, or what there is above it, held open from planning until it is written to.
///
/// The system gives a volume's number to the next one as soon as nothing holds the first: one that was exchanged in between would pass for it, and
/// what was found of the first, room and files, would be believed of the second. While it is held it cannot be unmounted, and one that is torn out
/// keeps its number to itself.
final class VolumeHold: Sendable {
  private let folder: Mutex<OpenFolder?>

  /// Holds the folder `path`, or the nearest above it that is there.
  init(_ path: String) {
    var path = path
    while FileFacts.isAbsent(path), path != "/" { path = SystemPath.split(path).folder }
    folder = Mutex(try? OpenFolder(path))
  }

  /// Whether anything is held.
  var isHeld: Bool { folder.withLock { $0 != nil } }

  /// Lets go, so that an operator can unmount the volume and mount it again while a copy waits for it.
  func release() { folder.withLock { $0 = nil } }
}
