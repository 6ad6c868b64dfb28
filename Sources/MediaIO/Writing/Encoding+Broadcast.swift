// SPDX-License-Identifier: Apache-2.0

internal import Essence
internal import Timing

extension Encoding {
  /// What broadcasters and their suppliers exchange in MXF.
  ///
  /// Sources: rates, rasters and group lengths of XDCAM HD422 from SMPTE RDD 9; those of D-10 from ST 356 and ST 386; classes, rasters and lengths of pictures
  /// of AVC-Intra from RP 2027. Settings of the MPEG-2 encoder follow what FFmpeg documents for these targets; its groups are open but for the first.
  static let broadcast: [Encoding] = [
    xdcamHD422,
    avcIntra(
      "avci-100", "AVC-Intra class 100: broadcast masters in ten bits, as AS-11 wants them", class: 100, format: "yuv422p10le",
      signals: Signal.interlaced1080([.fps25, .fps29_97]) + Signal.progressive(1920, 1080, [.fps23_976, .fps25, .fps29_97])
        + Signal.progressive(1280, 720, [.fps50, .fps59_94])),
    avcIntra(
      "avci-50", "AVC-Intra class 50: news in ten bits of 4:2:0, three columns of four coded", class: 50, format: "yuv420p10le",
      signals: Signal.interlaced1080([.fps25, .fps29_97], codedWidth: 1440)
        + Signal.progressive(1920, 1080, [.fps23_976, .fps25, .fps29_97], codedWidth: 1440)
        + Signal.progressive(1280, 720, [.fps50, .fps59_94], codedWidth: 960)),
    avcIntra(
      "xavc-100", "XAVC Intra class 100 for high definition", class: 100, format: "yuv422p10le", flavor: "sony",
      signals: Signal.interlaced1080([.fps25, .fps29_97]) + Signal.progressive(1920, 1080, [.fps23_976, .fps25, .fps29_97])),
    avcIntra(
      "xavc-300", "XAVC Intra class 300 for ultra high definition", class: 300, format: "yuv422p10le", flavor: "sony",
      signals: Signal.progressive(3840, 2160, [.fps23_976, .fps25, .fps29_97, .fps50, .fps59_94])),
    d10(50), d10(40), d10(30),
    proRes("proxy-mxf", profile: "proxy", "ProRes 422 Proxy in MXF", wrapper: .mxf),
    proRes("lt-mxf", profile: "lt", "ProRes 422 LT in MXF", wrapper: .mxf),
    proRes("422-mxf", profile: "standard", "ProRes 422 in MXF", wrapper: .mxf),
    proRes("422-hq-mxf", profile: "hq", "ProRes 422 HQ in MXF", wrapper: .mxf),
    proRes("4444-mxf", profile: "4444", format: "yuv444p10le", "ProRes 4444 in MXF", wrapper: .mxf),
    dnxhr("lb-mxf", profile: "lb", format: "yuv422p", "DNxHR LB in MXF", wrapper: .mxf),
    dnxhr("sq-mxf", profile: "sq", format: "yuv422p", "DNxHR SQ in MXF", wrapper: .mxf),
    dnxhr("hq-mxf", profile: "hq", format: "yuv422p", "DNxHR HQ in MXF", wrapper: .mxf),
    dnxhr("hqx-mxf", profile: "hqx", format: "yuv422p10le", "DNxHR HQX in MXF", wrapper: .mxf),
    dnxhr("444-mxf", profile: "444", format: "yuv444p10le", "DNxHR 444 in MXF", wrapper: .mxf),
  ]

  /// A numbered file for each picture, red, green and blue in full range; the values are those of the video, and no linear light.
  public static let sequences: [Encoding] = [
    Encoding(
      name: "dpx-10", summary: "DPX in ten bits, a numbered file for each picture", wrapper: .dpx, video: Video(.dpx, pixelFormat: "gbrp10be")),
    Encoding(
      name: "tiff-16", summary: "TIFF in sixteen bits, a numbered file for each picture", wrapper: .tiff,
      video: Video(.tiff, pixelFormat: "rgb48le", settings: ["compression_algo": "raw"])),
    Encoding(
      name: "exr-half", summary: "OpenEXR in halves, a numbered file for each picture", wrapper: .exr,
      video: Video(.exr, pixelFormat: "gbrpf32le", settings: ["format": "half", "compression": "zip16"])),
  ]

  /// Sound of broadcast files: each channel on a track of its own, or in the one element of D-10.
  private static let sound = Audio(.pcm, sampleRate: 48_000)

  /// Groups of twelve pictures, every third one predicted, at fifty megabits a second throughout.
  private static let xdcamHD422 = Encoding(
    name: "xdcam-hd422-50", summary: "XDCAM HD422 at 50 Mb/s: broadcast exchange and commercials", wrapper: .mxf,
    video: Video(
      .mpeg2, pixelFormat: "yuv422p", rate: .byFrameRate([60: 50_000_000]), raster: .signal,
      signals: Signal.interlaced1080([.fps25, .fps29_97]) + Signal.progressive(1920, 1080, [.fps23_976, .fps25, .fps29_97])
        + Signal.progressive(1280, 720, [.fps50, .fps59_94]),
      settings: [
        "g": "12", "bf": "2", "sc_threshold": "1000000000", "bufsize": "36408333", "qmin": "1", "qmax": "28", "dc": "10", "intra_vlc": "1",
        "non_linear_quant": "1",
      ]),
    audio: sound)

  private static func avcIntra(
    _ name: String, _ summary: String, class number: Int, format: String, flavor: String = "panasonic", signals: [Signal]
  ) -> Encoding {
    Encoding(
      name: name, summary: summary, wrapper: .mxf,
      video: Video(
        .avcIntra, pixelFormat: format, raster: .signal, signals: signals,
        settings: ["avcintra-class": "\(number)", "x264-params": "avcintra-flavor=\(flavor)"]),
      audio: sound)
  }

  /// The quantizer begins with the finest step and is made coarser until a picture fits, so that each has all the bits there are.
  private static func d10(_ megabits: Int) -> Encoding {
    Encoding(
      name: "imx-\(megabits)", summary: "IMX (D-10) at \(megabits) Mb/s: standard definition for broadcast", wrapper: .mxf,
      video: Video(
        .d10, pixelFormat: "yuv422p", rate: .byFrameRate([30: megabits * 1_000_000]), raster: .signal,
        signals: Signal.d10At625 + Signal.d10At525,
        settings: [
          "g": "1", "bf": "0", "flags": "+low_delay+qscale", "global_quality": "118", "qmin": "1", "qmax": "\(megabits == 50 ? 12 : 28)", "ps": "1",
          "dc": "10", "intra_vlc": "1", "non_linear_quant": "1", "rc_max_vbv_use": "1", "rc_min_vbv_use": "1",
        ]),
      audio: sound)
  }
}
