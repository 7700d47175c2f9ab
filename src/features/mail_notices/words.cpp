#include "features/mail_notices/words.h"

#include <algorithm>
#include <array>

namespace skein::mail_notices {
namespace {

// English first: it stands in for every other language.
constexpr std::array<Words, 4> languages{{
    {.language = "en",
     .hello = "Hello {name},",
     .mention_subject = "{who} mentioned you",
     .mention = "{who} mentioned you at {title}:",
     .direct_subject = "{who} wrote to you in private",
     .direct = "{who} mentioned you in a private post at {title}:",
     .warned = "The post is hidden behind this warning:",
     .no_text = "The post has no text.",
     .follow_subject = "{who} follows you now",
     .follow = "{who} follows you now at {title}.",
     .request_subject = "{who} asks to follow you",
     .request = "{who} asks to follow you at {title}.",
     .request_how = "Whether they may, you decide in your app.",
     .report_subject = "A report about {target}",
     .report = "{who} has reported {target}.",
     .spam = "Reason: spam.",
     .legal = "Reason: illegal content.",
     .violation = "Reason: it breaks the rules of the server.",
     .other = "Reason: something else.",
     .digest_subject = "What waits for you at {title}",
     .digest = "you were away for a while. Unread notifications at {title}: {count}.",
     .digest_mention = "{who} mentioned you: {text}",
     .digest_follow = "{who} follows you now.",
     .digest_request = "{who} asks to follow you.",
     .see_post = "See the post",
     .see_profile = "See the profile",
     .open_server = "Open {title}",
     .why = "You get this mail because you have an account at {title} and want mails of this kind.",
     .settings = "Choose which mails you get",
     .stop = "No more mails of this kind",
     .button_hint = "If the button does not work, open this address:"},
    {.language = "de",
     .hello = "Hallo {name},",
     .mention_subject = "{who} hat dich erwähnt",
     .mention = "{who} hat dich auf {title} erwähnt:",
     .direct_subject = "{who} hat dir privat geschrieben",
     .direct = "{who} hat dich auf {title} in einem privaten Beitrag erwähnt:",
     .warned = "Der Beitrag ist hinter dieser Warnung verborgen:",
     .no_text = "Der Beitrag hat keinen Text.",
     .follow_subject = "{who} folgt dir jetzt",
     .follow = "{who} folgt dir jetzt auf {title}.",
     .request_subject = "{who} möchte dir folgen",
     .request = "{who} möchte dir auf {title} folgen.",
     .request_how = "Ob du das erlaubst, entscheidest du in deiner App.",
     .report_subject = "Eine Meldung über {target}",
     .report = "{who} hat {target} gemeldet.",
     .spam = "Grund: Spam.",
     .legal = "Grund: rechtswidrige Inhalte.",
     .violation = "Grund: ein Verstoß gegen die Regeln des Servers.",
     .other = "Grund: etwas anderes.",
     .digest_subject = "Was auf {title} auf dich wartet",
     .digest = "du warst eine Weile nicht da. Ungelesene Mitteilungen auf {title}: {count}.",
     .digest_mention = "{who} hat dich erwähnt: {text}",
     .digest_follow = "{who} folgt dir jetzt.",
     .digest_request = "{who} möchte dir folgen.",
     .see_post = "Beitrag ansehen",
     .see_profile = "Profil ansehen",
     .open_server = "{title} öffnen",
     .why = "Du bekommst diese Mail, weil du ein Konto auf {title} hast und Mails dieser Art "
            "möchtest.",
     .settings = "Auswählen, welche Mails du bekommst",
     .stop = "Keine Mails dieser Art mehr",
     .button_hint = "Wenn die Schaltfläche nicht funktioniert, öffne diese Adresse:"},
    {.language = "es",
     .hello = "Hola, {name}:",
     .mention_subject = "{who} te ha mencionado",
     .mention = "{who} te ha mencionado en {title}:",
     .direct_subject = "{who} te ha escrito en privado",
     .direct = "{who} te ha mencionado en una publicación privada en {title}:",
     .warned = "La publicación está oculta tras esta advertencia:",
     .no_text = "La publicación no tiene texto.",
     .follow_subject = "{who} te sigue ahora",
     .follow = "{who} te sigue ahora en {title}.",
     .request_subject = "{who} quiere seguirte",
     .request = "{who} quiere seguirte en {title}.",
     .request_how = "Si lo permites o no, lo decides en tu aplicación.",
     .report_subject = "Una denuncia sobre {target}",
     .report = "{who} ha denunciado a {target}.",
     .spam = "Motivo: spam.",
     .legal = "Motivo: contenido ilegal.",
     .violation = "Motivo: incumple las reglas del servidor.",
     .other = "Motivo: otro.",
     .digest_subject = "Lo que te espera en {title}",
     .digest = "hace tiempo que no pasas por aquí. Notificaciones sin leer en {title}: {count}.",
     .digest_mention = "{who} te ha mencionado: {text}",
     .digest_follow = "{who} te sigue ahora.",
     .digest_request = "{who} quiere seguirte.",
     .see_post = "Ver la publicación",
     .see_profile = "Ver el perfil",
     .open_server = "Abrir {title}",
     .why = "Recibes este correo porque tienes una cuenta en {title} y quieres correos de este "
            "tipo.",
     .settings = "Elegir qué correos recibes",
     .stop = "No recibir más correos de este tipo",
     .button_hint = "Si el botón no funciona, abre esta dirección:"},
    {.language = "fr",
     .hello = "Bonjour {name},",
     .mention_subject = "{who} vous a mentionné",
     .mention = "{who} vous a mentionné sur {title} :",
     .direct_subject = "{who} vous a écrit en privé",
     .direct = "{who} vous a mentionné dans un message privé sur {title} :",
     .warned = "Le message est caché derrière cet avertissement :",
     .no_text = "Le message n’a pas de texte.",
     .follow_subject = "{who} vous suit maintenant",
     .follow = "{who} vous suit maintenant sur {title}.",
     .request_subject = "{who} demande à vous suivre",
     .request = "{who} demande à vous suivre sur {title}.",
     .request_how = "Vous décidez dans votre application si vous l’acceptez.",
     .report_subject = "Un signalement au sujet de {target}",
     .report = "{who} a signalé {target}.",
     .spam = "Motif : spam.",
     .legal = "Motif : contenu illégal.",
     .violation = "Motif : non-respect des règles du serveur.",
     .other = "Motif : autre.",
     .digest_subject = "Ce qui vous attend sur {title}",
     .digest = "des notifications vous attendent. Non lues sur {title} : {count}.",
     .digest_mention = "{who} vous a mentionné : {text}",
     .digest_follow = "{who} vous suit maintenant.",
     .digest_request = "{who} demande à vous suivre.",
     .see_post = "Voir le message",
     .see_profile = "Voir le profil",
     .open_server = "Ouvrir {title}",
     .why = "Vous recevez ce courriel parce que vous avez un compte sur {title} et souhaitez des "
            "courriels de ce type.",
     .settings = "Choisir les courriels que vous recevez",
     .stop = "Ne plus recevoir de courriels de ce type",
     .button_hint = "Si le bouton ne fonctionne pas, ouvrez cette adresse :"},
}};

}  // namespace

std::span<Words const> all_words() { return languages; }

Words const& words_for(std::string_view locale) {
    auto const language = locale.substr(0, locale.find_first_of("-_"));
    auto const found = std::ranges::find(languages, language, &Words::language);
    return found == languages.end() ? languages.front() : *found;
}

std::string fill(std::string_view pattern,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
    std::string out;
    while (!pattern.empty()) {
        auto const open = pattern.find('{');
        auto const close = pattern.find('}', open);
        out += pattern.substr(0, open);
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        auto const name = pattern.substr(open + 1, close - open - 1);
        for (auto const& [key, value] : values)
            if (key == name) out += value;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace skein::mail_notices
