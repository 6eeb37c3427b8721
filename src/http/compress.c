#include "http/compress.h"

#include <libdeflate.h>
#include <stdlib.h>

/* "0", "0.", "0.000": not at all. */
static bool is_zero(struct str weight)
{
	for (size_t i = 0; i < weight.len; i++)
		if (weight.at[i] != '0' && weight.at[i] != '.')
			return false;
	return weight.len > 0;
}

bool compress_is_accepted(struct str accept_encoding)
{
	struct str rest = accept_encoding, part;

	while (str_split(&rest, ',', &part)) {
		struct str weight = part, name;
		str_split(&weight, ';', &name);
		if (!str_equal_nocase(str_trim(name), STR("gzip")))
			continue;
		weight = str_trim(weight);
		return !str_starts(weight, STR("q=")) || !is_zero(str_slice(weight, 2, weight.len));
	}
	return false;
}

/* Its tables are too large to be made for each page. */
static struct libdeflate_compressor *fastest(void)
{
	static struct libdeflate_compressor *compressor;

	if (!compressor && !(compressor = libdeflate_alloc_compressor(1)))
		abort();
	return compressor;
}

bool compress_gzip(struct str bytes, struct text *out)
{
	char *at = text_reserve(out, bytes.len);
	size_t len = libdeflate_gzip_compress(fastest(), bytes.at, bytes.len, at, bytes.len);

	out->len += len;
	return len > 0;
}
