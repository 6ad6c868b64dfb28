// SPDX-License-Identifier: Apache-2.0

/// What a section of a programme's layout holds.
public enum LayoutContent: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// Colour bars.
  case bars
  /// Line-up tone.
  case tone
  /// A clock or slate that names the item.
  case clock
  /// Black pictures.
  case black
  /// No sound on any track.
  case silence
  /// A picture that stands perfectly still.
  case still
  /// The programme, whose loudness is judged.
  case programme
}
