// SPDX-License-Identifier: Apache-2.0

import Essence

/// Where pictures of a stream have another raster than its first one.
struct RasterChanges {
  /// The most places that are listed.
  private static let maximumListed = 100

  private var first: Raster?
  private var last: Raster?
  private var runs: [(frames: Range<Int>, raster: Raster)] = []

  /// Takes the next picture of the stream, at position `frame`.
  mutating func note(_ picture: Picture, frame: Int) {
    let raster = Raster(picture.width, picture.height)
    defer { last = raster }
    guard let first else { return first = raster }
    guard raster != first else { return }
    if let open = runs.indices.last, last == raster {
      runs[open].frames = runs[open].frames.lowerBound..<frame + 1
    } else if runs.count < Self.maximumListed {
      runs.append((frame..<frame + 1, raster))
    }
  }

  /// One finding for each place: it weighs what the rule for the raster weighs, and is to be looked at where there is none.
  func findings(_ profile: InspectionProfile, _ clock: FrameClock?, stream: Int?) -> [Finding] {
    let severity = profile.format.rasters?.severity ?? profile.format.largestRaster?.severity ?? .advisory
    return runs.map { run in
      Finding(.raster, severity: severity, stream: stream, place: clock?.span(run.frames), text: .changes(from: first, to: run.raster))
    }
  }
}

extension String {
  fileprivate static func changes(from first: Raster?, to raster: Raster) -> String {
    "The raster of the pictures is \(raster) here, where the file begins with \(first.map { "\($0)" } ?? "another")."
  }
}
