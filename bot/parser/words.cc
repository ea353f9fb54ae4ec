#include "bot/parser/words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "bot/parser/normalise.h"

namespace sipwhy::bot {
namespace {

struct WordList {
  absl::string_view language;
  Roles roles = 0;
  absl::string_view words;
};

constexpr Roles kVersus = kCompare | kBetween;

constexpr WordList kVocabulary[] = {
    {"any", kCode | kFiller, "sip sips sip/2.0 sipwhy"},
    {"any", kCode | kFiller, "bot sipbot"},
    {"any", kFiller, "uac uas proxy"},
    {"any", kHttp, "http http/1.0 http/1.1 http/2 http/2.0 http/3"},
    {"any", kCause, "q.850 q850 isdn hangupcause"},
    {"any", kMethod, "invite register bye cancel ack options subscribe notify refer publish message info prack update"},
    {"any", kLabel, "usd eur gbp chf rfc cseq id https"},
    {"any", kUnit, "ms us ns sec secs min mins hr hrs h kb mb gb tb kbps mbps hz khz mhz ghz mm cm km kg px pm am usd"},
    {"any", kUnit, "eur gbp chf st nd rd th fps dpi"},

    {"any", kVersus, "vs versus vrs"},
    {"en", kVersus, "against"},
    {"en", kBetween, "v or and with"},
    {"en", kRange | kBetween, "to through thru till"},
    {"en", kCompare, "compare compared comparing comparison diff difference differences differ different differs same"},
    {"en", kCompare, "instead distinguish contrast"},
    {"en", kAsk, "what what's whats why why's when which who whose how explain describe define definition mean means"},
    {"en", kAsk,
     "meaning meant understand wtf reason reasons fix solve debug handle troubleshoot lookup happens retry about "
     "should"},
    {"en", kCode | kFiller,
     "code codes error errors err response responses status statuses reply replies answer sipcode"},
    {"en", kCode, "statuscode responsecode errorcode response_code status_code"},
    {"en", kNumber, "code number no nr nbr num"},
    {"en", kGet,
     "get gets got getting receive receives received receiving return returns returned returning send sends"},
    {"en", kGet, "sent sending see sees saw seeing show shows shown throw throws a an with gives gave given reason"},
    {"en", kGet, "answered failed fails failing after on"},
    {"en", kFiller, "the is are was were do does did i we my me of in on for from after between and as than it's"},
    {"en", kFiller, "please pls plz tell show list give can could would you this that these those be by if not there"},
    {"en", kFiller, "class classes so hey um well then now should use have has been to at its a an thanks thx"},
    {"en", kFiller, "german english french spanish portuguese italian dutch polish russian ukrainian turkish chinese"},
    {"en", kFiller, "japanese korean arabic hindi vietnamese swedish norwegian danish"},
    {"en", kClassName | kFiller, "class classes"},
    {"de", kClassName | kFiller, "klasse klassen"},
    {"fr", kClassName | kFiller, "classe classes"},
    {"es", kClassName | kFiller, "clase clases"},
    {"ru", kClassName | kFiller, "класс"},
    {"en", kPerson, "i we my our was were have has had been are they he she"},
    {"en", kHelp, "help h hi hello hey hiya howdy yo commands usage start greetings"},
    {"en", kFull, "full more everything all detail details fully verbose"},
    {"en", kLabel,
     "room build building port ext exten extension line page flight route highway gate floor chapter version"},
    {"en", kLabel,
     "release ticket tickets issue bug pr mr case order invoice house street bus tram train table seat desk"},
    {"en", kLabel, "section area zip postal country exit access promo pin trunk did user agent account queue peer"},
    {"en", kLabel,
     "group call calls calling dial dialed dialled dialing phone tel fax customer client endpoint channel"},
    {"en", kLabel, "vlan model expires length forwards seq pid commit sprint task story row column item items unit"},
    {"en", kLabel, "apartment apt suite step act highway interstate boeing airbus psalm question conference pep bpo"},
    {"en", kUnit,
     "s tickets ticket users user people persons customers calls times second seconds minute minutes hour"},
    {"en", kUnit,
     "hours day days week weeks month months year years milliseconds millisecond bytes byte bits pages lines"},
    {"en", kUnit,
     "items rows packets agents phones requests messages files dollars dollar bucks euro euros pounds cents"},
    {"en", kUnit,
     "percent points miles meters metres feet degrees pieces units room rooms street avenue road seats bus"},
    {"en", kUnit,
     "tests commits builds boxes bottles channels sessions registrations lines employees developers characters chars "
     "levels copies"},
    {"en", kCause, "cause causecode"},
    {"en", kAsk, "causes caused"},

    {"de", kVersus, "gegen gegenüber"},
    {"de", kBetween, "oder und sowie"},
    {"de", kRange | kBetween, "bis"},
    {"de", kCompare,
     "vergleich vergleiche vergleichen unterschied unterschiede unterscheidet unterscheiden statt anstatt"},
    {"de", kCompare, "dasselbe"},
    {"de", kAsk, "warum wieso weshalb wann welche wer wie bedeutet bedeuten bedeutung erkläre erklär erklären heißt"},
    {"de", kAsk, "erklärung erläutere beheben"},
    {"de", kCode | kFiller, "fehler fehlercode fehlermeldung antwort statuscode meldung"},
    {"de", kNumber, "nummer"},
    {"de", kGet,
     "bekomme bekommt bekommen kriege kriegen erhalte erhalten liefert kommt mit ein eine einen sendet schickt"},
    {"de", kFiller,
     "was der die das den dem des ist sind war im in zu zum zur von vom zwischen bei nach auf ich wir mir uns"},
    {"de", kFiller, "bitte mal denn eigentlich er deutsch zeige zeig"},
    {"de", kHelp, "hilfe hallo moin servus"},
    {"de", kFull, "mehr alles vollständig ausführlich einzelheiten"},
    {"de", kLabel, "zimmer raum durchwahl seite nebenstelle linie gebäude hausnummer rufnummer leitung"},
    {"de", kUnit, "sekunden minuten stunden tage millisekunden leute anrufe kunden seiten zeilen nutzer"},

    {"fr", kVersus, "contre"},
    {"fr", kBetween, "ou et"},
    {"fr", kCompare, "comparer compare comparez comparaison différence différences rapport lieu"},
    {"fr", kAsk, "pourquoi quoi quel quelle quelles quels que qu quand signifie signification explique expliquer"},
    {"fr", kAsk, "expliquez veut"},
    {"fr", kCode | kFiller, "erreur réponse statut"},
    {"fr", kNumber, "numéro"},
    {"fr", kGet, "reçois reçoit reçu renvoie retourne un une avec"},
    {"fr", kFiller,
     "le la les l d de du des est sont entre à par au aux sur pour je on ce c cette il dire y a s en n j"},
    {"fr", kFiller, "français plaît vous comment"},
    {"fr", kHelp, "aide bonjour salut"},
    {"fr", kFull, "plus tout complet détails"},
    {"fr", kLabel, "chambre salle poste page ligne bureau"},
    {"fr", kUnit, "secondes heures jours appels clients personnes"},

    {"es", kVersus, "contra frente"},
    {"es", kBetween, "o y u e"},
    {"es", kCompare, "comparar compara comparación diferencia diferencias vez"},
    {"es", kAsk, "qué por porqué cuál cuándo cómo significa significado explica explicar explícame"},
    {"es", kCode | kFiller, "código códigos error errores respuesta estado"},
    {"es", kNumber, "número"},
    {"es", kGet, "recibo recibimos devuelve un una con da"},
    {"es", kFiller, "el la los las de del es son entre a al en me un se hay sale para quiere decir lo favor español"},
    {"es", kHelp, "ayuda hola buenas"},
    {"es", kFull, "más todo completo detalles"},
    {"es", kLabel, "habitación sala puerto extensión página línea calle oficina"},
    {"es", kUnit, "segundos minutos horas días llamadas personas clientes"},

    {"pt", kVersus, "contra"},
    {"pt", kBetween, "ou e"},
    {"pt", kCompare, "comparar comparação diferença diferenças"},
    {"pt", kAsk, "que qual quando como significa significado explique explica porquê"},
    {"pt", kCode | kFiller, "código códigos erro erros resposta"},
    {"pt", kGet, "recebo recebemos retorna um uma com dá"},
    {"pt", kFiller, "o a os as do da dos das é são entre no na em por para eu nós quer dizer português"},
    {"pt", kHelp, "ajuda olá oi"},
    {"pt", kFull, "mais tudo detalhes completo"},
    {"pt", kLabel, "quarto sala porta ramal página linha"},
    {"pt", kUnit, "segundos minutos horas dias chamadas pessoas"},

    {"it", kVersus, "contro"},
    {"it", kBetween, "o oppure e"},
    {"it", kCompare, "confronta confronto differenza differenze invece"},
    {"it", kAsk, "che cosa cos perché quando quale come significa significato spiega spiegami"},
    {"it", kCode | kFiller, "codice codici errore errori risposta"},
    {"it", kGet, "ricevo riceviamo restituisce un una con dà"},
    {"it", kFiller, "il lo la i gli le di del della dell è sono tra fra in vuol dire per favore italiano come c'è"},
    {"it", kHelp, "aiuto ciao"},
    {"it", kFull, "più tutto dettagli completo"},
    {"it", kLabel, "stanza camera porta interno pagina linea"},
    {"it", kUnit, "secondi minuti ore giorni chiamate persone"},

    {"nl", kVersus, "tegen tegenover"},
    {"nl", kBetween, "of en"},
    {"nl", kRange | kBetween, "tot"},
    {"nl", kCompare, "vergelijk verschil verschillen vergeleken"},
    {"nl", kAsk, "wat waarom wanneer welke hoe betekent betekenis uitleg"},
    {"nl", kCode | kFiller, "fout foutcode antwoord"},
    {"nl", kGet, "krijg krijgen geeft een met"},
    {"nl", kFiller, "de het is zijn tussen ten opzichte van ik wij we bij op uit leg nederlands alsjeblieft"},
    {"nl", kHelp, "hoi hallo"},
    {"nl", kFull, "meer alles volledig"},
    {"nl", kLabel, "kamer poort toestel pagina lijn"},
    {"nl", kUnit, "seconden minuten uur dagen mensen"},

    {"pl", kVersus, "kontra przeciw"},
    {"pl", kBetween, "czy i oraz a lub albo"},
    {"pl", kRange | kBetween, "do"},
    {"pl", kCompare, "porównaj różnica różnice różnicą różni różnią zamiast"},
    {"pl", kAsk, "co dlaczego czemu kiedy jak jaka jaki oznacza znaczy znaczenie wyjaśnij wytłumacz"},
    {"pl", kCode | kFiller, "kod kody błąd błędu odpowiedź"},
    {"pl", kGet, "dostaję dostajemy zwraca z ze"},
    {"pl", kFiller, "jest są między pomiędzy to się w na od po dla polsku proszę"},
    {"pl", kHelp, "pomoc cześć witaj"},
    {"pl", kFull, "więcej wszystko szczegóły"},
    {"pl", kLabel, "pokój sala strona linia wewnętrzny"},
    {"pl", kUnit, "sekund minut godzin dni osób zł pln"},

    {"ru", kVersus, "против"},
    {"ru", kBetween, "или и либо"},
    {"ru", kRange | kBetween, "до"},
    {"ru", kCompare, "сравни сравнить сравнение разница разницу отличие отличия отличается отличаются вместо"},
    {"ru", kAsk, "что почему зачем когда какой какая как чем значит означает значение объясни объясните поясни"},
    {"ru", kCode | kFiller, "код коды кода ошибка ошибку ошибки ответ ответа статус сип"},
    {"ru", kNumber, "номер"},
    {"ru", kGet, "получаю получаем получил приходит возвращает с прилетает"},
    {"ru", kFiller, "это между от в на по для такое у меня нас за пожалуйста мне русски не"},
    {"ru", kHelp, "помощь привет справка здравствуйте"},
    {"ru", kFull, "больше подробнее подробно всё полностью"},
    {"ru", kLabel, "комната кабинет порт страница линия дом добавочный абонент заявка"},
    {"ru", kUnit, "мс секунд секунды минут часов дней рублей руб человек звонков заявок"},

    {"uk", kVersus, "проти"},
    {"uk", kBetween, "чи або і та й"},
    {"uk", kCompare, "порівняй порівняти різниця різницю відрізняється замість"},
    {"uk", kAsk, "що чому навіщо коли яка який як означає значить поясни"},
    {"uk", kCode | kFiller, "код помилка помилку відповідь"},
    {"uk", kFiller, "це між від в у на для мені будь ласка таке"},
    {"uk", kGet, "отримую отримуємо повертає з"},
    {"uk", kHelp, "допомога привіт довідка"},
    {"uk", kFull, "більше детальніше все"},
    {"uk", kLabel, "кімната кабінет сторінка"},
    {"uk", kUnit, "секунд хвилин годин гривень"},

    {"tr", kVersus, "karşı karşısında"},
    {"tr", kBetween, "ile veya ya ve yoksa"},
    {"tr", kCompare, "fark farkı farkları karşılaştır karşılaştırma yerine"},
    {"tr", kAsk, "ne nedir neden niye niçin nasıl demek anlamı açıkla hangi"},
    {"tr", kCode | kFiller, "kodu kod hata hatası yanıt yanıtı"},
    {"tr", kGet, "alıyorum alıyoruz dönüyor bir"},
    {"tr", kFiller, "arasındaki arasında lütfen mi mı bu için türkçe da de"},
    {"tr", kHelp, "yardım merhaba selam"},
    {"tr", kFull, "daha fazla hepsi tümü ayrıntı ayrıntılar"},
    {"tr", kLabel, "oda dahili sayfa hat"},
    {"tr", kUnit, "saniye dakika saat gün kişi lira tl"},

    {"zh", kVersus, "对 對 比 对比 對比 相比 比较 比較"},
    {"zh", kBetween, "和 与 與 跟 还是 還是 或 或者 及"},
    {"zh", kRange | kBetween, "到 至"},
    {"zh", kCompare, "区别 區別 差别 差別 不同 差异 差異 有何不同"},
    {"zh", kAsk, "什么 什麼 为什么 為什麼 为何 是什么 意思 含义 含義 解释 解釋 说明 說明 啥 怎么 怎麼 如何 原因 代表"},
    {"zh", kCode | kFiller, "错误 錯誤 错误码 代码 代碼 状态码 狀態碼 响应 響應 响应码 回应 报错 码"},
    {"zh", kGet, "返回 收到 出现 报 回"},
    {"zh", kFiller, "的 是 有 之间 之間 请 請 会 會 了 呢 吗 嗎 个 這 这 那 请问 中文 用 在 一下 我 我们"},
    {"zh", kHelp, "帮助 幫助 你好 您好"},
    {"zh", kFull, "更多 全部 详细 詳細 完整 所有"},
    {"zh", kLabel, "房间 房間 端口 分机 分機 页 会议室"},
    {"zh", kUnit, "毫秒 秒 分钟 分鐘 小时 小時 元 块 塊 人 次 天 年 月 日 号 號 室 号房 号房间 个人 页 件 块钱"},

    {"ja", kVersus, "対"},
    {"ja", kBetween, "と や か または"},
    {"ja", kRange | kBetween, "から"},
    {"ja", kCompare, "違い ちがい 違う 比較 差"},
    {"ja", kAsk, "何 なに なん なぜ どうして 意味 説明 とは どういう いつ どう 理由"},
    {"ja", kCode | kFiller, "エラー コード 応答 レスポンス ステータス エラーコード"},
    {"ja", kFiller,
     "の は が を に で も ですか です か して ください する なる ます って 教えて いう こと くれ 日本語 よ ね"},
    {"ja", kHelp, "ヘルプ こんにちは 助けて"},
    {"ja", kFull, "もっと 全部 詳しく 詳細 すべて"},
    {"ja", kLabel, "部屋 ポート 内線 ページ"},
    {"ja", kUnit, "ミリ秒 秒 分 時間 円 人 回 号室 件 日 年 月 時"},

    {"ko", kVersus, "대"},
    {"ko", kBetween, "와 과 랑 이랑 하고 및 또는"},
    {"ko", kRange | kBetween, "부터 에서"},
    {"ko", kCompare, "비교 차이 차이점 다른 다르 다른가요"},
    {"ko", kAsk, "뭐 뭔가 무엇 무슨 왜 의미 뜻 설명 어떻게 언제 이유 뭔가요 뭐야 뭐예요"},
    {"ko", kCode | kFiller, "에러 오류 코드 응답 상태"},
    {"ko", kFiller,
     "의 는 은 이 가 을 를 에 해 줘 해줘 해주세요 주세요 인가요 입니까 입니다 야 예요 이에요 나요 요 한국어 로"},
    {"ko", kHelp, "도움말 도움 안녕 안녕하세요"},
    {"ko", kFull, "더 전부 모두 자세히 상세"},
    {"ko", kLabel, "포트 내선 페이지 방"},
    {"ko", kUnit, "밀리초 초 분 시간 원 명 번 호 호실 일 년 월 개"},

    {"ar", kVersus, "مقابل ضد"},
    {"ar", kBetween, "و أو ام أم"},
    {"ar", kCompare, "الفرق فرق قارن مقارنة"},
    {"ar", kAsk, "ما ماذا لماذا معنى يعني متى كيف اشرح شرح"},
    {"ar", kCode | kFiller, "رمز كود خطأ استجابة الرمز الخطأ"},
    {"ar", kFiller, "بين هو هي من في على هذا"},
    {"ar", kHelp, "مساعدة مرحبا"},
    {"ar", kFull, "المزيد كل التفاصيل"},
    {"ar", kLabel, "غرفة منفذ صفحة"},
    {"ar", kUnit, "ثانية دقيقة ساعة يوم"},

    {"fa", kVersus, "مقابل"},
    {"fa", kBetween, "یا و"},
    {"fa", kCompare, "تفاوت مقایسه"},
    {"fa", kAsk, "چیست چرا معنی یعنی چه چی"},
    {"fa", kCode | kFiller, "کد خطا خطای"},
    {"fa", kFiller, "بین است با در از"},
    {"fa", kHelp, "کمک سلام"},

    {"he", kVersus, "מול לעומת נגד"},
    {"he", kBetween, "או ו"},
    {"he", kCompare, "הבדל ההבדל השווה"},
    {"he", kAsk, "מה למה מדוע הסבר משמעות"},
    {"he", kCode | kFiller, "קוד שגיאה שגיאת"},
    {"he", kFiller, "בין ל של זה את"},

    {"hi", kVersus, "बनाम"},
    {"hi", kBetween, "और या"},
    {"hi", kCompare, "अंतर फर्क तुलना"},
    {"hi", kAsk, "क्या क्यों मतलब अर्थ समझाओ कब"},
    {"hi", kCode | kFiller, "कोड त्रुटि"},
    {"hi", kFiller, "में है का के की बीच हैं से को"},
    {"hi", kHelp, "मदद नमस्ते"},
    {"hi", kFull, "और विस्तार"},
    {"hi", kLabel, "कमरा"},
    {"hi", kUnit, "सेकंड मिनट रुपये"},

    {"vi", kBetween, "và hay hoặc với"},
    {"vi", kCompare, "khác sánh"},
    {"vi", kAsk, "gì sao nghĩa thích nào"},
    {"vi", kCode | kFiller, "lỗi mã"},
    {"vi", kFiller, "là tại so nhau giữa giải có của không"},
    {"vi", kHelp, "giúp chào"},
    {"vi", kLabel, "phòng trang"},
    {"vi", kUnit, "giây phút giờ đồng"},

    {"sv", kVersus, "mot"},
    {"sv", kBetween, "eller och"},
    {"sv", kCompare, "skillnad skillnaden jämför"},
    {"sv", kAsk, "vad varför betyder förklara när hur"},
    {"sv", kCode | kFiller, "fel felkod felet svar"},
    {"sv", kFiller, "är mellan på en ett jag vi får svenska"},
    {"sv", kHelp, "hjälp hej"},
    {"sv", kFull, "mer allt"},
    {"sv", kLabel, "rum sida"},
    {"sv", kUnit, "sekunder minuter timmar kronor kr"},

    {"no da", kBetween, "og"},
    {"no da", kCompare, "forskjell forskjellen forskel forskellen sammenlign"},
    {"no da", kAsk, "hva hvad hvorfor betyr betyder forklar når hvordan"},
    {"no da", kCode | kFiller, "feil feilkode fejl fejlkode"},
    {"no da", kFiller, "er mellom mellem det jeg på"},
    {"no da", kHelp, "hjelp hjælp"},
    {"no da", kFull, "mer mere alt"},
    {"no da", kLabel, "rom værelse"},

    {"fi", kVersus, "vastaan"},
    {"fi", kBetween, "tai ja vai"},
    {"fi", kCompare, "ero vertaa"},
    {"fi", kAsk, "mikä mitä miksi tarkoittaa selitä"},
    {"fi", kCode | kFiller, "virhe koodi"},
    {"fi", kFiller, "on välillä"},
    {"fi", kHelp, "apua"},

    {"cs sk", kVersus, "proti versus"},
    {"cs sk", kBetween, "nebo alebo a"},
    {"cs sk", kCompare, "rozdíl rozdiel porovnej porovnaj"},
    {"cs sk", kAsk, "co čo proč prečo znamená vysvětli"},
    {"cs sk", kCode | kFiller, "chyba kód kódu"},
    {"cs sk", kFiller, "je mezi medzi"},
    {"cs sk", kHelp, "pomoc ahoj"},

    {"el", kVersus, "εναντίον"},
    {"el", kBetween, "ή και"},
    {"el", kCompare, "διαφορά σύγκριση"},
    {"el", kAsk, "τι γιατί σημαίνει εξήγησε"},
    {"el", kCode | kFiller, "σφάλμα κωδικός"},
    {"el", kFiller, "είναι μεταξύ το του η ποια"},
    {"el", kHelp, "βοήθεια γεια"},

    {"id ms", kVersus, "lawan"},
    {"id ms", kBetween, "atau dan dengan"},
    {"id ms", kCompare, "beda bedanya perbedaan bandingkan"},
    {"id ms", kAsk, "apa kenapa mengapa arti artinya jelaskan"},
    {"id ms", kCode | kFiller, "kode galat"},
    {"id ms", kFiller, "antara itu yang"},
    {"id ms", kHelp, "bantuan halo"},
    {"id ms", kLabel, "kamar"},

    {"th", kBetween, "กับ และ หรือ"},
    {"th", kCompare, "ต่างกัน แตกต่าง เปรียบเทียบ"},
    {"th", kAsk, "คืออะไร อะไร ทำไม หมายความว่า ความหมาย อย่างไร ยังไง"},
    {"th", kCode | kFiller, "รหัส"},
    {"th", kFiller, "คือ ของ ที่"},
    {"th", kLabel, "ห้อง"},
    {"th", kUnit, "บาท วินาที"},
};

// As the knowledge base calls them.
struct RoleName {
  absl::string_view name;
  Roles roles;
};

constexpr RoleName kRoleNames[] = {
    {"ask", kAsk},
    {"compare", kCompare},
    {"between", kBetween},
    {"range", kRange | kBetween},
    {"code", kCode | kFiller},
    {"get", kGet},
    {"filler", kFiller},
    {"help", kHelp},
    {"full", kFull},
};

constexpr absl::string_view kOfAll = "any";
constexpr size_t kMostLanguages = 64;  // bits

// Words of the trade and of numbers stand in questions of every language, and so do the bot's commands.
bool Tells(absl::string_view language, Roles roles) {
  constexpr Roles kOfTheTrade = kCode | kLabel | kUnit | kNumber | kCause | kHttp | kMethod | kClassName;
  constexpr Roles kCommands = kHelp | kFull;
  return language != kOfAll && (roles & kOfTheTrade) == 0 && (language != "en" || (roles & kCommands) == 0);
}

}  // namespace

Vocabulary::Vocabulary() {
  for (const WordList& list : kVocabulary) {
    for (absl::string_view word : absl::StrSplit(list.words, ' ')) {
      // Of languages that share their words the first is the one that they tell.
      AddWord(std::string(list.language.substr(0, list.language.find(' '))), list.roles, word);
    }
  }
}

void Vocabulary::Add(const std::string& language, absl::string_view role, absl::string_view word) {
  const auto* known = std::find_if(std::begin(kRoleNames), std::end(kRoleNames),
                                   [&](const RoleName& name) { return name.name == role; });
  if (known != std::end(kRoleNames)) AddWord(language, known->roles, word);
}

const KnownWord* Vocabulary::Find(absl::string_view word) const {
  const auto found = words_.find(word);
  return found == words_.end() ? nullptr : &found->second;
}

size_t Vocabulary::LongestPrefix(absl::string_view text) const {
  for (size_t length = std::min(text.size(), longest_); length > 0; --length) {
    if (words_.contains(text.substr(0, length))) return length;
  }
  return 0;
}

void Vocabulary::AddWord(const std::string& language, Roles roles, absl::string_view word) {
  std::string normal = Normalise(word);
  if (normal.empty()) return;
  longest_ = std::max(longest_, normal.size());
  KnownWord& known = words_[std::move(normal)];
  known.roles |= roles;
  if (Tells(language, roles)) known.telling |= BitOf(language);
}

LanguageBits Vocabulary::BitOf(const std::string& language) {
  const auto known = std::find(languages_.begin(), languages_.end(), language);
  const auto place = static_cast<size_t>(known - languages_.begin());
  if (place >= kMostLanguages) return 0;
  if (known == languages_.end()) languages_.push_back(language);
  return LanguageBits{1} << place;
}

}  // namespace sipwhy::bot
