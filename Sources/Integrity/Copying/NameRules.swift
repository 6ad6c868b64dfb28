// SPDX-License-Identifier: Apache-2.0

import Files

/// What names, paths and sizes a kind of storage takes.
public struct NameRules: Hashable, Sendable {
  /// How a name's length is counted.
  enum Unit: Hashable, Sendable {
    case bytes, utf16, codePoints
  }

  /// What the storage is called, for people.
  public let name: String
  let forbidden: Set<Unicode.Scalar>
  /// Whether U+0001 to U+001F are no part of a name.
  var forbidsControls = false
  /// Whether a dot or a space at the end of a name is lost.
  var losesTrailingDots = false
  /// Whether CON, NUL, COM1 and the like are no names.
  var reservesDevices = false
  /// Whether names that differ only by case are one.
  var foldsCase = false
  /// Whether names that differ only by normalization are one.
  var foldsNormalization = false
  let longestName: Int
  let unit: Unit
  /// The longest path, from the top of the storage, in `pathUnit`.
  var longestPath: Int?
  var pathUnit = Unit.utf16
  /// Paths beyond this are taken, and many programs cannot open them.
  var comfortablePath: Int?
  /// The longest file in bytes.
  var longestFile: Int64?

  /// Windows' own characters (Microsoft, “Naming Files, Paths, and Namespaces”); exFAT and FAT forbid the same.
  private static let windows: Set<Unicode.Scalar> = ["\"", "*", ":", "<", ">", "?", "\\", "|"]

  /// NTFS, as Windows uses it.
  public static let ntfs = NameRules(
    name: "NTFS", forbidden: windows, forbidsControls: true, losesTrailingDots: true, reservesDevices: true, foldsCase: true, longestName: 255,
    unit: .utf16, longestPath: 32_767, comfortablePath: 259)
  /// exFAT (Microsoft, “exFAT file system specification”, 7.7.3): 255 UTF-16 units.
  public static let exFAT = NameRules(
    name: "exFAT", forbidden: windows, forbidsControls: true, losesTrailingDots: true, foldsCase: true, longestName: 255, unit: .utf16)
  /// FAT32 with long names: files of 4 GiB less one byte at most.
  public static let fat32 = NameRules(
    name: "FAT32", forbidden: windows, forbidsControls: true, losesTrailingDots: true, foldsCase: true, longestName: 255, unit: .utf16,
    longestFile: 0xFFFF_FFFF)
  /// LTFS (ISO/IEC 20919): 255 code points a name, compared in normalization form C.
  public static let ltfs = NameRules(name: "LTFS", forbidden: [":"], foldsNormalization: true, longestName: 255, unit: .codePoints)
  /// Object stores that speak S3: the whole path is one key of 1024 bytes; 5 TiB are what every one of them takes as one object.
  public static let s3 = NameRules(
    name: "S3", forbidden: ["\\"], forbidsControls: true, longestName: 1024, unit: .bytes, longestPath: 1024, pathUnit: .bytes,
    longestFile: 5 << 40)
  /// APFS and HFS+ as a Mac formats them.
  public static let mac = NameRules(
    name: "a Mac volume", forbidden: [":"], foldsCase: true, foldsNormalization: true, longestName: 255, unit: .utf16)

  /// The rules that can be asked for, by the word an operator types.
  public static let known: [String: NameRules] = ["exfat": .exFAT, "fat32": .fat32, "ltfs": .ltfs, "mac": .mac, "ntfs": .ntfs, "s3": .s3]

  /// What the file system `type`, in the system's words, keeps to by itself; nil where the system's own answer is enough.
  static func ofFileSystem(_ type: String, mountedFrom source: String) -> NameRules? {
    switch type.lowercased() {
    case "exfat", "fuse.exfat", "fuseblk.exfat": .exFAT
    case "vfat", "msdos", "fat": .fat32
    case "ntfs", "ntfs3", "fuseblk": .ntfs
    case "fuse.s3fs", "fuse.mountpoint-s3", "fuse.goofys", "fuse.rclone", "fuse.s3ql", "fuse.geesefs": .s3
    case let type where type.contains("ltfs") || source.lowercased().hasPrefix("ltfs"): .ltfs
    default: nil
    }
  }
}

extension NameRules {
  /// What is wrong with a path of the copy, to follow it in a sentence; nil when nothing is.
  /// - Parameter prefix: what stands before it on the storage, as the name of the copy.
  func fault(of path: ContainedPath, size: Int64, under prefix: String = "") -> String? {
    let leaf = path.name
    // Scalars, not characters: a colon with an accent over it is still a colon to the volume.
    if let character = leaf.unicodeScalars.first(where: forbidden.contains) { return "has ‘\(character)’ in its name, which \(name) does not take" }
    if forbidsControls, leaf.utf8.contains(where: { $0 < 32 }) { return "has a control character in its name, which \(name) does not take" }
    if losesTrailingDots, let last = leaf.utf8.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") {
      return "ends in a \(last == UInt8(ascii: ".") ? "dot" : "space"), which \(name) would lose"
    }
    if reservesDevices, SystemPath.isDevice(leaf) { return "has the name of a device on \(name)" }
    if Self.length(leaf, unit) > longestName { return "has a name too long for \(name), which takes \(longestName)\(Self.word(unit))" }
    let full = prefix.isEmpty ? path.text : "\(prefix)/\(path)"
    if let longestPath, Self.length(full, pathUnit) > longestPath {
      return "has a path too long for \(name), which takes \(longestPath)\(Self.word(pathUnit))"
    }
    if let longestFile, size > longestFile { return "is larger than \(name) takes, which is \(ByteText(longestFile).exact)" }
    return nil
  }

  /// Whether the path is longer than many programs open there.
  func isUncomfortable(_ path: ContainedPath, under prefix: String) -> Bool {
    comfortablePath.map { Self.length("\(prefix)/\(path)", pathUnit) > $0 } ?? false
  }

  private static func length(_ text: String, _ unit: Unit) -> Int {
    switch unit {
    case .bytes: text.utf8.count
    case .utf16: text.utf16.count
    case .codePoints: text.unicodeScalars.count
    }
  }

  private static func word(_ unit: Unit) -> String {
    switch unit {
    case .bytes: " bytes"
    case .utf16: " UTF-16 units"
    case .codePoints: " characters"
    }
  }
}
