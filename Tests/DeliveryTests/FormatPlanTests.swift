// SPDX-License-Identifier: Apache-2.0

import Delivery
import Testing
import Timing

/// Layouts put into frames.
struct FormatPlanTests {
  private func plan(_ name: String, parts: [Int], textless: [Int] = [], living: Bool = false, without: Set<String> = []) throws -> FormatPlan {
    try FormatPlan(
      FormatLayout.chosen(name), around: .init(rate: .fps25, parts: parts, textless: textless, hasLivingHolds: living), leavingOut: without)
  }

  private func table(_ plan: FormatPlan) -> [String] {
    plan.sections.map { "\(plan.label($0.frames.lowerBound)) \($0.frames.count) \($0.name)" }
  }

  @Test func `every shipped layout can be read and built, frame upon frame`() throws {
    for layout in try FormatLayout.shipped() {
      let plan = try FormatPlan(layout, around: .init(rate: .fps25, parts: [250]))
      #expect(plan.sections.first?.frames.lowerBound == 0)
      for (one, next) in zip(plan.sections, plan.sections.dropFirst()) { #expect(one.frames.upperBound == next.frames.lowerBound) }
      #expect(plan.sections.contains { $0.content == .programme(part: 0) && $0.frames.count == 250 })
    }
  }

  @Test func `a UK programme in two parts begins each on its minute`() throws {
    let plan = try plan("uk-programme", parts: [1000, 500], textless: [30, 20])
    #expect(
      table(plan) == [
        "09:59:30:00 500 line-up", "09:59:50:00 175 ident clock", "09:59:57:00 6 black", "09:59:57:06 2 sync flash", "09:59:57:08 67 black",
        "10:00:00:00 1000 part 1", "10:00:40:00 125 hold of part 1", "10:00:45:00 125 black after part 1", "10:00:50:00 175 clock of part 2",
        "10:00:57:00 75 black before part 2", "10:01:00:00 500 part 2", "10:01:20:00 125 end hold", "10:01:25:00 25 end black",
        "10:01:26:00 250 black before textless 1", "10:01:36:00 30 textless 1", "10:01:37:05 25 black before textless 2", "10:01:38:05 20 textless 2",
      ])
    // 44 s of part leave no second of black before the clock: the next minute is the one after.
    let later = try self.plan("uk-programme", parts: [1101, 100])
    #expect(later.label(later.start(ofPart: 1)) == "10:02:00:00")
    let just = try self.plan("uk-programme", parts: [1100, 100])
    #expect(just.label(just.start(ofPart: 1)) == "10:01:00:00")
  }

  @Test func `parts that bring their holds get none`() throws {
    let plan = try plan("uk-programme", parts: [1000, 500], living: true)
    #expect(!plan.sections.contains { if case .hold = $0.content { true } else { false } })
    #expect(plan.sections.last?.frames.count == 25 && plan.label(plan.length) == "10:01:21:00")
    #expect(throws: DeliveryError.self) { try self.plan("uk-commercial", parts: [750], living: true) }
  }

  @Test(arguments: [("uk-commercial-hold0", 0), ("uk-commercial", 5), ("uk-commercial-hold10", 10)])
  func `a UK commercial has its ten seconds before and its hold behind`(name: String, hold: Int) throws {
    let plan = try plan(name, parts: [750])
    #expect(plan.start.description == "09:59:50:00" && plan.length == 250 + 750 + hold * 25)
    #expect(plan.mutes == [250..<256, 994..<1000])
    #expect(plan.sections.prefix(3).map(\.frames) == [0..<175, 175..<250, 250..<1000])
  }

  @Test func `Sky's flash, Australia's square and a leader stand at their frames`() throws {
    #expect(table(try plan("sky-programme", parts: [100]))[2] == "09:59:57:00 1 sync flash")
    #expect(
      table(try plan("au-commercial", parts: [100])).prefix(3) == ["09:59:50:00 200 clapper", "09:59:58:00 49 black", "09:59:59:24 1 sync flash"])
    #expect(table(try plan("leader-2pop", parts: [100])) == ["00:59:52:00 200 leader", "01:00:00:00 100 programme"])
    #expect(table(try plan("essence-only", parts: [100])) == ["00:00:00:00 100 programme"])
  }

  @Test func `optional sections can be left out and others not`() throws {
    #expect(table(try plan("uk-programme", parts: [100], without: ["line-up"])).first == "09:59:50:00 175 ident clock")
    #expect(throws: DeliveryError.self) { try self.plan("uk-programme", parts: [100], without: ["black"]) }
    #expect(throws: DeliveryError.self) { try self.plan("uk-programme", parts: [100], without: ["nothing"]) }
  }

  @Test func `what cannot be built is refused with the reason`() throws {
    func fault(_ layout: String, rate: FrameRate = .fps25, parts: [Int] = [100], textless: [Int] = []) -> String {
      do {
        _ = try FormatPlan(FormatLayout.chosen(layout), around: .init(rate: rate, parts: parts, textless: textless))
        return ""
      } catch { return "\(error)" }
    }
    #expect(fault("uk-programme", rate: .fps30).contains("is for 25 pictures a second"))
    #expect(fault("uk-commercial", parts: [100, 100]).contains("parts"))
    #expect(fault("uk-commercial", textless: [10]).contains("textless"))
    #expect(fault("uk-comercial").contains("did you mean ‘uk-commercial’"))
  }

  @Test func `a specification's own layout can be built`() throws {
    let library = try SpecificationLibrary()
    for (name, model) in [("dpp-hd", "uk-programme"), ("uk-commercial-as11", "uk-commercial")] {
      let specification = try library.specification(named: name)
      #expect(FormatLayout.model(for: specification) == model)
      let layout = try FormatLayout(specification, model: FormatLayout.chosen(model))
      let plan = try FormatPlan(layout, around: .init(rate: .fps25, parts: [750]))
      #expect(plan.label(plan.start(ofPart: 0)) == "10:00:00:00")
    }
    #expect(throws: DeliveryError.self) {
      try FormatLayout(library.specification(named: "rushes"), model: FormatLayout.chosen("uk-programme"))
    }
  }

  @Test func `answers that are missing are asked for by name`() throws {
    let error = #expect(throws: DeliveryError.self) { try FormatLayout.chosen("uk-commercial").answers(to: ["title": "Morning"]) }
    #expect(error?.description.contains("needs ‘clockNumber’, ‘agency’, ‘advertiser’, ‘product’") == true)
    #expect(error?.description.contains("--set clockNumber=ABC/WXYZ001/030") == true)
  }
}
