#ifndef DB_SCRIPT_H
#define DB_SCRIPT_H

#include "base/str.h"

/*
 * SQL files. A statement ends with a ; at the end of a line (blanks may follow). Between the lines
 * "DELIMITER //" and "DELIMITER ;" it ends with // instead, for triggers with several statements.
 * Lines that start with -- are comments and are left out, also within a statement.
 */
struct script {
	struct str rest;
	struct str delimiter;
};

struct script script_of(struct str file);
/* The next statement without its delimiter, in the arena; false after the last one. */
bool script_next(struct arena *arena, struct script *script, struct str *statement);

#endif
