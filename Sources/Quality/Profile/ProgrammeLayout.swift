// SPDX-License-Identifier: Apache-2.0

public import Essence

/// What stands where in a file: line-up, clock, black, the parts of the programme, the hold at its end.
///
/// Positions are labels of the file's own timecode, or distances from its start or end, so that one layout fits files of every length.
public struct ProgrammeLayout: Hashable, Sendable, Codable {
  /// How far a section reaches.
  public enum Extent: Hashable, Sendable, Codable {
    /// Up to this place, whose own frame belongs to what follows.
    case to(LayoutPosition)
    /// For so long.
    case length(LayoutDistance)
  }

  /// A part of the file and what it holds.
  public struct Section: Hashable, Sendable, Codable {
    /// What people call it: `ident clock`.
    public var name: String
    /// Its first frame.
    public var from: LayoutPosition
    /// How far it reaches.
    public var extent: Extent
    /// Everything that it holds at once.
    public var contents: [LayoutContent]
    /// Which line-up signal its tone is; `nil` takes any.
    public var tone: LineUpKind?
    /// Whether the file may begin after it, or end before it.
    public var isOptional: Bool
    /// What missing it weighs.
    public var severity: Severity

    /// A section; by default it has to be there.
    public init(
      _ name: String, from: LayoutPosition, _ extent: Extent, contents: [LayoutContent], tone: LineUpKind? = nil, isOptional: Bool = false,
      severity: Severity = .mandatory
    ) {
      self.name = name
      self.from = from
      self.extent = extent
      self.contents = contents
      self.tone = tone
      self.isOptional = isOptional
      self.severity = severity
    }
  }

  /// The sections; they may overlap.
  public var sections: [Section]
  /// How many frames at each edge of a section are not judged.
  public var tolerance: Int

  /// A layout; by default it holds to the frame.
  public init(sections: [Section], tolerance: Int = 0) {
    self.sections = sections
    self.tolerance = tolerance
  }
}
