// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Delivery
import Foundation

/// `lineup specs`: the specification library.
struct SpecificationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "specs", abstract: "The specification library.",
    discussion: """
      EXAMPLES
        lineup specs list
        lineup specs show prores-master

      EXIT STATUS
        0 done; 2 a specification cannot be read; 64 there is no such specification, or the command line was wrong otherwise
      """,
    subcommands: [List.self, Show.self])
}

extension SpecificationsCommand {
  /// Where a facility keeps its own specifications.
  struct LibraryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A folder of specifications of your own, besides those that come with Lineup (also: LINEUP_SPECS).", valueName: "dir"))
    var specs: String?

    /// The library that the options ask for.
    func library() throws -> SpecificationLibrary {
      let folder = specs ?? ProcessInfo.processInfo.environment["LINEUP_SPECS"].flatMap { $0.isEmpty ? nil : $0 }
      return try SpecificationLibrary(addingFrom: folder.map { URL(fileURLWithPath: $0, isDirectory: true) })
    }
  }

  /// `lineup specs list`
  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the specifications.",
      discussion: "EXAMPLE\n  lineup specs list --json\n\nEXIT STATUS\n  0 done; 2 a specification cannot be read")

    @OptionGroup var library: LibraryOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let specifications = try library.library().specifications
      let width = specifications.map(\.name.count).max() ?? 0
      for specification in specifications {
        console.say("\(specification.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(specification.title)")
      }
      try console.document(["specs": specifications])
      return .clean
    }
  }

  /// `lineup specs show NAME`
  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a specification: what it asks for, with the source of every figure.",
      discussion:
        "EXAMPLE\n  lineup specs show prores-master\n\nEXIT STATUS\n  0 done; 2 a specification cannot be read; 64 there is none of that name")

    @Argument(help: "The specification's name.")
    var name: String
    @OptionGroup var library: LibraryOptions
    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws -> ExitStatus {
      let specification = try library.library().chosen(name)
      for line in SpecificationText(specification).lines { console.say(line) }
      try console.document(["specs": [specification]])
      return .clean
    }
  }
}

extension SpecificationLibrary {
  /// The specification that was chosen on the command line.
  ///
  /// - Throws: `ValidationError` with the nearest name and all names.
  func chosen(_ name: String) throws -> DeliverySpec {
    do { return try specification(named: name) } catch {
      throw error.code == .unknownSpecification ? ValidationError("\(error)") : error
    }
  }
}

/// A specification as a person reads it on a terminal.
private struct SpecificationText {
  private(set) var lines: [String] = []

  init(_ specification: DeliverySpec) {
    lines = ["\(specification.name): \(specification.title)", specification.summary]
    if let encoding = specification.encoding {
      section("Encoding")
      row("preset", encoding.preset)
      row("file name", encoding.naming)
    }
    section("File")
    row("wrapper", specification.file.wrappers)
    row("duration", specification.file.duration)
    row("start timecode", specification.file.timecode)
    if let picture = specification.picture {
      section("Picture")
      row("coding", picture.codecs)
      row("code", picture.codeTags)
      row("raster", picture.rasters)
      row("largest raster", picture.maximumRaster)
      row("frame rate", picture.rates)
      row("scanning", picture.scans)
      row("chroma sampling", picture.chroma)
      row("bit depth", picture.bitDepths)
      row("colour", picture.color)
      row("largest bit rate", picture.maximumBitRate, unit: "bit/s")
    }
    if let sound = specification.sound {
      section("Sound")
      row("required", sound.isRequired)
      row("coding", sound.codecs)
      row("sample rate", sound.sampleRates, unit: "Hz")
      row("bit depth", sound.bitDepths)
      row("channels", sound.channels)
    }
    inspection(specification.inspection)
    if !specification.metadata.isEmpty {
      section("Metadata (--set KEY=VALUE)")
      for item in specification.metadata {
        let need = item.isRequired ? "required" : item.defaultAnswer.map { "else \($0)" } ?? "optional"
        lines.append("  \(Self.pad(item.key, 18)) \(need): \(item.help)")
      }
    }
    section("Sources")
    for source in specification.sources { lines.append("  \(Self.pad(source.id, 18)) \(source.citation), \(source.certainty.rawValue)") }
  }

  private mutating func inspection(_ limits: InspectionLimits) {
    section("Inspection")
    row("black: luma below", limits.black?.luma)
    row("black: area", limits.black?.area)
    row("black: frames", limits.black?.frames)
    row("freeze: change", limits.freeze?.difference, unit: "dB")
    row("freeze: seconds", limits.freeze?.seconds)
    row("levels", limits.levels?.edition)
    row("levels: area", limits.levels?.area)
    row("edges: dark below", limits.activePicture?.luma)
    row("edges: at most", limits.activePicture?.blanking, unit: "px")
    row("bars: aspects", limits.activePicture?.aspects) { $0.map { "\($0):1" }.joined(separator: ", ") }
    row("bars: change", limits.activePicture?.changeSeconds, unit: "s")
    row("field order: after", limits.fieldOrderPictures, unit: "pictures")
    row("repeats: single", limits.repeats?.single)
    row("repeats: cadence", limits.repeats?.cadenceSeconds, unit: "s")
    row("flash: reading", limits.flash?.reading)
    row("flash: area", limits.flash?.area)
    row("flash: patterns", limits.flash?.patterns)
    row("blocks: area", limits.pictureFaults?.blockArea)
    row("dropouts: area", limits.pictureFaults?.dropoutArea)
    row("tearing", limits.pictureFaults?.tearing)
    row("pixels: stand out", limits.pictureFaults?.pixelContrast)
    row("noise: at most", limits.pictureFaults?.noise, unit: "dB")
    row("clipping: samples", limits.soundFaults?.clippingSamples)
    row("clicks: stand out", limits.soundFaults?.clickProminence, unit: "dB")
    row("dropouts: from", limits.soundFaults?.dropoutSeconds, unit: "s")
    row("dropouts: up to", limits.soundFaults?.longestDropoutSeconds, unit: "s")
    row("hum: from", limits.soundFaults?.humLevel, unit: "dBFS")
    row("DC offset", limits.soundFaults?.offset, unit: "%")
    row("pairs: correlation", limits.soundFaults?.correlation)
    row("loss in mono", limits.soundFaults?.monoLoss, unit: "LU")
    row("channels: places", limits.soundFaults?.assignment)
    row("line-up tone", limits.soundFaults?.tone)
    row("data for sound", limits.soundFaults?.data)
    row("above dialogue", limits.soundFaults?.aboveDialogue, unit: "LU")
    row("speech stands out", limits.soundFaults?.speechAboveBackground, unit: "LU")
    row("silence: below", limits.silence?.threshold, unit: "dBFS")
    row("silence: seconds", limits.silence?.seconds)
    row("loudness", limits.loudness?.target, unit: "LUFS")
    row("loudness ±", limits.loudness?.tolerance, unit: "LU")
    row("loudness range", limits.loudness?.maximumRange, unit: "LU")
    row("short-term", limits.loudness?.maximumShortTerm, unit: "LUFS")
    row("true peak", limits.maximumTruePeak, unit: "dBTP")
    row("length tolerance", limits.durationTolerance, unit: "frames")
    row("wrapper = essence", limits.crosscheck)
    row("colour bars", limits.content?.bars)
    row("bars: levels within", limits.content?.barsTolerance)
    row("clock", limits.content?.clock)
    row("cuts: counted", limits.content?.cuts)
    row("cuts: at most", limits.content?.cutsPerSecond, unit: "a second")
    row("safe area", limits.content?.safeArea)
    row("light: measured", limits.content?.light)
    row("light: pixel", limits.content?.maximumLight, unit: "cd/m²")
    row("light: picture", limits.content?.maximumAverageLight, unit: "cd/m²")
    row("light: metadata", limits.content?.lightMetadata)
  }

  private mutating func section(_ title: String) { lines += ["", title] }

  private mutating func row<Value>(_ name: String, _ figure: Figure<Value>?, unit: String = "", words: (Value) -> String = { "\($0)" }) {
    guard let figure else { return }
    let value = words(figure.value) + (unit.isEmpty ? "" : " \(unit)")
    lines.append("  \(Self.pad(name, 18)) \(Self.pad(value, 28)) \(Self.pad(figure.level.rawValue, 10)) \(figure.source.id)")
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.count >= width ? text : text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
}
