// SPDX-License-Identifier: Apache-2.0

import Foundation
import MXF
import TestSupport
import Testing

/// Where the schemas are.
private let schemaFolder: URL? = {
  let root =
    ProcessInfo.processInfo.environment["LINEUP_FIXTURES"].map { URL(fileURLWithPath: $0) }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/fixtures").standardizedFileURL
  let folder = root.appending(path: "delivery/as11/x6-xsd")
  return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}()

@Suite(
  .enabled(
    if: schemaFolder != nil && InstalledTool.isThere("xmllint"),
    "AMWA's schemas are not on this machine, or xmllint is not, which judges by them"))
struct CommercialDocumentTests {
  private static let spot = """
    Kind: Commercial
    Identifier: ABC/WXYZ001/030; Clock Number; Clearcast
    Identifier: NL-17; House number
    Brand: Señora & Sons
    Title: Night <1>
    Version: Pre-watershed
    Originator: Northlight
    Supplier: Northlight
    Advertiser: Wexford
    SubtitleLanguage: cy
    OpenCaptions: en-GB; Hard of hearing
    AudioComments: Stereo
    PSETest: Harding FPA 3.5; passed
    LoudnessSpecification: EBU R 128 s1
    ProgrammeLoudness: -23.1
    """
  private static let musicVideo = """
    Kind: Music Video
    Identifier: GB-ABC-26-00001; ISRC
    MusicTitle: Tide
    Label: Northlight
    Artist: The Pilots
    ProductionYear: 2026
    ReleaseDate: 2026-11-28
    EmbargoDate: 2026-11-28T18:00:00Z
    ExplicitLyrics: false
    Signing: bfi; Signer with programme
    LoudnessSpecification: EBU R 128
    LoudnessException: Mastered for radio
    """

  @Test(arguments: [spot, musicVideo]) func `what a text says makes a document that is valid by AMWA's schemas`(_ text: String) throws {
    let (schemas, xmllint) = (try #require(schemaFolder), try #require(InstalledTool("xmllint")))
    let folder = try TemporaryFolder()
    // The outermost schema looks for the others in a folder `import`.
    let imports = folder.url.appending(path: "import")
    try FileManager.default.createDirectory(at: imports, withIntermediateDirectories: true)
    for file in try FileManager.default.contentsOfDirectory(at: schemas, includingPropertiesForKeys: nil) {
      let isOuter = file.lastPathComponent == "DM_Commercials_Promos.xsd"
      try FileManager.default.copyItem(at: file, to: (isOuter ? folder.url : imports).appending(path: file.lastPathComponent))
    }
    try Data(try CommercialMetadata(parsing: text, subject: "text").document()).write(to: folder.url.appending(path: "spot.xml"))
    let judged = try xmllint.run("--noout", "--schema", "DM_Commercials_Promos.xsd", "spot.xml", in: folder.url)
    #expect(judged.status == 0, "\(judged.errors)")
  }
}
