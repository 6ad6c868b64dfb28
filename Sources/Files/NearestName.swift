// SPDX-License-Identifier: Apache-2.0

/// Finds the name that somebody meant: for specifications, presets, commands and keys that were mistyped.
public enum NearestName {
  /// The longest name that is compared.
  private static let longest = 64

  /// The one of `candidates` that is nearest to `name`, if any is near enough to be worth a question.
  ///
  /// Nearness counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), letter case aside; a third of the
  /// name's length, and at least one, may differ.
  public static func suggest(_ name: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(name.lowercased().prefix(longest))
    guard !typed.isEmpty else { return nil }
    let best = candidates.map { ($0, distance(typed, Array($0.lowercased().prefix(longest)))) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let best, best.1 <= max(1, typed.count / 3) else { return nil }
    return best.0
  }

  /// `"; did you mean ‘x’?"`, or nothing: the tail of a sentence about an unknown name.
  public static func question(_ name: String, among candidates: some Sequence<String>) -> String {
    suggest(name, among: candidates).map { "; did you mean ‘\($0)’?" } ?? ""
  }

  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for row in 0..<first.count {
      var current = [row + 1] + [Int](repeating: 0, count: second.count)
      for column in 0..<second.count {
        let cost = first[row] == second[column] ? 0 : 1
        current[column + 1] = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
        if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
          current[column + 1] = min(current[column + 1], beforeLast[column - 1] + 1)
        }
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
