// Comfort for pages that are complete without it. Each part looks for its own attributes.
import { chooseTheme } from './appearance.mjs';
import { bell } from './bell.mjs';
import { copyButtons } from './copy.mjs';
import { countdowns } from './countdown.mjs';
import { counters } from './counter.mjs';
import { dictation } from './dictation.mjs';
import { drafts } from './draft.mjs';
import { filters } from './filters.mjs';
import { fishbone } from './fishbone.mjs';
import { focusProblems, guardForms } from './forms.mjs';
import { location } from './location.mjs';
import { lookups } from './lookup.mjs';
import { markdown } from './markdown.mjs';
import { mentions } from './mentions.mjs';
import { menus } from './menus.mjs';
import { photographs } from './photographs.mjs';
import { previews } from './preview.mjs';
import { push } from './push.mjs';
import { riskMatrix } from './risk.mjs';
import { relativeTimes } from './times.mjs';
import { shortcuts } from './shortcuts.mjs';

for (const part of [chooseTheme, menus, focusProblems, guardForms, counters, copyButtons, relativeTimes, countdowns, filters,
	shortcuts, drafts, bell, location, dictation, photographs, riskMatrix, fishbone, markdown, lookups, mentions, previews, push]) {
	part(document);
}
