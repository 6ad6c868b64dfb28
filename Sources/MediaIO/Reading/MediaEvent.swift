// SPDX-License-Identifier: Apache-2.0

public import Essence
public import Timing

/// What a reader comes upon next in a file.
public enum MediaEvent: Sendable {
  /// A decoded picture of a stream.
  case picture(Picture, stream: Int)
  /// Decoded sound of a stream, full scale at ±1.
  case sound(AudioBlock<Float>, stream: Int)
  /// Decoded sound of a stream, as the integers that were stored.
  case integerSound(AudioBlock<Int32>, stream: Int)
  /// Something that could not be read or decoded. Reading goes on after it unless the file ends there.
  case damage(MediaDamage)
}

/// A place in a file that could not be read or decoded: a finding, not an error.
public struct MediaDamage: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The kind of damage.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A packet that its decoder refused.
    case undecodable
    /// Part of the file that could not be read or taken apart; nothing after it was read.
    case unreadable
    /// Fewer pictures than the wrapper promises.
    case endsEarly
  }

  /// The kind of damage.
  public var kind: Kind
  /// The stream it is in, where that is known.
  public var stream: Int?
  /// The picture at or after which it lies, for picture streams.
  public var position: FrameCount?
  /// The damage in words.
  public var text: String

  /// Damage of a kind at a place.
  public init(_ kind: Kind, stream: Int? = nil, position: FrameCount? = nil, text: String) {
    self.kind = kind
    self.stream = stream
    self.position = position
    self.text = text
  }

  /// The damage in words, with its place.
  public var description: String {
    let place = [stream.map { "stream \($0)" }, position.map { "picture \($0)" }].compactMap(\.self).joined(separator: ", ")
    return place.isEmpty ? text : "\(place): \(text)"
  }
}
