// SPDX-License-Identifier: Apache-2.0

import Essence

/// What a picture is beside its samples: all that checks may know of it without looking.
struct PictureForm: Hashable, Sendable, PictureFact {
  let width: Int
  let height: Int
  let coding: SampleCoding
  let scan: ScanType?

  init(width: Int, height: Int, coding: SampleCoding, scan: ScanType?) {
    self.width = width
    self.height = height
    self.coding = coding
    self.scan = scan
  }

  private static let models: [PixelFormat.Model] = [.yCbCr, .rgb, .gray]
  private static let scans: [ScanType?] = [nil, .progressive, .interlacedTopFirst, .interlacedBottomFirst]

  init?(words: [Int]) {
    guard words.count == 11, (1...65_536).contains(words[0]), (1...65_536).contains(words[1]), Self.models.indices.contains(words[2]),
      (8...16).contains(words[3]), (0...2).contains(words[4]), (0...2).contains(words[5]), let isFullRange = Bool(words: [words[6]]),
      words[7...9].allSatisfy({ (-1...255).contains($0) }), Self.scans.indices.contains(words[10])
    else { return nil }
    func code(_ word: Int) -> Int? { word < 0 ? nil : word }
    self.init(
      width: words[0], height: words[1],
      coding: SampleCoding(
        model: Self.models[words[2]], depth: words[3], log2ChromaWidth: words[4], log2ChromaHeight: words[5],
        color: ColorDescription(primaries: code(words[7]), transfer: code(words[8]), matrix: code(words[9]), isFullRange: isFullRange)),
      scan: Self.scans[words[10]])
  }

  var words: [Int] {
    let color = coding.color
    return [width, height, Self.models.firstIndex(of: coding.model) ?? -1, coding.depth, coding.log2ChromaWidth, coding.log2ChromaHeight]
      + [coding.isFullRange ? 1 : 0, color.primaries ?? -1, color.transfer ?? -1, color.matrix ?? -1, Self.scans.firstIndex(of: scan) ?? -1]
  }
}

extension PictureForm {
  /// Planes of this form in which every sample is 0.
  var blankPlanes: [SamplePlane] {
    (0..<(coding.model == .gray ? 1 : 3)).map { component in
      let (across, down) = component == 0 || coding.model != .yCbCr ? (0, 0) : (coding.log2ChromaWidth, coding.log2ChromaHeight)
      return SamplePlane(width: (width + (1 << across) - 1) >> across, height: (height + (1 << down) - 1) >> down, depth: coding.depth) { _, words in
        words.update(repeating: 0)
      }
    }
  }
}

/// A digest of the samples of a picture's components, by which it is known again.
struct PictureContent: Hashable, Sendable, PictureFact {
  let words: [Int]

  init?(words: [Int]) {
    guard words.count == 2 else { return nil }
    self.words = words
  }
}
