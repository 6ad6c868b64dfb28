// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation

/// A card that was copied and that its camera went on with: the clips of the copy are still there, and the card's own index is another.
///
/// Nothing is overwritten and a generation vouches for what it lists, so the card as it is now gets a copy of its own beside the first.
enum GrownCard {
  /// Files in which a camera counts what is on its card, and which it writes anew with every clip.
  private static let indexes: Set<String> = [
    "mediapro.xml", "cueup.xml", "discmeta.xml", "index.xml", "index.rsv", "index.bup", "lastclip.txt", "movieobj.bdm", "index.bdm", "movieobj.bdmv",
    "index.bdmv", "status.bin", "sony.xml", "mediapro.bup", "cueup.bup",
  ]

  /// Whether a file is a card's index, by its name. AVCHD's lists of clips count too: they say what is recorded in one go.
  static func isIndex(_ path: ContainedPath) -> Bool {
    let name = path.name.lowercased()
    return indexes.contains(name) || name.hasSuffix(".mpl") || name.hasSuffix(".mpls")
  }

  /// What is wrong and what to do, to follow the copy's path in a sentence.
  /// - Parameters:
  ///   - proof: what was compared of the files that are the same.
  ///   - same: how many files of the copy are as on the source.
  ///   - new: how many are on the source only.
  ///   - free: a name that nothing has at any destination.
  static func words(same: Int, proof: String, indexes: [String], new: Int, free: String) -> String {
    let whole = "\(CountText(same, "file")) of the copy there \(same == 1 ? "is" : "are") on the source as well, the same by \(proof)"
    let growth = new == 0 ? "no file is new" : "\(CountText(new, "file")) \(new == 1 ? "is" : "are") new on the source"
    return "holds this card as it was earlier, it seems: \(whole), \(growth), and only the card’s index has changed (\(indexes.listed)). "
      + "Nothing is overwritten: copy the card whole beside it under another name, with --name \(argument(free))"
  }

  /// A name as it can be copied into a command.
  static func argument(_ name: String) -> String {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    return isPlain ? name : "'\(name.printable.replacingOccurrences(of: "'", with: "'\\''"))'"
  }

  /// `name` with a number behind it that nothing has in any of `folders`.
  static func freeName(_ name: String, in folders: [String]) -> String {
    var number = 2
    while number < 1000, folders.contains(where: { !FileFacts.isAbsent("\($0)/\(name)-\(number)") }) { number += 1 }
    return "\(name)-\(number)"
  }
}
