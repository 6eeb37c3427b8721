#ifndef PICTURE_PICTURE_FORMAT_H
#define PICTURE_PICTURE_FORMAT_H

#include "picture/picture.h"

/* One file format each; see picture.h for the results. */
enum rc picture_jpeg_decode(struct arena *arena, struct str bytes, struct picture *out) MUST_CHECK;
enum rc picture_jpeg_encode(struct arena *arena, const struct picture *picture, int quality, struct str *out) MUST_CHECK;
enum rc picture_png_decode(struct arena *arena, struct str bytes, struct picture *out) MUST_CHECK;
enum rc picture_png_encode(struct arena *arena, const struct picture *picture, int quality, struct str *out) MUST_CHECK;
enum rc picture_webp_decode(struct arena *arena, struct str bytes, struct picture *out) MUST_CHECK;
enum rc picture_webp_encode(struct arena *arena, const struct picture *picture, int quality, struct str *out) MUST_CHECK;

#endif
