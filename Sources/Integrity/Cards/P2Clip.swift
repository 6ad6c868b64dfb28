// SPDX-License-Identifier: Apache-2.0

import Markup

/// What the XML of a P2 clip says of it: `P2Main/ClipContent` with `GlobalClipID`, `EssenceList` and `Relation`, in whatever version of the
/// namespace `urn:schemas-Professional-Plug-in:P2:ClipMetadata`.
struct P2Clip {
  let identifier: String
  /// How many channels of sound it lists.
  let soundChannels: Int
  /// The shot that the clip is a part of, where the camera divided it.
  let shot: String?
  let top: String?
  let previous: String?
  let next: String?
  /// Manufacturer's model of the camera.
  let camera: String?

  /// `nil` where the document is no clip of P2.
  init?(_ root: MarkupElement) {
    guard root.name.local == "P2Main", let content = root.first("ClipContent"), let identifier = content.first("GlobalClipID")?.trimmedText,
      !identifier.isEmpty
    else { return nil }
    self.identifier = identifier
    soundChannels = content.first("EssenceList")?.all("Audio").count ?? 0
    let relation = content.first("Relation")
    let connection = relation?.first("Connection")
    func clip(_ name: String) -> String? { connection?.first(name)?.first("GlobalClipID")?.trimmedText }
    shot = relation?.first("GlobalShotID")?.trimmedText
    (top, previous, next) = (clip("Top"), clip("Previous"), clip("Next"))
    camera = content.first("ClipMetadata")?.first("Device")?.first("ModelName")?.trimmedText
  }
}
