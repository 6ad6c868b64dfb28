// SPDX-License-Identifier: Apache-2.0

internal import Timing

/// Reads the markers of an event slot.
struct AAFMarkers {
  /// The attribute that says where the clip begins that a mark is of, in frames of the slot.
  static let clipTag = "_LINEUP_CLIP"

  let store: AAFStore

  init(_ store: AAFStore) { self.store = store }

  /// The markers, with places at the slot's rate, the slots that each is about, and where the clip begins that it is of; `nil` where it does not say.
  func markers(of slot: AAFReading.Slot) -> [(marker: Marker, slots: [Int]?, clip: Int?)] {
    let segment = slot.segment
    let events = segment.kind == .sequence ? store.vector(segment, AAFProperty.components) : [segment]
    return events.compactMap { event in
      guard event.kind == .descriptiveMarker || event.kind == .commentMarker else { return nil }
      let (marker, clip) = self.marker(event)
      return (marker, described(event), clip)
    }
  }

  // MARK: -

  private func marker(_ event: AAFObject) -> (marker: Marker, clip: Int?) {
    let limit = Timeline.longestItem.value
    let position = min(max(-limit, event.integer(AAFProperty.position) ?? 0), limit)
    let length = min(max(0, event.integer(AAFProperty.length) ?? 0), limit)
    var marker = Marker(
      place: FrameCount(position), frames: FrameCount(length), text: event.text(AAFProperty.comment) ?? "")
    var clip: Int?
    var attributes: [(name: String, text: String)] = []
    if let number = store.number(of: AvidProperty.markerAttributes) { attributes = AAFTags(store).tags(event, number) }
    for (name, text) in attributes {
      switch name {
      case "_ATN_CRM_COLOR": marker.color = text.lowercased()
      case "_ATN_CRM_COM" where marker.text.isEmpty: marker.text = text
      case "_ATN_CRM_USER": marker.name = text
      case Self.clipTag: clip = Int(text).flatMap { (0...limit).contains($0) ? $0 : nil }
      default: break
      }
    }
    if let number = store.number(of: AvidProperty.markerUser), let user = event.text(number), marker.name.isEmpty { marker.name = user }
    if marker.color.isEmpty, let number = store.number(of: AvidProperty.markerColor), let data = event.data(number), data.count == 6 {
      marker.color = MarkerColor.name(ofBytes: Array(data))
    }
    return (marker, clip)
  }

  private func described(_ event: AAFObject) -> [Int]? {
    guard let data = event.data(AAFProperty.describedSlots) else { return nil }
    return stride(from: data.startIndex, to: data.endIndex - 3, by: 4).map { AAFValue.integer(data[$0..<$0 + 4], isSigned: false) }
  }
}

/// Names of the colours that markers have.
enum MarkerColor {
  /// Red, green and blue at sixteen bits.
  static let values: [(name: String, red: Int, green: Int, blue: Int)] = [
    ("red", 65535, 0, 0), ("green", 0, 65535, 0), ("blue", 0, 0, 65535), ("cyan", 0, 65535, 65535), ("magenta", 65535, 0, 65535),
    ("yellow", 65535, 65535, 0), ("black", 0, 0, 0), ("white", 65535, 65535, 65535), ("orange", 65535, 32768, 0), ("purple", 32768, 0, 65535),
    ("pink", 65535, 32768, 49152),
  ]

  /// The nearest name.
  static func name(ofBytes bytes: [UInt8]) -> String {
    let (red, green, blue) = (Int(bytes.number(at: 0, UInt16.self)), Int(bytes.number(at: 2, UInt16.self)), Int(bytes.number(at: 4, UInt16.self)))
    func distance(_ color: (name: String, red: Int, green: Int, blue: Int)) -> Int {
      (color.red - red) * (color.red - red) + (color.green - green) * (color.green - green) + (color.blue - blue) * (color.blue - blue)
    }
    return values.min { distance($0) < distance($1) }?.name ?? ""
  }

  /// The six bytes of a name; red where it is none, which is what programs take for unset.
  static func bytes(of name: String) -> [UInt8] {
    let color = values.first { $0.name == name.lowercased() } ?? values[0]
    var bytes: [UInt8] = []
    for part in [color.red, color.green, color.blue] { bytes.append(number: UInt16(part)) }
    return bytes
  }
}
