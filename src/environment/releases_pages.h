#ifndef ENVIRONMENT_RELEASES_PAGES_H
#define ENVIRONMENT_RELEASES_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* The Releases tab: what was released, how it compares, whom to tell and who was told; the written follow-up.
 */
extern const struct route releases_routes[];

/* The tab, the card on Summary and the banner while an agency is still to be told. */
extern const struct record_part release_tab_part, release_card_part, release_banner_part;

#endif
