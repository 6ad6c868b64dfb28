// SPDX-License-Identifier: Apache-2.0

import Files

/// Two names in one folder that some volumes cannot keep apart.
struct LookAlikeNames {
  let first: ContainedPath
  let second: ContainedPath

  private struct Place: Hashable {
    let parent: ContainedPath?
    let name: String

    init(_ path: ContainedPath) {
      parent = path.parent
      name = path.name.lowercased()
    }
  }

  /// The look-alikes among paths. What is in folders that look alike is not compared: those folders are named themselves.
  static func among(_ lists: any Sequence<ContainedPath>...) -> [LookAlikeNames] {
    // Of a million names very few look alike: their hash values are sorted first, and only those that occur twice are looked at.
    var hashes: [Int] = []
    for list in lists { for path in list { hashes.append(Place(path).hashValue) } }
    hashes.sort()
    let twice = Set(zip(hashes, hashes.dropFirst()).lazy.filter { $0 == $1 }.map(\.0))
    guard !twice.isEmpty else { return [] }
    var seen: [Place: ContainedPath] = [:]
    var pairs: [LookAlikeNames] = []
    for list in lists {
      for path in list {
        let place = Place(path)
        guard twice.contains(place.hashValue), let earlier = seen.updateValue(path, forKey: place) else { continue }
        pairs.append(LookAlikeNames(first: earlier, second: path))
      }
    }
    return pairs
  }

  /// Whether they differ by case; otherwise by the code points of the same characters.
  var isByCase: Bool { first.name != second.name }

  /// Both names, and how they differ: by case, or by the code points of the same characters.
  var description: String {
    // Strings are equal when their characters are, whatever code points make them.
    guard !isByCase else { return "\(first) and \(second) differ only by case" }
    let (one, other) = codePoints
    return "\(first) (\(one)) and \(second) (\(other)) look the same and differ only by code points"
  }

  /// Who takes the names for one.
  var confused: String { isByCase ? "a Mac or a Windows machine takes" : "a Mac takes" }

  /// What is left of both names without what they begin and end with in common.
  private var codePoints: (String, String) {
    var names = [first, second].map { Array($0.name.unicodeScalars)[...] }
    while let scalar = names[0].first, scalar == names[1].first { for index in names.indices { names[index].removeFirst() } }
    while let scalar = names[0].last, scalar == names[1].last { for index in names.indices { names[index].removeLast() } }
    return (Self.text(names[0]), Self.text(names[1]))
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let digits = scalars.prefix(8).map { scalar in
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
    return digits.joined(separator: " ") + (scalars.count > 8 ? " …" : "")
  }
}
