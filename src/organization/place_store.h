#ifndef ORGANIZATION_PLACE_STORE_H
#define ORGANIZATION_PLACE_STORE_H

#include "db/db.h"
#include "organization/place.h"

/* Establishments by code; only_active leaves out those no longer in use. Rows are struct establishment. */
enum rc establishment_list(struct db *db, struct arena *arena, int64_t organization_id, bool only_active,
			   struct rows *rows) MUST_CHECK;
enum rc establishment_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			    struct establishment *out) MUST_CHECK;
enum rc establishment_by_code(struct db *db, struct arena *arena, int64_t organization_id, struct str code,
			      struct establishment *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: code or name is taken. */
enum rc establishment_insert(struct db *db, struct establishment *establishment) MUST_CHECK;
/* RC_CONFLICT when the stored version is not establishment->version. */
enum rc establishment_update(struct db *db, const struct establishment *establishment) MUST_CHECK;

/* All areas of one establishment, or of all where establishment_id is 0, by code. Rows are struct area. */
enum rc area_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		  struct rows *rows) MUST_CHECK;
enum rc area_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		   struct area *out) MUST_CHECK;
enum rc area_by_code(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		     struct str code, struct area *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the establishment has this code already. */
enum rc area_insert(struct db *db, struct area *area) MUST_CHECK;
enum rc area_update(struct db *db, const struct area *area) MUST_CHECK;

/* Newest first. Rows are struct establishment_year. */
enum rc establishment_year_list(struct db *db, struct arena *arena, int64_t organization_id,
				int64_t establishment_id, struct rows *rows) MUST_CHECK;
/* Of every establishment. */
enum rc establishment_year_all(struct db *db, struct arena *arena, int64_t organization_id,
			       struct rows *rows) MUST_CHECK;
enum rc establishment_year_find(struct db *db, struct arena *arena, int64_t organization_id,
				int64_t establishment_id, int64_t year,
				struct establishment_year *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the year is there already. */
enum rc establishment_year_insert(struct db *db, struct establishment_year *year) MUST_CHECK;
/* RC_CONFLICT when the stored version is not year->version. */
enum rc establishment_year_update(struct db *db, const struct establishment_year *year) MUST_CHECK;
/* Inserts, or replaces the figures of that year. */
enum rc establishment_year_put(struct db *db, const struct establishment_year *year) MUST_CHECK;

/* The title of an industry, STR_NONE when the edition (2017, 2022) has no such code. */
enum rc naics_title(struct db *db, struct arena *arena, int64_t vintage, struct str code,
		    struct str *title) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc establishment_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc area_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc establishment_year_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
