// SPDX-License-Identifier: Apache-2.0

/// The specifications that come with Lineup. They are compiled into the program, so that it can be copied anywhere as one file.
///
/// A new one is a file in `Specifications` and a case here.
enum ShippedSpecification: String, CaseIterable {
  case amazonLike = "amazon-like"
  case appleLike = "apple-like"
  case atscA85 = "atsc-a85"
  case dcp2KFlat = "dcp-2k-flat"
  case dcp2KScope = "dcp-2k-scope"
  case dcp4KFlat = "dcp-4k-flat"
  case dcpPicture = "dcp-picture"
  case dppHD = "dpp-hd"
  case dppUHD = "dpp-uhd"
  case netflixLike = "netflix-like"
  case proresMaster = "prores-master"
  case reviewProxy = "review-proxy"
  case rushes
  case ukCommercialAS11 = "uk-commercial-as11"
  case ukCommercialXDCAM = "uk-commercial-xdcam"
  case web1080p = "web-1080p"
  case web2160p = "web-2160p"
  case youtube

  /// The specification, which tests read before it ships.
  var specification: DeliverySpec {
    do { return try DeliverySpec(yaml: yaml, fileName: fileName) } catch {
      preconditionFailure("a specification that comes with Lineup cannot be read: \(error)")
    }
  }

  /// The texts of all, by name: what a specification may be laid over.
  static let texts = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.yaml) })

  /// The file's name in `Specifications`.
  var fileName: String { rawValue + ".yaml" }

  /// The file's text.
  var yaml: String {
    let bytes =
      switch self {
      case .amazonLike: PackageResources.amazon_like_yaml
      case .appleLike: PackageResources.apple_like_yaml
      case .atscA85: PackageResources.atsc_a85_yaml
      case .dcp2KFlat: PackageResources.dcp_2k_flat_yaml
      case .dcp2KScope: PackageResources.dcp_2k_scope_yaml
      case .dcp4KFlat: PackageResources.dcp_4k_flat_yaml
      case .dcpPicture: PackageResources.dcp_picture_yaml
      case .dppHD: PackageResources.dpp_hd_yaml
      case .dppUHD: PackageResources.dpp_uhd_yaml
      case .netflixLike: PackageResources.netflix_like_yaml
      case .proresMaster: PackageResources.prores_master_yaml
      case .reviewProxy: PackageResources.review_proxy_yaml
      case .rushes: PackageResources.rushes_yaml
      case .ukCommercialAS11: PackageResources.uk_commercial_as11_yaml
      case .ukCommercialXDCAM: PackageResources.uk_commercial_xdcam_yaml
      case .web1080p: PackageResources.web_1080p_yaml
      case .web2160p: PackageResources.web_2160p_yaml
      case .youtube: PackageResources.youtube_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
