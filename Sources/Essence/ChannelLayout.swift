// SPDX-License-Identifier: Apache-2.0

/// Which channel of a stream feeds which loudspeaker.
public struct ChannelLayout: Hashable, Sendable, Codable, CustomStringConvertible {
  /// A loudspeaker position, named as ITU-R BS.2051 and the trade's short forms do.
  public enum Position: String, Hashable, Sendable, Codable, CaseIterable {
    /// Left.
    case left = "L"
    /// Right.
    case right = "R"
    /// Centre.
    case center = "C"
    /// Low-frequency effects.
    case lowFrequency = "LFE"
    /// Left surround.
    case leftSurround = "Ls"
    /// Right surround.
    case rightSurround = "Rs"
    /// Left rear surround of 7.1.
    case leftRearSurround = "Lrs"
    /// Right rear surround of 7.1.
    case rightRearSurround = "Rrs"
    /// A single full-programme channel.
    case mono = "M"
    /// A channel whose place is not stated.
    case unknown = "?"
  }

  /// The positions, in channel order.
  public var positions: [Position]

  /// A layout of `positions`.
  public init(_ positions: [Position]) { self.positions = positions }

  /// One channel.
  public static let mono = ChannelLayout([.mono])
  /// Two-channel stereo.
  public static let stereo = ChannelLayout([.left, .right])
  /// 5.1 in the order of SMPTE ST 2067-8 and most files: L R C LFE Ls Rs.
  public static let surround51 = ChannelLayout([.left, .right, .center, .lowFrequency, .leftSurround, .rightSurround])

  /// The trade's short name where there is one, else the positions.
  public var description: String {
    switch self {
    case .mono: "mono"
    case .stereo: "stereo"
    case .surround51: "5.1"
    default: positions.map(\.rawValue).joined(separator: " ")
    }
  }
}
