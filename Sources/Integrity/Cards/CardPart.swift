// SPDX-License-Identifier: Apache-2.0

import Files

/// Tells a folder that is only a part of a camera's card by its name: the index and half of the clips may lie beside it.
///
/// It is asked where no card was recognised: some cards are whole in a folder of such a name.
public enum CardPart {
  /// Folders that a card has at its top, and whose cards they are.
  private static let tops = [
    "CONTENTS": "a Panasonic P2, Canon XF or similar card", "XDROOT": "a Sony XDCAM or XAVC card", "BPAV": "a Sony XDCAM EX card",
    "M4ROOT": "a Sony XAVC S card", "AVCHD": "an AVCHD card", "BDMV": "an AVCHD card",
  ]
  /// Folders below those.
  private static let below: Set<String> = [
    "CLIP", "VIDEO", "AUDIO", "ICON", "VOICE", "PROXY", "SUB", "GENERAL", "EDIT", "TAKE", "USERDATA", "CLPR", "STREAM", "CLIPINF", "PLAYLIST", "BDMV",
  ]

  /// Why the folder at `path` is not a whole card, to follow its path in a sentence; `nil` where nothing says so.
  public static func reservation(_ path: String) -> String? {
    let (above, name) = SystemPath.split(path)
    if let card = tops[name.uppercased()] { return "is a part of \(card): offload the folder above it, where what belongs to the clips is as well" }
    let parent = SystemPath.split(above).name.uppercased()
    guard below.contains(name.uppercased()) || name.uppercased().hasPrefix("CLIPS"), let card = tops[parent] else { return nil }
    return "is a part of \(card): offload the card’s own folder, where what belongs to the clips is as well"
  }
}
