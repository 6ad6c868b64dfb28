// SPDX-License-Identifier: Apache-2.0

public import Files

/// What belongs to one edit unit of a frame-wrapped file: its elements in file order (SMPTE ST 379-2, 6).
public struct ContentPackage: Hashable, Sendable {
  /// The elements of essence. Fill and system items are not among them.
  public var elements: [KLVPacket] = []
  /// Where its first packet begins, that of the system item where there is one.
  public var position: Int64 = 0

  /// The element of this number: the last four bytes of its key, which are the number of its track in the file package.
  public func element(_ number: UInt32) -> KLVPacket? { elements.first { $0.key.matches(.essenceElement(number)) } }
}

extension MXFFile {
  /// Sound of 64 channels, one a track, with picture and data, has fewer.
  private static let mostElements = 256

  /// Goes through the essence, edit unit by edit unit, in file order.
  ///
  /// An edit unit begins with the packet that the first one began with: a system item where there is one, else the first element.
  /// - Parameter take: is given each and says whether to go on.
  /// - Throws: `FilesError`: what is there is no packet, or is cut short. What came before was given.
  public func forEachContentPackage(_ take: (ContentPackage) throws(FilesError) -> Bool) throws(FilesError) {
    var package = ContentPackage()
    var first: UniversalLabel?
    for (number, partition) in partitions.enumerated() where partition.pack.bodyStream != 0 {
      let end = number + 1 < partitions.count ? partitions[number + 1].packet.position : byteCount
      var place = essence(in: partition, before: end)
      while place < end {
        let packet = try source.packet(at: place)
        place = packet.end
        guard packet.key.isEssenceElement || packet.key.isSystemItem else {
          if packet.key.matches(.randomIndexPack) { break }
          continue
        }
        if packet.key == first, !package.elements.isEmpty {
          guard try take(package) else { return }
          package = ContentPackage()
        }
        if first == nil { first = packet.key }
        if packet.key == first { package.position = packet.position }
        guard packet.key.isEssenceElement else { continue }
        guard package.elements.count < Self.mostElements, !package.elements.contains(where: { $0.key == packet.key }) else {
          throw FilesError(.malformed, subject: path, remedy: "the frame at byte \(package.position) has an element twice, or more than any file has")
        }
        package.elements.append(packet)
      }
    }
    if !package.elements.isEmpty { _ = try take(package) }
  }

  /// How many edit units the essence has, by its packets.
  public func frameCount() throws(FilesError) -> Int64 { try frameCount { _ in true } ?? 0 }

  /// The same; nothing where it was stopped.
  /// - Parameter goesOn: is told how many were counted, and says whether to go on.
  public func frameCount(goesOn: (Int64) -> Bool) throws(FilesError) -> Int64? {
    var (count, isStopped) = (Int64(0), false)
    try forEachContentPackage { (_) throws(FilesError) in
      count += 1
      isStopped = !goesOn(count)
      return !isStopped
    }
    return isStopped ? nil : count
  }

  /// Where the essence of a partition begins: after its pack, metadata and index table, and the fill before any of them.
  private func essence(in partition: Partition, before end: Int64) -> Int64 {
    let counted = partition.pack.headerByteCount + partition.pack.indexByteCount
    guard counted > 0, counted <= end - partition.packet.end else { return partition.packet.end }
    return min(end, Self.contents(of: partition, source) + counted)
  }
}
