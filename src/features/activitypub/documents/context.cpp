#include "features/activitypub/documents/context.h"

namespace skein::activitypub {

std::string_view const actor_context =
    R"(["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",)"
    R"("https://w3id.org/security/data-integrity/v1","https://w3id.org/security/multikey/v1",{)"
    R"("manuallyApprovesFollowers":"as:manuallyApprovesFollowers",)"
    R"("movedTo":{"@id":"as:movedTo","@type":"@id"},)"
    R"("alsoKnownAs":{"@id":"as:alsoKnownAs","@type":"@id"},"Hashtag":"as:Hashtag",)"
    R"("toot":"http://joinmastodon.org/ns#","Emoji":"toot:Emoji",)"
    R"("featured":{"@id":"toot:featured","@type":"@id"},)"
    R"("featuredTags":{"@id":"toot:featuredTags","@type":"@id"},)"
    R"("discoverable":"toot:discoverable","indexable":"toot:indexable","memorial":"toot:memorial",)"
    R"("suspended":"toot:suspended",)"
    R"("attributionDomains":{"@id":"toot:attributionDomains","@type":"@id"},)"
    R"("schema":"http://schema.org#","PropertyValue":"schema:PropertyValue","value":"schema:value",)"
    R"("webfinger":{"@id":"https://purl.archive.org/socialweb/webfinger#webfinger"},)"
    R"("assertionMethod":{"@id":"https://w3id.org/security#assertionMethod","@type":"@id",)"
    R"("@container":"@set"},)"
    R"("implements":{"@id":"https://w3id.org/fep/844e#implements","@type":"@id",)"
    R"("@container":"@set"}}])";

std::string_view const object_context =
    R"(["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v1",{)"
    R"("Hashtag":"as:Hashtag","sensitive":"as:sensitive","quoteUrl":"as:quoteUrl",)"
    R"("ostatus":"http://ostatus.org#","conversation":"ostatus:conversation",)"
    R"("toot":"http://joinmastodon.org/ns#","Emoji":"toot:Emoji","blurhash":"toot:blurhash",)"
    R"("focalPoint":{"@container":"@list","@id":"toot:focalPoint"},)"
    R"("votersCount":"toot:votersCount",)"
    R"("quote":{"@id":"https://w3id.org/fep/044f#quote","@type":"@id"},)"
    R"("quoteAuthorization":{"@id":"https://w3id.org/fep/044f#quoteAuthorization","@type":"@id"},)"
    R"("QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest",)"
    R"("quoteUri":"http://fedibird.com/ns#quoteUri",)"
    R"("_misskey_quote":"https://misskey-hub.net/ns#_misskey_quote",)"
    R"("gts":"https://gotosocial.org/ns#",)"
    R"("interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},)"
    R"("canLike":{"@id":"gts:canLike","@type":"@id"},)"
    R"("canReply":{"@id":"gts:canReply","@type":"@id"},)"
    R"("canAnnounce":{"@id":"gts:canAnnounce","@type":"@id"},)"
    R"("canQuote":{"@id":"gts:canQuote","@type":"@id"},)"
    R"("automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"},)"
    R"("manualApproval":{"@id":"gts:manualApproval","@type":"@id"}}])";

std::string_view const plain_context =
    R"(["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v1"])";

std::string_view const quote_context =
    R"(["https://www.w3.org/ns/activitystreams",{)"
    R"("QuoteAuthorization":"https://w3id.org/fep/044f#QuoteAuthorization",)"
    R"("QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest","gts":"https://gotosocial.org/ns#",)"
    R"("interactingObject":{"@id":"gts:interactingObject","@type":"@id"},)"
    R"("interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"}}])";

}  // namespace skein::activitypub
