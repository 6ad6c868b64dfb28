// SPDX-License-Identifier: Apache-2.0

/// A member of the ProRes family, by the name that encoders give it (SMPTE RDD 44, table of labels).
public enum ProResProfile: String, Sendable, CaseIterable {
  case proxy
  case lt
  case standard
  case hq
  case fourFourFourFour = "4444"
  case fourFourFourFourXQ = "4444xq"

  /// Its label in the register.
  var label: UniversalLabel {
    let number: UInt64 =
      switch self {
      case .proxy: 1
      case .lt: 2
      case .standard: 3
      case .hq: 4
      case .fourFourFourFour: 5
      case .fourFourFourFourXQ: 6
      }
    return UniversalLabel(0x060e2b34_0401010d, 0x04010202_03060000 | number << 8)
  }
}
