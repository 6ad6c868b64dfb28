// SPDX-License-Identifier: Apache-2.0

/// The bytes by which one kind of file is known, and the endings such files have. What can run or be unpacked comes first: a file that is two
/// things at once counts as the more dangerous.
struct FileMark: Sendable {
  let family: FileKind.Family
  let name: String
  /// In small letters, without the dot.
  let endings: Set<String>
  /// Bytes and where they stand; all must be there.
  private let parts: [(offset: Int, bytes: [UInt8])]
  /// How far behind their offset the bytes may begin.
  private let slack: Int

  private init(
    _ family: FileKind.Family, _ name: String, _ endings: String, _ parts: (Int, [UInt8])..., within slack: Int = 0
  ) {
    self.family = family
    self.name = name
    self.endings = Set(endings.split(separator: " ").map(String.init))
    self.parts = parts.map { (offset: $0.0, bytes: $0.1) }
    self.slack = slack
  }

  /// Whether the mark stands in the first (or, for marks of the end, the last) bytes of a file.
  func stands(in bytes: [UInt8]) -> Bool {
    parts.allSatisfy { part in
      (part.offset...(part.offset + slack)).contains { start in
        start + part.bytes.count <= bytes.count && bytes[start..<(start + part.bytes.count)].elementsEqual(part.bytes)
      }
    }
  }

  /// Every ending that some mark belongs to.
  static let endings = Set(all.flatMap(\.endings))

  /// The trailer of a disk image, 512 bytes before its end.
  static let macDiskImage = FileMark(.diskImage, "disk image (UDIF)", "dmg", (0, text("koly")))

  /// Every mark of the beginning, in the order in which they are tried.
  static let all: [FileMark] = programs + containers + documents + pictures + sound + wrappers

  // MARK: -

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let programs = [
    FileMark(.executable, "Windows or DOS program", "exe dll sys com scr cpl ocx drv efi msu", (0, text("MZ"))),
    FileMark(.executable, "Linux program (ELF)", "", (0, [0x7F] + text("ELF"))),
    FileMark(.executable, "Mac program (Mach-O)", "", (0, [0xFE, 0xED, 0xFA, 0xCE])),
    FileMark(.executable, "Mac program (Mach-O)", "", (0, [0xFE, 0xED, 0xFA, 0xCF])),
    FileMark(.executable, "Mac program (Mach-O)", "", (0, [0xCE, 0xFA, 0xED, 0xFE])),
    FileMark(.executable, "Mac program (Mach-O)", "", (0, [0xCF, 0xFA, 0xED, 0xFE])),
    FileMark(.executable, "Mac program or Java class", "class", (0, [0xCA, 0xFE, 0xBA, 0xBE])),
    FileMark(.executable, "Android program (DEX)", "dex", (0, text("dex\n"))),
    FileMark(.executable, "WebAssembly", "wasm", (0, [0x00] + text("asm"))),
    FileMark(.script, "script", "", (0, text("#!"))),
    FileMark(.document, "Windows shortcut", "lnk", (0, [0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0])),
  ]

  private static let containers = [
    FileMark(
      .archive, "ZIP archive or Office document", "zip jar apk docx docm xlsx xlsm pptx pptm odt ods odp epub aes-zip drp prproj fcpbundle xpi",
      (0, [0x50, 0x4B, 3, 4])),
    FileMark(.archive, "ZIP archive", "zip", (0, [0x50, 0x4B, 5, 6])),
    FileMark(.archive, "ZIP archive", "zip", (0, [0x50, 0x4B, 7, 8])),
    FileMark(.archive, "RAR archive", "rar", (0, text("Rar!") + [0x1A, 0x07])),
    FileMark(.archive, "7-Zip archive", "7z", (0, text("7z") + [0xBC, 0xAF, 0x27, 0x1C])),
    FileMark(.archive, "gzip", "gz tgz prproj", (0, [0x1F, 0x8B])),
    FileMark(.archive, "bzip2", "bz2", (0, text("BZh"))),
    FileMark(.archive, "xz", "xz", (0, [0xFD] + text("7zXZ") + [0])),
    FileMark(.archive, "Zstandard", "zst", (0, [0x28, 0xB5, 0x2F, 0xFD])),
    FileMark(.archive, "LZ4", "lz4", (0, [0x04, 0x22, 0x4D, 0x18])),
    FileMark(.archive, "cabinet", "cab", (0, text("MSCF"))),
    FileMark(.archive, "xar package", "pkg xar", (0, text("xar!"))),
    FileMark(.archive, "ar archive or Debian package", "a deb", (0, text("!<arch>"))),
    FileMark(.archive, "tar archive", "tar", (257, text("ustar"))),
    FileMark(.diskImage, "ISO 9660 volume", "iso", (32769, text("CD001"))),
    FileMark(.diskImage, "UDF volume", "iso udf", (32769, text("BEA01"))),
    FileMark(.diskImage, "virtual disk (VHDX)", "vhdx", (0, text("vhdxfile"))),
    FileMark(.diskImage, "virtual disk (VHD)", "vhd", (0, text("conectix"))),
    FileMark(.diskImage, "virtual disk (VMDK)", "vmdk", (0, text("KDMV"))),
    FileMark(.diskImage, "virtual disk (QCOW)", "qcow2 qcow", (0, text("QFI") + [0xFB])),
    FileMark(.diskImage, "sparse disk image", "sparseimage", (0, text("sprs"))),
    FileMark(.diskImage, "boot sector or raw disk", "", (0, [0xEB]), (510, [0x55, 0xAA])),
  ]

  private static let documents = [
    // Readers accept the mark of a PDF anywhere in the first kilobyte (ISO 32000-1, implementation notes), and so must we.
    FileMark(.document, "PDF", "pdf ai", (0, text("%PDF-")), within: 1024),
    FileMark(.document, "Office document (OLE 2)", "doc xls ppt msi msg", (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])),
    FileMark(.document, "RTF", "rtf doc", (0, text("{\\rtf"))),
    FileMark(.document, "Flash", "swf", (0, text("FWS"))),
    FileMark(.document, "Flash", "swf", (0, text("CWS"))),
    FileMark(.document, "OneNote", "one", (0, [0xE4, 0x52, 0x5C, 0x7B, 0x8C, 0xD8, 0xA7, 0x4D])),
  ]

  private static let pictures = [
    FileMark(.media, "DPX", "dpx", (0, text("SDPX"))),
    FileMark(.media, "DPX", "dpx", (0, text("XPDS"))),
    FileMark(.media, "Cineon", "cin", (0, [0x80, 0x2A, 0x5F, 0xD7])),
    FileMark(.media, "OpenEXR", "exr sxr mxr", (0, [0x76, 0x2F, 0x31, 0x01])),
    FileMark(.media, "TIFF or camera raw", "tif tiff dng arw nef cr2 3fr pef", (0, text("II") + [0x2A, 0])),
    FileMark(.media, "TIFF or camera raw", "tif tiff dng arw nef cr2 3fr pef", (0, text("MM") + [0, 0x2A])),
    FileMark(.media, "JPEG", "jpg jpeg jpe thm", (0, [0xFF, 0xD8, 0xFF])),
    FileMark(.media, "PNG", "png", (0, [0x89] + text("PNG\r\n") + [0x1A, 0x0A])),
    FileMark(.media, "JPEG 2000", "j2c j2k jpc", (0, [0xFF, 0x4F, 0xFF, 0x51])),
    FileMark(.media, "JPEG 2000", "jp2 jpx jpf", (4, text("jP  "))),
    FileMark(.media, "ARRIRAW", "ari", (0, text("ARRI"))),
    FileMark(.media, "REDCODE RAW", "r3d", (4, text("RED1"))),
    FileMark(.media, "REDCODE RAW", "r3d", (4, text("RED2"))),
  ]

  private static let sound = [
    FileMark(.media, "WAVE", "wav bwf wave", (0, text("RIFF")), (8, text("WAVE"))),
    FileMark(.media, "WAVE (RF64)", "wav bwf wave rf64", (0, text("RF64")), (8, text("WAVE"))),
    FileMark(.media, "WAVE (BW64)", "wav bwf wave bw64", (0, text("BW64")), (8, text("WAVE"))),
    FileMark(.media, "AIFF", "aif aiff aifc", (0, text("FORM")), (8, text("AIF"))),
    FileMark(.media, "FLAC", "flac", (0, text("fLaC"))),
    FileMark(.media, "Core Audio", "caf", (0, text("caff"))),
    FileMark(.media, "Ogg", "ogg oga ogv opus", (0, text("OggS"))),
    FileMark(.media, "MP3", "mp3", (0, text("ID3"))),
    FileMark(.media, "MPEG sound", "mp3 mp2 mpa", (0, [0xFF, 0xFB])),
    FileMark(.media, "MPEG sound", "mp3 mp2 mpa", (0, [0xFF, 0xFA])),
    FileMark(.media, "MPEG sound", "mp3 mp2 mpa", (0, [0xFF, 0xF3])),
  ]

  private static let wrappers =
    [
      FileMark(.media, "MXF", "mxf", (0, [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0D, 0x01, 0x02, 0x01, 0x01, 0x02])),
      FileMark(.media, "AVI", "avi", (0, text("RIFF")), (8, text("AVI "))),
      FileMark(.media, "Matroska", "mkv webm mka", (0, [0x1A, 0x45, 0xDF, 0xA3])),
      FileMark(.media, "MPEG-2 transport stream", "ts tsv m2t mpg mpeg", (0, [0x47]), (188, [0x47]), (376, [0x47])),
      FileMark(.media, "MPEG-2 transport stream", "mts m2ts", (4, [0x47]), (196, [0x47]), (388, [0x47])),
      FileMark(.media, "MPEG programme stream", "mpg mpeg vob m2p", (0, [0, 0, 1, 0xBA])),
      FileMark(.media, "MPEG video", "m2v mpv m1v", (0, [0, 0, 1, 0xB3])),
    ]
    + ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"].map { atom in
      FileMark(.media, "QuickTime or MP4", "mov mp4 m4v m4a qt 3gp 3g2 crm braw heic heif hif insv lrv lrf 360 f4v cr3", (4, text(atom)))
    }
}
