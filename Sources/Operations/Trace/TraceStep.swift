// SPDX-License-Identifier: Apache-2.0

public import Timing

/// One step of a trace: from what is seen back to where it came from.
public struct TraceStep: Sendable, Hashable {
  /// What a step is about.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A clip of a cut, and what it takes of its material.
    case clip
    /// A file with its hashes.
    case file
    /// The file that another was made from.
    case origin
    /// A manifest that has the file with its hash.
    case manifest
    /// The run that took it in: from which card, and when.
    case offload
    /// Another copy of the same bytes.
    case copy
  }

  /// How the step was come by.
  public enum Finding: String, Sendable, Hashable, Codable {
    /// It was looked at, and is so.
    case proved
    /// It is on record, and was not looked at.
    case recorded
    /// It is on record, and is not there now.
    case absent
    /// It is there, and is not what is on record.
    case differs
  }

  /// What the step is about.
  public var kind: Kind
  /// Where it is: a path, or the name of a clip.
  public var subject: String
  /// The label of the frame there; `nil` where it is not known.
  public var timecode: Timecode?
  /// Hashes by algorithm.
  public var digests: [String: String]
  /// How it was come by.
  public var finding: Finding
  /// What there is to say, a sentence.
  public var words: String

  /// A step as given.
  public init(_ kind: Kind, _ subject: String, at timecode: Timecode? = nil, digests: [String: String] = [:], _ finding: Finding, _ words: String) {
    self.kind = kind
    self.subject = subject
    self.timecode = timecode
    self.digests = digests
    self.finding = finding
    self.words = words
  }
}
