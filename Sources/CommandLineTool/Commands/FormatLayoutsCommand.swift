// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Foundation

extension FormatCommand {
  /// `lineup format layouts`.
  struct Layouts: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "layouts", abstract: "List the layouts, or explain one: its sections, who says so, and what its clock asks for.",
      discussion: """
        EXAMPLE
          lineup format layouts uk-programme

        EXIT STATUS
          0 done; 2 a layout cannot be read; 64 there is none of that name
        """)

    @Argument(help: "The layout's name, or a YAML file.")
    var name: String?
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      guard let name else {
        let layouts = try FormatLayout.shipped()
        let width = layouts.map(\.name.count).max() ?? 0
        for layout in layouts { console.say("\(layout.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(layout.summary)") }
        try console.document(["layouts": layouts])
        return .clean
      }
      let layout: FormatLayout
      do { layout = try FormatLayout.chosen(name) } catch {
        throw error.code == .unknownSpecification ? ValidationError("\(error)") : error
      }
      for line in Self.lines(of: layout) { console.say(line) }
      try console.document(["layouts": [layout]])
      return .clean
    }

    private static func lines(of layout: FormatLayout) -> [String] {
      var lines = ["\(layout.name): \(layout.title)", layout.summary, "", "Sections"]
      for figure in layout.layout.sections {
        let section = figure.value
        let reach = section.to.map { "to \($0)" } ?? section.length.map { "for \($0)" } ?? ""
        let tone = section.tone.map { ", \($0.rawValue)" } ?? ""
        lines.append(
          "  \(pad(section.name, 16)) \(pad("\(section.from) \(reach)", 30)) \(pad(section.holds.map(\.rawValue).joined(separator: ", ") + tone, 28)) "
            + "\(figure.source.id), \(figure.certainty.words)\(section.isOptional ? "; optional" : "")")
      }
      let directions = layout.directions
      if let sync = directions.sync {
        lines.append(
          "  \(pad("sync flash", 16)) \(pad("\(sync.at.value) for \(sync.frames.value)f", 30)) \(pad("white, 1 kHz for \(sync.pip.value)f", 28)) "
            + "\(sync.at.source.id), \(sync.at.certainty.words)")
      }
      if let leader = directions.leader {
        lines.append("  \(pad("leader", 16)) \(pad("for \(leader.value)", 30)) \(pad("countdown, 2-pop", 28)) \(leader.source.id)")
      }
      if let parts = directions.parts {
        lines.append(
          "  \(pad("between parts", 16)) hold \(parts.freeze.value), black of \(parts.black.value) or more, clock \(parts.clock.value) before the next whole minute, "
            + "black \(parts.blackBefore.value)")
      }
      if let textless = directions.textless {
        lines.append("  \(pad("textless", 16)) after black of \(textless.black.value), \(textless.between.value) apart")
      }
      if !layout.items.isEmpty {
        lines += ["", "On the clock (--set KEY=VALUE)"]
        for item in layout.items { lines.append("  \(pad(item.key, 19)) \(item.isRequired ? "required" : "optional"): \(item.help)") }
      }
      lines += ["", "Sources"]
      for source in layout.sources { lines.append("  \(pad(source.id, 19)) \(source.citation), \(source.certainty.words)") }
      return lines
    }

    private static func pad(_ text: String, _ width: Int) -> String {
      text.count >= width ? text : text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
  }
}
