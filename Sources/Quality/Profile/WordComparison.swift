// SPDX-License-Identifier: Apache-2.0

/// How alike two texts are whose letters matter and whose spacing, punctuation and capitals do not.
public enum WordComparison {
  /// What is alike enough to be the same text, read with a few letters wrong.
  public static let same = 0.8

  /// The most letters of a text that are compared.
  private static let longest = 2000

  /// 1 for the same letters and digits in the same order, 0 for nothing in common: one less the edits from one to the other (Levenshtein) by the longer's length.
  public static func likeness(_ one: String, _ other: String) -> Double {
    let (a, b) = (letters(one), letters(other))
    let longer = max(a.count, b.count)
    guard longer > 0 else { return 1 }
    var row = Array(0...b.count)
    for (index, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, own) in b.enumerated() {
        let replaced = diagonal + (letter == own ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return 1 - Double(row[b.count]) / Double(longer)
  }

  private static func letters(_ text: String) -> [Character] { Array(text.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(longest)) }
}
