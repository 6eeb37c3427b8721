#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include "base/text.h"

/*
 * Pictures of any origin, made harmless: pixels are read and written anew, so that nothing else of the file
 * remains, no place, no name, no hidden bytes. Decoders meet hostile input: only the program picture calls
 * this, which holds no rights.
 */
struct picture {
	unsigned char *pixels;       /* RGBA, rows from the top */
	size_t width, height;
	bool has_alpha;
};

/* A larger one is read smaller where its format can (JPEG), else refused. */
enum { PICTURE_PIXELS_MOST = 24 * 1000 * 1000 };

/*
 * type is image/jpeg, image/png or image/webp. The camera's turn is applied. RC_UNSUPPORTED: another type;
 * RC_TOO_LARGE: too many pixels; RC_INVALID: broken, cut off or moving.
 */
enum rc picture_decode(struct arena *arena, struct str type, struct str bytes, struct picture *out) MUST_CHECK;
/* Writes pixels and nothing else. quality 1-100 where the format loses something. */
enum rc picture_encode(struct arena *arena, struct str type, const struct picture *picture, int quality,
		       struct str *out) MUST_CHECK;

/* Turned and mirrored as the orientation of EXIF (1-8) says; others leave it. */
struct picture picture_turn(struct arena *arena, const struct picture *picture, int orientation);
/* No side longer than longest; the average of what falls on one pixel. Returns it as it is when it fits. */
struct picture picture_shrink(struct arena *arena, const struct picture *picture, size_t longest);
/* Without alpha, on white. */
void picture_flatten(struct picture *picture);

#endif
