// SPDX-License-Identifier: Apache-2.0

/// A piece of a reference movie held against the media that a conform put there: which frames are another picture, and whether it is slipped.
public struct ShotComparison: Hashable, Sendable {
  /// Frames that follow one another and differ alike.
  public struct Run: Hashable, Sendable {
    /// Places in the piece, from zero.
    public var places: Range<Int>
    /// The media's frames lie so many frames later in the reference's piece than the conform has them: what should be added to its source; `nil` where no frame near fits.
    public var slip: Int?
  }

  /// The frames that are another picture.
  public var runs: [Run]
  /// Frames that could not be compared: not decoded, or not there.
  public var missing: Int
  /// Frames whose neighbours in the media are the same picture, so that a slip could not be seen.
  public var still: Int

  /// How far around its place a shot is looked for, in frames.
  public let window: Int

  /// Compares a piece.
  ///
  /// - Parameters:
  ///   - reference: the signatures of the reference's frames; `nil` for one that was not read.
  ///   - media: the signatures of the media's frames by their number, as far around the piece as `window` says.
  ///   - expected: which of the media's frames the conform shows at each place.
  ///   - window: how far a slip is looked for.
  public init(reference: [PictureSignature?], media: [Int: PictureSignature], expected: [Int], window: Int) {
    self.window = window
    let search = Search(reference: reference, media: media, expected: expected)
    let places = expected.indices.filter { reference.indices.contains($0) && reference[$0] != nil && media[expected[$0]] != nil }
    missing = expected.count - places.count
    still = places.count { search.isStill($0) }
    // A whole shot that is elsewhere in its media is told as such, not frame by frame.
    let slip = search.commonSlip(of: places, window)
    var others: [(place: Int, slip: Int?)] = []
    for place in places {
      if slip == 0 {
        if let found = search.difference(at: place, window) { others.append((place, found.slip)) }
      } else if search.isSame(place, slip) {
        others.append((place, slip))
      } else {
        others.append((place, nil))
      }
    }
    runs = Self.runs(of: others)
  }

  /// The frames of a dissolve, each of which is some mixture of its two sides.
  ///
  /// - Parameters:
  ///   - reference: the signatures of the reference's frames.
  ///   - sides: for each place the pictures of both sides; `nil` for one that was not read.
  public init(dissolve reference: [PictureSignature?], sides: [(PictureSignature, PictureSignature)?]) {
    window = 0
    var others: [(place: Int, slip: Int?)] = []
    var missing = 0
    for place in sides.indices {
      guard reference.indices.contains(place), let own = reference[place], let (one, other) = sides[place] else {
        missing += 1
        continue
      }
      let nearest = (0...16).map { own.distance(to: one.mixed(Float($0) / 16, with: other)) }.min() ?? .infinity
      if nearest > Search.limit { others.append((place, nil)) }
    }
    (self.missing, still) = (missing, 0)
    runs = Self.runs(of: others)
  }

  private static func runs(of frames: [(place: Int, slip: Int?)]) -> [Run] {
    frames.reduce(into: []) { runs, frame in
      if let last = runs.last, last.places.upperBound == frame.place, last.slip == frame.slip {
        runs[runs.count - 1].places = last.places.lowerBound..<(frame.place + 1)
      } else {
        runs.append(Run(places: frame.place..<(frame.place + 1), slip: frame.slip))
      }
    }
  }
}

/// Distances between a reference's frames and a media's.
private struct Search {
  /// The largest distance, in thousandths of full scale, between two copies of one picture: a lossy movie of a quarter of the size stays below half of it.
  static let limit: Float = 12
  /// What compression alone makes of a distance.
  private static let noise: Float = 0.5
  /// How many frames of a piece are asked for its slip.
  private static let probes = 16

  /// A frame that is another picture, with the place of the media's frame that it is.
  struct Difference {
    var slip: Int?
  }

  let reference: [PictureSignature?]
  let media: [Int: PictureSignature]
  let expected: [Int]

  func distance(_ place: Int, _ slip: Int) -> Float? {
    guard let own = reference[place], let other = media[expected[place] + slip] else { return nil }
    return own.distance(to: other)
  }

  func isSame(_ place: Int, _ slip: Int) -> Bool { (distance(place, slip) ?? .infinity) <= Self.limit }

  /// Whether the frames of the media beside this one are the same picture.
  func isStill(_ place: Int) -> Bool {
    guard let own = media[expected[place]] else { return false }
    let others = [-1, 1].compactMap { media[expected[place] + $0] }
    return others.allSatisfy { own.distance(to: $0) < Self.noise }
  }

  /// The number of frames by which all of a piece fits better; zero where it does not, or where nothing moves.
  func commonSlip(of places: [Int], _ window: Int) -> Int {
    guard window > 0, places.count > 1 else { return 0 }
    let step = max(1, places.count / Self.probes)
    let probes = stride(from: 0, to: places.count, by: step).map { places[$0] }
    guard let here = median(probes, 0) else { return 0 }
    var best = (slip: 0, distance: here)
    for slip in (-window...window) where slip != 0 {
      guard let distance = median(probes, slip), distance < best.distance else { continue }
      best = (slip, distance)
    }
    guard best.slip != 0, best.distance <= Self.limit else { return 0 }
    if best.distance < here * 0.9, here - best.distance > Self.noise {
      let better = probes.count { (distance($0, best.slip) ?? .infinity) < (distance($0, 0) ?? .infinity) }
      return better * 10 >= probes.count * 9 ? best.slip : 0
    }
    return isSlow(places, best, here, window) ? best.slip : 0
  }

  /// Whether a piece moves so slowly that a slip of a few frames makes no more of a distance than compression does, and yet moves: then distances grow to both
  /// sides of where it lies, all along the piece, which compression does not do.
  private func isSlow(_ places: [Int], _ best: (slip: Int, distance: Float), _ here: Float, _ window: Int) -> Bool {
    let step = max(1, places.count / (Self.probes * 4))
    let probes = stride(from: 0, to: places.count, by: step).map { places[$0] }
    guard probes.count >= Self.probes else { return false }
    let (near, far) = (Int(best.slip.magnitude), max(window / 3, 2 * Int(best.slip.magnitude)))
    for side in [-1, 1] {
      guard let first = median(probes, best.slip + side * near), let second = median(probes, best.slip + side * far) else { return false }
      guard second > best.distance * 1.5, second > first, first - best.distance > (here - best.distance) * 0.4 else { return false }
    }
    // By chance, three of four of many frames do not fit better.
    let better = probes.count { (distance($0, best.slip) ?? .infinity) < (distance($0, 0) ?? .infinity) }
    return better * 4 >= probes.count * 3
  }

  /// The middle one of the distances at a slip; `nil` where too few frames of the media are there.
  private func median(_ places: [Int], _ slip: Int) -> Float? {
    let distances = places.compactMap { distance($0, slip) }.sorted()
    return distances.count * 4 >= places.count * 3 && !distances.isEmpty ? distances[distances.count / 2] : nil
  }

  /// Whether a frame is another picture, and which one near it is; `nil` where it is the right one.
  func difference(at place: Int, _ window: Int) -> Difference? {
    guard let here = distance(place, 0) else { return nil }
    if here > Self.limit {
      let near = (-window...window).compactMap { slip in distance(place, slip).map { (slip, $0) } }.min { $0.1 < $1.1 }
      guard let near, near.0 != 0, near.1 <= Self.limit, near.1 < here * 0.6 else { return Difference(slip: nil) }
      return Difference(slip: near.0)
    }
    // A frame that its neighbour is much nearer to was repeated or left out.
    guard window > 0, here > Self.noise * 2 else { return nil }
    let beside = [-1, 1].compactMap { slip in distance(place, slip).map { (slip, $0) } }.min { $0.1 < $1.1 }
    guard let beside, beside.1 < here * 0.4, here - beside.1 > Self.noise else { return nil }
    return Difference(slip: beside.0)
  }
}
