// SPDX-License-Identifier: Apache-2.0
// The one door to FreeType.
#ifndef LINEUP_CFREETYPE_SHIM_H
#define LINEUP_CFREETYPE_SHIM_H
#include <ft2build.h>
#include FT_FREETYPE_H

/// Draws the glyph of a character into the face's slot, in 256 shades and unhinted: FT_LOAD_RENDER and its kin are macros that Swift does not see.
static inline FT_Error lineup_draw_glyph(FT_Face face, FT_UInt glyph) {
  return FT_Load_Glyph(face, glyph, FT_LOAD_RENDER | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
}

/// How much closer two glyphs stand, in 64ths of a pixel.
static inline FT_Pos lineup_kerning(FT_Face face, FT_UInt left, FT_UInt right) {
  FT_Vector vector = {0, 0};
  if (!FT_HAS_KERNING(face) || FT_Get_Kerning(face, left, right, FT_KERNING_UNFITTED, &vector) != 0) return 0;
  return vector.x;
}
#endif
