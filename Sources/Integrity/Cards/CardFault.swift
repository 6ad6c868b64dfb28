// SPDX-License-Identifier: Apache-2.0

public import Files

extension CardReport {
  /// Something about a card that is not as its format has it.
  public struct Fault: Codable, Sendable, Equatable {
    /// The kind of fault. Names stay for good.
    public enum Code: String, Codable, Sendable, CaseIterable {
      /// The index that the camera writes is not there.
      case indexMissing
      /// The index cannot be read: cut short, damaged, or unreadable.
      case truncatedIndex
      /// Essence that the index, or another piece of the clip, speaks of is not there.
      case clipMissing
      /// A part between others is not there.
      case gapInSpan
      /// The last part is probably not there.
      case spanIncomplete
      /// A file of essence holds nothing.
      case emptyEssence
      /// A piece that goes with a clip is not there.
      case sidecarMissing
      /// A piece is there whose clip is not.
      case sidecarWithoutClip
      /// The index does not know the clip.
      case notListed
      /// Two clips have one name.
      case duplicateClip
    }

    /// The kind of fault.
    public let code: Code
    /// The file or folder it is about, whether or not it is there; `nil` for the card's own folder.
    public let path: ContainedPath?
    /// One sentence: what is wrong and what to try.
    public let text: String
    /// Whether it says that a piece of the card is not here, so that it speaks against erasing the original.
    public let isIncomplete: Bool
  }
}
