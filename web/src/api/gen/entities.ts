// Written by web/tools/generate_api.ts from the reference of the API; do not edit.

export interface Account {
  id: string;
  username: string;
  acct: string;
  url: string | null;
  uri: string;
  display_name: string;
  note: string;
  avatar: string;
  avatar_static: string;
  avatar_description: string;
  header: string;
  header_static: string;
  header_description: string;
  locked: boolean;
  fields: Field[];
  emojis: CustomEmoji[];
  bot: boolean;
  group: boolean;
  discoverable: boolean | null;
  indexable: boolean;
  noindex?: boolean | null;
  moved?: Account | null;
  memorial?: boolean;
  suspended?: boolean;
  limited?: boolean;
  created_at: string;
  last_status_at: string | null;
  statuses_count: number;
  followers_count: number;
  following_count: number;
  hide_collections: boolean | null;
  show_media: boolean;
  show_media_replies: boolean;
  show_featured: boolean;
  roles?: AccountRole[];
  feature_approval: FeatureApproval;
}

export interface CredentialAccount extends Account {
  source: {
    attribution_domains: string[];
    note: string;
    fields: Field[];
    privacy: 'public' | 'unlisted' | 'private' | 'direct' | (string & {});
    sensitive: boolean;
    language: string | null;
    follow_requests_count: number;
    hide_collections: boolean | null;
    discoverable: boolean | null;
    indexable: boolean;
    quote_policy: 'public' | 'followers' | 'nobody' | (string & {});
  };
  role: Role;
}

export interface MutedAccount extends Account {
  mute_expires_at: string | null;
}

export interface PartialAccountWithAvatar {
  id: string;
  acct: string;
  url: string;
  avatar: string;
  avatar_static: string;
  avatar_description: string;
  locked: boolean;
  bot: boolean;
}

export interface AccountRole {
  id: string;
  name: string;
  color: string;
}

export interface Field {
  name: string;
  value: string;
  verified_at: string | null;
}

export interface AccountWarning {
  id: string;
  action: 'none' | 'disable' | 'mark_statuses_as_sensitive' | 'delete_statuses' | 'sensitive' | 'silence' | 'suspend' | (string & {});
  text: string;
  status_ids: string[] | null;
  target_account: Account;
  appeal: Appeal | null;
  created_at: string;
}

export interface AdminAccount {
  id: string;
  username: string;
  domain: string | null;
  created_at: string;
  email: string;
  ip: string | null;
  ips: AdminIp[];
  locale: string | null;
  invite_request: string | null;
  role: Role;
  confirmed: boolean;
  approved: boolean;
  disabled: boolean;
  sensitized: boolean;
  silenced: boolean;
  suspended: boolean;
  account: Account;
  created_by_application_id?: string;
  invited_by_account_id?: string;
}

export interface AdminCanonicalEmailBlock {
  id: string;
  canonical_email_hash: string;
}

export interface AdminCohort {
  period: string;
  frequency: 'day' | 'month' | (string & {});
  data: CohortData[];
}

export interface CohortData {
  date: string;
  rate: number;
  value: string;
}

export interface AdminDimension {
  key: string;
  data: AdminDimensionData[];
}

export interface AdminDimensionData {
  key: string;
  human_key: string;
  value: string;
  unit?: string;
  human_value?: string;
}

export interface AdminDomainAllow {
  id: string;
  domain: string;
  created_at: string;
}

export interface AdminDomainBlock {
  id: string;
  domain: string;
  digest: string;
  created_at: string;
  severity: 'silence' | 'suspend' | 'noop' | (string & {});
  reject_media: boolean;
  reject_reports: boolean;
  private_comment: string | null;
  public_comment: string | null;
  obfuscate: boolean;
}

export interface AdminEmailDomainBlock {
  id: string;
  domain: string;
  created_at: string;
  history: ({
    day: string;
    accounts: string;
    uses: string;
  })[];
}

export interface AdminIp {
  ip: string;
  used_at: string;
}

export interface AdminIpBlock {
  id: string;
  ip: string;
  severity: 'sign_up_requires_approval' | 'sign_up_block' | 'no_access' | (string & {});
  comment: string;
  created_at: string;
  expires_at: string | null;
}

export interface AdminMeasure {
  key: string;
  unit: string | null;
  total: string;
  human_value?: string;
  previous_total?: string;
  data: ({
    date: string;
    value: string;
  })[];
}

export interface AdminReport {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: 'spam' | 'legal' | 'violation' | 'other' | (string & {});
  comment: string;
  forwarded: boolean;
  created_at: string;
  updated_at: string;
  account: AdminAccount;
  target_account: AdminAccount;
  assigned_account: AdminAccount | null;
  action_taken_by_account: AdminAccount | null;
  statuses: Status[];
  rules: Rule[];
}

export interface Announcement {
  id: string;
  content: string;
  starts_at: string | null;
  ends_at: string | null;
  all_day: boolean;
  published_at: string;
  updated_at: string;
  read?: boolean;
  mentions: AnnouncementAccount[];
  statuses: AnnouncementStatus[];
  tags: StatusTag[];
  emojis: CustomEmoji[];
  reactions: Reaction[];
}

export interface AnnouncementAccount {
  id: string;
  username: string;
  url: string;
  acct: string;
}

export interface AnnouncementStatus {
  id: string;
  url: string;
}

export interface AnnualReport {
  year: number;
  data: {
    archetype: 'lurker' | 'booster' | 'pollster' | 'replier' | 'oracle' | (string & {});
    type_distribution: Record<string, unknown>;
    top_statuses: Record<string, unknown>;
    most_used_apps: (Record<string, unknown>)[];
    commonly_interacted_with_accounts: (Record<string, unknown>)[];
    time_series: (Record<string, unknown>)[];
    top_hashtags: (Record<string, unknown>)[];
    most_reblogged_accounts: (Record<string, unknown>)[];
    percentiles: Record<string, unknown>;
  };
  schema_version: number;
  share_url: string | null;
  account_id: string;
}

export interface WrappedAnnualReports {
  annual_reports: AnnualReport[];
  accounts: Account[];
  statuses: Status[];
}

export interface Appeal {
  text: string;
  state: 'approved' | 'rejected' | 'pending' | (string & {});
}

export interface Application {
  id: string;
  name: string;
  website?: string | null;
  scopes: string[];
  redirect_uris: string[];
  redirect_uri: string;
  vapid_key?: string;
}

export interface CredentialApplication extends Application {
  client_id: string;
  client_secret: string;
  client_secret_expires_at: number;
}

export interface AsyncRefresh {
  id: string;
  status: 'running' | 'finished' | (string & {});
  result_count: number | null;
}

export interface Collection {
  id: string;
  account_id: string;
  uri: string;
  url: string | null;
  name: string;
  description: string;
  language: string | null;
  local: boolean;
  sensitive: boolean;
  discoverable: boolean;
  tag: ShallowTag | null;
  created_at: string;
  updated_at: string;
  item_count: number;
  items: CollectionItem[];
}

export interface WrappedCollection {
  collection: Collection;
}

export interface Collections {
  collections: Collection[];
}

export interface CollectionItem {
  id: string;
  account_id: string | null;
  state: 'pending' | 'accepted' | (string & {});
  created_at: string;
}

export interface WrappedCollectionItem {
  collection_item: CollectionItem;
}

export interface CollectionWithAccounts {
  accounts: Account[];
  collection: Collection;
}

export interface Context {
  ancestors: Status[];
  descendants: Status[];
}

export interface Conversation {
  id: string;
  unread: boolean;
  accounts: Account[];
  last_status: Status | null;
}

export interface CustomEmoji {
  shortcode: string;
  url: string;
  static_url: string;
  visible_in_picker: boolean;
  category: string | null;
}

export interface DomainBlock {
  domain: string;
  digest: string;
  severity: 'silence' | 'suspend' | (string & {});
  comment?: string | null;
}

export interface Error {
  error: string;
  error_description?: string;
  details?: Record<string, unknown>;
}

export interface ExtendedDescription {
  updated_at: string;
  content: string;
}

export interface FamiliarFollowers {
  id: string;
  accounts: Account[];
}

export interface FeatureApproval {
  automatic: ('public' | 'followers' | 'following' | 'unsupported_policy' | (string & {}))[];
  manual: ('public' | 'followers' | 'following' | 'unsupported_policy' | (string & {}))[];
  current_user: 'automatic' | 'manual' | 'denied' | 'unknown' | 'missing' | (string & {});
}

export interface FeaturedTag {
  id: string;
  name: string;
  url: string;
  statuses_count: string | number;
  last_status_at: string | null;
}

export interface Filter {
  id: string;
  title: string;
  context: ('home' | 'notifications' | 'public' | 'thread' | 'account' | (string & {}))[];
  expires_at: string | null;
  filter_action: 'warn' | 'hide' | 'blur' | (string & {});
  keywords?: FilterKeyword[];
  statuses?: FilterStatus[];
}

export interface FilterKeyword {
  id: string;
  keyword: string;
  whole_word: boolean;
}

export interface FilterResult {
  filter: Filter;
  keyword_matches: string[] | null;
  status_matches: string[] | null;
}

export interface FilterStatus {
  id: string;
  status_id: string;
}

export interface IdentityProof {
  provider: string;
  provider_username: string;
  updated_at: string;
  proof_url: string;
  profile_url: string;
}

export interface Instance {
  domain: string;
  title: string;
  version: string;
  source_url: string;
  description: string;
  wrapstodon: string | null;
  usage: {
    users: {
      active_month: number;
    };
  };
  thumbnail: {
    url: string;
    description: string;
    blurhash?: string;
    versions?: {
      '@1x'?: string;
      '@2x'?: string;
    };
  };
  icon: InstanceIcon[];
  languages: string[];
  configuration: {
    urls: {
      streaming: string;
      status: string | null;
      about: string;
      privacy_policy: string | null;
      terms_of_service: string | null;
    };
    vapid: {
      public_key: string;
    };
    accounts: {
      max_display_name_length: number;
      max_note_length: number;
      max_avatar_description_length: number;
      max_header_description_length: number;
      max_featured_tags: number;
      max_pinned_statuses: number;
      max_profile_fields: number;
      profile_field_name_limit: number;
      profile_field_value_limit: number;
    };
    statuses: {
      max_characters: number;
      max_media_attachments: number;
      characters_reserved_per_url: number;
    };
    media_attachments: {
      supported_mime_types: string[];
      description_limit: number;
      image_size_limit: number;
      image_matrix_limit: number;
      video_size_limit: number;
      video_frame_rate_limit: number;
      video_matrix_limit: number;
    };
    polls: {
      max_options: number;
      max_characters_per_option: number;
      min_expiration: number;
      max_expiration: number;
    };
    translation: {
      enabled: boolean;
    };
    timelines_access: {
      live_feeds: {
        local: 'public' | 'authenticated' | 'disabled' | (string & {});
        remote: 'public' | 'authenticated' | 'disabled' | (string & {});
      };
      hashtag_feeds: {
        local: 'public' | 'authenticated' | (string & {});
        remote: 'public' | 'authenticated' | 'disabled' | (string & {});
      };
      trending_link_feeds: {
        local: 'public' | 'authenticated' | (string & {});
        remote: 'public' | 'authenticated' | 'disabled' | (string & {});
      };
    };
    limited_federation: boolean;
  };
  registrations: {
    enabled: boolean;
    approval_required: boolean;
    message: string | null;
    min_age: number | null;
    reason_required: boolean | null;
    url: string | null;
  };
  api_versions: {
    mastodon: number;
  };
  contact: {
    email: string | null;
    account: Account | null;
  };
  rules: Rule[];
}

export interface InstanceIcon {
  src: string;
  size: string;
}

export interface List {
  id: string;
  title: string;
  replies_policy: 'followed' | 'list' | 'none' | (string & {});
  exclusive: boolean;
}

export interface Marker {
  last_read_id: string;
  version: number;
  updated_at: string;
}

export interface MediaAttachment {
  id: string;
  type: 'unknown' | 'image' | 'gifv' | 'video' | 'audio' | (string & {});
  url: string | null;
  preview_url: string | null;
  remote_url: string | null;
  meta: {
    focus?: {
      x: number | null;
      y: number | null;
    } | null;
    original?: {
      width?: number;
      height?: number;
      size?: string;
      aspect?: number;
      frame_rate?: string;
      duration?: number;
      bitrate?: number;
    };
    small?: {
      width?: number;
      height?: number;
      size?: string;
      aspect?: number;
    };
  } | null;
  description: string | null;
  blurhash: string | null;
  text_url?: string | null;
  preview_remote_url?: string | null;
}

export interface Notification {
  id: string;
  type: 'mention' | 'status' | 'reblog' | 'follow' | 'follow_request' | 'favourite' | 'poll' | 'update' | 'admin.sign_up' | 'admin.report' | 'severed_relationships' | 'moderation_warning' | 'quote' | 'quoted_update' | 'added_to_collection' | 'collection_update' | (string & {});
  group_key: string;
  created_at: string;
  account: Account;
  status?: Status | null;
  report?: Report;
  event?: RelationshipSeveranceEvent;
  moderation_warning?: AccountWarning;
  fallback?: NotificationFallback;
  collection?: Collection;
}

export interface NotificationFallback {
  title: string;
  summary: string | null;
  details: string | null;
}

export interface NotificationPolicy {
  for_not_following: 'accept' | 'filter' | 'drop' | (string & {});
  for_not_followers: 'accept' | 'filter' | 'drop' | (string & {});
  for_new_accounts: 'accept' | 'filter' | 'drop' | (string & {});
  for_private_mentions: 'accept' | 'filter' | 'drop' | (string & {});
  for_limited_accounts: 'accept' | 'filter' | 'drop' | (string & {});
  summary: {
    pending_requests_count: number;
    pending_notifications_count: number;
  };
}

export interface NotificationRequest {
  id: string;
  created_at: string;
  updated_at: string;
  account: Account;
  notifications_count: string;
  last_status?: Status;
}

export interface Poll {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  options: PollOption[];
  emojis: CustomEmoji[];
  voted?: boolean;
  own_votes?: number[];
}

export interface PollOption {
  title: string;
  votes_count: number | null;
}

export interface Preferences {
  'posting:default:visibility': 'public' | 'unlisted' | 'private' | 'direct' | (string & {});
  'posting:default:sensitive': boolean;
  'posting:default:language': string | null;
  'reading:expand:media': 'default' | 'show_all' | 'hide_all' | (string & {});
  'reading:expand:spoilers': boolean;
  'posting:default:quote_policy': 'public' | 'followers' | 'nobody' | (string & {});
  'reading:autoplay:gifs'?: boolean;
}

export interface PreviewCard {
  url: string;
  title: string;
  description: string;
  type: 'link' | 'photo' | 'video' | 'rich' | (string & {});
  authors: PreviewCardAuthor[];
  author_name: string;
  author_url: string;
  provider_name: string;
  provider_url: string;
  html: string;
  width: number;
  height: number;
  image: string | null;
  embed_url: string;
  blurhash: string | null;
  missing_attribution?: boolean | null;
  published_at?: string | string | null;
  language?: string | null;
  image_description?: string;
}

export interface TrendsLink extends PreviewCard {
  history: ({
    day: string;
    accounts: string;
    uses: string;
  })[];
}

export interface PreviewCardAuthor {
  name: string;
  url: string;
  account: Account | null;
}

export interface PrivacyPolicy {
  updated_at: string;
  content: string;
}

export interface Profile {
  id: string;
  display_name: string;
  note: string;
  fields: ProfileField[];
  avatar: string | null;
  avatar_static: string | null;
  avatar_description: string;
  header: string | null;
  header_static: string | null;
  header_description: string;
  locked: boolean;
  bot: boolean;
  hide_collections: boolean | null;
  discoverable: boolean | null;
  indexable: boolean;
  show_media: boolean;
  show_media_replies: boolean;
  show_featured: boolean;
  attribution_domains: string[];
  featured_tags?: FeaturedTag[];
}

export interface ProfileField {
  name: string;
  value: string;
  verified_at: string | null;
}

export interface Quote {
  state: 'pending' | 'accepted' | 'rejected' | 'revoked' | 'deleted' | 'unauthorized' | 'blocked_account' | 'blocked_domain' | 'muted_account' | (string & {});
  quoted_status: Status | null;
}

export interface QuoteApproval {
  automatic: ('public' | 'followers' | 'following' | 'unsupported_policy' | (string & {}))[];
  manual: ('public' | 'followers' | 'following' | 'unsupported_policy' | (string & {}))[];
  current_user: 'automatic' | 'manual' | 'denied' | 'unknown' | (string & {});
}

export interface Reaction {
  name: string;
  count: number;
  me?: boolean;
  url?: string;
  static_url?: string;
}

export interface Relationship {
  id: string;
  following: boolean;
  showing_reblogs: boolean;
  notifying: boolean;
  languages: string[] | null;
  followed_by: boolean;
  blocking: boolean;
  blocked_by: boolean;
  muting: boolean;
  muting_notifications: boolean;
  muting_expires_at: string | null;
  requested: boolean;
  requested_by: boolean;
  domain_blocking: boolean;
  endorsed: boolean;
  note: string;
}

export interface RelationshipSeveranceEvent {
  id: string;
  type: 'domain_block' | 'user_domain_block' | 'account_suspension' | (string & {});
  purged: boolean;
  target_name: string;
  followers_count: number;
  following_count: number;
  created_at: string;
}

export interface Report {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: 'spam' | 'legal' | 'violation' | 'other' | (string & {});
  comment: string;
  forwarded: boolean;
  created_at: string;
  status_ids: string[] | null;
  collection_ids: string[] | null;
  rule_ids: string[] | null;
  target_account: Account;
}

export interface Role {
  id: string;
  name: string;
  color: string;
  permissions: string;
  highlighted: boolean;
  collection_limit: number;
}

export interface Rule {
  id: string;
  text: string;
  hint: string;
  translations: Record<string, unknown>;
}

export interface ScheduledStatus {
  id: string;
  scheduled_at: string;
  params: {
    text: string;
    poll: {
      options: string[];
      expires_in: number;
      multiple?: boolean;
      hide_totals?: boolean;
    } | null;
    media_ids: string[] | null;
    sensitive: boolean | null;
    spoiler_text: string | null;
    visibility: 'public' | 'unlisted' | 'private' | 'direct' | (string & {}) | null;
    in_reply_to_id: number | string | null;
    language?: string | null;
    application_id?: number | string;
    scheduled_at: null | null;
    idempotency?: string | null;
    with_rate_limit?: boolean;
  };
  media_attachments: MediaAttachment[];
}

export interface Search {
  accounts: Account[];
  statuses: Status[];
  hashtags: Tag[];
}

export interface ShallowQuote {
  state: 'pending' | 'accepted' | 'rejected' | 'revoked' | 'deleted' | 'unauthorized' | 'blocked_account' | 'blocked_domain' | 'muted_account' | (string & {});
  quoted_status_id: string | null;
}

export interface ShallowTag {
  name: string;
  url: string;
}

export interface Status {
  id: string;
  uri: string;
  created_at: string;
  account: Account;
  content: string;
  visibility: 'public' | 'unlisted' | 'private' | 'direct' | (string & {});
  sensitive: boolean;
  spoiler_text: string;
  media_attachments: MediaAttachment[];
  application?: {
    name: string;
    website: string | null;
  };
  mentions: StatusMention[];
  tags: StatusTag[];
  emojis: CustomEmoji[];
  reblogs_count: number;
  favourites_count: number;
  quotes_count: number;
  replies_count: number;
  url: string | null;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  reblog: Status | null;
  poll: Poll | null;
  card: PreviewCard | null;
  language: string | null;
  text?: string | null;
  edited_at: string | null;
  quote: Quote | ShallowQuote | null;
  quote_approval: QuoteApproval;
  favourited?: boolean;
  reblogged?: boolean;
  muted?: boolean;
  bookmarked?: boolean;
  pinned?: boolean;
  filtered?: FilterResult[];
  tagged_collections: Collection[];
}

export interface StatusMention {
  id: string;
  username: string;
  url: string;
  acct: string;
}

export interface StatusTag {
  name: string;
  url: string;
}

export interface StatusEdit {
  content: string;
  spoiler_text: string;
  sensitive: boolean;
  created_at: string;
  account: Account;
  poll?: {
    options: ({
      title: string;
    })[];
  } | null;
  media_attachments: MediaAttachment[];
  emojis: CustomEmoji[];
  quote?: Quote | ShallowQuote | null;
}

export interface StatusSource {
  id: string;
  text: string;
  spoiler_text: string;
}

export interface Suggestion {
  source: 'staff' | 'past_interactions' | 'global' | (string & {});
  sources: ('featured' | 'most_followed' | 'most_interactions' | 'similar_to_recently_followed' | 'friends_of_friends' | (string & {}))[];
  account: Account;
}

export interface Tag {
  id: string;
  name: string;
  url: string;
  history: ({
    day: string;
    uses: string;
    accounts: string;
  })[];
  following?: boolean;
  featuring?: boolean;
}

export interface AdminTag extends Tag {
  trendable: boolean;
  usable: boolean;
  requires_review: boolean;
}

export interface TermsOfService {
  effective_date: string;
  effective: boolean;
  content: string;
  succeeded_by: string | null;
}

export interface Token {
  access_token: string;
  token_type: string;
  scope: string;
  created_at: number;
}

export interface Translation {
  content: string;
  spoiler_text: string;
  language: string;
  poll?: TranslationPoll | null;
  media_attachments: TranslationAttachment[];
  detected_source_language: string;
  provider: string;
}

export interface TranslationPoll {
  id: string;
  options: TranslationPollOption[];
}

export interface TranslationPollOption {
  title: string;
}

export interface TranslationAttachment {
  id: string;
  description: string;
}

export interface V1Filter {
  id: string;
  phrase: string;
  context: ('home' | 'notifications' | 'public' | 'thread' | 'account' | (string & {}))[];
  expires_at: string | null;
  irreversible: boolean;
  whole_word: boolean;
}

export interface V1Instance {
  uri: string;
  title: string;
  short_description: string;
  description: string;
  email: string;
  version: string;
  urls: {
    streaming_api: string;
  };
  stats: {
    user_count: number;
    status_count: number;
    domain_count: number;
  };
  thumbnail: string | null;
  languages: string[];
  registrations: boolean;
  approval_required: boolean;
  invites_enabled: boolean;
  configuration: {
    accounts: {
      max_featured_tags: number;
    };
    statuses: {
      max_characters: number;
      max_media_attachments: number;
      characters_reserved_per_url: number;
    };
    media_attachments: {
      supported_mime_types: string[];
      image_size_limit: number;
      image_matrix_limit: number;
      video_size_limit: number;
      video_frame_rate_limit: number;
      video_matrix_limit: number;
    };
    polls: {
      max_options: number;
      max_characters_per_option: number;
      min_expiration: number;
      max_expiration: number;
    };
  };
  contact_account: Account | null;
  rules: Rule[];
}

export interface V1NotificationPolicy {
  filter_not_following: boolean;
  filter_not_followers: boolean;
  filter_new_accounts: boolean;
  filter_private_mentions: boolean;
  summary: {
    pending_requests_count: number;
    pending_notifications_count: number;
  };
}

export interface WebPushSubscription {
  id: string | number;
  endpoint: string;
  standard: boolean;
  server_key: string;
  alerts: {
    mention: boolean;
    status: boolean;
    reblog: boolean;
    follow: boolean;
    follow_request: boolean;
    favourite: boolean;
    poll: boolean;
    update: boolean;
    'admin.sign_up'?: boolean;
    'admin.report'?: boolean;
    quote?: boolean;
    quoted_update?: boolean;
  };
  policy?: 'all' | 'followed' | 'follower' | 'none' | (string & {});
}

export interface GroupedNotificationsResults {
  accounts: Account[];
  partial_accounts?: PartialAccountWithAvatar[];
  statuses: Status[];
  notification_groups: NotificationGroup[];
}

export interface NotificationGroup {
  group_key: string;
  notifications_count: number;
  type: 'mention' | 'status' | 'reblog' | 'follow' | 'follow_request' | 'favourite' | 'poll' | 'update' | 'admin.sign_up' | 'admin.report' | 'severed_relationships' | 'moderation_warning' | 'quote' | 'quoted_update' | 'added_to_collection' | 'collection_update' | (string & {});
  most_recent_notification_id: number | string;
  page_min_id?: string;
  page_max_id?: string;
  latest_page_notification_at?: string;
  sample_account_ids: string[];
  status_id?: string | null;
  report?: Report;
  event?: RelationshipSeveranceEvent;
  moderation_warning?: AccountWarning;
  fallback?: NotificationFallback;
}

export interface UnreadCount {
  count: number;
}

export interface RequestsMerged {
  merged: boolean;
}

export interface AnnualReportState {
  state: 'available' | 'generating' | 'eligible' | 'ineligible' | (string & {});
}

export interface WrappedAsyncRefresh {
  async_refresh: AsyncRefresh;
}

export interface Markers {
  home?: Marker;
  notifications?: Marker;
}

export interface InstanceActivity {
  week: string;
  statuses: string;
  logins: string;
  registrations: string;
}

export interface Health {
  status: 'UP' | (string & {});
}

export interface OEmbed {
  type: 'rich' | (string & {});
  version: string;
  title: string;
  author_name: string;
  author_url: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  html: string;
  width: number;
  height: number | null;
}

export interface OAuthUserInfo {
  iss: string;
  sub: string;
  name: string;
  preferred_username: string;
  profile: string;
  picture: string;
}

export interface OAuthServerMetadata {
  issuer: string;
  service_documentation?: string;
  authorization_endpoint: string;
  token_endpoint: string;
  app_registration_endpoint: string;
  revocation_endpoint: string;
  userinfo_endpoint: string;
  scopes_supported: string[];
  response_types_supported: string[];
  response_modes_supported: string[];
  code_challenge_methods_supported: string[];
  grant_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
}

export type TranslationLanguages = Record<string, string[]>;

export interface StreamEvent {
  stream: string[];
  event: string;
  payload?: string;
}

export interface PushPayload {
  access_token: string;
  preferred_locale: string;
  notification_id: string | number;
  notification_type: string;
  icon: string;
  title: string;
  body: string;
}

