// SPDX-License-Identifier: Apache-2.0

public import Editorial

/// A parser that is fed with bytes of chance: it may refuse them, and must not crash, hang or eat the memory.
public enum FuzzTarget: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// Every kind of file that holds a cut; what is read is written in every format and read again, and all is done with it that is done with cuts.
  case timeline(TimelineFormat)
  /// Any other file that comes from outside.
  case document(FuzzDocument)

  /// All of them.
  public static var allCases: [FuzzTarget] { TimelineFormat.allCases.map { .timeline($0) } + FuzzDocument.allCases.map { .document($0) } }

  /// Its name, as the folder of its seeds is called: `edl`, `markup`.
  public var description: String {
    switch self {
    case .timeline(let format): format.rawValue
    case .document(let document): document.rawValue
    }
  }

  /// What an answer broke, in words; `nil` where all is well.
  ///
  /// - Parameter inEveryFormat: whether a cut is written in every format, or in its own and in one more that depends on the bytes, which is many times
  ///   faster and comes round to all of them.
  public func fault(_ bytes: [UInt8], inEveryFormat: Bool = true) -> String? {
    switch self {
    case .timeline(let format): CutFuzzing.fault(format, bytes, inEveryFormat: inEveryFormat)
    case .document(let document): document.fault(bytes)
    }
  }
}
