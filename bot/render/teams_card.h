// Replies for Microsoft Teams: a card, a text where there is nothing to put in a card, and a line for notifications.
#ifndef SIPWHY_BOT_RENDER_TEAMS_CARD_H_
#define SIPWHY_BOT_RENDER_TEAMS_CARD_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "bot/answer.h"

namespace sipwhy::bot {

// An Adaptive Card 1.4 of at most 18,000 bytes as DumpSafe() writes it. Microsoft allows a message 28 KB ("Create
// Incoming Webhooks"; it states nothing for outgoing ones); the authors of the gem msteams_hermes found it to be 21 KB.
//
// All text stands in TextRuns, which have no Markdown (Adaptive Cards issue 5662): where there is Markdown, Teams for
// Android and iOS took backslashes in other ways than Teams for the desktop (msteams-docs issue 5793). Two codes stand
// side by side under the name of each row, since three columns have no room on a phone. One code, and three or four,
// stand one below the other. The link is the card's only action (Action.OpenUrl), as "Create Outgoing Webhooks"
// demands. Nobody is mentioned, as that takes an entity besides the text.
nlohmann::json RenderTeamsCard(const Answer& answer);

// The same as a message of at most 8,000 bytes in the Markdown that text messages have ("Format your bot messages":
// bold and links, no tables), without ladders and SIP messages. HTML in the answer is escaped too. Never empty, since
// Teams refuses an empty text (msteams-docs issue 666).
std::string RenderTeamsText(const Answer& answer);

// Title and lead in one plain line of at most 200 code points, for notifications, which show no card. Never empty.
std::string RenderTeamsSummary(const Answer& answer);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_RENDER_TEAMS_CARD_H_
