#include "investigation/fishbone.h"

#include <string.h>

/* Places in the drawing, in its units. */
#define MARGIN 6.0
#define COLUMN 277.0     /* one bone with its causes */
#define TEXT_WIDTH 208.0 /* of a cause on the bone */
#define LEAN 40.0        /* a bone ends that much nearer to the head */
#define INDENT 16.0      /* of a cause behind a cause */
#define LABEL_HEIGHT 26.0
#define SPINE_GAP 16.0
#define CAUSE_SIZE 12.5
#define TWIG_SIZE 11.0
#define LEADING 1.22
#define HEAD_LEFT 846.0
#define HEAD_SIZE 13.5
#define LEAST_HALF 90.0

/* Widths of U+0020 to U+007E in thousandths of the size; a common sans face. */
static const unsigned short widths[] = {
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
	556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
	611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
	667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
	222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
};

/* Bytes of the character that begins at s, at least 1; *width receives its width in thousandths. */
static size_t character(struct str s, double *width)
{
	unsigned char first = (unsigned char)s.at[0];
	size_t len = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

	if (first < 0x80)
		*width = first >= 0x20 && first < 0x7F ? widths[first - 0x20] : 0;
	else
		*width = first > 0xE2 ? 1000 : 620; /* from U+3000 on characters fill a square */
	return len < s.len ? len : s.len;
}

double fishbone_text_width(struct str text, double size, bool is_bold)
{
	double sum = 0, width;

	while (text.len) {
		size_t len = character(text, &width);
		sum += width;
		text = str_slice(text, len, text.len);
	}
	return sum / 1000 * size * (is_bold ? 1.13 : 1.05);
}

/* Room for one more in a list of the drawing. */
#define GROW(d, list, count, room, type)                                        \
	do {                                                                    \
		if ((count) < (room))                                           \
			break;                                                  \
		type *more_ = ARENA_ARRAY((d)->arena, type, (room) * 2 + 32);   \
		if (count)                                                      \
			memcpy(more_, list, (count) * sizeof(type));            \
		(list) = more_;                                                 \
		(room) = (room) * 2 + 32;                                       \
	} while (0)

static void add_line(struct fishbone_drawing *d, struct fishbone_line line)
{
	GROW(d, d->lines, d->line_count, d->line_room, struct fishbone_line);
	d->lines[d->line_count++] = line;
}

static void add_text(struct fishbone_drawing *d, struct fishbone_text text)
{
	GROW(d, d->texts, d->text_count, d->text_room, struct fishbone_text);
	d->texts[d->text_count++] = text;
}

static void add_box(struct fishbone_drawing *d, struct fishbone_box box)
{
	GROW(d, d->boxes, d->box_count, d->box_room, struct fishbone_box);
	d->boxes[d->box_count++] = box;
}

/* What fits into width: whole words; of a word that alone is too long, a part. */
static struct str first_line(struct str text, double width, double size, bool is_bold)
{
	double used = 0, add;
	size_t at = 0, end = 0;

	while (at < text.len) {
		size_t len = character(str_slice(text, at, text.len), &add);
		used += add / 1000 * size * (is_bold ? 1.13 : 1.05);
		if (text.at[at] == ' ')
			end = at;
		else if (used > width && at > 0)
			return str_slice(text, 0, end ? end : at);
		at += len;
	}
	return text;
}

/* A block of text from y down; returns the y below it. With d NULL it is only measured. */
static double set_block(struct fishbone_drawing *d, struct fishbone_text style, struct str text, double width)
{
	double leading = style.size * LEADING;

	text = str_trim(text);
	do {
		struct str line = first_line(text, width, style.size, style.is_bold);
		style.text = str_trim(line);
		style.y += leading;
		if (d) {
			struct fishbone_text placed = style;
			placed.y -= leading - style.size;
			add_text(d, placed);
		}
		text = str_trim(str_slice(text, line.len, text.len));
	} while (text.len);
	return style.y;
}

struct bone {
	struct fishbone_drawing *drawing; /* NULL: measure only */
	const struct fishbone_item *items;
	size_t count;
	double left;                      /* of its column */
	double far_y, spine_y;            /* ends of the bone; both 0 while measuring */
};

/* Where the bone is at that height. */
static double bone_x(const struct bone *bone, double y)
{
	double part = bone->spine_y == bone->far_y ? 0 : (y - bone->far_y) / (bone->spine_y - bone->far_y);

	return bone->left + TEXT_WIDTH + 14 + LEAN * part;
}

/* The causes behind one cause, each a twig on a stem. */
static double set_twigs(const struct bone *bone, const struct fishbone_item *parent, double y)
{
	double stem = bone->left + 5, from = y, last = y;

	for (size_t i = 0; i < bone->count; i++) {
		const struct fishbone_item *item = &bone->items[i];
		if (item->parent_id != parent->entry.id)
			continue;
		struct fishbone_text style = {
			.x = bone->left + INDENT,
			.y = y + 2,
			.size = TWIG_SIZE,
			.is_bold = item->is_significant,
			.tone = item->is_significant ? FISHBONE_SIGNIFICANT : FISHBONE_PLAIN,
		};
		last = y + 2 + TWIG_SIZE * 0.65;
		y = set_block(bone->drawing, style, item->text, TEXT_WIDTH - INDENT);
		if (bone->drawing)
			add_line(bone->drawing, (struct fishbone_line){stem, last, bone->left + INDENT - 3, last, 0.7,
								       FISHBONE_QUIET});
	}
	if (bone->drawing && last > from)
		add_line(bone->drawing, (struct fishbone_line){stem, from, stem, last, 0.7, FISHBONE_QUIET});
	return y;
}

/* All causes of a branch from y down; returns the y below them. */
static double set_causes(const struct bone *bone, int branch, double y)
{
	for (size_t i = 0; i < bone->count; i++) {
		const struct fishbone_item *item = &bone->items[i];
		enum fishbone_tone tone = item->is_significant ? FISHBONE_SIGNIFICANT : FISHBONE_PLAIN;
		if (item->branch != branch || item->parent_id)
			continue;
		struct fishbone_text style = {
			.x = bone->left, .y = y, .size = CAUSE_SIZE, .is_bold = item->is_significant, .tone = tone};
		y = set_block(bone->drawing, style, item->text, TEXT_WIDTH) + 2;
		if (bone->drawing)
			add_line(bone->drawing, (struct fishbone_line){bone->left, y, bone_x(bone, y), y,
								       item->is_significant ? 1.8 : 1.0, tone});
		y = set_twigs(bone, item, y) + 9;
	}
	return y;
}

/* Upper bones hang their causes from the label down to the spine, lower ones from the spine to the label. */
static void draw_bone(struct fishbone_drawing *d, struct bone *bone, int branch, struct str label, bool is_upper)
{
	double top = is_upper ? bone->far_y : bone->spine_y, x = bone_x(bone, bone->far_y);
	double label_y = is_upper ? bone->far_y - LABEL_HEIGHT : bone->far_y;
	double half = fishbone_text_width(label, CAUSE_SIZE, true) / 2 + 10;

	bone->drawing = d;
	if (x + half > bone->left + COLUMN - 6)
		x = bone->left + COLUMN - 6 - half;
	add_line(d, (struct fishbone_line){bone_x(bone, bone->far_y), bone->far_y, bone_x(bone, bone->spine_y),
					   bone->spine_y, 2, FISHBONE_STRONG});
	add_box(d, (struct fishbone_box){x - half, label_y, x + half, label_y + LABEL_HEIGHT, FISHBONE_QUIET});
	add_text(d, (struct fishbone_text){x, label_y + 17.5, CAUSE_SIZE, true, true, FISHBONE_STRONG, label});
	set_causes(bone, branch, top + (is_upper ? 4 : SPINE_GAP));
	d->zones[branch] = (struct fishbone_box){bone->left - 4, is_upper ? label_y : bone->spine_y,
						 bone->left + COLUMN - 6,
						 is_upper ? bone->spine_y : label_y + LABEL_HEIGHT, FISHBONE_QUIET};
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

static void draw_head(struct fishbone_drawing *d, struct str effect, double spine_y, double head)
{
	struct fishbone_text style = {.x = (HEAD_LEFT + FISHBONE_WIDTH - MARGIN) / 2,
				      .y = spine_y - head / 2,
				      .size = HEAD_SIZE,
				      .is_bold = true,
				      .is_centred = true,
				      .tone = FISHBONE_STRONG};

	add_line(d, (struct fishbone_line){MARGIN, spine_y, HEAD_LEFT, spine_y, 3, FISHBONE_STRONG});
	add_box(d, (struct fishbone_box){HEAD_LEFT, spine_y - head / 2 - 10, FISHBONE_WIDTH - MARGIN,
					 spine_y + head / 2 + 10, FISHBONE_STRONG});
	set_block(d, style, effect, FISHBONE_WIDTH - MARGIN - HEAD_LEFT - 14);
}

struct fishbone_drawing fishbone_draw(struct arena *arena, struct str effect,
				      const struct str labels[static BRANCH_COUNT], const struct fishbone_item *items,
				      size_t count)
{
	struct fishbone_drawing d = {.arena = arena};
	struct bone bone = {.items = items, .count = count};
	struct fishbone_text head_style = {.size = HEAD_SIZE, .is_bold = true};
	double head = set_block(NULL, head_style, effect, FISHBONE_WIDTH - MARGIN - HEAD_LEFT - 14);
	double halves[2] = {larger(LEAST_HALF, head / 2 + 16), larger(LEAST_HALF, head / 2 + 16)};

	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++) {
		int side = branch >= BRANCH_MATERIAL;
		halves[side] = larger(halves[side], set_causes(&bone, branch, 0) + LABEL_HEIGHT + SPINE_GAP + 4);
	}
	double spine_y = MARGIN + halves[0];
	d.height = spine_y + halves[1] + MARGIN;
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++) {
		bool is_upper = branch < BRANCH_MATERIAL;
		bone.left = MARGIN + COLUMN * ((branch - BRANCH_MAN) % 3);
		bone.spine_y = spine_y;
		bone.far_y = is_upper ? MARGIN + LABEL_HEIGHT : spine_y + halves[1] - LABEL_HEIGHT;
		draw_bone(&d, &bone, branch, labels[branch], is_upper);
	}
	draw_head(&d, effect, spine_y, head);
	return d;
}
