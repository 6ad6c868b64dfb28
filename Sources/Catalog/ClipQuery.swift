// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What an edit, a report or a person knows of a clip that is to be found. Everything that is stated must fit.
public struct ClipQuery: Hashable, Sendable {
  /// The reel, tape or sound roll. A clip's own name counts too, since some cameras' tapes are called after the clip.
  public var reel: String?
  /// The clip's name, or that of one of its files, with or without extension.
  public var name: String?
  /// A label that lies in the clip. The rate is part of it: labels of another rate are others.
  public var timecode: Timecode?
  /// The scene.
  public var scene: String?
  /// The take; `3` finds `03`.
  public var take: String?
  /// The sound roll.
  public var soundRoll: String?
  /// The unique material identifier, in any notation.
  public var umid: String?

  /// A query; all open unless set.
  public init(
    reel: String? = nil, name: String? = nil, timecode: Timecode? = nil, scene: String? = nil, take: String? = nil, soundRoll: String? = nil,
    umid: String? = nil
  ) {
    self.reel = reel
    self.name = name
    self.timecode = timecode
    self.scene = scene
    self.take = take
    self.soundRoll = soundRoll
    self.umid = umid
  }

  /// Each thing that is stated, with the kinds of key of which one must be it.
  var keys: [(kinds: [ClipKey.Kind], key: String)] {
    let stated: [([ClipKey.Kind], String?)] = [
      ([.reel, .soundRoll, .name], reel), ([.name], name.map(ClipKey.stem)), ([.scene], scene), ([.take], take), ([.soundRoll], soundRoll),
      ([.umid], umid),
    ]
    return stated.compactMap { kinds, value in value.map { (kinds, ClipKey.key($0, kinds[0])) } }
  }
}
