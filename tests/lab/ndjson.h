/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads what tcpbdp writes: one JSON object per line. What is null or missing has no value. */
#ifndef LAB_NDJSON_H
#define LAB_NDJSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "args.h"

struct ndjson {
	FILE *file;
	char *text;
	size_t size;
	unsigned int lines, broken;
};

static inline void ndjson_open(struct ndjson *nd, const char *path)
{
	*nd = (struct ndjson){ .file = fopen(path, "re") };
	if (!nd->file)
		die(2, "%s: %m", path);
}

static inline void ndjson_close(struct ndjson *nd)
{
	free(nd->text);
	fclose(nd->file);
}

/* The next object, which the caller owns; NULL at the end. Lines that are none are counted. */
static inline json_t *ndjson_next(struct ndjson *nd)
{
	json_t *object = NULL;
	ssize_t len;

	while (!object && (len = getline(&nd->text, &nd->size, nd->file)) > 0) {
		nd->lines++;
		object = json_loadb(nd->text, (size_t)len, 0, NULL);
		if (nd->text[len - 1] != '\n' || !json_is_object(object)) {
			nd->broken++;
			json_decref(object);
			object = NULL;
		}
	}
	return object;
}

static inline bool ndjson_is(const json_t *object, const char *key, const char *value)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && !strcmp(text, value);
}

/* -1 for null: no quantity in these streams is negative. */
static inline double ndjson_number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : -1;
}

#endif
