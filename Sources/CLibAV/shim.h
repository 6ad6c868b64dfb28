// SPDX-License-Identifier: Apache-2.0
// The one door to FFmpeg's libraries (5.1 to 8). Each line below the includes says why Swift cannot do without it.
#ifndef LINEUP_CLIBAV_SHIM_H
#define LINEUP_CLIBAV_SHIM_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/timecode.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// Macros with casts or arguments, which Swift's importer leaves out.
static const int lineup_error_end_of_file = AVERROR_EOF;
static const int lineup_error_again = AVERROR(EAGAIN);
static const int lineup_error_invalid_data = AVERROR_INVALIDDATA;
static const int lineup_error_no_decoder = AVERROR_DECODER_NOT_FOUND;
static const int lineup_error_no_encoder = AVERROR_ENCODER_NOT_FOUND;
static const int lineup_error_no_memory = AVERROR(ENOMEM);
static const int lineup_error_interrupted = AVERROR_EXIT;
static const int64_t lineup_no_timestamp = AV_NOPTS_VALUE;

// FFmpeg 6.1 moved these three from fields to flags, and 8 removed the fields.
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 29, 100)
static inline int lineup_frame_is_key(const AVFrame *f) { return (f->flags & AV_FRAME_FLAG_KEY) != 0; }
static inline int lineup_frame_is_interlaced(const AVFrame *f) { return (f->flags & AV_FRAME_FLAG_INTERLACED) != 0; }
static inline int lineup_frame_is_top_first(const AVFrame *f) { return (f->flags & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0; }
static inline void lineup_frame_set_scan(AVFrame *f, int interlaced, int topFirst) {
  f->flags &= ~(AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST);
  f->flags |= (interlaced ? AV_FRAME_FLAG_INTERLACED : 0) | (topFirst ? AV_FRAME_FLAG_TOP_FIELD_FIRST : 0);
}
#else
static inline int lineup_frame_is_key(const AVFrame *f) { return f->key_frame; }
static inline int lineup_frame_is_interlaced(const AVFrame *f) { return f->interlaced_frame; }
static inline int lineup_frame_is_top_first(const AVFrame *f) { return f->top_field_first; }
static inline void lineup_frame_set_scan(AVFrame *f, int interlaced, int topFirst) {
  f->interlaced_frame = interlaced;
  f->top_field_first = topFirst;
}
#endif

// FFmpeg 6.1 moved what a wrapper says beside a stream into its parameters, and 8 removed the old way.
static inline const void *lineup_stream_side_data(const AVStream *s, enum AVPacketSideDataType kind, size_t bytes) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  const AVPacketSideData *d = av_packet_side_data_get(s->codecpar->coded_side_data, s->codecpar->nb_coded_side_data, kind);
  return d && d->size >= bytes ? d->data : NULL;
#else
  size_t size = 0;
  const uint8_t *data = av_stream_get_side_data(s, kind, &size);
  return data && size >= bytes ? data : NULL;
#endif
}
// The matrix is ISO/IEC 14496-12's.
static inline const int32_t *lineup_stream_display_matrix(const AVStream *s) {
  return (const int32_t *)lineup_stream_side_data(s, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));
}

// A va_list cannot cross into Swift: the line is made here and handed to the journal that the context belongs to. Contexts
// without one (FFmpeg's own inner helpers) stay silent, so nothing reaches standard error and no file hears of another.
typedef void (*lineup_log_sink)(void *journal, const char *line);
static inline lineup_log_sink *lineup_log_current(void) {
  static lineup_log_sink sink;
  return &sink;
}
static inline void lineup_log_line(void *object, int level, const char *format, va_list arguments) {
  const AVClass *kind = object ? *(const AVClass **)object : NULL;
  void *journal = NULL;
  if (level > AV_LOG_WARNING || !*lineup_log_current() || !kind) return;
  if (kind == avformat_get_class()) journal = ((AVFormatContext *)object)->opaque;
  if (kind == avcodec_get_class()) journal = ((AVCodecContext *)object)->opaque;
  if (!journal) return;
  char line[512];
  vsnprintf(line, sizeof line, format, arguments);
  (*lineup_log_current())(journal, line);
}
static inline void lineup_log_start(lineup_log_sink sink) {
  *lineup_log_current() = sink;
  av_log_set_callback(lineup_log_line);
}

#endif
