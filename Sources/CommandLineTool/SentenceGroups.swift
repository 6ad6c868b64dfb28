// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Sentences that differ by names, labels and numbers alone, told once with how many there are: five hundred lines of one kind hide the one that matters.
struct SentenceGroups {
  /// Sentences of one kind.
  private struct Group {
    var kind: String
    var sentences: [String]
  }

  /// A kind with more sentences than this is told in short.
  private static let most = 3

  private var groups: [Group] = []

  /// Groups `sentences` by kind, each kind where its first one stands.
  init(_ sentences: [String]) {
    var places: [String: Int] = [:]
    for sentence in sentences {
      let kind = Self.kind(of: sentence)
      if let place = places[kind] {
        groups[place].sentences.append(sentence)
      } else {
        places[kind] = groups.count
        groups.append(Group(kind: kind, sentences: [sentence]))
      }
    }
  }

  /// What is printed behind `word`: a sentence a line, and of a kind that comes often its number and three examples.
  func lines(_ word: String) -> [String] {
    groups.flatMap { group -> [String] in
      guard group.sentences.count > Self.most else { return group.sentences.map { "\(word): \($0)" } }
      let examples = group.sentences.prefix(Self.most).map { "     \($0)" }
      return ["\(word): \(group.kind): \(group.sentences.count) times (all with --json), such as"] + examples
    }
  }

  /// The sentence without the place that it begins with, with a dot for names and figures, up to its details.
  private static func kind(of sentence: String) -> String {
    var text = sentence[...]
    while let place = text.prefixMatch(of: #/(?:line \d+|\d\d:\d\d:\d\d[:;.]\d\d|[^‘: ]+\.[A-Za-z]+): /#) { text = text[place.range.upperBound...] }
    let plain = text.replacing(#/‘[^’]*’/#, with: "‘…’").replacing(#/\d[\d.:;/-]*/#, with: "…")
    return String(plain[..<(plain.firstRange(of: ": ")?.lowerBound ?? plain.endIndex)])
  }
}

extension Console {
  /// Many sentences on standard error, by kind.
  func warn(_ word: String, each sentences: [String]) { for line in SentenceGroups(sentences).lines(word) { warn(line) } }
}
