// SPDX-License-Identifier: Apache-2.0

import Delivery
import Essence
import Files
import Testing

@testable import Operations

/// The world at a time of day, on a machine.
func world(_ time: String, on host: String = "suite", workspace: Workspace? = nil) throws -> Environment {
  Environment(
    clock: .fixed(try #require(Timestamp(time))), host: HostFacts(hostName: host, operatingSystem: "test", user: "ada", toolVersion: "1"),
    specifications: try SpecificationLibrary(), workspace: workspace, reports: NoPages())
}

/// Makes no page of anything.
struct NoPages: ReportWriter {
  func obstacle(to format: ReportFormat) -> String? { "no pages here" }
  func write(_ result: Inspect.Result, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
  func write(_ description: MediaDescription, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
  func write(_ report: OffloadReport, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
  func write(_ note: DeliveryNote, as formats: [ReportFormat], to base: String) async throws -> [String] { [] }
}
