// SPDX-License-Identifier: Apache-2.0

public import Files

extension CacheBypass {
  /// The one of two that says less: of many files the worst is told.
  func orWorse(_ other: CacheBypass) -> CacheBypass { other.doubt > doubt ? other : self }

  /// What to say where files were verified so; nil where the device was asked.
  var doubtOfVerification: String? {
    isOfDevice ? nil : "files may have been answered, at least in part, out of this machine's memory: that says little of what they are on"
  }

  /// Whether what was read came from the device, as far as the system tells.
  public var isOfDevice: Bool { self == .dropped || self == .notKept }

  private var doubt: Int {
    switch self {
    case .dropped: 0
    case .notKept: 1
    case .memory: 2
    case .none: 3
    }
  }
}
