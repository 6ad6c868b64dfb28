// SPDX-License-Identifier: Apache-2.0

extension MXFFile {
  /// Why the elements of its tracks cannot be told apart, in words; empty where they can.
  var numberFaults: [String] {
    let numbers = tracks.map(\.number)
    guard Set(numbers).count != numbers.count || numbers.contains(0) else { return [] }
    return ["its tracks have no numbers of their own, so that nobody can tell their elements apart"]
  }

  /// What says that the file is not all there, or shows other frames than all that are in it, in words; empty where nothing does.
  /// - Parameter frames: how many its essence has.
  func completenessFaults(frames: Int64) -> [String] {
    let stated = Set(tracks.compactMap(\.duration))
    if frames == 1, let many = stated.max(), many > 1 {
      return ["its \(many) frames lie in one piece (clip-wrapped, as OP-Atom files are), and one by one is wanted: transcode it"]
    }
    if let before = precharge {
      return [
        "\(before) frames stand before the first that is shown, to be decoded only (pre-charge): transcode it, or take the file that it was cut from"
      ]
    }
    if let other = stated.subtracting([frames]).min() {
      return ["it states \(other) frames, and \(frames) are there: part of it is missing, or it was never finished"]
    }
    if let part = excerpt(of: frames) {
      return [
        "it shows \(part.count) frames from frame \(part.lowerBound) on, and \(frames) are in it: transcode it, or take the file that it was cut from"
      ]
    }
    // A header that states how many frames there are was put right at the end; of one that does not, nobody knows what is missing.
    return partitions.last?.pack.kind == .footer || !stated.isEmpty ? [] : ["it has no footer: it was never finished"]
  }

  /// How many frames stand before the one that its tracks count as the first.
  private var precharge: Int64? {
    metadata.tracks(of: filePackage).compactMap { $0.integer(.origin, as: Int64.self) }.filter { $0 > 0 }.max()
  }

  /// The frames that the material package plays, where they are not all.
  private func excerpt(of frames: Int64) -> Range<Int64>? {
    for track in metadata.tracks(of: materialPackage) {
      for clip in metadata.components(of: track) where clip.key.matches(.sourceClip) && clip[.sourcePackageID] == filePackage?[.packageID] {
        let start = clip.integer(.startPosition, as: Int64.self) ?? 0
        let length = clip.integer(.componentLength, as: Int64.self) ?? -1
        guard start != 0 || length >= 0 && length < frames else { continue }
        let (end, overflows) = start.addingReportingOverflow(length >= 0 ? length : frames)
        return start >= 0 && !overflows && end >= start ? start..<end : 0..<0
      }
    }
    return nil
  }
}
