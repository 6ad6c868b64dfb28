// SPDX-License-Identifier: Apache-2.0

import Essence

extension DeliverySpec {
  /// Everything that the specification asks, in the order of the file, in words.
  public var rules: [SpecificationRule] {
    var list = RuleList()
    if let encoding {
      list.section = "Encoding"
      list.add("preset", encoding.preset, "What ‘lineup deliver’ encodes with.")
      list.add("file name", encoding.naming, "Made of the answers to --set; what file systems refuse is replaced.")
    }
    list.section = "File"
    list.add("wrapper", file.wrappers, "The wrapper’s own beginning.")
    list.add("duration", file.duration, "Pictures are counted and compared with the source’s.")
    list.add("start timecode", file.timecode, "The label of the first frame: of the material package in MXF, of the timecode track in QuickTime.")
    picture?.addRules(to: &list)
    sound?.addRules(to: &list)
    structure?.addRules(to: &list)
    layout?.addRules(to: &list)
    list.section = "Inspection: picture"
    inspection.addPictureRules(to: &list)
    list.section = "Inspection: sound"
    inspection.addSoundRules(to: &list)
    list.section = "Inspection: the whole"
    list.add(
      "length tolerance", inspection.durationTolerance, unit: "frames",
      "Pictures and samples are counted; lengths are compared with each other and with what the file states.")
    list.add(
      "wrapper = essence", inspection.crosscheck, asked: "agree",
      "What the wrapper says of raster, rate, scan, colour and sound, against what the streams say.")
    return list.rules
  }
}

extension PictureRequirement {
  fileprivate func addRules(to list: inout RuleList) {
    list.section = "Picture"
    list.add("coding", codecs, "What the coded stream’s decoder is called; after a slash its profile.")
    list.add("code", codeTags, "The four-character code in the wrapper, which tells flavours of one coding apart.")
    list.add("raster", rasters, "Columns and rows of a decoded picture.")
    list.add("largest raster", maximumRaster, "Columns and rows of a decoded picture, side by side.")
    list.add("frame rate", rates, "The wrapper’s clock, else the stream’s.")
    list.add("scanning", scans, "The flags of the coded stream, else the wrapper’s. What pictures show is checked as field order.")
    list.add("chroma sampling", chroma, "The decoder’s pixel layout.")
    list.add("bit depth", bitDepths, "The decoder’s pixel layout, or the depth that the coding states.")
    list.add("colour", color, "Primaries, transfer, matrix (ITU-T H.273) and range, as tagged; colour itself is not measured.")
    list.add("colour", colors, "Primaries, transfer, matrix (ITU-T H.273) and range, as tagged; colour itself is not measured.")
    list.add("largest bit rate", maximumBitRate, unit: "bit/s", "As the wrapper or the stream states it.")
  }
}

extension SoundRequirement {
  fileprivate func addRules(to list: inout RuleList) {
    list.section = "Sound"
    list.add("required", isRequired, "Whether there is a stream of sound.") { $0 ? "yes" : "no" }
    list.add("coding", codecs, "What the coded stream’s decoder is called.")
    list.add("sample rate", sampleRates, unit: "Hz", "The stream’s, else the wrapper’s.")
    list.add("bit depth", bitDepths, "The coding’s, or the depth that it states.")
    list.add("channels", channels, "Counted over all streams.")
    list.add("tracks", tracks, "The channels of each stream, in file order.") {
      guard case .anyOf(let layouts) = $0 else { return "as the source" }
      return layouts.map { $0.map(String.init).joined(separator: "+") }.joined(separator: " or ")
    }
    list.add("programme", programmeTracks, "Which tracks are measured together as the programme, left and right first.", asked: Self.tracks)
    list.add("dialogue stem", stems?.dialogue, "Compared with the other stems, phrase by phrase.", asked: Self.tracks)
    list.add("music stem", stems?.music, "Background to the dialogue.", asked: Self.tracks)
    list.add("effects stem", stems?.effects, "Background to the dialogue.", asked: Self.tracks)
  }

  private static func tracks(_ numbers: [Int]) -> String {
    (numbers.count == 1 ? "track " : "tracks ") + numbers.map(String.init).joined(separator: ", ")
  }
}

extension StructureRequirement {
  fileprivate func addRules(to list: inout RuleList) {
    list.section = "Structure"
    list.add("operational pattern", operationalPatterns, "In every partition pack (SMPTE ST 377-1).")
    list.add(
      "partitions", closedAndComplete, asked: "closed and complete",
      "The header’s partition pack; the chain from the footer back to the header is followed.")
    list.add("random index", randomIndex, asked: "present, correct", "Its entries against the partitions that the chain leads to (EBU QC 0118W).")
    list.add(
      "index tables", indexTables, asked: "whole",
      "Segments without a gap, entries as stated, and as many edit units as pictures (SMPTE ST 377-1, 11).")
    list.add("alignment", alignments, unit: "bytes", "The KLV alignment grid in every partition pack.")
    list.add("essence", singleEssencePartition, asked: "in one partition", "Partition packs that name a body stream are counted.")
    list.add("metadata", frameworks, "Sets of that scheme in the header; what stands in them is not read.") {
      $0.map(\.rawValue).joined(separator: ", ")
    }
    list.add("index", indexFirst, asked: "before the essence", "The order of ‘moov’ and ‘mdat’.")
    list.add("pictures", allIntra, asked: "each coded by itself", "Key pictures are counted while the file is read.")
    list.add("longest group", largestGroup, unit: "pictures", "Pictures from one key picture up to the next are counted.")
    list.add(
      "groups", closedGroups, asked: "closed",
      "Pictures that come after a key picture and are shown before it, unless the group header says closed; MPEG-2 and H.264.")
    list.add("both-way run", largestBidirectionalRun, unit: "pictures", "Pictures of type B in a row, as the decoder names them.")
    list.add("least mean rate", smallestMeanBitRate, "Bits of the picture’s packets over its length.", asked: Self.rate)
    list.add("mean rate", largestMeanBitRate, "Bits of the picture’s packets over its length.", asked: Self.rate)
    list.add("densest second", largestPeakBitRate, "Bits of the picture’s packets in any one second of the stream’s clock.", asked: Self.rate)
    list.add("stated rate", statedBitRate, asked: "within 5 %", "What the wrapper states, against the measured mean.")
    list.add("timecodes", timecodesAgree, asked: "start alike", "Every timecode in the file against the one that it plays as.")
    list.add(
      "timecode", timecodesContinuous, asked: "without a jump",
      "Labels in system items, groups, pictures and timecode tracks are followed to the end.")
    list.add(
      "captions", captions,
      "Looked for in pictures, ancillary data and streams; CTA-608 by parity, CTA-708 by its packets, ancillary packets by checksum. What they say is not read."
    ) { $0.map(\.description).joined(separator: " or ") }
    list.add("captions", noCaptions, asked: "none in the file", "Looked for in pictures, ancillary data and streams.")
    list.add(
      "active format", activeFormats,
      "The code (AFD) in the header of MXF, in ancillary packets and in pictures; all that are there have to agree, and to fit the bars that are measured."
    ) { $0.map(String.init).joined(separator: " or ") }
    list.add("active format", noActiveFormat, asked: "none in the file", "Looked for in the header of MXF, in ancillary packets and in pictures.")
    list.add("file name", fileName, "The whole name against this regular expression.")
    list.add("largest file", largestFile, unit: "bytes", "The file’s size.")
  }

  private static func rate(_ bits: Int) -> String {
    let tenths = (bits + 50_000) / 100_000
    return tenths % 10 == 0 ? "\(tenths / 10) Mb/s" : "\(tenths / 10).\(tenths % 10) Mb/s"
  }
}

extension LayoutRequirement {
  fileprivate func addRules(to list: inout RuleList) {
    list.section = "Layout"
    for figure in sections {
      list.add(figure.value.name, figure, figure.value.measured) { section in
        let end = section.to.map { "to \($0)" } ?? section.length.map { "for \($0)" } ?? ""
        let holds = section.holds.map(\.rawValue).joined(separator: ", ") + (section.tone.map { " (\($0.rawValue))" } ?? "")
        return "\(section.from) \(end): \(holds)" + (section.isOptional ? ", may be missing" : "")
      }
    }
    list.add("tolerance", tolerance, unit: "frames", "Frames at each edge of a section that are not judged.")
  }
}

extension LayoutRequirement.Section {
  fileprivate var measured: String {
    holds.map { content in
      switch content {
      case .bars: "Every picture is held against six patterns of bars."
      case .tone: "Tone by frequency, level and pattern, on the programme’s channels."
      case .clock: "A still picture of which a part changes every second, or with rows of text; what it says is not read."
      case .black: "Every picture by the limits of black."
      case .silence: "Every sample of every track."
      case .still: "Every picture against the first of the section, by luma."
      case .programme: "Loudness is measured here and nowhere else."
      }
    }.joined(separator: " ")
  }
}
