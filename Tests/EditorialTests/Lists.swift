// SPDX-License-Identifier: Apache-2.0

import Editorial
import Foundation

/// Lists that tests read.
enum Lists {
  /// The folder of the shared lists; `nil` where this checkout has none.
  static let fixtures: String? = {
    let given = ProcessInfo.processInfo.environment["LINEUP_FIXTURES"]
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/fixtures").standardized.path
    let folder = (given ?? beside) + "/editorial/ale"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  static let names = ["sample.ale", "sample2.ale", "sampleUHD.ale", "sample_cdl.ale"]

  static let camera = """
    Heading
    FIELD_DELIM\tTABS
    VIDEO_FORMAT\t1080
    AUDIO_FORMAT\t48khz
    FPS\t25

    Column
    Name\tTracks\tStart\tEnd\tTape\tCamera_model\tScene\tTake\tCircled\tMy Own

    Data
    A002C006_141024_R2EC\tVA1A2\t10:00:00:00\t10:00:10:00\tA002R2EC\tALEXA\t12A\t3\t1\tkept
    A002C007_141024_R2EC\tV\t10:01:00:00\t10:01:00:12\tA002R2EC\tALEXA\t12A\t4\t\t

    """

  static func read(_ text: String) throws -> (list: AvidLogExchange, notes: [ParseNote]) {
    try AvidLogExchange.read(Array(text.utf8), subject: "list.ale")
  }
}
