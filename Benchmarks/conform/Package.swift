// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Measures Editorial as a library, apart from reading media: swift run -c release --package-path Benchmarks/conform

import PackageDescription

let package = Package(
  name: "conform-bench",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "lineup", path: "../..")],
  targets: [.executableTarget(name: "conform-bench", dependencies: [.product(name: "Editorial", package: "lineup")])]
)
