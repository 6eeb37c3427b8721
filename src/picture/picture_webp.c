#include <string.h>

#include <webp/decode.h>
#include <webp/encode.h>

#include "picture/picture_format.h"

enum rc picture_webp_decode(struct arena *arena, struct str bytes, struct picture *out)
{
	WebPBitstreamFeatures features;

	if (WebPGetFeatures((const uint8_t *)bytes.at, bytes.len, &features) != VP8_STATUS_OK || features.has_animation)
		return RC_INVALID;
	*out = (struct picture){
		.width = (size_t)features.width,
		.height = (size_t)features.height,
		.has_alpha = features.has_alpha,
	};
	if (out->width * out->height > PICTURE_PIXELS_MOST)
		return RC_TOO_LARGE;
	size_t room = out->width * out->height * 4;
	out->pixels = ARENA_ARRAY(arena, unsigned char, room);
	return WebPDecodeRGBAInto((const uint8_t *)bytes.at, bytes.len, out->pixels, room, features.width * 4) ? RC_OK
													       : RC_INVALID;
}

static void release(void *bytes)
{
	WebPFree(bytes);
}

enum rc picture_webp_encode(struct arena *arena, const struct picture *picture, int quality, struct str *out)
{
	uint8_t *bytes = NULL;
	size_t len = WebPEncodeRGBA(picture->pixels, (int)picture->width, (int)picture->height, (int)picture->width * 4,
				    (float)quality, &bytes);

	if (!len)
		return RC_INVALID;
	arena_defer(arena, release, bytes);
	*out = (struct str){(const char *)bytes, len};
	return RC_OK;
}
