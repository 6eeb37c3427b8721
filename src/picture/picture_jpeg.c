#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <libexif/exif-data.h>

#include "picture/picture_format.h"

/* libjpeg leaves through its error handler; every call below returns to the setjmp. */
struct failure {
	struct jpeg_error_mgr base;
	jmp_buf back;
};

static void leave(j_common_ptr info)
{
	struct failure *failure = (struct failure *)(void *)info->err;

	longjmp(failure->back, 1);
}

static void say_nothing(j_common_ptr info)
{
	(void)info;
}

static struct jpeg_error_mgr *handler(struct failure *failure)
{
	jpeg_std_error(&failure->base);
	failure->base.error_exit = leave;
	failure->base.output_message = say_nothing;
	return &failure->base;
}

/* How the camera was held: 1-8, 1 when the file does not say. */
static int orientation_of(struct str bytes)
{
	ExifData *data = exif_data_new_from_data((const unsigned char *)bytes.at, (unsigned)bytes.len);
	int orientation = 1;

	if (!data)
		return orientation;
	ExifEntry *entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
	if (entry && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2)
		orientation = exif_get_short(entry->data, exif_data_get_byte_order(data));
	exif_data_unref(data);
	return orientation;
}

static void widen(unsigned char *row, size_t width)
{
	for (size_t x = width; x-- > 0;) {
		row[x * 4 + 3] = 255;
		row[x * 4 + 2] = row[x * 3 + 2];
		row[x * 4 + 1] = row[x * 3 + 1];
		row[x * 4] = row[x * 3];
	}
}

/* Reads at 1/2, 1/4 or 1/8 of its size what would be too large. */
static bool fits_scaled(struct jpeg_decompress_struct *info)
{
	info->scale_num = 1;
	for (info->scale_denom = 1; info->scale_denom <= 8; info->scale_denom *= 2) {
		jpeg_calc_output_dimensions(info);
		if ((uint64_t)info->output_width * info->output_height <= PICTURE_PIXELS_MOST)
			return true;
	}
	return false;
}

static enum rc read_pixels(struct arena *arena, struct jpeg_decompress_struct *info, struct picture *out)
{
	info->out_color_space = JCS_RGB;
	if (!fits_scaled(info))
		return RC_TOO_LARGE;
	jpeg_start_decompress(info);
	*out = (struct picture){.width = info->output_width, .height = info->output_height};
	out->pixels = ARENA_ARRAY(arena, unsigned char, out->width * out->height * 4);
	while (info->output_scanline < info->output_height) {
		unsigned char *row = out->pixels + info->output_scanline * out->width * 4;
		if (jpeg_read_scanlines(info, &row, 1) != 1)
			return RC_INVALID;
		widen(row, out->width);
	}
	jpeg_finish_decompress(info);
	/* A cut-off file is filled up with grey and only warned about. */
	return info->err->num_warnings ? RC_INVALID : RC_OK;
}

enum rc picture_jpeg_decode(struct arena *arena, struct str bytes, struct picture *out)
{
	struct jpeg_decompress_struct info = {0};
	struct failure failure;

	info.err = handler(&failure);
	if (setjmp(failure.back)) {
		jpeg_destroy_decompress(&info);
		return RC_INVALID;
	}
	jpeg_create_decompress(&info);
	jpeg_mem_src(&info, (const unsigned char *)bytes.at, bytes.len);
	jpeg_read_header(&info, TRUE);
	enum rc rc = read_pixels(arena, &info, out);
	jpeg_destroy_decompress(&info);
	if (rc == RC_OK)
		*out = picture_turn(arena, out, orientation_of(bytes));
	return rc;
}

static void narrow(const unsigned char *from, size_t width, unsigned char *to)
{
	for (size_t x = 0; x < width; x++) {
		to[x * 3] = from[x * 4];
		to[x * 3 + 1] = from[x * 4 + 1];
		to[x * 3 + 2] = from[x * 4 + 2];
	}
}

static void release(void *bytes)
{
	free(bytes);
}

enum rc picture_jpeg_encode(struct arena *arena, const struct picture *picture, int quality, struct str *out)
{
	struct jpeg_compress_struct info = {0};
	struct failure failure;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	unsigned char *row = ARENA_ARRAY(arena, unsigned char, picture->width * 3);

	info.err = handler(&failure);
	if (setjmp(failure.back)) {
		jpeg_destroy_compress(&info);
		return RC_INVALID;
	}
	jpeg_create_compress(&info);
	jpeg_mem_dest(&info, &bytes, &len);
	info.image_width = (JDIMENSION)picture->width;
	info.image_height = (JDIMENSION)picture->height;
	info.input_components = 3;
	info.in_color_space = JCS_RGB;
	jpeg_set_defaults(&info);
	jpeg_set_quality(&info, quality, TRUE);
	info.write_JFIF_header = TRUE;
	jpeg_start_compress(&info, TRUE);
	while (info.next_scanline < info.image_height) {
		narrow(picture->pixels + info.next_scanline * picture->width * 4, picture->width, row);
		jpeg_write_scanlines(&info, &row, 1);
	}
	jpeg_finish_compress(&info);
	jpeg_destroy_compress(&info);
	arena_defer(arena, release, bytes);
	*out = (struct str){(const char *)bytes, len};
	return RC_OK;
}
