#include "storage/knowledge_rules.h"

namespace sipwhy {
namespace {

constexpr KnowledgeRule kRules[] = {
    // An entry is whole or it is not there: a code with any fact has all aspects and its English texts.
    {"code",
     R"(SELECT 'code ' || f.code || ' has facts but none for ' || a.aspect FROM (SELECT DISTINCT code FROM fact) AS f
        CROSS JOIN (SELECT 'sent_by' AS aspect UNION SELECT 'methods' UNION SELECT 'retry' UNION SELECT 'forking'
        UNION SELECT 'dialog' UNION SELECT 'transaction' UNION SELECT 'pstn' UNION SELECT 'look_at') AS a
        WHERE NOT EXISTS (SELECT 1 FROM fact WHERE fact.code = f.code AND fact.aspect = a.aspect) ORDER BY 1)"},

    {"code", R"(SELECT 'code ' || code || ' has facts but no English text' FROM fact WHERE NOT EXISTS
        (SELECT 1 FROM code_text AS t WHERE t.code = fact.code AND t.language = 'en') ORDER BY 1)"},

    {"code",
     R"(SELECT 'code ' || code || ' has an English text but no gist' FROM code_text WHERE language = 'en' AND NOT EXISTS
        (SELECT 1 FROM gist WHERE gist.code = code_text.code AND gist.language = 'en') ORDER BY 1)"},

    {"code",
     R"(SELECT 'code ' || code || ' has a text in ' || language || ' but no situation' FROM code_text WHERE NOT EXISTS
        (SELECT 1 FROM situation AS s WHERE s.code = code_text.code AND s.language = code_text.language) ORDER BY 1)"},

    {"code",
     R"(SELECT 'code ' || code || ' has a text in ' || language || ' but no step' FROM code_text WHERE NOT EXISTS
        (SELECT 1 FROM step AS s WHERE s.code = code_text.code AND s.language = code_text.language) ORDER BY 1)"},

    {"code",
     R"(SELECT 'header ' || header || ' of code ' || code || ' has no English purpose' FROM header WHERE NOT EXISTS
        (SELECT 1 FROM header_text AS t WHERE t.code = header.code AND t.header = header.header AND language = 'en')
        ORDER BY 1)"},

    {"code", R"(SELECT 'term ' || aspect || '.' || term || ' has no English text' FROM term WHERE NOT EXISTS
        (SELECT 1 FROM term_text AS t WHERE t.aspect = term.aspect AND t.term = term.term AND language = 'en')
        ORDER BY 1)"},

    // Single-valued aspects are told by one fact whose term has a clause.
    {"code", R"(SELECT 'code ' || code || ' has more than one fact for ' || aspect FROM fact
        WHERE aspect IN ('retry', 'forking', 'dialog', 'transaction', 'pstn') AND position > 1 ORDER BY 1)"},

    {"code", R"(SELECT 'term ' || aspect || '.' || term || ' lacks its clause in ' || language FROM term_text
        WHERE aspect IN ('retry', 'forking', 'dialog', 'transaction', 'pstn') AND clause NOT LIKE '%{code}%'
        ORDER BY 1)"},

    {"code", R"(SELECT 'code ' || f.code || ' goes to a cause but has no row in cause_of_code' FROM fact AS f
        JOIN term_text AS t ON t.aspect = f.aspect AND t.term = f.term AND t.language = 'en' WHERE f.aspect = 'pstn'
        AND t.phrase LIKE '%{cause}%' AND NOT EXISTS (SELECT 1 FROM cause_of_code AS c WHERE c.code = f.code)
        ORDER BY 1)"},

    // Positions count from 1.
    {"code", R"(SELECT 'facts of code ' || code || ' about ' || aspect || ' are not numbered 1, 2, 3' FROM fact
        GROUP BY code, aspect HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},
    {"code", R"(SELECT 'headers of code ' || code || ' are not numbered 1, 2, 3' FROM header
        GROUP BY code HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},
    {"code", R"(SELECT 'references of code ' || code || ' are not numbered 1, 2, 3' FROM reference
        GROUP BY code HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},
    {"code", R"(SELECT 'situations of code ' || code || ' in ' || language || ' are not numbered 1, 2, 3' FROM situation
        GROUP BY code, language HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},
    {"code", R"(SELECT 'steps of code ' || code || ' in ' || language || ' are not numbered 1, 2, 3' FROM step
        GROUP BY code, language HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},

    // What 301 is to 302, 302 is to 301.
    {"code",
     R"(SELECT 'code ' || a.code || ' is related to ' || a.related || ' as ' || a.relation || ', and ' || a.related ||
        ' lacks the mirror row' FROM related_code AS a WHERE NOT EXISTS (SELECT 1 FROM related_code AS b
        WHERE b.code = a.related AND b.related = a.code AND b.relation = CASE a.relation
        WHEN 'proxy_twin' THEN 'uas_twin' WHEN 'uas_twin' THEN 'proxy_twin' WHEN 'global_twin' THEN 'local_twin'
        WHEN 'local_twin' THEN 'global_twin' WHEN 'obsoletes' THEN 'obsoleted_by' WHEN 'obsoleted_by' THEN 'obsoletes'
        ELSE a.relation END) ORDER BY 1)"},

    // A reader is told in words which language a text is in.
    {"code", R"(SELECT 'label language.' || language || ' is missing in English' FROM language WHERE NOT EXISTS
        (SELECT 1 FROM label WHERE label.label = 'language.' || language.language AND label.language = 'en') ORDER BY 1)"},

    // A language is offered with all six classes or not at all.
    {"code", R"(SELECT 'language ' || language || ' does not name all six classes' FROM language WHERE
        (SELECT COUNT(*) FROM class_text AS c WHERE c.language = language.language) <> 6 ORDER BY 1)"},

    // Whatever is stated has its source.
    {"document", R"(SELECT 'fact ' || aspect || '.' || term || ' of code ' || code ||
        ' needs either an RFC or a document as its source' FROM fact
        WHERE (rfc > 0) = (document IS NOT NULL) ORDER BY 1)"},
    {"document", R"(SELECT 'reference ' || position || ' of code ' || code || ' needs either an RFC or a document'
        FROM reference WHERE (rfc > 0) = (document IS NOT NULL) ORDER BY 1)"},
    {"code", R"(SELECT 'header ' || header || ' of code ' || code || ' has no RFC section as its source' FROM header
        WHERE rfc < 1 ORDER BY 1)"},
    {"meaning", R"(SELECT 'meaning ' || position || ' of code ' || code || ' has no section as its source' FROM meaning
        WHERE rfc > 0 AND section = '' ORDER BY 1)"},

    // What a revision promised.
    {"promise", R"(SELECT 'code ' || code || ' is registered but not explained' FROM code
        WHERE state IN ('registered', 'deprecated') AND NOT EXISTS (SELECT 1 FROM fact WHERE fact.code = code.code)
        AND EXISTS (SELECT 1 FROM promise WHERE promise = 'every_registered_code_is_explained') ORDER BY 1)"},
    {"promise", R"(SELECT 'code ' || c.code || ' has no ' || part.part FROM code AS c CROSS JOIN
        (SELECT 'sample' AS part UNION SELECT 'ladder' UNION SELECT 'symptom') AS part
        WHERE c.state IN ('registered', 'deprecated')
        AND EXISTS (SELECT 1 FROM promise WHERE promise = 'every_registered_code_is_explained')
        AND CASE part.part WHEN 'sample' THEN NOT EXISTS (SELECT 1 FROM sample AS s WHERE s.code = c.code)
        WHEN 'ladder' THEN NOT EXISTS (SELECT 1 FROM ladder AS l WHERE l.code = c.code)
        ELSE NOT EXISTS (SELECT 1 FROM symptom AS y WHERE y.code = c.code AND y.language = 'en') END ORDER BY 1)"},

    // A ladder shows its code, and has a name for whoever stands in it.
    {"ladder", R"(SELECT 'the ladder of code ' || code || ' does not show ' || code FROM ladder
        GROUP BY code HAVING SUM(message LIKE code || ' %') = 0 ORDER BY 1)"},
    {"ladder", R"(SELECT 'arrow ' || position || ' in the ladder of code ' || code || ' goes from ' || sender ||
        ' to itself' FROM ladder WHERE sender = receiver AND message NOT LIKE 'Timer %' ORDER BY 1)"},
    {"ladder_party", R"(SELECT 'ladder party ' || party || ' has no English name' FROM ladder_party WHERE NOT EXISTS
        (SELECT 1 FROM ladder_party_text AS t WHERE t.party = ladder_party.party AND t.language = 'en') ORDER BY 1)"},

    // Positions count from 1.
    {"ladder", R"(SELECT 'arrows in the ladder of code ' || code || ' are not numbered 1, 2, 3' FROM ladder
        GROUP BY code HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},
    {"symptom", R"(SELECT 'symptoms of code ' || code || ' in ' || language || ' are not numbered 1, 2, 3' FROM symptom
        GROUP BY code, language HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},
    {"meaning", R"(SELECT 'meanings of code ' || code || ' are not numbered 1, 2, 3' FROM meaning
        GROUP BY code HAVING MAX(position) <> COUNT(*) ORDER BY 1)"},

    // Of several meanings the first is the one without a sign.
    {"meaning", R"(SELECT 'code ' || code || ' has meanings, but the first is not the one without phrase and header'
        FROM meaning WHERE (position = 1) <> (phrase = '' AND header = '') ORDER BY 1)"},
    {"meaning", R"(SELECT 'meaning ' || position || ' of code ' || code || ' has no English text' FROM meaning
        WHERE NOT EXISTS (SELECT 1 FROM meaning_text AS t WHERE t.code = meaning.code AND t.position = meaning.position
        AND t.language = 'en') ORDER BY 1)"},

    // Notes fit a summary, and groups are what Compare can be asked for.
    {"pair_note", R"(SELECT 'the note on ' || low || ' and ' || high || ' in ' || language || ' has ' ||
        length(difference) || ' characters of difference, and 400 fit' FROM pair_note WHERE length(difference) > 400
        ORDER BY 1)"},
    {"group_note", R"(SELECT 'the note on ' || code_group || ' in ' || language || ' has ' || length(difference) ||
        ' characters of difference, and 400 fit' FROM group_note WHERE length(difference) > 400 ORDER BY 1)"},
    {"code_group", R"(SELECT 'group ' || code_group || ' has not three or four codes' FROM code_group WHERE
        (SELECT COUNT(*) FROM code_group_member AS m WHERE m.code_group = code_group.code_group) NOT IN (3, 4)
        ORDER BY 1)"},
    {"code_group", R"(SELECT 'group ' || code_group || ' has no English note' FROM code_group WHERE NOT EXISTS
        (SELECT 1 FROM group_note AS n WHERE n.code_group = code_group.code_group AND n.language = 'en') ORDER BY 1)"},
    {"code_group", R"(SELECT 'group ' || a.code_group || ' has the codes of group ' || b.code_group FROM
        (SELECT code_group, group_concat(code) AS codes FROM (SELECT * FROM code_group_member ORDER BY code)
        GROUP BY code_group) AS a JOIN
        (SELECT code_group, group_concat(code) AS codes FROM (SELECT * FROM code_group_member ORDER BY code)
        GROUP BY code_group) AS b ON a.codes = b.codes AND a.code_group > b.code_group ORDER BY 1)"},

    // Causes have a name, and products are listed only for what they do otherwise.
    {"cause", R"(SELECT 'cause ' || cause || ' has no English text' FROM cause WHERE NOT EXISTS
        (SELECT 1 FROM cause_text AS t WHERE t.cause = cause.cause AND t.language = 'en') ORDER BY 1)"},
    {"product_code_of_cause", R"(SELECT product || ' answers cause ' || p.cause || ' with ' || p.code ||
        ', as RFC 3398 does' FROM product_code_of_cause AS p WHERE p.code = COALESCE((SELECT r.code FROM code_of_cause
        AS r WHERE r.cause = p.cause AND r.condition = ''), 500) ORDER BY 1)"},
    {"product_cause_of_code", R"(SELECT product || ' releases with cause ' || p.cause || ' on ' || p.code ||
        ', as RFC 3398 does' FROM product_cause_of_code AS p JOIN cause_of_code AS r USING (code)
        WHERE r.cause = p.cause ORDER BY 1)"},
    {"stray_number", R"(SELECT 'number ' || number || ' is a code of the knowledge base' FROM stray_number
        JOIN code ON code.code = number ORDER BY 1)"},
    {"stray_number", R"(SELECT 'number ' || number || ' has no English text' FROM stray_number WHERE NOT EXISTS
        (SELECT 1 FROM stray_number_text AS t WHERE t.number = stray_number.number AND t.language = 'en')
        ORDER BY 1)"},
};

}  // namespace

absl::Span<const KnowledgeRule> KnowledgeRules() { return kRules; }

}  // namespace sipwhy
