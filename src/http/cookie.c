#include "http/cookie.h"

#include "http/pairs.h"

enum { MOST_COOKIES = 64 };

static bool is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool is_token = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
				c == '-' || c == '_' || c == '.';
		if (!is_token)
			return false;
	}
	return name.len > 0;
}

static bool is_value(struct str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];
		if (c <= ' ' || c > '~' || c == '"' || c == ',' || c == '\\')
			return false;
	}
	return true;
}

struct pairs cookie_parse(struct arena *arena, struct str header)
{
	struct pairs cookies = {0};
	struct str part, name;

	while (cookies.count < MOST_COOKIES && str_split(&header, ';', &part)) {
		struct str value = str_trim(part);
		if (!str_split(&value, '=', &name) || !value.at)
			continue;
		if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
			value = str_slice(value, 1, value.len - 2);
		if (is_name(name) && is_value(value))
			pairs_add(arena, &cookies, name, value);
	}
	return cookies;
}
