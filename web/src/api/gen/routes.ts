// Written by web/tools/generate_api.ts from the reference of the API; do not edit.

import type * as E from './entities.ts';

export interface Routes {
  'GET /api/oembed': { answer: E.OEmbed; parameters: {
    url: string;
    format?: string | undefined;
    maxwidth?: number | undefined;
    maxheight?: number | undefined;
  } };
  'GET /api/proofs': { answer: object; parameters: object };
  'GET /api/v1/accounts': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    id?: string[] | undefined;
  } };
  'POST /api/v1/accounts': { answer: E.Token; parameters: {
    username?: string | undefined;
    email?: string | undefined;
    password?: string | undefined;
    agreement?: boolean | undefined;
    locale?: string | undefined;
    date_of_birth?: string | undefined;
    reason?: string | undefined;
    invite_code?: string | undefined;
  } };
  'GET /api/v1/accounts/familiar_followers': { answer: E.FamiliarFollowers[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    id?: string[] | undefined;
  } };
  'GET /api/v1/accounts/lookup': { answer: E.Account; parameters: {
    acct: string;
  } };
  'GET /api/v1/accounts/relationships': { answer: E.Relationship[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    id?: string[] | undefined;
  } };
  'GET /api/v1/accounts/search': { answer: E.Account[]; parameters: {
    q: string;
    limit?: number | undefined;
    offset?: number | undefined;
    resolve?: boolean | undefined;
    following?: boolean | undefined;
  } };
  'PATCH /api/v1/accounts/update_credentials': { answer: E.CredentialAccount; parameters: {
    display_name?: string | undefined;
    note?: string | undefined;
    avatar?: File | undefined;
    header?: File | undefined;
    locked?: boolean | undefined;
    bot?: boolean | undefined;
    discoverable?: boolean | undefined;
    indexable?: boolean | undefined;
    hide_collections?: boolean | undefined;
    fields_attributes?: (object)[] | undefined;
    source?: object | undefined;
    attribution_domains?: string[] | undefined;
  } };
  'GET /api/v1/accounts/verify_credentials': { answer: E.CredentialAccount; parameters: object };
  'GET /api/v1/accounts/{id}': { answer: E.Account; parameters: object };
  'POST /api/v1/accounts/{id}/block': { answer: E.Relationship; parameters: object };
  'GET /api/v1/accounts/{id}/collections': { answer: E.Collections; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'POST /api/v1/accounts/{id}/endorse': { answer: E.Relationship; parameters: object };
  'GET /api/v1/accounts/{id}/endorsements': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/accounts/{id}/featured_tags': { answer: E.FeaturedTag[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/accounts/{id}/follow': { answer: E.Relationship; parameters: {
    reblogs?: boolean | undefined;
    notify?: boolean | undefined;
    languages?: string[] | undefined;
  } };
  'GET /api/v1/accounts/{id}/followers': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/accounts/{id}/following': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/accounts/{id}/identity_proofs': { answer: E.IdentityProof[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/accounts/{id}/in_collections': { answer: E.Collections; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'GET /api/v1/accounts/{id}/lists': { answer: E.List[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/accounts/{id}/mute': { answer: E.Relationship; parameters: {
    notifications?: boolean | undefined;
    duration?: number | undefined;
  } };
  'POST /api/v1/accounts/{id}/note': { answer: E.Relationship; parameters: {
    comment?: string | undefined;
  } };
  'POST /api/v1/accounts/{id}/pin': { answer: E.Relationship; parameters: object };
  'POST /api/v1/accounts/{id}/remove_from_followers': { answer: E.Relationship; parameters: object };
  'GET /api/v1/accounts/{id}/statuses': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    only_media?: boolean | undefined;
    exclude_replies?: boolean | undefined;
    exclude_reblogs?: boolean | undefined;
    pinned?: boolean | undefined;
    tagged?: string | undefined;
  } };
  'POST /api/v1/accounts/{id}/unblock': { answer: E.Relationship; parameters: object };
  'POST /api/v1/accounts/{id}/unendorse': { answer: E.Relationship; parameters: object };
  'POST /api/v1/accounts/{id}/unfollow': { answer: E.Relationship; parameters: object };
  'POST /api/v1/accounts/{id}/unmute': { answer: E.Relationship; parameters: object };
  'POST /api/v1/accounts/{id}/unpin': { answer: E.Relationship; parameters: object };
  'GET /api/v1/admin/skein/federation/peers': { answer: object; parameters: object };
  'GET /api/v1/admin/skein/federation/queue': { answer: object; parameters: object };
  'POST /api/v1/admin/skein/federation/retry': { answer: object; parameters: {
    host?: string | undefined;
  } };
  'GET /api/v1/admin/skein/federation/trace': { answer: object; parameters: {
    url: string;
  } };
  'GET /api/v1/admin/trends/links': { answer: E.TrendsLink[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'POST /api/v1/admin/trends/links/{id}/approve': { answer: E.TrendsLink; parameters: object };
  'POST /api/v1/admin/trends/links/{id}/reject': { answer: E.TrendsLink; parameters: object };
  'GET /api/v1/admin/trends/statuses': { answer: E.Status[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'POST /api/v1/admin/trends/statuses/{id}/approve': { answer: E.Status; parameters: object };
  'POST /api/v1/admin/trends/statuses/{id}/reject': { answer: E.Status; parameters: object };
  'GET /api/v1/admin/trends/tags': { answer: E.AdminTag[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'POST /api/v1/admin/trends/tags/{id}/approve': { answer: E.AdminTag; parameters: object };
  'POST /api/v1/admin/trends/tags/{id}/reject': { answer: E.AdminTag; parameters: object };
  'GET /api/v1/announcements': { answer: E.Announcement[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    with_dismissed?: boolean | undefined;
  } };
  'POST /api/v1/announcements/{id}/dismiss': { answer: object; parameters: object };
  'PUT /api/v1/announcements/{id}/reactions/{name}': { answer: object; parameters: object };
  'DELETE /api/v1/announcements/{id}/reactions/{name}': { answer: object; parameters: object };
  'GET /api/v1/annual_reports': { answer: E.WrappedAnnualReports; parameters: object };
  'GET /api/v1/annual_reports/{year}': { answer: E.WrappedAnnualReports; parameters: object };
  'POST /api/v1/annual_reports/{year}/generate': { answer: object; parameters: object };
  'POST /api/v1/annual_reports/{year}/read': { answer: object; parameters: object };
  'GET /api/v1/annual_reports/{year}/state': { answer: E.AnnualReportState; parameters: object };
  'POST /api/v1/apps': { answer: E.CredentialApplication; parameters: {
    client_name?: string | undefined;
    redirect_uris?: string[] | undefined;
    scopes?: string | undefined;
    website?: string | undefined;
  } };
  'GET /api/v1/apps/verify_credentials': { answer: E.Application; parameters: object };
  'GET /api/v1/blocks': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/bookmarks': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/collections': { answer: E.WrappedCollection; parameters: {
    name?: string | undefined;
    description?: string | undefined;
    language?: string | undefined;
    tag_name?: string | undefined;
    sensitive?: boolean | undefined;
    discoverable?: boolean | undefined;
    account_ids?: string[] | undefined;
  } };
  'GET /api/v1/collections/{id}': { answer: E.CollectionWithAccounts; parameters: object };
  'PUT /api/v1/collections/{id}': { answer: E.WrappedCollection; parameters: {
    name?: string | undefined;
    description?: string | undefined;
    language?: string | undefined;
    tag_name?: string | undefined;
    sensitive?: boolean | undefined;
    discoverable?: boolean | undefined;
  } };
  'PATCH /api/v1/collections/{id}': { answer: E.WrappedCollection; parameters: {
    name?: string | undefined;
    description?: string | undefined;
    language?: string | undefined;
    tag_name?: string | undefined;
    sensitive?: boolean | undefined;
    discoverable?: boolean | undefined;
  } };
  'DELETE /api/v1/collections/{id}': { answer: object; parameters: object };
  'POST /api/v1/collections/{id}/items': { answer: E.WrappedCollectionItem; parameters: {
    account_id?: string | undefined;
  } };
  'DELETE /api/v1/collections/{id}/items/{item}': { answer: object; parameters: object };
  'POST /api/v1/collections/{id}/items/{item}/revoke': { answer: object; parameters: object };
  'GET /api/v1/conversations': { answer: E.Conversation[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'DELETE /api/v1/conversations/{id}': { answer: object; parameters: object };
  'POST /api/v1/conversations/{id}/read': { answer: E.Conversation; parameters: object };
  'POST /api/v1/conversations/{id}/unread': { answer: E.Conversation; parameters: object };
  'GET /api/v1/custom_emojis': { answer: E.CustomEmoji[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/directory': { answer: E.Account[]; parameters: {
    order?: string | undefined;
    local?: boolean | undefined;
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'GET /api/v1/domain_blocks': { answer: string[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/domain_blocks': { answer: object; parameters: {
    domain: string;
  } };
  'DELETE /api/v1/domain_blocks': { answer: object; parameters: {
    domain: string;
  } };
  'GET /api/v1/domain_blocks/preview': { answer: Record<string, unknown>; parameters: {
    domain: string;
  } };
  'GET /api/v1/emails/check_confirmation': { answer: boolean; parameters: object };
  'POST /api/v1/emails/confirmations': { answer: object; parameters: {
    email?: string | undefined;
  } };
  'GET /api/v1/endorsements': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/favourites': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/featured_tags': { answer: E.FeaturedTag[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/featured_tags': { answer: E.FeaturedTag; parameters: {
    name: string;
  } };
  'GET /api/v1/featured_tags/suggestions': { answer: E.Tag[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'DELETE /api/v1/featured_tags/{id}': { answer: object; parameters: object };
  'GET /api/v1/filters': { answer: E.V1Filter[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/filters': { answer: E.V1Filter; parameters: {
    phrase?: string | undefined;
    whole_word?: boolean | undefined;
    irreversible?: boolean | undefined;
    context?: string[] | undefined;
    expires_in?: number | undefined;
  } };
  'GET /api/v1/filters/{id}': { answer: E.V1Filter; parameters: object };
  'PUT /api/v1/filters/{id}': { answer: E.V1Filter; parameters: {
    phrase?: string | undefined;
    whole_word?: boolean | undefined;
    irreversible?: boolean | undefined;
    context?: string[] | undefined;
    expires_in?: number | undefined;
  } };
  'DELETE /api/v1/filters/{id}': { answer: object; parameters: object };
  'GET /api/v1/follow_requests': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/follow_requests/{id}/authorize': { answer: E.Relationship; parameters: object };
  'POST /api/v1/follow_requests/{id}/reject': { answer: E.Relationship; parameters: object };
  'GET /api/v1/followed_tags': { answer: E.Tag[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/instance': { answer: E.V1Instance; parameters: object };
  'GET /api/v1/instance/activity': { answer: E.InstanceActivity[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/instance/domain_blocks': { answer: E.DomainBlock[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/instance/extended_description': { answer: E.ExtendedDescription; parameters: object };
  'GET /api/v1/instance/languages': { answer: (Record<string, unknown>)[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/instance/peers': { answer: string[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/instance/privacy_policy': { answer: E.PrivacyPolicy; parameters: object };
  'GET /api/v1/instance/rules': { answer: E.Rule[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/instance/terms_of_service': { answer: E.TermsOfService; parameters: object };
  'GET /api/v1/instance/terms_of_service/{date}': { answer: E.TermsOfService; parameters: object };
  'GET /api/v1/instance/translation_languages': { answer: E.TranslationLanguages; parameters: object };
  'GET /api/v1/invites/{code}': { answer: unknown; parameters: object };
  'GET /api/v1/lists': { answer: E.List[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/lists': { answer: E.List; parameters: {
    title?: string | undefined;
    replies_policy?: string | undefined;
    exclusive?: boolean | undefined;
  } };
  'GET /api/v1/lists/{id}': { answer: E.List; parameters: object };
  'PUT /api/v1/lists/{id}': { answer: E.List; parameters: {
    title?: string | undefined;
    replies_policy?: string | undefined;
    exclusive?: boolean | undefined;
  } };
  'DELETE /api/v1/lists/{id}': { answer: object; parameters: object };
  'GET /api/v1/lists/{id}/accounts': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/lists/{id}/accounts': { answer: object; parameters: {
    account_ids?: string[] | undefined;
  } };
  'DELETE /api/v1/lists/{id}/accounts': { answer: object; parameters: {
    account_ids?: string[] | undefined;
  } };
  'GET /api/v1/markers': { answer: E.Markers; parameters: {
    timeline?: string[] | undefined;
  } };
  'POST /api/v1/markers': { answer: E.Markers; parameters: {
    home?: object | undefined;
    notifications?: object | undefined;
  } };
  'POST /api/v1/media': { answer: E.MediaAttachment; parameters: {
    file: File;
    thumbnail?: File | undefined;
    description?: string | undefined;
    focus?: string | undefined;
  } };
  'GET /api/v1/media/{id}': { answer: E.MediaAttachment; parameters: object };
  'PUT /api/v1/media/{id}': { answer: E.MediaAttachment; parameters: {
    thumbnail?: File | undefined;
    description?: string | undefined;
    focus?: string | undefined;
  } };
  'DELETE /api/v1/media/{id}': { answer: object; parameters: object };
  'GET /api/v1/mutes': { answer: E.MutedAccount[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/notifications': { answer: E.Notification[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    types?: string[] | undefined;
    exclude_types?: string[] | undefined;
    account_id?: string | undefined;
    include_filtered?: boolean | undefined;
    supported_types?: string[] | undefined;
  } };
  'POST /api/v1/notifications/clear': { answer: object; parameters: object };
  'POST /api/v1/notifications/dismiss': { answer: object; parameters: {
    id: string;
  } };
  'GET /api/v1/notifications/policy': { answer: E.V1NotificationPolicy; parameters: object };
  'PUT /api/v1/notifications/policy': { answer: E.V1NotificationPolicy; parameters: {
    filter_not_following?: boolean | undefined;
    filter_not_followers?: boolean | undefined;
    filter_new_accounts?: boolean | undefined;
    filter_private_mentions?: boolean | undefined;
  } };
  'PATCH /api/v1/notifications/policy': { answer: E.V1NotificationPolicy; parameters: {
    filter_not_following?: boolean | undefined;
    filter_not_followers?: boolean | undefined;
    filter_new_accounts?: boolean | undefined;
    filter_private_mentions?: boolean | undefined;
  } };
  'GET /api/v1/notifications/requests': { answer: E.NotificationRequest[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/notifications/requests/accept': { answer: object; parameters: {
    id: string[];
  } };
  'POST /api/v1/notifications/requests/dismiss': { answer: object; parameters: {
    id: string[];
  } };
  'GET /api/v1/notifications/requests/merged': { answer: E.RequestsMerged; parameters: object };
  'GET /api/v1/notifications/requests/{id}': { answer: E.NotificationRequest; parameters: object };
  'POST /api/v1/notifications/requests/{id}/accept': { answer: object; parameters: object };
  'POST /api/v1/notifications/requests/{id}/dismiss': { answer: object; parameters: object };
  'GET /api/v1/notifications/unread_count': { answer: E.UnreadCount; parameters: {
    types?: string[] | undefined;
    exclude_types?: string[] | undefined;
    account_id?: string | undefined;
    include_filtered?: boolean | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/notifications/{id}': { answer: E.Notification; parameters: {
    supported_types?: string[] | undefined;
  } };
  'POST /api/v1/notifications/{id}/dismiss': { answer: object; parameters: object };
  'GET /api/v1/polls/{id}': { answer: E.Poll; parameters: object };
  'POST /api/v1/polls/{id}/votes': { answer: E.Poll; parameters: {
    choices?: number[] | undefined;
  } };
  'GET /api/v1/preferences': { answer: E.Preferences; parameters: object };
  'GET /api/v1/profile': { answer: E.Profile; parameters: object };
  'PUT /api/v1/profile': { answer: E.Profile; parameters: {
    display_name?: string | undefined;
    note?: string | undefined;
    avatar?: File | undefined;
    header?: File | undefined;
    locked?: boolean | undefined;
    bot?: boolean | undefined;
    discoverable?: boolean | undefined;
    indexable?: boolean | undefined;
    hide_collections?: boolean | undefined;
    fields_attributes?: (object)[] | undefined;
    source?: object | undefined;
    attribution_domains?: string[] | undefined;
    avatar_description?: string | undefined;
    header_description?: string | undefined;
    show_media?: boolean | undefined;
    show_media_replies?: boolean | undefined;
    show_featured?: boolean | undefined;
  } };
  'PATCH /api/v1/profile': { answer: E.Profile; parameters: {
    display_name?: string | undefined;
    note?: string | undefined;
    avatar?: File | undefined;
    header?: File | undefined;
    locked?: boolean | undefined;
    bot?: boolean | undefined;
    discoverable?: boolean | undefined;
    indexable?: boolean | undefined;
    hide_collections?: boolean | undefined;
    fields_attributes?: (object)[] | undefined;
    source?: object | undefined;
    attribution_domains?: string[] | undefined;
    avatar_description?: string | undefined;
    header_description?: string | undefined;
    show_media?: boolean | undefined;
    show_media_replies?: boolean | undefined;
    show_featured?: boolean | undefined;
  } };
  'DELETE /api/v1/profile/avatar': { answer: E.CredentialAccount; parameters: object };
  'DELETE /api/v1/profile/header': { answer: E.CredentialAccount; parameters: object };
  'GET /api/v1/push/subscription': { answer: E.WebPushSubscription; parameters: object };
  'POST /api/v1/push/subscription': { answer: E.WebPushSubscription; parameters: {
    subscription?: object | undefined;
    data?: object | undefined;
  } };
  'PUT /api/v1/push/subscription': { answer: E.WebPushSubscription; parameters: {
    data?: object | undefined;
  } };
  'DELETE /api/v1/push/subscription': { answer: object; parameters: object };
  'POST /api/v1/reports': { answer: E.Report; parameters: {
    account_id: string;
    status_ids?: string[] | undefined;
    collection_ids?: string[] | undefined;
    comment?: string | undefined;
    forward?: boolean | undefined;
    category?: string | undefined;
    rule_ids?: string[] | undefined;
  } };
  'GET /api/v1/scheduled_statuses': { answer: E.ScheduledStatus[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/scheduled_statuses/{id}': { answer: E.ScheduledStatus; parameters: object };
  'PUT /api/v1/scheduled_statuses/{id}': { answer: E.ScheduledStatus; parameters: {
    scheduled_at?: string | undefined;
  } };
  'DELETE /api/v1/scheduled_statuses/{id}': { answer: object; parameters: object };
  'GET /api/v1/search': { answer: E.Search; parameters: {
    q: string;
    type?: string | undefined;
    limit?: number | undefined;
    offset?: number | undefined;
    resolve?: boolean | undefined;
    following?: boolean | undefined;
    account_id?: string | undefined;
    min_id?: string | undefined;
    max_id?: string | undefined;
    exclude_unreviewed?: boolean | undefined;
  } };
  'POST /api/v1/skein/audience': { answer: Record<string, unknown>; parameters: {
    status?: string | undefined;
    visibility?: string | undefined;
    in_reply_to_id?: string | undefined;
  } };
  'GET /api/v1/skein/choices': { answer: Record<string, unknown>; parameters: object };
  'PUT /api/v1/skein/choices': { answer: Record<string, unknown>; parameters: {
    choices?: object | undefined;
  } };
  'GET /api/v1/skein/invites': { answer: unknown; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/skein/invites': { answer: unknown; parameters: {
    expires_in?: number | undefined;
    max_uses?: number | undefined;
    autofollow?: boolean | undefined;
    comment?: string | undefined;
  } };
  'DELETE /api/v1/skein/invites/{id}': { answer: object; parameters: object };
  'GET /api/v1/statuses': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    id?: string[] | undefined;
  } };
  'POST /api/v1/statuses': { answer: E.Status; parameters: {
    status?: string | undefined;
    media_ids?: string[] | undefined;
    in_reply_to_id?: string | undefined;
    sensitive?: boolean | undefined;
    spoiler_text?: string | undefined;
    visibility?: string | undefined;
    language?: string | undefined;
    scheduled_at?: string | undefined;
    poll?: object | undefined;
    quoted_status_id?: string | undefined;
    quote_approval_policy?: string | undefined;
  } };
  'GET /api/v1/statuses/{id}': { answer: E.Status; parameters: object };
  'PUT /api/v1/statuses/{id}': { answer: E.Status; parameters: {
    status?: string | undefined;
    spoiler_text?: string | undefined;
    sensitive?: boolean | undefined;
    language?: string | undefined;
    media_ids?: string[] | undefined;
    media_attributes?: (object)[] | undefined;
    poll?: object | undefined;
    quote_approval_policy?: string | undefined;
  } };
  'DELETE /api/v1/statuses/{id}': { answer: E.Status; parameters: {
    delete_media?: boolean | undefined;
  } };
  'POST /api/v1/statuses/{id}/bookmark': { answer: E.Status; parameters: object };
  'GET /api/v1/statuses/{id}/card': { answer: E.PreviewCard; parameters: object };
  'GET /api/v1/statuses/{id}/context': { answer: E.Context; parameters: object };
  'POST /api/v1/statuses/{id}/favourite': { answer: E.Status; parameters: object };
  'GET /api/v1/statuses/{id}/favourited_by': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/statuses/{id}/history': { answer: E.StatusEdit[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'PUT /api/v1/statuses/{id}/interaction_policy': { answer: E.Status; parameters: {
    quote_approval_policy?: string | undefined;
  } };
  'POST /api/v1/statuses/{id}/mute': { answer: E.Status; parameters: object };
  'POST /api/v1/statuses/{id}/pin': { answer: E.Status; parameters: object };
  'GET /api/v1/statuses/{id}/quotes': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v1/statuses/{id}/quotes/{quoting_id}/revoke': { answer: E.Status; parameters: object };
  'POST /api/v1/statuses/{id}/reblog': { answer: E.Status; parameters: {
    visibility?: string | undefined;
  } };
  'GET /api/v1/statuses/{id}/reblogged_by': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/statuses/{id}/source': { answer: E.StatusSource; parameters: object };
  'POST /api/v1/statuses/{id}/translate': { answer: E.Translation; parameters: {
    lang?: string | undefined;
  } };
  'POST /api/v1/statuses/{id}/unbookmark': { answer: E.Status; parameters: object };
  'POST /api/v1/statuses/{id}/unfavourite': { answer: E.Status; parameters: object };
  'POST /api/v1/statuses/{id}/unmute': { answer: E.Status; parameters: object };
  'POST /api/v1/statuses/{id}/unpin': { answer: E.Status; parameters: object };
  'POST /api/v1/statuses/{id}/unreblog': { answer: E.Status; parameters: object };
  'GET /api/v1/streaming': { answer: E.StreamEvent; parameters: {
    stream?: string | undefined;
    tag?: string | undefined;
    list?: string | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/direct': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/hashtag': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/hashtag/local': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/health': { answer: string; parameters: object };
  'GET /api/v1/streaming/list': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/public': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/public/local': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/public/remote': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/user': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/streaming/user/notification': { answer: E.StreamEvent; parameters: {
    tag?: string | undefined;
    list?: string | undefined;
    only_media?: boolean | undefined;
    access_token?: string | undefined;
  } };
  'GET /api/v1/suggestions': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'DELETE /api/v1/suggestions/{id}': { answer: object; parameters: object };
  'GET /api/v1/tags/{name}': { answer: E.Tag; parameters: object };
  'POST /api/v1/tags/{name}/feature': { answer: E.Tag; parameters: object };
  'POST /api/v1/tags/{name}/follow': { answer: E.Tag; parameters: object };
  'POST /api/v1/tags/{name}/unfeature': { answer: E.Tag; parameters: object };
  'POST /api/v1/tags/{name}/unfollow': { answer: E.Tag; parameters: object };
  'GET /api/v1/timelines/direct': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/timelines/home': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/timelines/link': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    url?: string | undefined;
  } };
  'GET /api/v1/timelines/list/{id}': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v1/timelines/public': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    local?: boolean | undefined;
    remote?: boolean | undefined;
    only_media?: boolean | undefined;
  } };
  'GET /api/v1/timelines/tag/{name}': { answer: E.Status[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    any?: string[] | undefined;
    all?: string[] | undefined;
    none?: string[] | undefined;
    local?: boolean | undefined;
    remote?: boolean | undefined;
    only_media?: boolean | undefined;
  } };
  'GET /api/v1/trends': { answer: E.Tag[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'GET /api/v1/trends/links': { answer: E.TrendsLink[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'GET /api/v1/trends/statuses': { answer: E.Status[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'GET /api/v1/trends/tags': { answer: E.Tag[]; parameters: {
    limit?: number | undefined;
    offset?: number | undefined;
  } };
  'GET /api/v1_alpha/async_refreshes/{id}': { answer: E.WrappedAsyncRefresh; parameters: object };
  'GET /api/v2/filters': { answer: E.Filter[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v2/filters': { answer: E.Filter; parameters: {
    title?: string | undefined;
    filter_action?: string | undefined;
    context?: string[] | undefined;
    expires_in?: number | undefined;
    keywords_attributes?: (object)[] | undefined;
  } };
  'GET /api/v2/filters/keywords/{id}': { answer: E.FilterKeyword; parameters: object };
  'PUT /api/v2/filters/keywords/{id}': { answer: E.FilterKeyword; parameters: {
    keyword?: string | undefined;
    whole_word?: boolean | undefined;
  } };
  'DELETE /api/v2/filters/keywords/{id}': { answer: object; parameters: object };
  'GET /api/v2/filters/statuses/{id}': { answer: E.FilterStatus; parameters: object };
  'DELETE /api/v2/filters/statuses/{id}': { answer: E.FilterStatus; parameters: object };
  'GET /api/v2/filters/{filter_id}/keywords': { answer: E.FilterKeyword[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v2/filters/{filter_id}/keywords': { answer: E.FilterKeyword; parameters: {
    keyword?: string | undefined;
    whole_word?: boolean | undefined;
  } };
  'GET /api/v2/filters/{filter_id}/statuses': { answer: E.FilterStatus[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v2/filters/{filter_id}/statuses': { answer: E.FilterStatus; parameters: {
    status_id: string;
  } };
  'GET /api/v2/filters/{id}': { answer: E.Filter; parameters: object };
  'PUT /api/v2/filters/{id}': { answer: E.Filter; parameters: {
    title?: string | undefined;
    filter_action?: string | undefined;
    context?: string[] | undefined;
    expires_in?: number | undefined;
    keywords_attributes?: (object)[] | undefined;
  } };
  'DELETE /api/v2/filters/{id}': { answer: object; parameters: object };
  'GET /api/v2/instance': { answer: E.Instance; parameters: object };
  'POST /api/v2/media': { answer: E.MediaAttachment; parameters: {
    file: File;
    thumbnail?: File | undefined;
    description?: string | undefined;
    focus?: string | undefined;
  } };
  'GET /api/v2/notifications': { answer: E.GroupedNotificationsResults; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    types?: string[] | undefined;
    exclude_types?: string[] | undefined;
    account_id?: string | undefined;
    include_filtered?: boolean | undefined;
    grouped_types?: string[] | undefined;
    supported_types?: string[] | undefined;
    expand_accounts?: string | undefined;
  } };
  'GET /api/v2/notifications/policy': { answer: E.NotificationPolicy; parameters: object };
  'PUT /api/v2/notifications/policy': { answer: E.NotificationPolicy; parameters: {
    for_not_following?: string | undefined;
    for_not_followers?: string | undefined;
    for_new_accounts?: string | undefined;
    for_private_mentions?: string | undefined;
    for_limited_accounts?: string | undefined;
  } };
  'PATCH /api/v2/notifications/policy': { answer: E.NotificationPolicy; parameters: {
    for_not_following?: string | undefined;
    for_not_followers?: string | undefined;
    for_new_accounts?: string | undefined;
    for_private_mentions?: string | undefined;
    for_limited_accounts?: string | undefined;
  } };
  'GET /api/v2/notifications/unread_count': { answer: E.UnreadCount; parameters: {
    types?: string[] | undefined;
    exclude_types?: string[] | undefined;
    account_id?: string | undefined;
    include_filtered?: boolean | undefined;
    grouped_types?: string[] | undefined;
    limit?: number | undefined;
  } };
  'GET /api/v2/notifications/{group_key}': { answer: E.GroupedNotificationsResults; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
    supported_types?: string[] | undefined;
  } };
  'GET /api/v2/notifications/{group_key}/accounts': { answer: E.Account[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
  'POST /api/v2/notifications/{group_key}/dismiss': { answer: object; parameters: object };
  'GET /api/v2/search': { answer: E.Search; parameters: {
    q: string;
    type?: string | undefined;
    limit?: number | undefined;
    offset?: number | undefined;
    resolve?: boolean | undefined;
    following?: boolean | undefined;
    account_id?: string | undefined;
    min_id?: string | undefined;
    max_id?: string | undefined;
    exclude_unreviewed?: boolean | undefined;
  } };
  'GET /api/v2/suggestions': { answer: E.Suggestion[]; parameters: {
    max_id?: string | undefined;
    since_id?: string | undefined;
    min_id?: string | undefined;
    limit?: number | undefined;
  } };
}
