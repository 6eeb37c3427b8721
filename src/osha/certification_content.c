#include "osha/certification_content.h"

#include <stddef.h>

const struct content_holder certification_content[] = {
	{"osha_certification", "file_sha256"},
	{NULL, NULL},
};
