// SPDX-License-Identifier: Apache-2.0

public import Files

/// The file name of a generation: `0001_A002R2EC_2020-01-16_091500Z.mhl` (ASC MHL 6.3).
public struct GenerationName: Equatable, Sendable, CustomStringConvertible {
  /// The folder beside the files that holds a history.
  public static let folder = "ascmhl"
  /// The chain's file name in that folder.
  public static let chain = "ascmhl_chain.xml"

  /// The most digits a number may have: a larger one was not counted up to, and there would be none after it.
  private static let mostDigits = 9

  /// The number of the generation, from 1.
  public let number: Int
  /// The file name.
  public let description: String

  /// The name of generation `number` of a scope called `folder`, begun at `date`.
  public init(number: Int, folder: String, date: Timestamp) {
    self.number = number
    let digits = String(number)
    let prefix = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let suffix = "_\(date.fileNameText).mhl"
    // File systems stop at 255 bytes; only a folder name of more than 200 is shortened, at a character.
    var folder = folder
    while folder.utf8.count + prefix.utf8.count + suffix.utf8.count + 1 > 255 { folder.removeLast() }
    description = "\(prefix)_\(folder)\(suffix)"
  }

  /// The name of a file in an `ascmhl` folder, or nil when it is not a generation's.
  public init?(_ fileName: String) {
    let digits = fileName.utf8.prefix { $0 >= 48 && $0 <= 57 }
    guard fileName.lowercased().hasSuffix(".mhl"), (4...Self.mostDigits).contains(digits.count),
      fileName.utf8.dropFirst(digits.count).first == UInt8(ascii: "_"), let number = Int(String(Substring(digits))), number > 0
    else { return nil }
    self.number = number
    description = fileName
  }
}
