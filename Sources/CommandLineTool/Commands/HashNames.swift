// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Hashing

/// One word of `--hash`: a format, or several with commas between them, as other tools want them written.
struct HashNames: ExpressibleByArgument {
  let algorithms: [HashAlgorithm]

  static let standard = HashNames(algorithms: [.standard])
  static let allValueStrings = HashAlgorithm.allCases.map(\.rawValue)

  init(algorithms: [HashAlgorithm]) { self.algorithms = algorithms }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    let known = words.compactMap { word in HashAlgorithm.allCases.first { $0.rawValue == word.lowercased() } }
    guard known.count == words.count else { return nil }
    algorithms = known
  }

  var defaultValueDescription: String { algorithms.map(\.rawValue).joined(separator: ",") }
}

extension [HashNames] {
  /// Each format once, in the order they were given.
  var algorithms: [HashAlgorithm] {
    var seen: Set<HashAlgorithm> = []
    return flatMap(\.algorithms).filter { seen.insert($0).inserted }
  }
}
