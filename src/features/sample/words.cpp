#include "features/sample/words.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace skein::sample {
namespace {

using Words = std::array<std::string_view, 12>;

struct Language {
    std::string_view code;
    double share;  ///< Of all posts, up to and including this language.
    Words sentences;
};

constexpr std::array<Language, 6> languages{{
    {"en",
     0.55,
     {"The kettle is on and the rain has stopped.", "Does anybody know a good book about bridges?",
      "I walked to the harbour and counted eleven herons.", "My bread finally rose today.",
      "Slow trains are underrated.", "The library stays open until nine now, spread the word!",
      "Found an old map in the attic; half of these streets are gone.",
      "Tonight: soup, candles, and a broken radio to mend.",
      "A thread on how we moved our choir online and back again.",
      "That moment when the tests pass at the first run & you trust nothing.",
      "Geese overhead, flying south in a wobbly line.", "What are you growing on your balcony?"}},
    {"de",
     0.70,
     {"Heute früh lag Nebel über dem Fluss.", "Wer kommt am Samstag mit auf den Flohmarkt?",
      "Der Zug hatte nur drei Minuten Verspätung, ein Wunder.",
      "Ich lerne gerade, Körbe zu flechten.", "Die Straßenbahn fährt wieder über die Brücke.",
      "Endlich Ruhe, endlich Tee.", "Im Garten blühen die letzten Astern.",
      "Schöne Grüße aus dem Keller, hier ist es kühl.",
      "Das Rezept steht jetzt auch auf meiner Seite.", "Größe ist nicht alles, sagte der Spatz.",
      "Übermorgen ist Chorprobe.", "Hat jemand ein Ersatzteil für eine alte Nähmaschine?"}},
    {"th",
     0.80,
     {"วันนี้ฝนตกหนักมาก", "ใครมีร้านกาแฟดีๆ แนะนำบ้าง", "แมวนอนบนแป้นพิมพ์อีกแล้ว",
      "เมื่อเช้าเดินเล่นริมแม่น้ำ อากาศดีจริงๆ", "กำลังหัดทำขนมปัง", "หนังสือเล่มนี้อ่านสนุกมาก",
      "รถไฟมาตรงเวลาด้วย ดีใจ", "คืนนี้ดวงจันทร์สวย", "สุดสัปดาห์นี้ไปทะเลกัน", "ขอบคุณทุกคนที่มาเมื่อวาน",
      "ต้นไม้ที่ระเบียงออกดอกแล้ว", "หิวข้าวแต่ยังไม่อยากลุก"}},
    {"ar",
     0.88,
     {"صباح الخير من المدينة القديمة", "هل قرأ أحد هذا الكتاب؟", "الطقس جميل اليوم على الشاطئ",
      "أتعلم الخط العربي منذ شهر", "شكرا لكل من حضر أمس", "القطار وصل في موعده",
      "أبحث عن وصفة خبز سهلة", "القمر مضيء هذه الليلة", "زرعت النعناع في الشرفة",
      "قهوة وكتاب ولا شيء آخر", "متى يبدأ المعرض؟", "الطيور تهاجر جنوبا الآن"}},
    {"ja",
     0.95,
     {"今日は雨がやんで空がきれいです。", "おすすめの本はありますか?",
      "猫がキーボードの上で寝ています。", "川沿いを散歩しました。", "パンがやっとふくらんだ。",
      "電車は時間どおりでした。", "庭の花が咲きました。", "週末は海に行きます。",
      "古い地図を見つけました。", "お茶を飲んで一休み。", "月が明るい夜です。",
      "来てくれたみなさん、ありがとう。"}},
    {"es",
     1.0,
     {"Hoy el mar estaba en calma.", "¿Alguien sabe arreglar una radio vieja?",
      "Por fin llegó el tren.", "El pan salió bien a la primera.",
      "Mañana hay mercado en la plaza.", "Encontré un mapa antiguo en el desván.",
      "Las grullas pasan hacia el sur.", "Estoy aprendiendo a coser.",
      "Gracias a quienes vinieron ayer.", "La biblioteca abre hasta las nueve.",
      "Qué noche tan clara.", "Un café y a seguir."}},
}};

constexpr std::array<std::string_view, 24> given_names{
    "Ada",     "Björn", "Chidi", "Daisuke", "Elif",  "Farid", "Grace",  "Hana",
    "Ingrid",  "João",  "Kofi",  "Leila",   "Mei",   "Nadia", "Omar",   "Priya",
    "Quentin", "Rosa",  "สมชาย", "ดารา",    "فاطمة", "يوسف",  "さくら", "Zoë"};
constexpr std::array<std::string_view, 16> family_names{
    "Andersen", "Bianchi", "Costa",    "Dubois",  "Ekwueme", "Fischer", "García", "Haddad",
    "Ito",      "Jansen",  "Kowalski", "Larsson", "แสงทอง",  "القاسم",  "Nguyễn", "Okafor"};
constexpr std::array<std::string_view, 10> decorations{"", "",    "",           "",         "",
                                                       "", " 🌿", " (she/her)", " :goose:", " 🦆"};
constexpr std::array<std::string_view, 20> tags{
    "photography", "books",       "gardening", "music",   "trains",   "cats",      "baking",
    "OpenSource",  "cycling",     "art",       "birds",   "maps",     "ภาพถ่าย",    "موسيقى",
    "読書",        "Straßenbahn", "science",   "history", "knitting", "monsterdon"};
constexpr std::array<std::string_view, 16> trades{"Bridges, birds and bread.",
                                                  "Librarian by day.",
                                                  "I fix radios.",
                                                  "ชอบถ่ายรูปและเดินเขา",
                                                  "أحب القراءة والمشي",
                                                  "写真と散歩。",
                                                  "Gardener on a very small balcony.",
                                                  "Choir, tenor, always late.",
                                                  "Maps of places that are gone.",
                                                  "Nurse. Night shifts. Tea.",
                                                  "Ich flechte Körbe.",
                                                  "Aprendiendo a coser.",
                                                  "Teaches mathematics, mostly patience.",
                                                  "Sails when the wind allows.",
                                                  "Writes about small trains.",
                                                  "Just here for the cats."};
constexpr std::array<std::string_view, 12> pictures{"A heron standing in shallow water at dawn.",
                                                    "A loaf of bread on a wooden board.",
                                                    "A grey cat asleep on a keyboard.",
                                                    "An old map with hand-drawn rivers.",
                                                    "A tram crossing a bridge in fog.",
                                                    "Asters in a garden, seen from above.",
                                                    "A harbour at night with three lights.",
                                                    "A radio with its back open.",
                                                    "ดอกไม้สีเหลืองริมระเบียง",
                                                    "شاطئ هادئ عند الغروب",
                                                    "川沿いの桜。",
                                                    "A wobbly line of geese in the sky."};
constexpr std::array<std::string_view, 12> hosts{
    "harbour.example", "social.garden.example", "geese.example",   "tea.example",
    "maps.example",    "chorus.example",        "lantern.example", "sapling.example",
    "tram.example",    "kettle.example",        "orchard.example", "ferry.example"};

Language const& pick_language(Dice& dice) {
    auto const share = dice.share();
    for (auto const& language : languages)
        if (share < language.share) return language;
    return languages.back();
}

}  // namespace

Name make_name(Dice& dice, std::int64_t number) {
    static constexpr std::array<std::string_view, 12> stems{"ada",  "bjorn", "chidi", "mei",
                                                            "omar", "priya", "rosa",  "leila",
                                                            "kofi", "hana",  "elif",  "zoe"};
    return {fmt::format("{}{}", dice.pick(stems), number),
            fmt::format("{} {}{}", dice.pick(given_names), dice.pick(family_names),
                        dice.pick(decorations))};
}

std::string make_note(Dice& dice) {
    return fmt::format("{} {}", dice.pick(trades), dice.pick(trades));
}

Text make_text(Dice& dice) {
    auto const& language = pick_language(dice);
    Text text{std::string(dice.pick(language.sentences)), std::string(language.code)};
    for (auto more = dice.popular(4); more > 0; --more)
        text.text += fmt::format("{}{}", more == 2 ? "\n\n" : " ", dice.pick(language.sentences));
    if (dice.chance(0.25)) text.text += fmt::format(" #{}", tags[dice.popular(tags.size())]);
    if (dice.chance(0.1))
        text.text +=
            fmt::format(" https://www.{}/notes/{}/a-long-address-that-is-shortened-when-shown",
                        dice.pick(hosts), dice.below(100'000));
    return text;
}

std::string make_domain(Dice& dice) {
    auto const place = dice.popular(400);
    if (place < hosts.size()) return std::string(hosts[place]);
    return fmt::format("s{}.{}", place, hosts[place % hosts.size()]);
}

std::string make_description(Dice& dice) { return std::string(dice.pick(pictures)); }

}  // namespace skein::sample
