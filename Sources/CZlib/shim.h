#pragma once
#include <zlib.h>

/* inflateInit2 is a macro, which Swift cannot call: https://zlib.net/manual.html. 15 bits of window, and 16 for the
   header of gzip. */
static inline int czlib_begin_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/* deflateInit too. */
static inline int czlib_begin_deflate(z_stream *stream, int level) { return deflateInit(stream, level); }
