// SPDX-License-Identifier: Apache-2.0

/// What camera, recorder and crew wrote about a clip, item by item, each with its source: nothing is merged away, so that a reel name that
/// the sidecar and the camera report give differently shows as two entries.
public struct ClipMetadata: Hashable, Sendable, Codable {
  /// What an entry is about.
  public enum Item: String, Hashable, Sendable, Codable, CaseIterable {
    /// The reel or tape name by which an edit refers to the clip.
    case reel
    /// The name of the clip itself.
    case clip
    /// The letter of the camera on a shoot with several.
    case cameraIndex
    /// Who made the camera or the recorder.
    case maker
    /// Its model.
    case model
    /// Its serial number.
    case serialNumber
    /// The lens.
    case lens
    /// Focal length in millimetres, as written.
    case focalLength
    /// The scene.
    case scene
    /// The shot of the scene, where it is written apart.
    case shot
    /// The take.
    case take
    /// Whether the take is circled: `yes` or `no`.
    case circled
    /// The sound roll.
    case soundRoll
    /// The day of the shoot, as `2026-11-27` where it can be told, otherwise as written.
    case shootDate
    /// When it begins, by the recorder's clock: `10:00:00.000`. Where labels have a rate, they say more.
    case timeOfDay
    /// Project or production.
    case project
    /// What somebody noted.
    case note
    /// Sensor frame rate, where it differs from the rate of the file.
    case sensorRate
    /// Shutter angle or time, as written.
    case shutter
    /// Exposure index.
    case exposureIndex
    /// White balance, as written.
    case whiteBalance
    /// Colour space or gamut, as written.
    case colorSpace
    /// Transfer curve or gamma, as written.
    case transfer
    /// The look or LUT that was recorded with the clip.
    case look
    /// ASC CDL slope, offset and power, as an ALE writes them.
    case colorSlopeOffsetPower
    /// ASC CDL saturation.
    case colorSaturation
    /// The unique material identifier (SMPTE ST 330).
    case umid
    /// Names of the sound tracks, in order.
    case trackNames
  }

  /// Where an entry comes from. The first is believed most.
  public enum Source: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// An Avid Log Exchange file on the card, as the camera wrote it.
    case ale
    /// Sony's XML beside a clip.
    case sonyXML
    /// Panasonic's XML of a P2 clip.
    case p2XML
    /// The `iXML` chunk of a Broadcast Wave file.
    case iXML
    /// The `bext` chunk of a Broadcast Wave file (EBU Tech 3285).
    case bext
    /// What the wrapper says.
    case wrapper
    /// The camera's own way of naming files.
    case fileName

    /// Whether `left` is believed more.
    public static func < (left: Source, right: Source) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  /// One thing that one source says.
  public struct Entry: Hashable, Sendable, Codable {
    /// What it is about.
    public var item: Item
    /// What is said, for people.
    public var value: String
    /// Who says so.
    public var source: Source

    /// An entry.
    public init(_ item: Item, _ value: String, from source: Source) {
      self.item = item
      self.value = value
      self.source = source
    }
  }

  /// Every entry, the most believed source of an item first.
  public private(set) var entries: [Entry]

  /// Metadata from entries in any order. The same said twice by one source is kept once.
  public init(_ entries: [Entry] = []) {
    self.entries = []
    for entry in entries { add(entry) }
  }

  /// What the most believed source says of `item`.
  public subscript(item: Item) -> String? { entries.first { $0.item == item }?.value }

  /// Adds an entry. Empty values are not kept.
  public mutating func add(_ entry: Entry) {
    guard !entry.value.isEmpty, !entries.contains(entry) else { return }
    let place = entries.firstIndex { $0.item == entry.item && entry.source < $0.source } ?? entries.endIndex
    entries.insert(entry, at: place)
  }

  /// Adds all of `other`.
  public mutating func merge(_ other: ClipMetadata) {
    for entry in other.entries { add(entry) }
  }

  /// The items on which sources differ, with what each says.
  ///
  /// `1` and `01` are one take, `12-04` and `2026-12-04` one day, and a reel is also told by the name of a clip on it (`A005` and
  /// `A005_C010_0501J0`): these are no disagreements.
  public var disagreements: [(item: Item, entries: [Entry])] {
    Item.allCases.compactMap { item in
      let said = entries.filter { $0.item == item }
      let isAgreed = said.allSatisfy { one in said.allSatisfy { item.agree(one.value, $0.value) } }
      return isAgreed ? nil : (item, said)
    }
  }
}

extension ClipMetadata.Item {
  /// Whether two sources that say `left` and `right` of this item mean the same.
  fileprivate func agree(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    switch self {
    case .take, .shot: return Int(left).map { Int(right) == $0 } ?? false
    case .shootDate: return left.count == 5 && right.hasSuffix("-" + left) || right.count == 5 && left.hasSuffix("-" + right)
    case .reel: return left.begins(reel: right) || right.begins(reel: left)
    default: return false
    }
  }
}

extension String {
  /// Whether the text is `reel` with more behind it that is not a digit: `A1` does not begin `A10`.
  fileprivate func begins(reel: String) -> Bool {
    hasPrefix(reel) && !(dropFirst(reel.count).first?.isNumber ?? false)
  }
}
