#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

/* Decimal digits without printf: lists, here and in the JSON interface, show hundreds of dates and numbers. */

/* width digits of value, with leading zeros; returns the place behind them. */
static inline char *digits_put(char *at, unsigned value, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		at[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return at + width;
}

#endif
