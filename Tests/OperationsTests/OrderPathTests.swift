// SPDX-License-Identifier: Apache-2.0

import Delivery
import Foundation
import Operations
import Testing

@Suite struct OrderPathTests {
  private static let vocabulary = OrderVocabulary(specifications: ["prores-master"], presets: ["prores-lt"])

  @Test(arguments: [
    "offload: {source: ~/card, to: copy}", "offload: {source: card, to: [copy, ~/copy]}", "verify: {input: ~}", "verify: {input: card, against: ~/l}",
    "transcode: {input: card, preset: prores-lt, to: ~/p}", "deliver: {input: a.mov, spec: prores-master, to: ~/out}",
  ])
  func `a path that only a shell understands is refused`(task: String) {
    let text = "reference: A\ntasks:\n  - id: t\n    \(task)\n".replacingOccurrences(of: "input: ~}", with: "input: '~'}")
    #expect {
      _ = try WorkOrder.parse(text, path: "/orders/order.yaml", vocabulary: Self.vocabulary)
    } throws: { error in
      let mistakes = (error as? OrderMistakes)?.mistakes ?? []
      return mistakes.count == 1 && mistakes[0].line == 4 && mistakes[0].text.contains("‘~’ is not known")
    }
  }

  @Test func `a tilde inside a name is a name`() throws {
    let text = "reference: A\ntasks:\n  - id: t\n    offload: {source: card~, to: a/~b}\n"
    #expect(try WorkOrder.parse(text, path: "/orders/order.yaml", vocabulary: Self.vocabulary).tasks.count == 1)
  }
}
