// SPDX-License-Identifier: Apache-2.0

/// A length in a programme's layout: `6f` or `5s`.
public enum LayoutDistance: Hashable, Sendable, CustomStringConvertible {
  /// Frames of the file.
  case frames(Int)
  /// Seconds, rounded to the nearest frame.
  case seconds(Double)

  /// The length that `text` states; `nil` for anything else, and beyond a day.
  public init?(_ text: some StringProtocol) {
    if text.hasSuffix("f"), let frames = Int(text.dropLast()), (0...8_640_000).contains(frames) {
      self = .frames(frames)
    } else if text.hasSuffix("s"), let seconds = Double(text.dropLast()), (0...86_400).contains(seconds) {
      self = .seconds(seconds)
    } else {
      return nil
    }
  }

  /// As specifications write it.
  public var description: String {
    switch self {
    case .frames(let count): "\(count)f"
    case .seconds(let seconds): seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
    }
  }
}

/// A place in a programme's layout: `10:00:00:00`, `start+10s`, `end-5s`, `end`.
public enum LayoutPosition: Hashable, Sendable, CustomStringConvertible {
  /// The frame that bears this label.
  case label(String)
  /// So far after the first frame.
  case start(LayoutDistance)
  /// So far before the frame after the last.
  case end(LayoutDistance)

  /// The place that `text` states; `nil` for anything else.
  public init?(_ text: String) {
    if text == "start" {
      self = .start(.frames(0))
    } else if text == "end" {
      self = .end(.frames(0))
    } else if text.hasPrefix("start+"), let distance = LayoutDistance(text.dropFirst(6)) {
      self = .start(distance)
    } else if text.hasPrefix("end-"), let distance = LayoutDistance(text.dropFirst(4)) {
      self = .end(distance)
    } else if text.wholeMatch(of: /([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;]\d\d/) != nil {
      self = .label(text)
    } else {
      return nil
    }
  }

  /// As specifications write it.
  public var description: String {
    switch self {
    case .label(let label): label
    case .start(.frames(0)): "start"
    case .start(let distance): "start+\(distance)"
    case .end(.frames(0)): "end"
    case .end(let distance): "end-\(distance)"
    }
  }
}

extension LayoutDistance: Codable {
  /// A length read as specifications write it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let distance = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no length in frames or seconds")
    }
    self = distance
  }

  /// As specifications write it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension LayoutPosition: Codable {
  /// A place read as specifications write it.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let position = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no place in a layout")
    }
    self = position
  }

  /// As specifications write it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
