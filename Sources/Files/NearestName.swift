// SPDX-License-Identifier: Apache-2.0

/// "Did you mean …?" for names people type.
public enum NearestName {
  /// The one of `names` that `typed` most likely stood for: the fewest letters added, left out, changed or swapped with their neighbour,
  /// upper and lower case alike. Nothing when even the nearest differs in more than a third of its letters (at least two are forgiven in
  /// names of four letters and more).
  public static func suggest(_ typed: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(typed.lowercased())
    var best: (name: String, distance: Int)?
    for name in names {
      let candidate = Array(name.lowercased())
      let longer = max(wanted.count, candidate.count)
      let forgiven = longer < 4 ? 1 : max(2, longer / 3)
      let distance = distance(wanted, candidate)
      guard distance <= forgiven, distance < longer else { continue }
      // On a tie the first in alphabetical order wins, so that the answer does not depend on the order of the names.
      if let found = best, (found.distance, found.name) <= (distance, name) { continue }
      best = (name, distance)
    }
    return best?.name
  }

  /// The tail of a sentence about an unknown name, `"; did you mean ‘x’?"`; empty where no name is near.
  public static func question(_ typed: String, among names: some Sequence<String>) -> String {
    suggest(typed, among: names).map { "; did you mean ‘\($0)’?" } ?? ""
  }

  /// The optimal string alignment distance: letters inserted, deleted, substituted, or swapped with the next.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in right.indices {
        let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(substitution, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
