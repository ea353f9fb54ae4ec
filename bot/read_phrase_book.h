// What the parser recognises, out of the service's messages.
#ifndef SIPWHY_BOT_READ_PHRASE_BOOK_H_
#define SIPWHY_BOT_READ_PHRASE_BOOK_H_

#include "bot/phrase_book.h"
#include "sipwhy/v1/explainer.pb.h"

namespace sipwhy::bot {

// The phrases and telling headers of `codes`, which are all there are, and how people ask for `languages`. A phrase
// that a registered code shares with another that is none is the registered one's.
PhraseBook ReadPhraseBook(const v1::ListCodesResponse& codes, const v1::ListLanguagesResponse& languages);

}  // namespace sipwhy::bot

#endif  // SIPWHY_BOT_READ_PHRASE_BOOK_H_
