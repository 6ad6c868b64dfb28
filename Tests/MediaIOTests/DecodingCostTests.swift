// SPDX-License-Identifier: Apache-2.0

import Foundation
import MediaIO
import Testing

/// What decoding costs in processor time, beside `ffmpeg -f null` on the same file. Asked for with LINEUP_BENCH=1, in a release build;
/// LINEUP_BENCH_MEDIA names the files, separated by colons.
struct DecodingCostTests {
  /// RUSAGE_SELF and RUSAGE_CHILDREN, which have different types from system to system.
  private static let (thisProcess, itsChildren): (Int32, Int32) = (0, -1)
  static let isAsked = ProcessInfo.processInfo.environment["LINEUP_BENCH"] == "1"
  static let files = ProcessInfo.processInfo.environment["LINEUP_BENCH_MEDIA"]?.split(separator: ":").map(String.init) ?? []

  @Test(.enabled(if: isAsked, "LINEUP_BENCH=1 asks for it"), .serialized, arguments: files)
  func `decoding costs at most a twentieth more than ffmpeg`(_ path: String) throws {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<5 {  // in turn, so that both meet the same weather
      ours.append(try cost(of: Self.thisProcess) { try decode(path) })
      theirs.append(try cost(of: Self.itsChildren) { try ffmpeg(path) })
    }
    let ratio = ours.sorted()[2] / theirs.sorted()[2]
    print("\(path): MediaReader \(ours.sorted()[2]) s, ffmpeg \(theirs.sorted()[2]) s, ratio \(ratio)")
    #expect(ratio <= 1.05)
  }

  private func decode(_ path: String) throws {
    let reader = try MediaReader(path: path)
    var events = 0
    while try reader.next() != nil { events += 1 }
    #expect(events > 0)
  }

  private func ffmpeg(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-f", "null", "-"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// User and system seconds that `work` takes, of this process or of the children it waits for.
  private func cost(of who: Int32, _ work: () throws -> Void) rethrows -> Double {
    func seconds() -> Double {
      var usage = rusage()
      getrusage(who, &usage)
      func total(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
      return total(usage.ru_utime) + total(usage.ru_stime)
    }
    let before = seconds()
    try work()
    return seconds() - before
  }
}
