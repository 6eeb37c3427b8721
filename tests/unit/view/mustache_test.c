/* The language, case by case, on JSON data and without the product's own rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "json_source.h"

struct mustache_case {
	const char *what;
	const char *data;      /* JSON */
	const char *source;
	const char *expected;
	const char *partials;  /* JSON, or NULL */
};

static const struct mustache_case comments[] = {
	{"inside a line", "{}", "rig{{! the tall one }} 7", "rig 7", NULL},
	{"over several lines, inside a line", "{}", "a {{! first\nsecond }}b", "a b", NULL},
	{"alone in its line", "{}", "top\n  {{! note }}  \nend\n", "top\nend\n", NULL},
	{"alone over several lines", "{}", "top\n{{!\nnote\n}}\nend", "top\nend", NULL},
	{"alone, with CR LF", "{}", "top\r\n{{! note }}\r\nend", "top\r\nend", NULL},
	{"alone in the last line", "{}", "top\n  {{! note }}", "top\n", NULL},
	{"alone in the first line", "{}", "  {{! note }}\nend", "end", NULL},
	{"after text keeps the line", "{}", "a {{! note }}\nb", "a \nb", NULL},
	{"is no variable", "{\"! n\":1,\"!n\":2,\"n\":3}", "[{{! n }}]", "[]", NULL},
};

static const struct mustache_case delimiters[] = {
	{"changed", "{\"site\":\"Mill\"}", "{{=<% %>=}}{{site}} <%site%>", "{{site}} Mill", NULL},
	{"changed to one character each", "{\"site\":\"Mill\"}", "{{=[ ]=}}[site]", "Mill", NULL},
	{"changed back", "{\"a\":1,\"b\":2}", "{{=| |=}}|a||={{ }}=|{{b}}|a|", "12|a|", NULL},
	{"with blanks around", "{\"a\":1}", "({{=  @   @  =}})@a@", "()1", NULL},
	{"alone in a line", "{}", "x\n\t{{=@ @=}} \ny", "x\ny", NULL},
	{"inside a line", "{}", "x {{=@ @=}}\ny", "x \ny", NULL},
	{"do not reach into a partial", "{\"a\":1}", "{{=| |=}}|>p|", "1|a|", "{\"p\":\"{{a}}|a|\"}"},
	{"do not come out of a partial", "{\"a\":1}", "{{>p}}{{a}}|a|", "11|a|", "{\"p\":\"{{=| |=}}|a|\"}"},
	{"within a section", "{\"s\":true,\"a\":1}", "{{#s}}{{=| |=}}|a||/s||a|", "11", NULL},
	{"unescaped with ampersand", "{\"a\":\"<\"}", "{{=| |=}}|&a|", "<", NULL},
};

static const struct mustache_case interpolation[] = {
	{"text alone", "{}", "No tag here: } { {x}\n", "No tag here: } { {x}\n", NULL},
	{"a text", "{\"name\":\"Ana\"}", "Dear {{name}},", "Dear Ana,", NULL},
	{"found text is not a template", "{\"a\":\"{{b}}\",\"b\":1}", "{{a}}", "{{b}}", NULL},
	{"escaped", "{\"a\":\"<b a=\\\"1\\\">&'\"}", "{{a}}", "&lt;b a=&quot;1&quot;&gt;&amp;&#39;", NULL},
	{"three braces", "{\"a\":\"<&\"}", "{{{a}}}", "<&", NULL},
	{"ampersand", "{\"a\":\"<&\"}", "{{&a}} {{& a }}", "<& <&", NULL},
	{"whole number", "{\"n\":85}", "{{n}}/{{{n}}}/{{&n}}", "85/85/85", NULL},
	{"decimal number", "{\"n\":1.21}", "{{n}}", "1.21", NULL},
	{"nothing found", "{}", "[{{a}}{{{a}}}{{&a}}]", "[]", NULL},
	{"null", "{\"a\":null}", "[{{a}}{{{a}}}]", "[]", NULL},
	{"dotted", "{\"at\":{\"site\":{\"code\":\"N3\"}}}", "{{at.site.code}}", "N3", NULL},
	{"dotted, broken in the middle", "{\"at\":{\"site\":{}}}", "[{{at.site.code.x}}]", "[]", NULL},
	{"dotted, first part decides", "{\"in\":{\"at\":{}},\"at\":{\"code\":1}}", "{{#in}}[{{at.code}}]{{/in}}",
	 "[]", NULL},
	{"dotted, found further out", "{\"in\":{\"x\":1},\"at\":{\"code\":7}}", "{{#in}}{{at.code}}{{/in}}", "7",
	 NULL},
	{"itself", "\"whole\"", "{{.}}", "whole", NULL},
	{"itself escaped", "\"<\"", "{{.}}{{{.}}}{{&.}}", "&lt;<<", NULL},
	{"blanks around it stay", "{\"a\":1}", "| {{a}} |\n {{a}}\n", "| 1 |\n 1\n", NULL},
	{"blanks inside it do not count", "{\"a\":1}", "{{  a\t}}{{{ a }}}", "11", NULL},
	{"never alone in a line", "{\"a\":\"\"}", "x\n  {{a}}\ny", "x\n  \ny", NULL},
};

static const struct mustache_case sections[] = {
	{"true", "{\"open\":true}", "{{#open}}yes{{/open}}", "yes", NULL},
	{"false", "{\"open\":false}", "{{#open}}yes{{/open}}", "", NULL},
	{"null and missing", "{\"a\":null}", "[{{#a}}x{{/a}}{{#b}}x{{/b}}]", "[]", NULL},
	{"empty text is false", "{\"a\":\"\"}", "{{#a}}x{{/a}}{{^a}}none{{/a}}", "none", NULL},
	{"an object is entered", "{\"who\":{\"name\":\"Bo\"}}", "{{#who}}{{name}}{{/who}}", "Bo", NULL},
	{"names are looked up outwards", "{\"a\":1,\"b\":2,\"in\":{\"b\":3}}", "{{#in}}{{a}}{{b}}{{/in}}{{b}}",
	 "132", NULL},
	{"a text is entered", "{\"a\":\"x\"}", "{{#a}}{{.}}{{a}}{{/a}}", "xx", NULL},
	{"a list", "{\"rows\":[{\"n\":1},{\"n\":2}]}", "{{#rows}}<{{n}}>{{/rows}}", "<1><2>", NULL},
	{"an empty list", "{\"rows\":[]}", "[{{#rows}}x{{/rows}}]", "[]", NULL},
	{"a list of texts", "{\"rows\":[\"a\",\"<\"]}", "{{#rows}}({{.}}{{{.}}}){{/rows}}", "(aa)(&lt;<)", NULL},
	{"lists in lists", "{\"rows\":[[1,2],[3]]}", "{{#rows}}[{{#.}}{{.}}{{/.}}]{{/rows}}", "[12][3]", NULL},
	{"a list as the data", "[{\"n\":1},{\"n\":2}]", "{{#.}}{{n}}{{/.}}", "12", NULL},
	{"of one name within each other", "{\"a\":true}", "{{#a}}1{{#a}}2{{/a}}3{{/a}}", "123", NULL},
	{"of one name within each other, false", "{\"a\":false}", "0{{#a}}1{{#a}}2{{/a}}3{{/a}}4", "04", NULL},
	{"several deep", "{\"a\":[{\"b\":[{\"c\":1},{\"c\":2}],\"d\":3}]}",
	 "{{#a}}{{#b}}{{c}}{{d}} {{/b}}{{/a}}", "13 23 ", NULL},
	{"dotted", "{\"a\":{\"b\":true}}", "{{#a.b}}x{{/a.b}}{{#a.c.d}}y{{/a.c.d}}", "x", NULL},
	{"alone in lines", "{\"a\":true}", "1\n  {{#a}}\n2\n\t{{/a}}\n3\n", "1\n2\n3\n", NULL},
	{"alone, with CR LF", "{\"a\":true}", "1\r\n{{#a}}\r\n2\r\n{{/a}}\r\n3", "1\r\n2\r\n3", NULL},
	{"alone in first and last line", "{\"a\":true}", " {{#a}}\n2\n {{/a}}", "2\n", NULL},
	{"inside lines", "{\"a\":true}", " {{#a}}x{{/a}} \n {{#a}} y\n{{/a}} z", " x \n  y\n z", NULL},
	{"blanks in tags", "{\"a\":true}", "{{# a }}x{{/ a }}", "x", NULL},
	{"repeated lines", "{\"r\":[1,2]}", "{{#r}}\n- {{.}}\n{{/r}}\n", "- 1\n- 2\n", NULL},
};

static const struct mustache_case inverted[] = {
	{"false", "{\"a\":false}", "{{^a}}x{{/a}}", "x", NULL},
	{"true", "{\"a\":true}", "[{{^a}}x{{/a}}]", "[]", NULL},
	{"missing and null", "{\"b\":null}", "{{^a}}x{{/a}}{{^b}}y{{/b}}", "xy", NULL},
	{"an object is true", "{\"a\":{}}", "[{{^a}}x{{/a}}]", "[]", NULL},
	{"a list", "{\"a\":[0]}", "[{{^a}}x{{/a}}]", "[]", NULL},
	{"an empty list", "{\"a\":[]}", "[{{^a}}x{{/a}}]", "[x]", NULL},
	{"within each other", "{\"a\":false}", "{{^a}}1{{^a}}2{{/a}}3{{/a}}", "123", NULL},
	{"dotted", "{\"a\":{}}", "{{^a.b}}x{{/a.b}}", "x", NULL},
	{"alone in lines", "{}", "1\n {{^a}} \n2\n {{/a}}\n3", "1\n2\n3", NULL},
};

static const struct mustache_case partials[] = {
	{"a partial", "{}", "[{{>p}}]", "[text]", "{\"p\":\"text\"}"},
	{"an absent one", "{}", "[{{>p}}]", "[]", NULL},
	{"sees the same data", "{\"in\":{\"a\":1}}", "{{#in}}{{>p}}{{/in}}", "1", "{\"p\":\"{{a}}\"}"},
	{"in itself", "{\"n\":1,\"in\":[{\"n\":2,\"in\":[]}]}", "{{>tree}}", "1(2())",
	 "{\"tree\":\"{{n}}({{#in}}{{>tree}}{{/in}})\"}"},
	{"in a line", "{}", "a {{>p}} b\n", "a 1\n2 b\n", "{\"p\":\"1\\n2\"}"},
	{"alone, indented", "{}", "x\n  {{>p}}\ny", "x\n  1\n  2\ny", "{\"p\":\"1\\n2\\n\"}"},
	{"alone, without a line end of its own", "{}", "x\n  {{>p}}\ny", "x\n  1y", "{\"p\":\"1\"}"},
	{"values are not indented", "{\"a\":\"1\\n2\"}", " {{>p}}\n", " <1\n2>\n", "{\"p\":\"<{{a}}>\\n\"}"},
	{"indented in an indented one", "{}", " {{>p}}\n", " a\n  b\n c\n",
	 "{\"p\":\"a\\n {{>q}}\\nc\\n\",\"q\":\"b\\n\"}"},
	{"lines that begin with a value", "{\"a\":1}", "  {{>p}}", "  1\n  1", "{\"p\":\"{{a}}\\n{{a}}\"}"},
	{"repeated in a list", "{\"r\":[1,2]}", "{{#r}}\n  {{>p}}\n{{/r}}\n", "  -1\n  -2\n", "{\"p\":\"-{{.}}\\n\"}"},
	{"inline in an indented one", "{}", "  {{>p}}", "  a1\n2b\n  c", "{\"p\":\"a{{>q}}b\\nc\",\"q\":\"1\\n2\"}"},
	{"blanks in the tag", "{}", "{{> p }}", "1", "{\"p\":\"1\"}"},
};

static const struct mustache_case dynamic_names[] = {
	{"name from data", "{\"kind\":\"fall\"}", "{{>*kind}}", "F", "{\"fall\":\"F\",\"kind\":\"wrong\"}"},
	{"dotted name from data", "{\"it\":{\"kind\":\"fall\"}}", "{{> * it.kind }}", "F", "{\"fall\":\"F\"}"},
	{"no such data", "{}", "[{{>*kind}}]", "[]", "{\"kind\":\"x\"}"},
	{"no such partial", "{\"kind\":\"cut\"}", "[{{>*kind}}]", "[]", "{\"fall\":\"x\"}"},
	{"resolved once only", "{\"a\":\"b\",\"b\":\"c\"}", "[{{>**a}}]", "[]", "{\"c\":\"x\"}"},
	{"different in each row", "{\"rows\":[{\"k\":\"p\"},{\"k\":\"q\"}]}", "{{#rows}}{{>*k}}{{/rows}}", "12",
	 "{\"p\":\"1\",\"q\":\"2\"}"},
	{"alone, indented", "{\"k\":\"p\"}", " {{>*k}}\nx", " 1\n 2\nx", "{\"p\":\"1\\n2\\n\"}"},
	{"a parent", "{\"k\":\"p\"}", "{{<*k}}{{$b}}2{{/b}}{{/*k}}", "<2>", "{\"p\":\"<{{$b}}1{{/b}}>\"}"},
	{"an object is no name", "{\"k\":{}}", "[{{>*k}}]", "[]", NULL},
};

static const struct mustache_case inheritance[] = {
	{"a block's default", "{\"a\":1}", "{{$b}}d{{a}}{{/b}}", "d1", NULL},
	{"default in a parent", "{}", "{{<p}}{{/p}}", "<d>", "{\"p\":\"<{{$b}}d{{/b}}>\"}"},
	{"an argument", "{}", "{{<p}}{{$b}}x{{/b}}{{/p}}", "<x>", "{\"p\":\"<{{$b}}d{{/b}}>\"}"},
	{"one of two", "{}", "{{<p}}{{$b}}x{{/b}}{{/p}}", "1x", "{\"p\":\"{{$a}}1{{/a}}{{$b}}2{{/b}}\"}"},
	{"a block twice in the parent", "{}", "{{<p}}{{$b}}x{{/b}}{{/p}}", "xx", "{\"p\":\"{{$b}}{{/b}}{{$b}}{{/b}}\"}"},
	{"data has no say", "{\"b\":\"data\"}", "{{<p}}{{$b}}x{{/b}}{{/p}}", "x", "{\"p\":\"{{$b}}{{/b}}\"}"},
	{"other things in a parent are ignored", "{\"a\":1}",
	 "{{<p}} text {{a}} {{#a}}x{{$b}}no{{/b}}{{/a}} {{>q}} {{$c}}yes{{/c}} {{/p}}", "dyes",
	 "{\"p\":\"{{$b}}d{{/b}}{{$c}}e{{/c}}\",\"q\":\"Q\"}"},
	{"an argument is run where it is put", "{\"n\":\"out\",\"in\":{\"n\":\"in\"}}",
	 "{{<p}}{{$b}}{{n}}{{/b}}{{/p}}", "in", "{\"p\":\"{{#in}}{{$b}}{{/b}}{{/in}}\"}"},
	{"the outermost argument wins", "{}", "{{<p}}{{$b}}1{{/b}}{{/p}}", "<1>",
	 "{\"p\":\"{{<q}}{{$b}}2{{/b}}{{/q}}\",\"q\":\"<{{$b}}3{{/b}}>\"}"},
	{"the middle one when there is no outer", "{}", "{{<p}}{{/p}}", "<2>",
	 "{\"p\":\"{{<q}}{{$b}}2{{/b}}{{/q}}\",\"q\":\"<{{$b}}3{{/b}}>\"}"},
	{"arguments reach partials", "{}", "{{<p}}{{$b}}1{{/b}}{{/p}}", "1", "{\"p\":\"{{>q}}\",\"q\":\"{{$b}}{{/b}}\"}"},
	{"a block in an argument of its own name", "{}", "{{<p}}{{$b}}[{{$b}}inner{{/b}}]{{/b}}{{/p}}", "[inner]",
	 "{\"p\":\"{{$b}}{{/b}}\"}"},
	{"an argument keeps to its own arguments", "{}",
	 "{{<page}}{{$title}}Page{{/title}}{{$body}}{{<card}}{{$title}}Card{{/title}}{{/card}}{{/body}}{{/page}}",
	 "Page: (Card)",
	 "{\"page\":\"{{$title}}{{/title}}: {{$body}}{{/body}}\",\"card\":\"({{$title}}{{/title}})\"}"},
	{"a parent alone takes its line", "{}", "a\n{{<p}}\n{{$b}}\nx\n{{/b}}\n{{/p}}\nz\n", "a\n1\nx\n2\nz\n",
	 "{\"p\":\"1\\n{{$b}}\\n{{/b}}\\n2\\n\"}"},
	{"a parent alone is indented", "{}", "a\n  {{<p}}{{/p}}\nz", "a\n  1\n  2\nz", "{\"p\":\"1\\n2\\n\"}"},
	{"a parent with text behind it keeps its blanks", "{}", "  {{<p}}{{/p}} z", "  1 z", "{\"p\":\"1\"}"},
	{"indentation moves with the block", "{}", "{{<p}}{{$b}}\n      one\n        two\n{{/b}}{{/p}}",
	 "<ul>\n  one\n    two\n</ul>\n", "{\"p\":\"<ul>\\n  {{$b}}\\n  {{/b}}\\n</ul>\\n\"}"},
	{"indentation of the default", "{}", "{{<p}}{{$b}}\none\n{{/b}}{{/p}}", "  one\n",
	 "{\"p\":\"{{$b}}\\n  default\\n{{/b}}\\n\"}"},
	{"a default keeps its own", "{}", "{{<p}}{{/p}}", "  default\n", "{\"p\":\"{{$b}}\\n  default\\n{{/b}}\\n\"}"},
	{"in a line", "{}", "{{<p}}{{$b}}1\n2{{/b}}{{/p}}", "x 1\n2 y\n", "{\"p\":\"x {{$b}}d{{/b}} y\\n\"}"},
	{"recursion through arguments ends", "{}", "{{<p}}{{$b}}{{<p}}{{$b}}end{{/b}}{{/p}}{{/b}}{{/p}}", "<<end>>",
	 "{\"p\":\"<{{$b}}{{/b}}>\"}"},
};

static void check(const struct mustache_case *cases, size_t count)
{
	size_t failed = 0;

	for (size_t i = 0; i < count; i++) {
		const struct mustache_case *at = &cases[i];
		struct arena *arena = arena_new(0);
		json_t *root = json_loads(at->data, JSON_DECODE_ANY, NULL);
		json_t *others = at->partials ? json_loads(at->partials, 0, NULL) : NULL;
		struct json_data data = {.arena = arena, .partials = others};
		struct text out = TEXT_IN(arena);
		struct mustache_error error = {0};

		assert_non_null(root);
		assert_true(!at->partials || others);
		enum rc rc = json_source_render(&data, str_of(at->source), root, &out, &error);
		if (rc != RC_OK || !str_is(text_str(&out), at->expected)) {
			print_error("%s\n  expected: %s\n  got:      %s\n  error: %s\n", at->what, at->expected,
				    text_str(&out).at, error.message ? error.message : "-");
			failed++;
		}
		json_decref(root);
		json_decref(others);
		arena_free(arena);
	}
	assert_int_equal(failed, 0);
}

#define CASES(table)                                                                                    \
	static void test_##table(void **state)                                                          \
	{                                                                                               \
		(void)state;                                                                            \
		check(table, sizeof table / sizeof *table);                                             \
	}

CASES(comments)
CASES(delimiters)
CASES(interpolation)
CASES(sections)
CASES(inverted)
CASES(partials)
CASES(dynamic_names)
CASES(inheritance)

/* Runs source with one lambda under the name "f". */
static void check_lambda(struct json_lambda lambda, const char *source, const char *expected)
{
	struct arena *arena = arena_new(0);
	json_t *root = json_loads("{\"f\":{\"__tag__\":\"code\"},\"site\":\"<Mill>\",\"yes\":true}", 0, NULL);
	struct json_data data = {.arena = arena, .lambda = lambda};
	struct text out = TEXT_IN(arena);
	struct mustache_error error = {0};

	assert_int_equal(json_source_render(&data, str_of(source), root, &out, &error), RC_OK);
	assert_string_equal(text_str(&out).at, expected);
	json_decref(root);
	arena_free(arena);
}

static void test_lambdas(void **state)
{
	(void)state;
	check_lambda((struct json_lambda){.value = "plain"}, "a {{f}} z", "a plain z");
	check_lambda((struct json_lambda){.value = "{{{site}}}"}, "{{f}} {{{f}}}", "&lt;Mill&gt; <Mill>");
	check_lambda((struct json_lambda){.value = "{{site}}"}, "{{=| |=}}|&f|", "&lt;Mill&gt;");
	check_lambda((struct json_lambda){.counts = true}, "{{f}}{{f}}{{#f}}x{{/f}}", "123");
	check_lambda((struct json_lambda){.when = " {{site}} ", .value = "raw", .otherwise = "no"},
		     "{{#f}} {{site}} {{/f}}", "raw");
	check_lambda((struct json_lambda){.before = "<b>", .after = "</b>"}, "{{#f}}{{site}}{{/f}}",
		     "<b>&lt;Mill&gt;</b>");
	check_lambda((struct json_lambda){.before = "", .between = "{{site}}", .after = "|&site|"},
		     "{{=| |=}}|#f|-|/f|", "-{{site}}-<Mill>");
	check_lambda((struct json_lambda){.before = "(", .after = ")"},
		     "{{#f}}{{#f}}in{{/f}} {{#yes}}y{{/yes}}{{/f}}", "((in) y)");
	check_lambda((struct json_lambda){.value = "x"}, "[{{^f}}never{{/f}}]", "[]");
}

static enum rc compile(const char *source, struct mustache_error *error)
{
	static const struct mustache_dialect dialect;
	struct arena *arena = arena_new(0);
	struct mustache *template;
	enum rc rc = mustache_compile(arena, str_of(source), &dialect, &template, error);

	arena_free(arena);
	return rc;
}

static void test_malformed_templates_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *source;
		size_t line;
	} cases[] = {
		{"{{", 1}, {"a\n{{name", 2}, {"{{{x}}", 1}, {"{{=<% %>}}", 1}, {"{{}}", 1}, {"{{#}}{{/}}", 1},
		{"a\nb\n{{#open}}\n", 3}, {"{{#a}}\n{{/b}}", 2}, {"\n{{/a}}", 2}, {"{{a b}}", 1},
		{"{{#a}}{{#b}}\n{{/a}}{{/b}}", 2}, {"{{=one=}}", 1}, {"{{=a b c=}}", 1}, {"{{=a= b=}}", 1},
		{"{{<p}}", 1}, {"{{<*p}}{{/p}}", 1}, {"{{! never ends", 1}, {"{{>}}", 1},
		{"{{a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q}}", 1},
	};
	struct mustache_error error;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		error = (struct mustache_error){0};
		assert_int_equal(compile(cases[i].source, &error), RC_INVALID);
		assert_non_null(error.message);
		assert_int_equal(error.line, cases[i].line);
	}
	assert_int_equal(compile("", &error), RC_OK);
	assert_int_equal(compile("{{a.b.c.d.e.f.g.h}}", &error), RC_OK);
}

static void test_nesting_is_limited(void **state)
{
	struct arena *arena = arena_new(0);
	struct text deep = TEXT_IN(arena);
	struct mustache_error error;

	(void)state;
	for (int i = 0; i < 1000; i++)
		text_cstr(&deep, "{{#a}}");
	for (int i = 0; i < 1000; i++)
		text_cstr(&deep, "{{/a}}");
	assert_int_equal(compile(text_str(&deep).at, &error), RC_INVALID);
	arena_free(arena);
}

/* Each partial shows itself or its like again: without limits these would not end. */
static void test_endless_pages_are_refused(void **state)
{
	static const char *const sources[] = {
		"{\"p\":\"{{>p}}\"}",
		"{\"p\":\"{{>p}}{{>p}}{{>p}}\"}",
		"{\"p\":\"{{<p}}{{$b}}{{>p}}{{/b}}{{/p}}\"}",
		"{\"p\":\"  {{>p}}\\n\"}",
		"{\"p\":\"{{#r}}{{#r}}{{#r}}{{#r}}{{#r}}{{#r}}{{#r}}{{#r}}a long line of text to be repeated"
		"{{/r}}{{/r}}{{/r}}{{/r}}{{/r}}{{/r}}{{/r}}{{/r}}\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct arena *arena = arena_new(0);
		json_t *root = json_loads("{\"r\":[1,2,3,4,5,6,7,8,9,10,11,12]}", 0, NULL);
		json_t *others = json_loads(sources[i], 0, NULL);
		struct json_data data = {.arena = arena, .partials = others};
		struct text out = TEXT_IN(arena);
		struct mustache_error error = {0};

		assert_int_equal(json_source_render(&data, STR("{{>p}}"), root, &out, &error), RC_INVALID);
		assert_non_null(error.message);
		json_decref(root);
		json_decref(others);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_interpolation),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_inverted),
		cmocka_unit_test(test_partials),
		cmocka_unit_test(test_dynamic_names),
		cmocka_unit_test(test_inheritance),
		cmocka_unit_test(test_lambdas),
		cmocka_unit_test(test_malformed_templates_are_refused_with_their_line),
		cmocka_unit_test(test_nesting_is_limited),
		cmocka_unit_test(test_endless_pages_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
