// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What changed from one cut to the next, clip by clip.
///
/// Clips are told by their material and by what is taken of it, never by their places: a clip that only lies elsewhere because something before it grew
/// is unchanged, and is told by a ripple. The list is always held against the cuts: the old cut with the changes must be the new one.
///
///     let list = try ChangeList(from: version7, to: version8, handles: 10)
///     list.changes.map(\.words)    // ["head 5 frames longer; within handles", …]
public struct ChangeList: Sendable {
  /// The changes, in the order of the new cut; what was deleted stands where it would lie.
  public var changes: [Change]
  /// By how much clips that did not change lie elsewhere, from which place on.
  public var ripples: [Ripple]
  /// How many clips did not change, on all tracks.
  public var unchanged: Int
  /// Where the old cut with the changes is not the new one; empty, or the list is not to be trusted.
  public var faults: [String]
  /// Frames of the programme that were pulled at each end beyond what the cut shows.
  public var handles: Int
  /// The old cut.
  public let old: Timeline
  /// The new cut.
  public let new: Timeline

  /// Clips that lie earlier or later than they did, unchanged.
  public struct Ripple: Hashable, Sendable {
    /// The track in both cuts.
    public var track: CutEvent.TrackName
    /// The label in the old cut of the first clip that it holds for.
    public var from: Timecode
    /// How many clips it holds for.
    public var count: Int
    /// By how many frames they lie later, at the rate of the track; earlier where it is negative.
    public var offset: FrameCount
    /// The places in the old cut of the first and last of them.
    var first: FrameCount
    var last: FrameCount
  }

  /// Compares two cuts.
  ///
  /// - Parameters:
  ///   - handles: how many frames of the programme were pulled at each end beyond what a cut shows.
  ///   - pulled: the cut from which material was pulled, where that is an earlier one than `old`: slips of several versions add up.
  /// - Throws: `EditorialError.mixedRates` where the two are not counted at one rate.
  public init(from old: Timeline, to new: Timeline, handles: Int = 0, pulled: Timeline? = nil) throws(EditorialError) {
    for cut in [new, pulled].compactMap(\.self) where !cut.rate.hasSameSpeed(as: old.rate) {
      throw EditorialError(
        .mixedRates, subject: cut.name,
        detail: "is at \(cut.rate), and ‘\(old.name)’ at \(old.rate): cuts at two rates have no frames in common; export both at one")
    }
    let handles = min(max(handles, 0), 1 << 30)
    (self.old, self.new, self.handles) = (old, new, handles)
    let units = Self.units(of: [old, new] + [pulled].compactMap(\.self))
    var matching = ChangeMatching(old.events(in: units), new.events(in: units))
    matching.run()
    let material = PulledMaterial((pulled ?? old).events(in: units), handles: handles)
    let told = ChangeTelling(matching, material).run()
    (changes, ripples, unchanged) = (told.changes, told.ripples, told.unchanged)
    faults = ChangeCheck(matching.old.map(\.event), matching.new.map(\.event)).faults(of: changes, ripples)
    changes = Self.gathered(changes)
  }

  /// Whether the names of two files or cuts say that the old one is a later version of the same thing than the new one.
  public static func looksSwapped(old: String, new: String) -> Bool { CutIdentity.isLater(old, than: new) }

  /// The rate at which tracks of each kind are counted: that of the cuts, or that of sound which is cut to the sample.
  private static func units(of cuts: [Timeline]) -> [Track.Kind: FrameRate] {
    var units: [Track.Kind: FrameRate] = [:]
    for track in cuts.flatMap(\.tracks) {
      guard let rate = track.rate else { continue }
      if let known = units[track.kind], known.numerator * rate.denominator >= rate.numerator * known.denominator { continue }
      units[track.kind] = rate
    }
    return units
  }

  /// What happens alike on several tracks, as one change.
  private static func gathered(_ changes: [Change]) -> [Change] {
    struct Key: Hashable {
      var kinds: [Change.Kind]
      var oldIn: Timecode?
      var oldOut: Timecode?
      var newIn: Timecode?
      var newOut: Timecode?
      var oldSource: TimecodeRange?
      var newSource: TimecodeRange?
      var name: String
      var isTrackChange: CutEvent.TrackName?
    }
    var places: [Key: Int] = [:]
    var gathered: [Change] = []
    for change in changes {
      let key = Key(
        kinds: change.kinds, oldIn: change.old?.recordIn, oldOut: change.old?.recordOut, newIn: change.new?.recordIn, newOut: change.new?.recordOut,
        oldSource: change.old?.clip.source, newSource: change.new?.clip.source, name: change.name,
        isTrackChange: change.kinds.contains(.track) ? change.new?.track : nil)
      if let place = places[key], !gathered[place].tracks.contains(change.tracks[0]) {
        gathered[place].tracks += change.tracks
      } else {
        places[key] = gathered.count
        gathered.append(change)
      }
    }
    return gathered
  }
}
