// SPDX-License-Identifier: Apache-2.0

/// The ways in which cameras and recorders lay out their cards.
public enum CardFormat: String, Codable, Sendable, CaseIterable {
  /// ARRI: a folder named after the reel, holding clips or folders of frames, with an ALE.
  case arri
  /// RED: a magazine folder (`.RDM`) of clip folders (`.RDC`) of parts (`.R3D`).
  case red
  /// Sony XAVC S and HS: `M4ROOT`, in `PRIVATE` on SD cards.
  case sonyXAVC
  /// Sony XAVC and XDCAM on memory cards: `XDROOT`.
  case sonyXDROOT
  /// Sony XDCAM disc: `Clip`, `Sub`, `Edit` and the rest at the root, or `PROAV`.
  case sonyXDCAM
  /// Sony XDCAM EX, and JVC: `BPAV`.
  case sonyXDCAMEX
  /// Panasonic P2: `CONTENTS` with `CLIP`, `VIDEO`, `AUDIO` and the rest.
  case panasonicP2
  /// Panasonic cameras that record QuickTime or MP4: `PRIVATE/PANA_GRP`.
  case panasonicGroup
  /// Canon XF, XF-AVC and Cinema RAW Light: `CONTENTS/CLIPS001`.
  case canonXF
  /// AVCHD: `BDMV` with `STREAM`, `CLIPINF` and `PLAYLIST`.
  case avchd
  /// Blackmagic: clips side by side, as `A001_05021230_C001.braw`.
  case blackmagic
  /// GoPro: `DCIM/100GOPRO`.
  case goPro
  /// DJI: `DCIM` with films named `DJI_0001`.
  case dji
  /// Still cameras that film, and phones: `DCIM` with films named by number.
  case dcim
  /// Camcorders of JVC and others that record SD-Video: `SD_VIDEO/PRG001`.
  case sdVideo
  /// CinemaDNG: a folder a clip, with a `.dng` file a frame.
  case cinemaDNG
  /// A sound recorder: Broadcast Wave files named by take.
  case soundRecorder

  /// The format as people call it.
  public var title: String {
    switch self {
    case .arri: "ARRI reel"
    case .red: "RED magazine"
    case .sonyXAVC: "Sony XAVC card (M4ROOT)"
    case .sonyXDROOT: "Sony XAVC or XDCAM card (XDROOT)"
    case .sonyXDCAM: "Sony XDCAM disc"
    case .sonyXDCAMEX: "Sony XDCAM EX card (BPAV)"
    case .panasonicP2: "Panasonic P2 card"
    case .panasonicGroup: "Panasonic card (PANA_GRP)"
    case .canonXF: "Canon XF card"
    case .avchd: "AVCHD card"
    case .blackmagic: "Blackmagic card"
    case .goPro: "GoPro card"
    case .dji: "DJI card"
    case .dcim: "camera card (DCIM)"
    case .sdVideo: "SD-Video card (SD_VIDEO)"
    case .cinemaDNG: "CinemaDNG clips"
    case .soundRecorder: "sound roll"
    }
  }

  /// Whether the name of the card's own folder is part of the card: the reel is known by it, and clips are looked for under it. Such a folder
  /// is never renamed; only folders above it are named.
  ///
  /// The other formats begin at the root of a volume, which has no folder name to keep: the folder that takes them in may have any name.
  public var keepsFolderName: Bool {
    switch self {
    case .arri, .red: true
    case .sonyXAVC, .sonyXDROOT, .sonyXDCAM, .sonyXDCAMEX, .panasonicP2, .panasonicGroup, .canonXF, .avchd, .blackmagic, .goPro, .dji, .dcim,
      .sdVideo, .cinemaDNG, .soundRecorder:
      false
    }
  }
}
