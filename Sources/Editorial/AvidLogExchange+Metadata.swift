// SPDX-License-Identifier: Apache-2.0

public import Essence

extension AvidLogExchange {
  /// What a row says of its clip, in the columns whose meaning is known. A cell that only says that nothing is known is left out.
  ///
  /// Names are Avid's own and those that cameras write: ARRI's (`Camera_model`, `Exposure_index`), RED's and the ASC's CDL columns.
  public func metadata(ofRow row: Int) -> ClipMetadata {
    var metadata = ClipMetadata()
    for (title, item) in Self.meanings {
      guard let value = value(title, in: row), !Self.sayNothing.contains(value.lowercased()) else { continue }
      switch item {
      case .shootDate: metadata.add(.init(item, ClipMetadata.day(value), from: .ale))
      case .circled: metadata.add(.init(item, Self.isNo(value) ? "no" : "yes", from: .ale))
      case .umid: metadata.add(.init(item, ClipMetadata.umid(value), from: .ale))
      default: metadata.add(.init(item, value, from: .ale))
      }
    }
    // A lab's list has the roll that the camera recorded beside the tape that was made of it: only where there is no tape is it the reel.
    if metadata[.reel] == nil, let roll = value("Camroll", in: row) { metadata.add(.init(.reel, roll, from: .ale)) }
    return metadata
  }

  /// Names by which a row's clip can be known, without folders and extensions, best first: source file, name, tape.
  public func names(ofRow row: Int) -> [String] {
    ["Source File", "Source File Path", "Source Path", "UNC", "Filename", "Name", "Clipname", "Tape"].compactMap { value($0, in: row).map(Self.stem) }
  }

  // MARK: -

  private static let meanings: [(String, ClipMetadata.Item)] = [
    ("Tape", .reel), ("Reel", .reel), ("Reel_name", .reel), ("Reel Name", .reel),
    ("Name", .clip),
    ("Camera", .cameraIndex), ("Camera_index", .cameraIndex), ("Cam", .cameraIndex),
    ("Manufacturer", .maker), ("Camera Manufacturer", .maker),
    ("Camera_model", .model), ("Camera Type", .model), ("Camera Model", .model),
    ("Camera_sn", .serialNumber), ("Camera Serial", .serialNumber), ("Camera_id", .serialNumber),
    ("Lens", .lens), ("Lens_type", .lens), ("Lens Type", .lens), ("Focal_length", .focalLength), ("Focal Length", .focalLength),
    ("Scene", .scene), ("Shot", .shot), ("Take", .take), ("Circled", .circled), ("Circle", .circled),
    ("Soundroll", .soundRoll), ("Sound Roll", .soundRoll),
    ("Shoot Date", .shootDate), ("Date_camera", .shootDate), ("Shoot_date", .shootDate),
    ("Production", .project), ("Project", .project),
    ("Comments", .note), ("Comment", .note), ("Description", .note), ("DESCRIPT", .note),
    ("Sensor_fps", .sensorRate), ("Sensor FPS", .sensorRate), ("Shutter_angle", .shutter), ("Shutter", .shutter), ("Shutter Angle", .shutter),
    ("Exposure_index", .exposureIndex), ("ISO", .exposureIndex), ("ASA", .exposureIndex), ("EI", .exposureIndex),
    ("White_balance", .whiteBalance), ("White Balance", .whiteBalance), ("WB", .whiteBalance),
    ("Color Space", .colorSpace), ("Colour Space", .colorSpace), ("Gamma", .transfer),
    ("Look_name", .look), ("Look", .look), ("LUT", .look), ("Look_user_lut", .look),
    ("ASC_SOP", .colorSlopeOffsetPower), ("ASC_SAT", .colorSaturation), ("UMID", .umid), ("SMPTE_UMID", .umid),
  ]

  private static let sayNothing: Set<String> = ["n/a", "na", "none", "unknown", "-", "--"]

  private static func isNo(_ value: String) -> Bool { ["0", "n", "no", "false"].contains(value.lowercased()) }

  /// A file's name without its folders, in either system's notation, and without its extension.
  static func stem(_ path: String) -> String {
    let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name[dot...].count <= 6 else { return name }
    return String(name[..<dot])
  }
}
