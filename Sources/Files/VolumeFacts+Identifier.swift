// SPDX-License-Identifier: Apache-2.0

extension VolumeFacts {
  /// The identifier that the file system got when it was made, as the system lists it: a UUID, or, of FAT and exFAT, the volume serial number
  /// (`1A2B-3C4D`). Formatting gives a new one. `nil` of volumes that no device holds, and where the system keeps no such list.
  public var identifier: String? { VolumeLabel.of(mountedFrom, in: "/dev/disk/by-uuid") }
}
