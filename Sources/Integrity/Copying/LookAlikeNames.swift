// SPDX-License-Identifier: Apache-2.0

import Files

/// Two names in one folder that some volumes cannot keep apart.
struct LookAlikeNames {
  let first: ContainedPath
  let second: ContainedPath

  /// The look-alikes among `paths`. What is in folders that look alike is not compared: those folders are named themselves.
  static func among(_ paths: [ContainedPath]) -> [LookAlikeNames] {
    struct Place: Hashable {
      let parent: ContainedPath?
      let name: String
    }
    var seen: [Place: ContainedPath] = [:]
    return paths.compactMap { path in
      guard let earlier = seen.updateValue(path, forKey: Place(parent: path.parent, name: path.name.lowercased())) else { return nil }
      return LookAlikeNames(first: earlier, second: path)
    }
  }

  /// Both names, and how they differ: by case, or by the code points of the same characters.
  var description: String {
    // Strings are equal when their characters are, whatever code points make them.
    guard first.name == second.name else { return "\(first) and \(second) differ only by case" }
    let (one, other) = codePoints
    return "\(first) (\(one)) and \(second) (\(other)) look the same and differ only by code points"
  }

  /// Who takes the names for one.
  var confused: String { first.name == second.name ? "a Mac takes" : "a Mac or a Windows machine takes" }

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
