#include <png.h>

#include "picture/picture_format.h"

enum rc picture_png_decode(struct arena *arena, struct str bytes, struct picture *out)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_memory(&image, bytes.at, bytes.len)) {
		png_image_free(&image);
		return RC_INVALID;
	}
	if ((uint64_t)image.width * image.height > PICTURE_PIXELS_MOST) {
		png_image_free(&image);
		return RC_TOO_LARGE;
	}
	*out = (struct picture){
		.width = image.width,
		.height = image.height,
		.has_alpha = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0,
	};
	image.format = PNG_FORMAT_RGBA;
	out->pixels = ARENA_ARRAY(arena, unsigned char, out->width * out->height * 4);
	bool is_read = png_image_finish_read(&image, NULL, out->pixels, 0, NULL);
	png_image_free(&image);
	return is_read ? RC_OK : RC_INVALID;
}

enum rc picture_png_encode(struct arena *arena, const struct picture *picture, int quality, struct str *out)
{
	png_image image = {
		.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)picture->width,
		.height = (png_uint_32)picture->height,
		.format = PNG_FORMAT_RGBA,
	};
	png_alloc_size_t len = PNG_IMAGE_PNG_SIZE_MAX(image);
	struct text text = TEXT_IN(arena);
	char *at = text_reserve(&text, len);

	(void)quality; /* nothing is lost */
	bool is_written = png_image_write_to_memory(&image, at, &len, 0, picture->pixels, 0, NULL);
	png_image_free(&image);
	*out = (struct str){at, len};
	return is_written ? RC_OK : RC_INVALID;
}
