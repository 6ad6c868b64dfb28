// SPDX-License-Identifier: Apache-2.0

/// How the samples of a picture lie in memory.
///
/// The name is FFmpeg's, the vocabulary that media tools share (`yuv422p10le`); the rest says where each component's samples are, so
/// that a reader of pixels needs no table of names.
public struct PixelFormat: Hashable, Sendable {
  /// What the components mean.
  public enum Model: String, Hashable, Sendable, Codable {
    /// Luma and two colour differences, in the order Y′ Cb Cr.
    case yCbCr
    /// Red, green, blue, in that order, wherever their planes lie.
    case rgb
    /// One component.
    case gray
    /// Indices into a colour table, or anything else that cannot be measured as it lies.
    case other
  }

  /// Where one component's samples are.
  public struct Component: Hashable, Sendable {
    /// The index of the plane that holds it.
    public let plane: Int
    /// Bytes from one sample to the next.
    public let step: Int
    /// Bytes before the first sample of a row.
    public let offset: Int
    /// Bits to shift a sample word right.
    public let shift: Int
    /// Significant bits.
    public let depth: Int

    /// A component with its place in memory.
    public init(plane: Int, step: Int, offset: Int = 0, shift: Int = 0, depth: Int) {
      self.plane = plane
      self.step = step
      self.offset = offset
      self.shift = shift
      self.depth = depth
    }
  }

  /// FFmpeg's name, such as `yuv420p`.
  public let name: String
  /// What the components mean.
  public let model: Model
  /// The components in the model's own order; alpha, where there is one, is last.
  public let components: [Component]
  /// Colour-difference columns are luma columns divided by 2 to this power.
  public let log2ChromaWidth: Int
  /// Colour-difference rows are luma rows divided by 2 to this power.
  public let log2ChromaHeight: Int
  /// Whether the last component is alpha.
  public let hasAlpha: Bool
  /// Whether words of more than eight bits are big-endian.
  public let isBigEndian: Bool
  /// Whether samples are IEEE floating point.
  public let isFloat: Bool

  /// A format from its parts.
  public init(
    name: String, model: Model, components: [Component], log2ChromaWidth: Int = 0, log2ChromaHeight: Int = 0,
    hasAlpha: Bool = false, isBigEndian: Bool = false, isFloat: Bool = false
  ) {
    self.name = name
    self.model = model
    self.components = components
    self.log2ChromaWidth = log2ChromaWidth
    self.log2ChromaHeight = log2ChromaHeight
    self.hasAlpha = hasAlpha
    self.isBigEndian = isBigEndian
    self.isFloat = isFloat
  }

  /// Significant bits of the first component.
  public var bitDepth: Int { components.first?.depth ?? 0 }

  /// The sampling structure in the trade's notation, `4:2:2`; `nil` for what has no colour differences.
  public var chromaSampling: String? {
    guard model == .yCbCr else { return model == .rgb ? "4:4:4" : nil }
    switch (log2ChromaWidth, log2ChromaHeight) {
    case (0, 0): return "4:4:4"
    case (1, 0): return "4:2:2"
    case (1, 1): return "4:2:0"
    case (2, 0): return "4:1:1"
    case (2, 2): return "4:1:0"
    case (0, 1): return "4:4:0"
    default: return nil
    }
  }
}

extension PixelFormat {
  /// Planar Y′CbCr in native words: the layout that most decoders give.
  ///
  /// - Parameters:
  ///   - depth: significant bits: 8 in bytes, 9 to 16 in little-endian words.
  ///   - log2ChromaWidth: 1 for 4:2:2 and 4:2:0, else 0.
  ///   - log2ChromaHeight: 1 for 4:2:0, else 0.
  public static func planar(depth: Int, log2ChromaWidth: Int, log2ChromaHeight: Int) -> PixelFormat {
    let bytes = depth > 8 ? 2 : 1
    let sampling = log2ChromaHeight == 1 ? "420" : log2ChromaWidth == 1 ? "422" : "444"
    return PixelFormat(
      name: "yuv\(sampling)p" + (depth > 8 ? "\(depth)le" : ""), model: .yCbCr,
      components: (0..<3).map { Component(plane: $0, step: bytes, depth: depth) },
      log2ChromaWidth: log2ChromaWidth, log2ChromaHeight: log2ChromaHeight)
  }

  /// 4:2:0 in bytes.
  public static let yuv420p = planar(depth: 8, log2ChromaWidth: 1, log2ChromaHeight: 1)
  /// 4:2:2 in bytes.
  public static let yuv422p = planar(depth: 8, log2ChromaWidth: 1, log2ChromaHeight: 0)
  /// 4:2:2 in ten bits.
  public static let yuv422p10 = planar(depth: 10, log2ChromaWidth: 1, log2ChromaHeight: 0)
  /// 4:4:4 in ten bits.
  public static let yuv444p10 = planar(depth: 10, log2ChromaWidth: 0, log2ChromaHeight: 0)
}
