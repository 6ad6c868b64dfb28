// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// This file is the architecture diagram: layers from bottom to top, and what each module may import.

import Foundation
import PackageDescription

/// Signal maths is tens of times slower without the optimiser: a debug build may ask for it in these modules.
let optimizeSignals = ProcessInfo.processInfo.environment["LINEUP_OPTIMIZE_SIGNALS"] == "1"
let signalModules: Set<String> = ["Hashing", "Quality", "Signals"]

/// The fuzzer has no main of its own: only a build with `--sanitize fuzzer` links it.
let fuzzing = ProcessInfo.processInfo.environment["LINEUP_FUZZ"] == "1"

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module with the test target beside it.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], executable: Bool = false, resources: [Resource] = [], judges: [Target.Dependency] = []
) -> [Target] {
  let optimized: [SwiftSetting] = optimizeSignals && signalModules.contains(name) ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []
  let target: Target =
    executable
    ? .executableTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
    : .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict + optimized)
  let needs: [Target.Dependency] = [.target(name: name), "TestSupport"] + dependencies + judges
  return [target, .testTarget(name: name + "Tests", dependencies: needs, swiftSettings: strict)]
}

func library(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }

/// The one door to a C library.
func door(_ name: String, _ pkgConfig: String, apt: String, brew: String) -> [Target] {
  [.systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])]
}

let engines: [Target.Dependency] = [
  "Timing", "Essence", "Hashing", "Files", "Markup", "Integrity", "Custody", "Signals", "Quality", "Delivery", "Editorial", "MXF", "MediaIO",
]

let layers: [[Target]] = [
  door("CLibAV", "libavformat", apt: "libavformat-dev", brew: "ffmpeg"),
  door("CXXHash", "libxxhash", apt: "libxxhash-dev", brew: "xxhash"),
  door("CFreeType", "freetype2", apt: "libfreetype-dev", brew: "freetype"),
  door("CCrypto", "libcrypto", apt: "libssl-dev", brew: "openssl@3"),
  door("CSQLite", "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
  door("CEBUR128", "libebur128", apt: "libebur128-dev", brew: "libebur128"),  // a judge: tests only

  // 1  vocabulary
  module("Timing"),
  module("Hashing", ["CXXHash", "CCrypto"]),
  module("Files"),
  module("Markup"),
  module("Essence", ["Timing"]),

  // 2  engines: the vocabulary, never another engine
  module("Integrity", ["Hashing", "Files", "Markup"]),
  module("Custody", ["Hashing", "Files"]),
  module("Signals", ["Timing", "Essence", "CFreeType"]),
  module("Quality", ["Timing", "Essence", "Hashing"], judges: ["CEBUR128"]),
  module(
    "Delivery", ["Timing", "Essence", "Files", library("Yams", "Yams")],
    resources: [.embedInCode("Specifications"), .embedInCode("FolderTemplates"), .embedInCode("DestinationNames"), .embedInCode("FormatLayouts")]),
  module("Editorial", ["Timing", "Essence", "Hashing", "Files", "Markup"]),
  module("MXF", ["Timing", "Essence", "Files", "Markup"]),
  module("MediaIO", ["Timing", "Essence", "Hashing", "Files", "Markup", "CLibAV"], judges: ["Signals"]),

  // 3  memory
  module("Catalog", ["Timing", "Essence", "Hashing", "Files", "Custody", "CSQLite", library("GRDB", "GRDB.swift")]),

  // 4  application
  module(
    "Reports",
    ["Timing", "Essence", "Hashing", "Files", "Markup", "Integrity", "Custody", "Quality", "Delivery", "Editorial"]
      + [library("Mustache", "swift-mustache"), library("Subprocess", "swift-subprocess")],
    resources: [.embedInCode("Templates")]),
  module("Operations", engines + ["Catalog", library("Logging", "swift-log")]),
  module("Farm", engines + ["Catalog", "Operations", library("Logging", "swift-log")]),

  // 5  front ends
  module(
    "CommandLineTool", engines + ["Catalog", "Operations", "Farm", "Reports", library("ArgumentParser", "swift-argument-parser")],
    executable: true),

  [.target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict)],
  [
    .target(
      name: "FuzzTargets", dependencies: ["Timing", "Files", "Editorial", "Markup", "Integrity", "Custody", "MXF", "MediaIO"],
      path: "Tests/FuzzTargets",
      swiftSettings: strict),
    .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets"], exclude: ["Seeds"], swiftSettings: strict),
  ],
  // Has no main of its own: only `--sanitize fuzzer` links it.
  Context.environment["LINEUP_FUZZ"] == "1"
    ? [.executableTarget(name: "Fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz", swiftSettings: strict)] : [],
]

let package = Package(
  name: "lineup",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "lineup", targets: ["CommandLineTool"]), .library(name: "Editorial", targets: ["Editorial"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: layers.flatMap { $0 }
)
