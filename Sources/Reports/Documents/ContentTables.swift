// SPDX-License-Identifier: Apache-2.0

import Quality
import Timing

extension InspectionReport {
  /// What the pictures show, by place: bars, clocks, captions, and the figures of cuts, light and marked texts. Empty where nothing was looked for or found.
  var contentTable: ReportDocument.Table {
    ReportDocument.Table(
      caption: "What the pictures show. Clocks, slates and captions are recognised by their look; a person has to read them.",
      columns: [.init("What", .name), .init("From"), .init("To"), .init("Reading")], rows: contentRows,
      emptyText: "Nothing was looked for.")
  }

  private var contentRows: [ReportDocument.Row] {
    guard let content = readings.content else { return [] }
    var rows: [ReportDocument.Row] = []
    for bars in content.bars ?? [] {
      let off = "\(bars.worstPatch) \(Figures.decimal(bars.worstDeviation)) % off"
      rows.append(row("Colour bars", bars.startFrame, bars.endFrame, "\(bars.kind.rawValue), \(Self.percent(bars.confidence)) matches, \(off)"))
    }
    for clock in content.clocks ?? [] {
      let words =
        clock.kind == .clock ? "counts seconds, \(Self.percent(clock.confidence)) of changes on the second" : "rows of text that stand still"
      rows.append(row(clock.kind == .clock ? "Clock" : "Slate, or a card like one", clock.startFrame, clock.endFrame, words))
    }
    for caption in content.captions ?? [] {
      let place = "columns \(caption.left) to \(caption.left + caption.width - 1), lines \(caption.top) to \(caption.top + caption.height - 1)"
      rows.append(row("Caption outside", caption.startFrame, caption.endFrame, "\(place), certain to \(Self.percent(caption.confidence))"))
    }
    if let cuts = content.cuts {
      let shortest = cuts.shortestShot.map { ", shortest shot \(Figures.count($0, "frame"))" } ?? ""
      rows.append(.init(["Cuts", "", "", "\(Figures.count(cuts.count, "cut")), at most \(cuts.mostPerSecond) within a second\(shortest)"]))
    }
    if let light = content.light { rows += lightRows(light) }
    for mark in content.sync ?? [] {
      let (milliseconds, frames) = (Figures.decimal(abs(mark.offset)), Figures.decimal(abs(mark.offsetFrames), places: 2))
      let words = "the pip comes \(milliseconds) ms (\(frames) frames) \(mark.offset < 0 ? "before" : "after") the flash"
      rows.append(row("Sound against picture", mark.frame, FrameCount(mark.frame.value + 1), words))
    }
    for text in content.legalTexts ?? [] {
      let whole = text.textLines.map { " (\($0) with ascenders and descenders)" } ?? ""
      let lines = text.letterLines.map { ", letters \($0)\(whole) of \(text.requiredLines) lines" } ?? ""
      let words = "\(Figures.count(text.wordCount, "word")): \(text.heldFrames) of \(Figures.count(text.requiredFrames, "frame"))\(lines)"
      rows.append(row("\(text.isRead ? "Read text" : "Text") ‘\(text.words.prefix(60))’", text.startFrame, text.endFrame, words))
    }
    return rows
  }

  private func lightRows(_ light: LightReading) -> [ReportDocument.Row] {
    guard let content = light.maxContent, let average = light.maxAverage else {
      return [.init(["Light", "", "", "\(light.transfer): light depends on the display and was not measured"])]
    }
    func words(_ measured: Double, _ declared: Double?) -> String {
      "\(Figures.decimal(measured)) cd/m² measured, \(declared.map { "\(Figures.short($0)) declared" } ?? "none declared")"
    }
    return [
      row("Brightest pixel (MaxCLL)", light.maxContentFrame, light.maxContentFrame.map { $0 + 1 }, words(content, light.declaredContent)),
      row("Brightest mean (MaxFALL)", light.maxAverageFrame, light.maxAverageFrame.map { $0 + 1 }, words(average, light.declaredAverage)),
    ]
  }

  private func row(_ name: String, _ start: FrameCount?, _ end: FrameCount?, _ words: String) -> ReportDocument.Row {
    .init([name, label(start), label(end), words])
  }

  /// The label of a frame, or its number where the file has no timecode.
  private func label(_ frame: FrameCount?) -> String {
    guard let frame else { return "–" }
    guard let rate, let start, let first = try? Timecode(start, at: rate) else { return "\(frame.value)" }
    return Timecode(wrapping: first.frameCount + frame, at: rate).description
  }

  private static func percent(_ share: Double) -> String { "\(Figures.short((share * 100).rounded())) %" }
}

extension ContentLimits {
  var askedLimits: [AskedLimit] {
    var limits: [AskedLimit] = []
    if let bars {
      let levels = "levels within \(Figures.short(bars.tolerance * 100)) %"
      limits.append(.init(.bars, "colour bars only where they belong, \(levels)", bars.unexpectedSeverity ?? bars.severity))
    }
    if let clock { limits.append(.init(.clock, "clocks only where they belong", clock.unexpectedSeverity ?? clock.severity)) }
    if let cuts, let most = cuts.perSecond {
      limits.append(.init(.cuts, "at most \(most) cuts of \(Figures.short(cuts.area * 100)) % of the screen within a second", cuts.severity))
    }
    if let safeArea {
      let sides = "\(Figures.short(safeArea.horizontalMargin * 100)) % at the sides"
      let ends = "\(Figures.short(safeArea.verticalMargin * 100)) % above and below"
      limits.append(.init(.safeArea, "captions and logos inside margins of \(sides), \(ends) (EBU R 95)", safeArea.severity))
    }
    if let light {
      if let most = light.maximumContent { limits.append(.init(.lightLevel, "no pixel above \(Figures.short(most)) cd/m²", light.severity)) }
      if let most = light.maximumAverage { limits.append(.init(.lightLevel, "no picture’s mean above \(Figures.short(most)) cd/m²", light.severity)) }
      limits.append(.init(.lightLevel, "no more light than the file declares (CTA-861.3)", light.severity))
      if let severity = light.missingMetadata { limits.append(.init(.lightLevel, "static metadata with PQ (SMPTE ST 2086, CTA-861.3)", severity)) }
    }
    if let legalText {
      let words = "\(Figures.count(legalText.texts.count, "marked text")) held and as high as the words need"
      limits.append(.init(.legalText, words, legalText.severity))
    }
    return limits
  }
}
