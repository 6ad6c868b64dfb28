// SPDX-License-Identifier: Apache-2.0

import Files

/// What the frames of a file show without being decoded.
struct EssenceFacts {
  private(set) var frames: Int64 = 0
  /// Bytes from the beginning of a frame to that of the next; nothing where they differ.
  private(set) var frameSize: Int64?
  private(set) var fault: String?
  /// The first frame without an element of each track, or with more.
  private(set) var oddFrame: Int64?
  /// The first picture of another length than the class has.
  private(set) var oddSize: (frame: Int64, bytes: Int64)?
  /// The first picture that does not begin with delimiter and parameter sets.
  private(set) var oddUnits: Int64?
  private(set) var parameters: SequenceParameters?
  /// The first sound track beyond the second that is not silent, counted from nought.
  private(set) var loudBeyondTwo: Int?

  /// Bytes of a picture that are looked at: parameter sets stand before its slices, and have some hundreds.
  private static let head: Int64 = 2048
  /// Sound of a frame beyond this is not looked at: at 192 kHz and 4 bytes a frame of a tenth of a second has less.
  private static let soundLimit: Int64 = 1 << 20

  /// Goes through all frames.
  /// - Returns: whether it went to the end.
  mutating func read(_ file: MXFFile, _ tracks: [EssenceTrack], _ goesOn: (Int64) -> Bool) -> Bool {
    let picture = tracks.first { $0.kind == .picture }
    let sounds = tracks.filter { $0.kind == .sound }
    var (isStopped, sizes, before) = (false, Set<Int64>(), Int64?.none)
    do throws(FilesError) {
      try file.forEachContentPackage { (package) throws(FilesError) in
        if let before, sizes.count < 2 { sizes.insert(package.position - before) }
        before = package.position
        if oddFrame == nil, package.elements.count != tracks.count || tracks.contains(where: { package.element($0.number) == nil }) {
          oddFrame = frames
        }
        if let picture, let packet = package.element(picture.number) { try look(packet, file) }
        try listen(sounds.dropFirst(2).compactMap { package.element($0.number) }, file)
        frames += 1
        isStopped = !goesOn(frames)
        return !isStopped
      }
    } catch { fault = error.remedy }
    frameSize = sizes.count == 1 ? sizes.first : nil
    return !isStopped
  }

  private mutating func look(_ packet: KLVPacket, _ file: MXFFile) throws(FilesError) {
    if oddSize == nil, packet.count != Int64(AS11Rewrap.frameSize) { oddSize = (frames, packet.count) }
    guard oddUnits == nil else { return }
    let units = PictureUnits(try file.source.bytes(at: packet.value, count: Int(min(packet.count, Self.head))))
    if !units.types.starts(with: [9, 7, 8]) { oddUnits = frames }
    parameters = parameters ?? units.parameters
  }

  private mutating func listen(_ packets: [KLVPacket], _ file: MXFFile) throws(FilesError) {
    guard loudBeyondTwo == nil else { return }
    for (number, packet) in packets.enumerated() {
      let bytes = try file.source.bytes(at: packet.value, count: Int(min(packet.count, Self.soundLimit)))
      if bytes.contains(where: { $0 != 0 }) { return loudBeyondTwo = number + 2 }
    }
  }
}
