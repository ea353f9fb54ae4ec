// A knowledge base small enough to know by heart.
#ifndef SIPWHY_TESTS_SERVICE_SMALL_KNOWLEDGE_H_
#define SIPWHY_TESTS_SERVICE_SMALL_KNOWLEDGE_H_

#include "service/snapshot.h"
#include "storage/knowledge.h"

namespace sipwhy::testing {

// Its codes:
// - 480, 486, 503 and 600 have entries; 480 alone has a header, timers, meanings and product causes, 486 a sample and a
//   ladder; 480 and 486 have symptoms.
// - 486 and 600 become the cause 17, which comes back as 486, and 480 the cause 18, which no rule turns back.
// - 183, 200, 400, 404, 489 and 500 are only registered, 202 is deprecated, 409 historic, 477 local to Kamailio and 490
//   a draft's.
// - 510 and 701 are stray numbers; 510 stands for 500.
// Its causes are 16, 17, 18, 22 and 31. 17 has two rules, 22 a conditional one and no texts, 16 no code to answer with.
// Its notes, in English, are on 486 and 600, on 480, 486 and 503, and on these and 404.
// Its languages are English and a made-up "vi", in which every label, template and class begins with "vi ". It lacks
// the gist of 600, the term retry.never, which only 600 has, and most longer texts: it has those of 486, 701, the
// cause 17 and the first meaning of 480.
Knowledge SmallKnowledge();

// The same as a snapshot.
Snapshot SmallSnapshot();

}  // namespace sipwhy::testing

#endif  // SIPWHY_TESTS_SERVICE_SMALL_KNOWLEDGE_H_
