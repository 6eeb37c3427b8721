#ifndef INVESTIGATION_FISHBONE_H
#define INVESTIGATION_FISHBONE_H

#include "investigation/findings.h"

/*
 * The fishbone diagram as lines, boxes and texts with their places, so that the page (SVG) and the report (PDF) draw the
 * same. Pure. Lengths are units of the drawing, which is FISHBONE_WIDTH wide and as high as its texts need; y grows
 * downwards. Three bones above the spine, three below, each with its causes as ribs and the causes behind them as
 * twigs; the effect stands at the head. Texts are wrapped with some slack, as every face is a little different.
 */
enum { FISHBONE_WIDTH = 1000 };

enum fishbone_tone { FISHBONE_QUIET, FISHBONE_PLAIN, FISHBONE_STRONG, FISHBONE_SIGNIFICANT };

struct fishbone_line {
	double x0, y0, x1, y1, width;
	enum fishbone_tone tone;
};

/* One line of text; y is its baseline. */
struct fishbone_text {
	double x, y, size;
	bool is_bold;
	bool is_centred;             /* x is its middle, else its left end */
	enum fishbone_tone tone;
	struct str text;
};

struct fishbone_box {
	double x0, y0, x1, y1;
	enum fishbone_tone tone;
};

struct fishbone_drawing {
	struct arena *arena;
	double height;
	struct fishbone_line *lines;
	size_t line_count, line_room;
	struct fishbone_text *texts;
	size_t text_count, text_room;
	struct fishbone_box *boxes;
	size_t box_count, box_room;
	struct fishbone_box zones[BRANCH_COUNT]; /* the place of each bone with its causes */
};

/* labels: words for each branch, [BRANCH_NONE] unused. Items as of findings: those of a bone in their order. */
struct fishbone_drawing fishbone_draw(struct arena *arena, struct str effect,
				      const struct str labels[static BRANCH_COUNT], const struct fishbone_item *items,
				      size_t count);

/* About how wide a text is in a plain sans face; a little more than it will be. */
double fishbone_text_width(struct str text, double size, bool is_bold);

#endif
