#include "picture/picture.h"

#include <string.h>

#include "picture/picture_format.h"

static const struct format {
	const char *type;
	enum rc (*decode)(struct arena *arena, struct str bytes, struct picture *out);
	enum rc (*encode)(struct arena *arena, const struct picture *picture, int quality, struct str *out);
} formats[] = {
	{"image/jpeg", picture_jpeg_decode, picture_jpeg_encode},
	{"image/png", picture_png_decode, picture_png_encode},
	{"image/webp", picture_webp_decode, picture_webp_encode},
};

static const struct format *format_of(struct str type)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (str_is(type, formats[i].type))
			return &formats[i];
	return NULL;
}

enum rc picture_decode(struct arena *arena, struct str type, struct str bytes, struct picture *out)
{
	const struct format *format = format_of(type);

	return format ? format->decode(arena, bytes, out) : RC_UNSUPPORTED;
}

enum rc picture_encode(struct arena *arena, struct str type, const struct picture *picture, int quality, struct str *out)
{
	const struct format *format = format_of(type);

	return format ? format->encode(arena, picture, quality, out) : RC_UNSUPPORTED;
}

struct picture picture_turn(struct arena *arena, const struct picture *picture, int orientation)
{
	if (orientation < 2 || orientation > 8)
		return *picture;
	/* 5 to 8 exchange rows and columns; then the sides to be mirrored. */
	bool is_transposed = orientation >= 5;
	bool flips_x = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
	bool flips_y = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
	struct picture out = *picture;
	if (is_transposed) {
		out.width = picture->height;
		out.height = picture->width;
	}
	out.pixels = ARENA_ARRAY(arena, unsigned char, out.width * out.height * 4);
	for (size_t y = 0; y < out.height; y++) {
		for (size_t x = 0; x < out.width; x++) {
			size_t turned_x = flips_x ? out.width - 1 - x : x;
			size_t turned_y = flips_y ? out.height - 1 - y : y;
			size_t from = is_transposed ? turned_x * picture->width + turned_y
						    : turned_y * picture->width + turned_x;
			memcpy(out.pixels + (y * out.width + x) * 4, picture->pixels + from * 4, 4);
		}
	}
	return out;
}

/* The average of the pixels [x0, x1) x [y0, y1). */
static void average(const struct picture *from, size_t x0, size_t x1, size_t y0, size_t y1, unsigned char *to)
{
	uint64_t sum[4] = {0};
	uint64_t count = (x1 - x0) * (y1 - y0);

	for (size_t y = y0; y < y1; y++)
		for (size_t x = x0; x < x1; x++)
			for (size_t c = 0; c < 4; c++)
				sum[c] += from->pixels[(y * from->width + x) * 4 + c];
	for (size_t c = 0; c < 4; c++)
		to[c] = (unsigned char)((sum[c] + count / 2) / count);
}

struct picture picture_shrink(struct arena *arena, const struct picture *picture, size_t longest)
{
	size_t side = picture->width > picture->height ? picture->width : picture->height;
	struct picture out = *picture;

	if (side <= longest)
		return out;
	out.width = picture->width * longest / side;
	out.height = picture->height * longest / side;
	out.width += out.width == 0;
	out.height += out.height == 0;
	out.pixels = ARENA_ARRAY(arena, unsigned char, out.width * out.height * 4);
	for (size_t y = 0; y < out.height; y++)
		for (size_t x = 0; x < out.width; x++)
			average(picture, x * picture->width / out.width, (x + 1) * picture->width / out.width,
				y * picture->height / out.height, (y + 1) * picture->height / out.height,
				out.pixels + (y * out.width + x) * 4);
	return out;
}

void picture_flatten(struct picture *picture)
{
	for (size_t i = 0; picture->has_alpha && i < picture->width * picture->height; i++) {
		unsigned char *p = picture->pixels + i * 4;
		for (size_t c = 0; c < 3; c++)
			p[c] = (unsigned char)((p[c] * p[3] + 255 * (255 - p[3])) / 255);
		p[3] = 255;
	}
	picture->has_alpha = false;
}
