#include "organization/rule.h"

#include <string.h>

bool rule_is_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.len > 0;
}

bool rule_is_zip(struct str s)
{
	return s.len == 0 || (rule_is_digits(s) && (s.len == 5 || s.len == 9));
}

bool rule_is_state(struct str s)
{
	static const char states[] =
		"AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV"
		" NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
		" DC AS GU MP PR VI";

	for (const char *at = states; s.len == 2 && strlen(at) >= 2; at += 3) {
		if (memcmp(at, s.at, 2) == 0)
			return true;
		if (at[2] == 0)
			break;
	}
	return s.len == 0;
}
