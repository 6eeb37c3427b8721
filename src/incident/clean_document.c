#include "incident/clean_document.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "base/log.h"
#include "incident/anonymous.h"
#include "incident/attachment_file.h"

enum { MOST_PARTS = 2000, MOST_BYTES = 96 * 1024 * 1024 };

#define OOXML "application/vnd.openxmlformats-officedocument."

bool clean_document_is_type(const char *type)
{
	struct str s = str_of(type);

	return str_is(s, OOXML "wordprocessingml.document") || str_is(s, OOXML "spreadsheetml.sheet") ||
	       str_is(s, OOXML "presentationml.presentation");
}

static const char broken[] =
	N_("This document is locked or damaged, so it cannot be cleaned. Copy its words into your report.");
static const char foreign[] =
	N_("This document holds parts that cannot be cleaned, such as embedded files or macros."
	   " Copy its words into your report.");

/* What tells who, when or on which machine, by local names in whatever vocabulary. */
static const struct {
	const char *element; /* NULL: any */
	const char *attribute;
	bool is_required; /* then it stays, empty */
} told[] = {
	{NULL, "author", true},     {NULL, "initials", false},        {NULL, "lastModifiedBy", false},
	{NULL, "userId", true},     {NULL, "providerId", true},       {NULL, "userName", true},
	{NULL, "date", false},      {NULL, "dateUtc", false},         {"cm", "dt", false},
	{"cm", "created", false},   {"threadedComment", "dT", false}, {"person", "displayName", true},
	{"cmAuthor", "name", true}, {"author", "name", true},         {NULL, "rsidR", false},
	{NULL, "rsidRPr", false},   {NULL, "rsidRDefault", false},    {NULL, "rsidP", false},
	{NULL, "rsidDel", false},   {NULL, "rsidTr", false},          {NULL, "rsidSect", false},
};
/* Elements that go as a whole. */
static const char *const told_elements[] = {"rsids", "absPath", "fileSharing", "docVars", "attachedTemplate"};

static bool is_named(const xmlChar *name, const char *wanted)
{
	return strcmp((const char *)name, wanted) == 0;
}

static bool is_told_element(const xmlNode *node)
{
	for (size_t i = 0; i < sizeof told_elements / sizeof *told_elements; i++)
		if (is_named(node->name, told_elements[i]))
			return true;
	return false;
}

static void clean_attribute(const xmlNode *node, xmlAttr *attribute)
{
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		if (!is_named(attribute->name, told[i].attribute) ||
		    (told[i].element && !is_named(node->name, told[i].element)))
			continue;
		if (told[i].is_required)
			xmlNodeSetContent((xmlNode *)attribute, (const xmlChar *)"");
		else
			xmlRemoveProp(attribute);
		return;
	}
}

static void clean_attributes(xmlNode *node)
{
	for (xmlAttr *a = node->properties, *next; a; a = next) {
		next = a->next;
		clean_attribute(node, a);
	}
}

/* To the small picture that is left out; or to a file whose path names its owner. */
static bool is_told_relation(xmlNode *node)
{
	xmlChar *target =
		is_named(node->name, "Relationship") ? xmlGetProp(node, (const xmlChar *)"Target") : NULL;
	bool is_thumbnail = target && strstr((const char *)target, "docProps/thumbnail");

	if (target && strncmp((const char *)target, "file:", 5) == 0)
		xmlSetProp(node, (const xmlChar *)"Target", (const xmlChar *)"about:blank");
	xmlFree(target);
	return is_thumbnail;
}

static xmlNode *following(xmlNode *node, const xmlNode *root)
{
	while (node != root && !node->next)
		node = node->parent;
	return node == root ? NULL : node->next;
}

static void clean_tree(xmlNode *root)
{
	xmlNode *node = root;

	while (node) {
		xmlNode *next = node->children ? node->children : following(node, root);
		const bool is_element = node->type == XML_ELEMENT_NODE;
		if (node != root && (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE ||
				     (is_element && (is_told_element(node) || is_told_relation(node))))) {
			next = following(node, root);
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		} else if (is_element && node != root && is_named(node->name, "author") &&
			   !node->properties) {
			/* In a list at which comments point by number: it stays, empty. */
			next = following(node, root);
			xmlNodeSetContent(node, (const xmlChar *)"");
		} else if (is_element) {
			clean_attributes(node);
		}
		node = next;
	}
}

/* Remarks and instructions outside of the root. */
static void clean_surroundings(xmlDoc *doc)
{
	for (xmlNode *node = doc->children, *next; node; node = next) {
		next = node->next;
		if (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
}

static enum rc clean_xml(struct arena *arena, struct str part, struct str *out)
{
	xmlDoc *doc = part.len > INT32_MAX
			      ? NULL
			      : xmlReadMemory(part.at, (int)part.len, "part", NULL,
					      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlChar *bytes = NULL;
	int len = 0;

	/* A document type may name entities and files; none of ours has one. */
	if (!doc || doc->intSubset || !xmlDocGetRootElement(doc)) {
		xmlFreeDoc(doc);
		return RC_INVALID;
	}
	clean_surroundings(doc);
	clean_tree(xmlDocGetRootElement(doc));
	xmlDocDumpMemoryEnc(doc, &bytes, &len, "UTF-8");
	xmlFreeDoc(doc);
	if (!bytes)
		return RC_INVALID;
	*out = arena_str(arena, (struct str){(const char *)bytes, (size_t)len});
	xmlFree(bytes);
	return RC_OK;
}

static enum rc clean_picture(struct arena *arena, const struct config *config, struct str name,
			     struct str part, struct str *out, const char **why)
{
	const char *type = attachment_file_type(part, name);
	struct str preview;
	enum rc rc = RC_INVALID;

	if (!type || !attachment_file_is_picture(str_of(type)))
		return RC_INVALID;
	int fd = memfd_create("picture", MFD_CLOEXEC);
	if (fd < 0)
		return FAULT("clean_document.memory", "no memory file");
	if (write(fd, part.at, part.len) == (ssize_t)part.len && lseek(fd, 0, SEEK_SET) == 0)
		rc = attachment_file_redraw(arena, config, fd, type, out, &preview, why);
	close(fd);
	return rc;
}

/* What becomes of a part, by where it stands in the package. */
enum fate { FATE_XML, FATE_PICTURE, FATE_EMPTY, FATE_DROP, FATE_REFUSE };

static enum fate fate_of(struct str name)
{
	if (str_starts(name, STR("docProps/")))
		return str_ends(name, STR(".xml")) ? FATE_EMPTY : FATE_DROP;
	if (str_ends(name, STR("/")))
		return FATE_DROP;
	if (str_find(name, STR("printerSettings")) >= 0)
		return FATE_EMPTY;
	if (str_ends(name, STR(".xml")) || str_ends(name, STR(".rels")) || str_ends(name, STR(".vml")))
		return FATE_XML;
	if (str_find(name, STR("/media/")) >= 0)
		return FATE_PICTURE;
	return FATE_REFUSE;
}

/* The smallest part that a reader of properties takes. */
static struct str empty_part(struct str name)
{
	if (str_is(name, "docProps/core.xml"))
		return STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><cp:coreProperties"
			   " xmlns:cp=\"http://schemas."
			   "openxmlformats.org/package/2006/metadata/core-properties\"/>");
	if (str_is(name, "docProps/app.xml"))
		return STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Properties xmlns=\"http://schemas."
			   "openxmlformats.org/officeDocument/2006/extended-properties\"/>");
	if (str_starts(name, STR("docProps/")))
		return STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Properties xmlns=\"http://schemas."
			   "openxmlformats.org/officeDocument/2006/custom-properties\"/>");
	return STR("");
}

/* A package on its way. */
struct package {
	struct arena *arena;
	const struct config *config;
	zip_t *from, *to;
	size_t bytes; /* unpacked so far */
	const char **why;
};

static enum rc read_part(struct package *p, zip_uint64_t index, struct str *name, struct str *part)
{
	zip_stat_t stat;

	if (zip_stat_index(p->from, index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME) ||
	    !(stat.valid & ZIP_STAT_SIZE) || stat.size > MOST_BYTES - p->bytes)
		return RC_INVALID;
	zip_file_t *file = zip_fopen_index(p->from, index, 0);
	if (!file)
		return RC_INVALID;
	char *at = arena_alloc(p->arena, (size_t)stat.size + 1, 1);
	zip_int64_t got = zip_fread(file, at, stat.size);
	zip_fclose(file);
	if (got < 0 || (zip_uint64_t)got != stat.size)
		return RC_INVALID;
	p->bytes += (size_t)stat.size;
	*name = arena_str(p->arena, str_of(stat.name));
	*part = (struct str){at, (size_t)stat.size};
	return RC_OK;
}

static enum rc write_part(struct package *p, struct str name, struct str part)
{
	/* The first day that a ZIP file can name. */
	enum { NO_DATE = 0x21, NO_TIME = 0 };
	zip_source_t *source = zip_source_buffer(p->to, part.at, part.len, 0);

	if (!source)
		return FAULT("clean_document.part", "%s", zip_strerror(p->to));
	zip_int64_t index = zip_file_add(p->to, name.at, source, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(source);
		return FAULT("clean_document.part", "%s", zip_strerror(p->to));
	}
	zip_file_set_dostime(p->to, (zip_uint64_t)index, NO_TIME, NO_DATE, 0);
	return RC_OK;
}

static enum rc clean_part(struct package *p, zip_uint64_t index)
{
	struct str name, part, clean = STR("");
	enum rc rc = read_part(p, index, &name, &part);

	*p->why = broken;
	if (rc != RC_OK)
		return rc;
	switch (fate_of(name)) {
	case FATE_XML:
		rc = clean_xml(p->arena, part, &clean);
		break;
	case FATE_PICTURE:
		*p->why = foreign;
		rc = clean_picture(p->arena, p->config, name, part, &clean, p->why);
		break;
	case FATE_EMPTY:
		clean = empty_part(name);
		break;
	case FATE_DROP:
		return RC_OK;
	case FATE_REFUSE:
		*p->why = foreign;
		return RC_INVALID;
	}
	return rc == RC_OK ? write_part(p, name, clean) : rc;
}

static enum rc clean_parts(struct package *p)
{
	zip_int64_t count = zip_get_num_entries(p->from, 0);
	enum rc rc = count > 0 && count <= MOST_PARTS ? RC_OK : RC_INVALID;

	for (zip_int64_t i = 0; rc == RC_OK && i < count; i++)
		rc = clean_part(p, (zip_uint64_t)i);
	return rc;
}

/* What the closed archive left in its memory source. */
static enum rc fetch_bytes(struct arena *arena, zip_source_t *source, struct str *out)
{
	zip_stat_t stat;

	if (zip_source_stat(source, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) ||
	    zip_source_open(source) != 0)
		return FAULT("clean_document.read", "no bytes");
	char *at = arena_alloc(arena, (size_t)stat.size + 1, 1);
	zip_int64_t got = zip_source_read(source, at, stat.size);
	zip_source_close(source);
	if (got < 0 || (zip_uint64_t)got != stat.size)
		return FAULT("clean_document.read", "short");
	*out = (struct str){at, (size_t)stat.size};
	return RC_OK;
}

static enum rc rewrite(struct package *p, zip_source_t *target, struct str *out)
{
	enum rc rc = clean_parts(p);

	/* Closing gives the source back; keep it for its bytes. */
	zip_source_keep(target);
	if (rc != RC_OK)
		zip_discard(p->to);
	else if (zip_close(p->to) != 0) {
		zip_discard(p->to);
		rc = FAULT("clean_document.write", "archive");
	}
	if (rc == RC_OK)
		rc = fetch_bytes(p->arena, target, out);
	zip_source_free(target);
	return rc;
}

/* Filled up with the archive's comment, so that its length tells as little as that of a picture. */
static struct str pad_archive(struct arena *arena, struct str bytes)
{
	enum { END_BYTES = 22 };
	struct str padded = anonymous_pad_file(arena, bytes, '\0');
	size_t filled = padded.len - bytes.len;

	if (bytes.len < END_BYTES || memcmp(bytes.at + bytes.len - END_BYTES, "PK\5\6", 4) != 0)
		return bytes;
	char *at = arena_alloc(arena, padded.len + 1, 1);
	memcpy(at, padded.at, padded.len);
	at[bytes.len - 2] = (char)(filled & 0xff);
	at[bytes.len - 1] = (char)(filled >> 8);
	return (struct str){at, padded.len};
}

enum rc clean_document(struct arena *arena, const struct config *config, struct str bytes, struct str *out,
		       const char **why)
{
	zip_error_t error;
	struct package p = {.arena = arena, .config = config, .why = why};

	*why = broken;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
	p.from = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (!p.from) {
		zip_source_free(source);
		zip_error_fini(&error);
		return RC_INVALID;
	}
	zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
	p.to = target ? zip_open_from_source(target, ZIP_TRUNCATE, &error) : NULL;
	enum rc rc = p.to ? rewrite(&p, target, out) : FAULT("clean_document.open", "archive");
	if (!p.to)
		zip_source_free(target);
	zip_discard(p.from);
	zip_error_fini(&error);
	if (rc == RC_OK)
		*out = pad_archive(arena, *out);
	return rc;
}
