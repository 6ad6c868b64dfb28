// SPDX-License-Identifier: Apache-2.0

internal import CLibAV
internal import Essence

extension ChannelLayout {
  /// The layout that libav gives; `nil` where it knows the number of channels only. The corresponding C function is
  /// `av_channel_layout_channel_from_index`.
  init?(_ layout: AVChannelLayout) {
    guard layout.order != AV_CHANNEL_ORDER_UNSPEC, layout.nb_channels > 0, layout.nb_channels <= 64 else { return nil }
    var layout = layout
    let channels = (0..<UInt32(layout.nb_channels)).map { av_channel_layout_channel_from_index(&layout, $0) }
    if channels == [AV_CHAN_FRONT_CENTER] {
      self = .mono
      return
    }
    let hasSides = channels.contains(AV_CHAN_SIDE_LEFT)
    self.init(
      channels.map { channel in
        switch channel {
        case AV_CHAN_BACK_LEFT where !hasSides: .leftSurround  // 5.1 "back" is the same pair of loudspeakers under another name
        case AV_CHAN_BACK_RIGHT where !hasSides: .rightSurround
        default: places[channel.rawValue] ?? .unknown
        }
      })
  }

  /// The layout as libav's type; a layout with unknown or repeated positions says only how many channels it has.
  var libAV: AVChannelLayout {
    var mask: UInt64 = 0
    for position in positions {
      if let channel = position.libAV { mask |= 1 << UInt64(channel.rawValue) }
    }
    var layout = AVChannelLayout()
    if mask.nonzeroBitCount == positions.count, av_channel_layout_from_mask(&layout, mask) == 0 { return layout }
    layout.order = AV_CHANNEL_ORDER_UNSPEC
    layout.nb_channels = Int32(positions.count)
    return layout
  }

  /// Whether libav knows the places of the channels.
  var isPlaced: Bool { libAV.order == AV_CHANNEL_ORDER_NATIVE }

  /// The layout for filters, which take none without places. Channels of unknown place stand in libav's first places, and one alone in the
  /// centre: each stays itself as long as nothing is mixed.
  var placed: AVChannelLayout {
    guard !isPlaced, (1...63).contains(positions.count) else { return libAV }
    var layout = AVChannelLayout()
    av_channel_layout_from_mask(&layout, positions.count == 1 ? 1 << UInt64(AV_CHAN_FRONT_CENTER.rawValue) : (1 << UInt64(positions.count)) - 1)
    return layout
  }

  /// The indices of the channels in libav's order, which is that of the places' numbers.
  var order: [Int] {
    guard isPlaced else { return Array(positions.indices) }
    return positions.indices.sorted { (positions[$0].libAV?.rawValue ?? 0) < (positions[$1].libAV?.rawValue ?? 0) }
  }

  /// `placed` as text for filters: a mask.
  var filterName: String { "0x" + String(placed.u.mask, radix: 16) }
}

/// Positions by libav's channel. Side and back surrounds are one pair in 5.1; 7.1 has both, and its back pair is the rear one.
private let places: [AVChannel.RawValue: ChannelLayout.Position] = [
  AV_CHAN_FRONT_LEFT.rawValue: .left, AV_CHAN_FRONT_RIGHT.rawValue: .right, AV_CHAN_FRONT_CENTER.rawValue: .center,
  AV_CHAN_LOW_FREQUENCY.rawValue: .lowFrequency, AV_CHAN_SIDE_LEFT.rawValue: .leftSurround, AV_CHAN_SIDE_RIGHT.rawValue: .rightSurround,
  AV_CHAN_BACK_LEFT.rawValue: .leftRearSurround, AV_CHAN_BACK_RIGHT.rawValue: .rightRearSurround,
]

extension ChannelLayout.Position {
  /// The position as libav's channel; `nil` for an unknown place.
  fileprivate var libAV: AVChannel? {
    switch self {
    case .left: AV_CHAN_FRONT_LEFT
    case .right: AV_CHAN_FRONT_RIGHT
    case .center, .mono: AV_CHAN_FRONT_CENTER
    case .lowFrequency: AV_CHAN_LOW_FREQUENCY
    case .leftSurround: AV_CHAN_SIDE_LEFT
    case .rightSurround: AV_CHAN_SIDE_RIGHT
    case .leftRearSurround: AV_CHAN_BACK_LEFT
    case .rightRearSurround: AV_CHAN_BACK_RIGHT
    case .unknown: nil
    }
  }
}
