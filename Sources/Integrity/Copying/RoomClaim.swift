// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Synchronization

/// What running copies on this machine still need of a volume's room, so that one begun later does not count on the same bytes. Two that
/// look at the same moment, before either has claimed, may both pass: the volume is full then for one of them, which goes on another time.
///
/// Each destination of a running copy has a small file in a folder of this user's, held by a lock and named after the volume. A file that
/// nobody holds was left by a copy that is no more: it is taken away and counts for nothing.
final class RoomClaim: Sendable {
  /// One destination's file.
  private struct Held {
    let descriptor: Int32
    let path: String
  }

  private let folder: String
  private let held = Mutex<[String: Held]>([:])

  /// Claims what `targets` still have to take. A claim is a courtesy between copies: where none can be made, the copy goes on without.
  init?(_ targets: [CopyJob.Target], in folder: String = RoomClaim.folder) {
    guard Self.prepare(folder) else { return nil }
    self.folder = folder
    for target in targets { add(target) }
  }

  deinit { held.withLock { for one in $0.values { Self.letGo(one) } } }

  /// Claims what one more destination still has to take.
  func add(_ target: CopyJob.Target) {
    held.withLock { held in
      guard held[target.folder] == nil else { return }
      let path = "\(folder)/\(target.device)-\(getpid())-\(UInt32.random(in: 0...(.max)))-\(held.count)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return }
      let one = Held(descriptor: descriptor, path: path)
      let text = Self.text(target.bytesMissing, target)
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, write(descriptor, text, text.count) == text.count else { return Self.letGo(one) }
      held[target.folder] = one
    }
  }

  /// The destination still has so many bytes to take.
  func update(_ target: CopyJob.Target, bytes: Int64) {
    held.withLock { held in
      guard let one = held[target.folder] else { return }
      let text = Self.text(bytes, target)
      _ = pwrite(one.descriptor, text, text.count, 0)
    }
  }

  /// The destination has all it wanted.
  func release(_ target: CopyJob.Target) { held.withLock { if let one = $0.removeValue(forKey: target.folder) { Self.letGo(one) } } }

  /// The bytes that running copies have claimed of the volume `device` and not yet written.
  static func claimed(of device: UInt64, in folder: String = RoomClaim.folder) -> Int64 {
    guard prepare(folder), let walk = try? FolderWalk(folder) else { return 0 }
    var sum: Int64 = 0
    for case .entry(let entry) in walk where entry.facts.kind == .file {
      let path = "\(folder)/\(entry.path)"
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        unlink(path)
      } else if entry.path.name.hasPrefix("\(device)-") {
        let text = (try? InputFile.text(of: path, limit: 64 << 10)) ?? ""
        sum = sum.addingCapped(max(0, text.split(separator: " ").first.flatMap { Int64($0) } ?? 0))
      }
    }
    return sum
  }

  /// Where claims are: a folder that only this user can write.
  static let folder = (NSTemporaryDirectory() as NSString).appendingPathComponent("lineup-room-\(getuid())")

  // MARK: -

  private static func prepare(_ folder: String) -> Bool {
    mkdir(folder, 0o700)
    var facts = stat()
    return lstat(folder, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR && facts.st_uid == getuid() && facts.st_mode & 0o022 == 0
  }

  /// Twenty digits, so that a smaller number overwrites a larger one whole, and the folder for whoever looks.
  private static func text(_ bytes: Int64, _ target: CopyJob.Target) -> [UInt8] {
    let digits = String(max(0, bytes))
    return Array("\(String(repeating: "0", count: 20 - digits.count))\(digits) \(target.folder)\n".utf8)
  }

  private static func letGo(_ one: Held) {
    unlink(one.path)
    close(one.descriptor)
  }
}
