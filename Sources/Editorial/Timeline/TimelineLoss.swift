// SPDX-License-Identifier: Apache-2.0

public import Timing

/// Something that a format cannot say of a cut.
public struct TimelineLoss: Hashable, Sendable, CustomStringConvertible {
  /// What of a cut it is.
  public enum Aspect: String, Hashable, Sendable, CaseIterable {
    /// The name of the cut.
    case name
    /// The label of its first frame.
    case start
    /// A track, or its number.
    case tracks
    /// What a track is called.
    case trackNames
    /// Whether a track is seen or heard.
    case trackStates
    /// That a track is counted finer than in frames.
    case trackRates
    /// Black or silence that nothing follows.
    case silence
    /// Where the clips lie: their order, their places and their lengths on the track.
    case arrangement
    /// A clip, as a whole.
    case clips
    /// A transition, as a whole.
    case transitions
    /// What a transition looks like.
    case transitionKinds
    /// Where the cut lies within a transition.
    case cutPoints
    /// What a clip is called.
    case clipNames
    /// Whether a clip is seen or heard.
    case clipStates
    /// A cut within the cut.
    case nesting
    /// What a clip takes of its material: the labels, their rate, how many.
    case sources
    /// How fast a clip plays.
    case speeds
    /// How the speed of a clip changes.
    case speedCurves
    /// Which channel or layer of the material a clip takes.
    case channels
    /// What is done to pictures and sound.
    case effects
    /// A grade.
    case grades
    /// What people wrote of a clip.
    case comments
    /// What the material is called.
    case mediaNames
    /// The reel, tape or card.
    case reels
    /// Where the file of the material is.
    case paths
    /// What no other material has.
    case identifiers
    /// How much there is of the material.
    case extents
    /// What makes the pictures or sound, where no file does.
    case generators
    /// A mark, as a whole.
    case markers
    /// What a mark is set on, or where exactly.
    case markerPlaces
    /// What a mark is called.
    case markerNames
    /// The colour of a mark.
    case markerColors
    /// How long a mark is.
    case markerLengths
    /// What only another format says.
    case kept
    /// Letters that were written as others, or left out.
    case letters
    /// Nothing of the cut: it is all there, and the program that the file is for may not take it.
    case acceptance
    /// More than there is room for in the list.
    case more
  }

  /// What of the cut it is.
  public var aspect: Aspect
  /// The label where it lies in the cut, or in the one within it that it is of; `nil` where it is of the whole.
  public var place: Timecode?
  /// What is lost, in words that follow “lost:”.
  public var text: String

  /// A loss as given.
  public init(_ aspect: Aspect, at place: Timecode? = nil, _ text: String) { (self.aspect, self.place, self.text) = (aspect, place, text) }

  /// The place and the words.
  public var description: String { place.map { "\($0): \(text)" } ?? text }
}
