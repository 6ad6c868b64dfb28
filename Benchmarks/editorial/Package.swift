// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Measures Editorial as a library, without the start of a process: swift run -c release --package-path Benchmarks/editorial

import PackageDescription

let package = Package(
  name: "editorial-bench",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "lineup", path: "../..")],
  targets: [.executableTarget(name: "editorial-bench", dependencies: [.product(name: "Editorial", package: "lineup")])]
)
