// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import MediaIO
import Signals
import Timing

/// Writes the clock of each part from what was answered and what is known of the material.
struct FormatCards: Sendable {
  let directions: FormatDirections
  /// What was asked for, in the order in which it stands.
  let items: [MetadataItem]
  let answers: [String: String]
  let material: FormatMaterial
  let tracks: [FormatTrack]
  let day: Timestamp

  /// The card of each part; none where the layout has no clock.
  var cards: [IdentCard] {
    guard let card = directions.card?.value else { return [] }
    let headlineKey = card == .commercial ? "clockNumber" : "title"
    let given = items.filter { $0.key != headlineKey }.compactMap { item in
      answers[item.key].map { IdentCard.Row(Self.label(item.key), $0) }
    }
    return material.parts.indices.map { part in
      var rows = given
      if material.parts.count > 1 { rows.append(.init("Part", "\(part + 1) of \(material.parts.count)")) }
      rows.append(.init("Duration", duration(material.parts[part].frames, isCommercial: card == .commercial)))
      rows.append(.init("Format", format))
      if !tracks.isEmpty { rows.append(.init("Sound", sound)) }
      rows.append(.init("Date", date))
      return IdentCard(headline: answers[headlineKey] ?? "", rows: rows)
    }
  }

  // MARK: -

  /// `episodeTitle` as people write it: `Episode title`.
  private static func label(_ key: String) -> String {
    let words = key.reduce(into: "") { text, letter in text += letter.isUppercase ? " " + letter.lowercased() : String(letter) }
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func duration(_ frames: Int, isCommercial: Bool) -> String {
    let rate = material.rate
    if isCommercial, frames * rate.denominator % rate.numerator == 0 {
      let seconds = frames * rate.denominator / rate.numerator
      return "\(seconds) second\(seconds == 1 ? "" : "s")"
    }
    return Timecode(wrapping: FrameCount(frames), at: rate).description
  }

  /// `1080i25, 16:9`, as EBU Tech 3299 names scanning: lines, kind, frames a second.
  private var format: String {
    let form = material.form
    let width = form.width * max(1, form.pixelAspect.numerator)
    let height = form.height * max(1, form.pixelAspect.denominator)
    let shapes = [(16, 9), (4, 3), (21, 9), (1, 1)]
    let shape = shapes.first { abs(Double(width) / Double(height) - Double($0.0) / Double($0.1)) < 0.02 }
    let aspect = shape.map { "\($0.0):\($0.1)" } ?? "\((Double(width) / Double(height) * 100).rounded() / 100):1"
    return "\(form.height)\(form.scan.isInterlaced ? "i" : "p")\(material.rate), \(aspect)"
  }

  private var sound: String {
    var counts: [(name: String, count: Int)] = []
    for track in tracks {
      let name =
        switch track.shape.layout {
        case .stereo: "stereo"
        case .surround51: "5.1"
        case .mono: "mono"
        default: track.channels.count == 1 ? "mono" : "\(track.channels.count) channels"
        }
      if let index = counts.firstIndex(where: { $0.name == name }) { counts[index].count += 1 } else { counts.append((name, 1)) }
    }
    let text = counts.map { $0.count == 1 ? $0.name : "\($0.count) × \($0.name)" }.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// The day as people write it: `28 November 2026`.
  private var date: String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    let parts = day.dateText.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (1...12).contains(parts[1]) else { return day.dateText }
    return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
  }
}
