// SPDX-License-Identifier: Apache-2.0

/// Pictures in succession that break one limit, and how badly.
struct FlashRun: Sendable {
  /// The pictures, from the first that belongs to the sequence.
  var frames: Range<Int>
  /// The greatest number of changes within a second, or of cuts.
  var changes: Int
  /// The greatest share of the screen.
  var area: Double
  /// The picture of the greatest number of changes, and of those the one of the greatest share.
  var worst: Int
  /// For patterns: whether the limit for changing ones was broken.
  var isChanging = false

  /// Takes up another run that begins no later than a second after this one, or says that it does not.
  mutating func join(_ other: FlashRun, within frames: Int) -> Bool {
    guard other.frames.lowerBound <= self.frames.upperBound + frames else { return false }
    self.frames = min(self.frames.lowerBound, other.frames.lowerBound)..<max(self.frames.upperBound, other.frames.upperBound)
    if (other.changes, other.area) > (changes, area) { worst = other.worst }
    changes = max(changes, other.changes)
    area = max(area, other.area)
    isChanging = isChanging || other.isChanging
    return true
  }
}

/// The runs of one kind. However many a file has, at most a thousand are kept apart; later ones are joined to the last.
struct FlashRuns: Sendable {
  private static let maximum = 1000
  private(set) var runs: [FlashRun] = []

  /// Adds a picture that breaks the limit, with those before it that belong to it.
  mutating func add(_ run: FlashRun, within frames: Int) {
    if let last = runs.indices.last, runs[last].join(run, within: runs.count < Self.maximum ? frames : .max / 2) { return }
    runs.append(run)
  }
}
