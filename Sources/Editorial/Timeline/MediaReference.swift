// SPDX-License-Identifier: Apache-2.0

public import Timing

/// What a list says of the material that a clip is of. Each is evidence of its own strength; a list may give one, several or none.
public struct MediaReference: Hashable, Sendable {
  /// What the material is called, apart from the clip that is made of it: the master clip's name; empty where none is given.
  public var name: String
  /// The reel, tape or card; empty where none is named.
  public var reel: String
  /// The file's path, name or address, as it was written; empty where none is named.
  public var path: String
  /// What no other material has: a UMID or mob identifier (SMPTE ST 330) as `urn:smpte:umid:` with 64 hexadecimal digits in groups of eight, or what the format
  /// numbers its media by; empty where none is given.
  public var identifier: String
  /// All that there is of the material, by its own labels and at its own rate; `nil` where the list does not say.
  public var available: TimecodeRange?
  /// What makes the pictures or sound, where no file does: bars, a title, a colour; empty for material that can be looked for.
  public var generator: String
  /// What a reader did not understand of it.
  public var kept: [Kept]

  /// A reference as given.
  public init(
    name: String = "", reel: String = "", path: String = "", identifier: String = "", available: TimecodeRange? = nil, generator: String = "",
    kept: [Kept] = []
  ) {
    self.name = name
    self.reel = reel
    self.path = path
    self.identifier = identifier
    self.available = available
    self.generator = generator
    self.kept = kept
  }
}
