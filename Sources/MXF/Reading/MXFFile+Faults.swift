// SPDX-License-Identifier: Apache-2.0

extension MXFFile {
  /// Why the elements of its tracks cannot be told apart, in words; empty where they can.
  var numberFaults: [String] {
    let numbers = tracks.map(\.number)
    guard Set(numbers).count != numbers.count || numbers.contains(0) else { return [] }
    return ["its tracks have no numbers of their own, so that nobody can tell their elements apart"]
  }

  /// What says that the file is not all there, in words; empty where nothing does.
  /// - Parameter frames: how many its essence has.
  func completenessFaults(frames: Int64) -> [String] {
    if let stated = Set(tracks.compactMap(\.duration)).subtracting([frames]).min() {
      return ["it states \(stated) frames, and \(frames) are there: part of it is missing, or it was never finished"]
    }
    return partitions.last?.pack.kind == .footer ? [] : ["it has no footer: it was never finished"]
  }
}
