// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A true clamd with a test's own settings and signatures, on a socket of its own. It lives as long as the test process and no longer, however
/// that ends.
public final class ClamdDaemon: Sendable {
  /// What clamd says of the test file that every scanner finds, as a line of a hash database (`.hdb`): MD5, length, name.
  public static let testFileSignature = "44d88612fea8a8f36de82e1278abb02f:68:Test.Eicar"
  /// The test file (EICAR), put together here so that no scanner takes this source for one.
  public static let testFile = #"X5O!P%@AP[4\PZX54(P^)7CC)7}$"# + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

  /// Where clamd is, if it is installed.
  public static let program = ["/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The path of its socket.
  public let socket: String
  private let folder: TemporaryFolder
  private let keeper: Process
  /// The keeper reads from it; when this process ends it is closed, and the keeper stops the daemon.
  private let leash = Pipe()

  /// Starts a daemon.
  /// - Parameters:
  ///   - settings: more lines of clamd.conf.
  ///   - signatures: databases by their file names.
  /// - Throws: where clamd is not installed, or does not start.
  public init(settings: String, signatures: [String: String] = ["test.hdb": ClamdDaemon.testFileSignature + "\n"]) throws {
    guard let program = Self.program else { throw CocoaError(.fileNoSuchFile) }
    folder = try TemporaryFolder()
    socket = folder.path("clamd.sock")
    let databases = folder.path("db")
    try FileManager.default.createDirectory(atPath: databases, withIntermediateDirectories: true)
    for (name, text) in signatures { try text.write(toFile: "\(databases)/\(name)", atomically: true, encoding: .utf8) }
    let lines = [
      "LocalSocket \(socket)", "DatabaseDirectory \(databases)", "PidFile \(folder.path("pid"))", "LogFile \(folder.path("log"))", settings, "",
    ]
    try lines.joined(separator: "\n").write(toFile: folder.path("conf"), atomically: true, encoding: .utf8)
    keeper = Process()
    keeper.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The daemon's first process ends when its sockets listen and its signatures are there. Its number is read at once: the folder may be gone
    // before the daemon has to be stopped.
    keeper.arguments = [
      "-c", #""$0" -c "$1/conf" >/dev/null 2>&1 || exit 1; pid=$(cat "$1/pid"); echo up; exec >/dev/null 2>&1; read -r _; kill "$pid"; rm -rf "$1""#,
      program,
      folder.url.path,
    ]
    let answer = Pipe()
    keeper.standardInput = leash
    keeper.standardOutput = answer
    try keeper.run()
    guard answer.fileHandleForReading.availableData == Data("up\n".utf8) else { throw CocoaError(.executableLoad) }
  }
}
