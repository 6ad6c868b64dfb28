// SPDX-License-Identifier: Apache-2.0

/// The specifications that come with Lineup. They are compiled into the program, so that it can be copied anywhere as one file.
///
/// A new one is a file in `Specifications` and a case here.
enum ShippedSpecification: String, CaseIterable {
  case dppHD = "dpp-hd"
  case proresMaster = "prores-master"
  case reviewProxy = "review-proxy"
  case rushes

  /// The file's name in `Specifications`.
  var fileName: String { rawValue + ".yaml" }

  /// The file's text.
  var yaml: String {
    let bytes =
      switch self {
      case .dppHD: PackageResources.dpp_hd_yaml
      case .proresMaster: PackageResources.prores_master_yaml
      case .reviewProxy: PackageResources.review_proxy_yaml
      case .rushes: PackageResources.rushes_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
