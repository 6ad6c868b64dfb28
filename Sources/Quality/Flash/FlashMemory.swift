// SPDX-License-Identifier: Apache-2.0

import Timing

/// Looks at each picture for flashes, or takes over what an earlier inspection saw where everything that could matter is as it was.
///
/// What is seen in a picture depends on all pictures before it. So every ten seconds, where a stretch begins, what is remembered is kept. Where a picture has changed,
/// looking begins at the last stretch before it, with what was remembered there; and it ends where a later stretch begins with the same memory as it once did.
struct FlashMemory: Sendable {
  /// How long a stretch is, in seconds.
  static let seconds = 10.0

  private let limits: FlashLimits
  private let clock: FrameClock
  private let window: Int
  private let stretch: Int
  private var raster: FlashRaster?
  /// Whether what is said is taken over; `nil` before the first picture.
  private var isResting: Bool?
  /// What was remembered where this stretch began; `nil` in the first.
  private var kept: [Int]?
  /// The picture before this stretch and its pictures so far, while what is said is taken over.
  private var passed: [InspectedPicture] = []
  /// The last picture, where it is as an earlier inspection saw it.
  private var last: InspectedPicture?

  /// A memory for a programme of which `window` pictures are a second.
  init(limits: FlashLimits, clock: FrameClock, window: Int) {
    (self.limits, self.clock, self.window) = (limits, clock, window)
    stretch = clock.frames(lasting: Self.seconds)
  }

  /// What is seen in the next picture.
  mutating func looks(at picture: InspectedPicture) -> [FlashLook] {
    if isResting == nil { isResting = picture.isRecalled }
    if begins(picture), picture.frame > 0 { begin(at: picture) }
    defer { last = picture.isRecalled ? picture.again : nil }
    let key = PictureFacts.Key(.flashes)
    if isResting == true {
      if picture.isRecalled, let words = picture.facts?.recall(key), let known = FlashLooks(words: words) {
        picture.facts?.keep(key, words)
        passed.append(picture.again)
        return known.looks
      }
      wake()
    }
    let looks = see(picture)
    picture.facts?.keep(key, FlashLooks(looks).words)
    return looks
  }

  /// Counts the picture before once more, in place of one that is missing.
  mutating func repeatLast() {
    if isResting == true { wake() }
    raster?.repeatLast()
  }

  // MARK: -

  private func begins(_ picture: InspectedPicture) -> Bool { picture.frame % stretch == 0 }

  private mutating func see(_ picture: InspectedPicture) -> [FlashLook] {
    if raster?.fits(picture) != true { raster = FlashRaster(picture.form, limits: limits, clock: clock, window: window) }
    let begins = begins(picture)
    return raster?.look(at: picture, begins: begins) ?? []
  }

  /// Begins a stretch with `picture`: keeps what is remembered, and rests where that is what it was.
  private mutating func begin(at picture: InspectedPicture) {
    let key = PictureFacts.Key(.flashState)
    let known = picture.isRecalled ? picture.facts?.recall(key) : nil
    if isResting == true {
      if let known {
        picture.facts?.keep(key, known)
        return rest(on: known)
      }
      wake()
    }
    raster?.settle()
    guard let facts = picture.facts, let state = raster?.state() else { return }
    facts.keep(key, state)
    if last != nil, state == known { rest(on: state) }
  }

  private mutating func rest(on state: [Int]) {
    (isResting, kept, raster) = (true, state, nil)
    passed = last.map { [$0] } ?? []
  }

  /// Remembers what was seen until now, from where this stretch began.
  private mutating func wake() {
    isResting = false
    raster = nil
    // The earliest last, so that each is let go of once it was seen: their samples would fill the memory.
    var pictures = Array(passed.reversed())
    passed = []
    if let kept, let before = pictures.popLast() {
      var raster = FlashRaster(before.form, limits: limits, clock: clock, window: window)
      if raster.remember(kept, after: before) { self.raster = raster }
    }
    while let picture = pictures.popLast() { _ = see(picture) }
  }
}
