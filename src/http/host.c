#include "http/host.h"

enum { LONGEST_HOST = 255 };

struct str host_name(struct str host)
{
	for (size_t i = host.len; i > 0; i--) {
		char c = host.at[i - 1];
		if (c == ':')
			return str_slice(host, 0, i - 1);
		if (c < '0' || c > '9')
			break;
	}
	return host;
}

bool host_is_valid(struct str host)
{
	struct str name = host_name(host);
	bool is_literal = name.len > 2 && name.at[0] == '[' && name.at[name.len - 1] == ']';

	if (name.len == 0 || host.len > LONGEST_HOST)
		return false;
	if (is_literal)
		name = str_slice(name, 1, name.len - 2);
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool is_digit = c >= '0' && c <= '9';
		if (!is_digit && c != '.' &&
		    !(is_literal ? c == ':' || is_letter : is_letter || c == '-' || c == '_'))
			return false;
	}
	return true;
}

bool host_is_local(struct str host)
{
	struct str name = host_name(host);

	return str_equal_nocase(name, STR("localhost")) || str_ends(name, STR(".localhost")) ||
	       str_starts(name, STR("127.")) || str_is(name, "[::1]");
}
