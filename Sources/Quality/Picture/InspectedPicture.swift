// SPDX-License-Identifier: Apache-2.0

import Essence

/// One picture as the checks see it: read-only and shared by all of them. Components lie where the decoder put them; what has to be unpacked, and what
/// several checks measure, is worked out once, by the first that asks.
final class InspectedPicture: Sendable {
  /// Zero-based position in the stream.
  let frame: Int
  /// Columns.
  let width: Int
  /// Rows; both fields of an interlaced picture.
  let height: Int
  /// What code values mean.
  let coding: SampleCoding
  /// How the picture was scanned: its own word, else the stream's; `nil` where neither speaks.
  let scan: ScanType?

  /// What is kept of it and known from before; `nil` where nothing is to be kept.
  let facts: PictureFacts?
  /// Whether it is as an earlier inspection saw it: then its samples are fetched only where a check asks for what was not kept.
  let isRecalled: Bool
  private let samples: @Sendable () -> [SamplePlane]
  private let planes = Deferred<[SamplePlane]>()
  private let shade = Deferred<SamplePlane>()
  private let survey = Deferred<PictureTiles>()

  /// `picture` of a stream of `facts`, or `nil` for samples that cannot be measured as they lie: indices, floating point, fewer than 8 or more than 16 bits.
  init?(_ picture: Picture, frame: Int, facts: VideoFacts, keepsFacts: Bool = false) {
    let format = picture.format
    guard let first = format.components.first, !format.isFloat, format.model != .other else { return nil }
    guard (1...65_536).contains(picture.width), (1...65_536).contains(picture.height) else { return nil }
    guard format.components.prefix(3).allSatisfy({ $0.depth == first.depth && picture.planes.indices.contains($0.plane) }),
      (8...16).contains(first.depth)
    else { return nil }
    guard format.model == .gray || format.components.count >= 3, (0...2).contains(format.log2ChromaWidth), (0...2).contains(format.log2ChromaHeight)
    else { return nil }
    self.facts = keepsFacts ? PictureFacts() : nil
    isRecalled = false
    samples = {
      (0..<(format.model == .gray ? 1 : 3)).map { SamplePlane(inPlace: $0, of: picture) ?? picture.unpacked($0) }
    }
    self.frame = frame
    width = picture.width
    height = picture.height
    coding = SampleCoding(format, picture: picture.attributes.color, stream: facts.color)
    scan = picture.attributes.scan ?? facts.scan
  }

  /// A picture that an earlier inspection saw, of which it kept `facts`; `nil` where those do not say what it is.
  ///
  /// - Parameter samples: the same picture decoded again, for what was not kept.
  init?(_ facts: PictureFacts, frame: Int, samples: @escaping @Sendable (PictureForm, PictureContent) -> [SamplePlane]) {
    guard let form = facts.recall(FactKind.form).flatMap({ PictureForm(words: $0) }),
      let content = facts.recall(FactKind.content).flatMap({ PictureContent(words: $0) })
    else { return nil }
    self.facts = facts
    self.frame = frame
    isRecalled = true
    (width, height, coding, scan) = (form.width, form.height, form.coding, form.scan)
    self.samples = { samples(form, content) }
  }

  /// The same picture without what was worked out of it: where it was recalled, it costs next to nothing to keep.
  private init(again picture: InspectedPicture) {
    (frame, width, height, coding, scan) = (picture.frame, picture.width, picture.height, picture.coding, picture.scan)
    (facts, isRecalled, samples) = (picture.facts, picture.isRecalled, picture.samples)
  }

  /// The same picture, of which nothing has been worked out yet.
  var again: InspectedPicture { InspectedPicture(again: self) }

  /// What it is beside its samples.
  var form: PictureForm { PictureForm(width: width, height: height, coding: coding, scan: scan) }

  /// The components without alpha: Y′ Cb Cr, or R G B, or grey alone. Colour differences may have fewer columns and rows than luma.
  var components: [SamplePlane] {
    planes.value(samples)
  }

  /// Luma. That of red, green and blue is made with the weights of ITU-R BT.709.
  var luma: SamplePlane {
    guard coding.model == .rgb else { return components[0] }
    return shade.value { SamplePlane(lumaOf: components) }
  }

  /// The extremes and sums of the picture's tiles.
  var tiles: PictureTiles { survey.value { PictureTiles(self) } }

  /// Luma of one field of an interlaced picture: 0 for the top lines, 1 for the bottom ones.
  func luma(field: Int) -> SamplePlane { luma.field(field) }
}

extension SamplePlane {
  /// BT.709 luma of three planes of one size.
  fileprivate init(lumaOf rgb: [SamplePlane]) {
    // The weights in 65,536ths; their sum is exactly one.
    let weights = (red: 13_933, green: 46_871, blue: 4_732)
    self.init(width: rgb[0].width, height: rgb[0].height, depth: rgb[0].depth) { row, words in
      for column in words.indices {
        let sum = rgb[0].sample(column, row) * weights.red + rgb[1].sample(column, row) * weights.green + rgb[2].sample(column, row) * weights.blue
        words[column] = UInt16((sum + 32_768) >> 16)
      }
    }
  }

  /// One sample; for what is done rarely, since it asks for the kind of word each time.
  func sample(_ column: Int, _ row: Int) -> Int { word == .byte ? Int(bytes(row)[column]) : Int(words(row)[column]) }
}
