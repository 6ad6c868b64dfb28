// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets

/// The parser of this run: the name in `LINEUP_FUZZ_TARGET`.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["LINEUP_FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget.allCases.first(where: { $0.description == name }) else {
    // libFuzzer ends a process that exits without writing out what was printed.
    let names = FuzzTarget.allCases.map(\.description).joined(separator: " ")
    FileHandle.standardOutput.write(Data("LINEUP_FUZZ_TARGET is one of \(names)\n".utf8))
    exit(64)
  }
  return target
}()

/// What libFuzzer calls with its bytes (LLVM 21, “libFuzzer”, Fuzz Target).
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let fault = target.fault(Array(UnsafeBufferPointer(start: start, count: count)), inEveryFormat: false) {
    FileHandle.standardError.write(Data("fault: \(fault)\n".utf8))
    abort()
  }
  return 0
}
