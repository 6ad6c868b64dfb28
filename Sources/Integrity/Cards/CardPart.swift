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

  /// Why no copy named `name` belongs into `folder`, to follow its path in a sentence: it lies inside a card, or a card's folders lie loose in it, and
  /// two cards would be mixed up. `nil` where nothing says so; a folder that only has such a name does not.
  static func objection(to folder: String, copyNamed name: String) -> String? {
    var place = folder
    while case let (above, name) = SystemPath.split(place), above != place, !name.isEmpty {
      if let card = tops[name.uppercased()], holdsPieces(place) {
        return "lies in ‘\(place.printable)’, a part of \(card), and nothing is written into one: name a folder outside ‘\(above.printable)’"
      }
      place = above
    }
    // A copy that has a history of its own may take more.
    guard (try? FileFacts.ifExists(SystemPath.join(folder, GenerationName.folder))) == nil else { return nil }
    let own = name.uppercased()
    let loose = names(in: folder).filter { $0.uppercased() != own && tops[$0.uppercased()] != nil && holdsPieces(SystemPath.join(folder, $0)) }
    guard let piece = loose.first, let card = tops[piece.uppercased()] else { return nil }
    return
      "holds ‘\(piece.printable)’, a part of \(card), and two cards would be mixed up: name a folder of its own for this copy, and move what is there "
      + "into one that is named after its card"
  }

  private static func holdsPieces(_ folder: String) -> Bool {
    names(in: folder).contains { below.contains($0.uppercased()) || $0.uppercased().hasPrefix("CLIPS") }
  }

  private static func names(in folder: String) -> [String] { (try? OpenFolder(folder).names()) ?? [] }
}
