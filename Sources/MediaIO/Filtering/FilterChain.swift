// SPDX-License-Identifier: Apache-2.0

internal import CLibAV

/// A filter graph with one way in and one way out. The corresponding C type is `AVFilterGraph`.
final class FilterChain {
  private let graph: UnsafeMutablePointer<AVFilterGraph>
  private let source: UnsafeMutablePointer<AVFilterContext>
  private let sink: UnsafeMutablePointer<AVFilterContext>
  private let subject: String

  /// A chain that takes frames as `input` (a source filter's name and arguments) describes and treats them as `text` says.
  init(input: (filter: String, arguments: String), text: String, sink sinkName: String, threads: Int? = nil) throws(MediaIOError) {
    subject = "filter ‘\(text)’"
    guard let graph = avfilter_graph_alloc() else { throw .outOfMemory(subject) }
    self.graph = graph
    graph.pointee.nb_threads = Int32(clamping: threads ?? 0)
    var (first, last): (UnsafeMutablePointer<AVFilterContext>?, UnsafeMutablePointer<AVFilterContext>?) = (nil, nil)
    var result = avfilter_graph_create_filter(&first, avfilter_get_by_name(input.filter), "in", input.arguments, nil, graph)
    if result >= 0 { result = avfilter_graph_create_filter(&last, avfilter_get_by_name(sinkName), "out", nil, nil, graph) }
    if result >= 0 { result = FilterChain.connect(text, in: graph, from: first, to: last) }
    if result >= 0 { result = avfilter_graph_config(graph, nil) }
    guard result >= 0, let first, let last else {
      var failed: UnsafeMutablePointer<AVFilterGraph>? = graph
      avfilter_graph_free(&failed)
      throw MediaIOError(.invalidRequest, subject: subject, remedy: "check the names and arguments of its filters", underlying: LibAVError(result))
    }
    source = first
    sink = last
  }

  deinit {
    var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
    avfilter_graph_free(&graph)
  }

  /// Takes a frame, by reference, or `nil` at the end. The corresponding C function is `av_buffersrc_add_frame_flags`.
  func push(_ frame: Frame?) throws(MediaIOError) {
    try av_buffersrc_add_frame_flags(source, frame?.pointer, Int32(AV_BUFFERSRC_FLAG_KEEP_REF)).orThrow { failure($0) }
  }

  /// The next frame that is ready; `nil` until more is pushed, or at the end. The corresponding C function is `av_buffersink_get_frame`.
  func pull() throws(MediaIOError) -> Frame? {
    let frame = try Frame()
    switch av_buffersink_get_frame(sink, frame.pointer) {
    case LibAVError.tryAgain, LibAVError.endOfFile: return nil
    case let result:
      try result.orThrow { failure($0) }
      return frame
    }
  }

  /// The length of a tick of the frames that come out.
  var tick: AVRational { av_buffersink_get_time_base(sink) }

  private func failure(_ cause: LibAVError) -> MediaIOError {
    MediaIOError(.processingFailed, subject: subject, remedy: "check its arguments against the input", underlying: cause)
  }

  private static func connect(
    _ text: String, in graph: UnsafeMutablePointer<AVFilterGraph>, from first: UnsafeMutablePointer<AVFilterContext>?,
    to last: UnsafeMutablePointer<AVFilterContext>?
  ) -> Int32 {
    var outputs = avfilter_inout_alloc()
    var inputs = avfilter_inout_alloc()
    defer {
      avfilter_inout_free(&outputs)
      avfilter_inout_free(&inputs)
    }
    guard let output = outputs, let input = inputs else { return lineup_error_no_memory }
    output.pointee = AVFilterInOut(name: av_strdup("in"), filter_ctx: first, pad_idx: 0, next: nil)
    input.pointee = AVFilterInOut(name: av_strdup("out"), filter_ctx: last, pad_idx: 0, next: nil)
    return avfilter_graph_parse_ptr(graph, text, &inputs, &outputs, nil)
  }
}
