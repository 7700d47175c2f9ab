// Entities as the server sends them, with only what a test is about said.

import type { Account, Poll, Relationship, Status } from '../api/gen/entities.ts';

export function anAccount(change: Partial<Account> = {}): Account {
  const username = change.username ?? 'maja';
  return {
    id: '1',
    username,
    acct: username,
    url: `https://skein.example/@${username}`,
    uri: `https://skein.example/ap/users/${change.id ?? '1'}`,
    display_name: 'Maja',
    note: '',
    avatar: '/assets/avatar-missing.png',
    avatar_static: '/assets/avatar-missing.png',
    avatar_description: '',
    header: '/assets/header-missing.png',
    header_static: '/assets/header-missing.png',
    header_description: '',
    locked: false,
    fields: [],
    emojis: [],
    bot: false,
    group: false,
    discoverable: true,
    indexable: true,
    created_at: '2026-01-01T00:00:00.000Z',
    last_status_at: null,
    statuses_count: 3,
    followers_count: 2,
    following_count: 1,
    hide_collections: false,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    feature_approval: { automatic: [], manual: [], current_user: 'denied' },
    ...change,
  };
}

export function aStatus(change: Partial<Status> = {}): Status {
  const id = change.id ?? '100';
  return {
    id,
    uri: `https://skein.example/statuses/${id}`,
    created_at: '2026-11-29T12:00:00.000Z',
    account: anAccount(),
    content: '<p>Four thousand geese</p>',
    visibility: 'public',
    sensitive: false,
    spoiler_text: '',
    media_attachments: [],
    mentions: [],
    tags: [],
    emojis: [],
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    replies_count: 0,
    url: `https://skein.example/@maja/${id}`,
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    reblog: null,
    poll: null,
    card: null,
    language: 'en',
    edited_at: null,
    quote: null,
    quote_approval: { automatic: ['public'], manual: [], current_user: 'automatic' },
    favourited: false,
    reblogged: false,
    bookmarked: false,
    tagged_collections: [],
    ...change,
  };
}

export function aPoll(change: Partial<Poll> = {}): Poll {
  return {
    id: '7',
    expires_at: '2099-01-01T00:00:00.000Z',
    expired: false,
    multiple: false,
    votes_count: 3,
    voters_count: 3,
    options: [
      { title: 'Rye', votes_count: 1 },
      { title: 'Dill', votes_count: 2 },
    ],
    emojis: [],
    voted: false,
    own_votes: [],
    ...change,
  };
}

export function aRelationship(change: Partial<Relationship> = {}): Relationship {
  return {
    id: '1',
    following: false,
    showing_reblogs: true,
    notifying: false,
    languages: null,
    followed_by: false,
    blocking: false,
    blocked_by: false,
    muting: false,
    muting_notifications: false,
    muting_expires_at: null,
    requested: false,
    requested_by: false,
    domain_blocking: false,
    endorsed: false,
    note: '',
    ...change,
  };
}
