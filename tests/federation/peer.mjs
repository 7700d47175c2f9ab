// A small server written on @fedify/fedify, so that signatures, documents and proofs are judged by code
// that nobody here wrote. It keeps everything in memory, and is told what to do over a control address.
//
//   node peer.mjs ORIGIN PORT KNOCK      ORIGIN: its public address; KNOCK: rfc9421 or draft-cavage
import { createServer } from "node:http";
import { Temporal } from "@js-temporal/polyfill";
import {
  Accept, Activity, Announce, Block, Create, Delete, Emoji, Endpoints, Follow, Image, isActor, Like, Move, Note, Person,
  PUBLIC_COLLECTION, Question, Reject, Tombstone, Undo, Update,
} from "@fedify/fedify/vocab";
import { createFederation, exportJwk, generateCryptoKeyPair, InProcessMessageQueue, MemoryKvStore, verifyObject }
  from "@fedify/fedify";

const [origin, port, knock] = process.argv.slice(2);
const people = new Map();   // identifier -> {keys, followers: Map, following: Set, aliases: [], movedTo}
const posts = new Map();    // id -> {owner, note}
const received = [];        // what came in, verified by the library
const failures = [];

function person(identifier) {
  if (!people.has(identifier))
    people.set(identifier, { keys: null, followers: new Map(), following: new Set(), aliases: [], movedTo: null });
  return people.get(identifier);
}

const federation = createFederation({
  kv: new MemoryKvStore(),
  origin,
  allowPrivateAddress: true,
  firstKnock: knock === "rfc9421" ? "rfc9421" : "draft-cavage-http-signatures-12",
  onOutboxError: (error) => failures.push(String(error)),
});

federation.setActorDispatcher("/people/{identifier}", async (ctx, identifier) => {
  if (!people.has(identifier)) return null;
  const known = person(identifier);
  const keys = await ctx.getActorKeyPairs(identifier);
  return new Person({
    id: ctx.getActorUri(identifier),
    preferredUsername: identifier,
    name: `Peer ${identifier}`,
    summary: "<p>Speaks with <b>everybody</b>.</p>",
    url: new URL(`/@${identifier}`, origin),
    inbox: ctx.getInboxUri(identifier),
    outbox: ctx.getOutboxUri(identifier),
    followers: ctx.getFollowersUri(identifier),
    following: ctx.getFollowingUri(identifier),
    endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
    aliases: known.aliases.map((alias) => new URL(alias)),
    successor: known.movedTo ? new URL(known.movedTo) : null,
    publicKey: keys[0].cryptographicKey,
    assertionMethods: keys.map((key) => key.multikey),
  });
}).setKeyPairsDispatcher(async (_ctx, identifier) => {
  if (!people.has(identifier)) return [];
  const known = person(identifier);
  known.keys ??= [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
  return known.keys;
});

federation.setFollowersDispatcher("/people/{identifier}/followers", (_ctx, identifier) => ({
  items: [...person(identifier).followers.values()],
})).setCounter((_ctx, identifier) => person(identifier).followers.size);
federation.setFollowingDispatcher("/people/{identifier}/following", (_ctx, identifier) => ({
  items: [...person(identifier).following].map((id) => new URL(id)),
})).setCounter((_ctx, identifier) => person(identifier).following.size);
federation.setOutboxDispatcher("/people/{identifier}/outbox", (_ctx, identifier) => ({
  items: [...posts.values()].filter((post) => post.owner === identifier && post.note.toIds
    .some((id) => id.href === PUBLIC_COLLECTION.href)).map((post) => createOf(post)).reverse(),
}));
federation.setObjectDispatcher(Note, "/notes/{id}", (_ctx, values) => posts.get(values.id)?.note ?? null);

function createOf(post) {
  return new Create({
    id: new URL(`${post.note.id.href}#create`), actor: post.note.attributionId, object: post.note,
    tos: post.note.toIds, ccs: post.note.ccIds, published: post.note.published,
  });
}

// The proof an activity carries is checked on its own bytes with the library's code, whatever else vouched for it.
const bodies = new Map();   // activity id -> the document as it came

async function proofVerdict(ctx, activity) {
  const document = bodies.get(activity.id?.href);
  if (!document?.proof) return "none";
  const verified = await verifyObject(Activity, document, ctx);
  return verified === null ? "bad" : "good";
}

async function note(ctx, activity) {
  const json = await activity.toJsonLd({ contextLoader: ctx.contextLoader });
  const compact = await activity.toJsonLd({ format: "compact", contextLoader: ctx.contextLoader }).catch(() => json);
  received.push({ type: activity.constructor.name, id: activity.id?.href ?? null, actor: activity.actorId?.href ?? null,
    object: activity.objectId?.href ?? null, proof: await proofVerdict(ctx, activity).catch((e) => `error: ${e}`),
    json: compact, raw: bodies.get(activity.id?.href) });
}

federation.setInboxListeners("/people/{identifier}/inbox", "/inbox")
  .on(Follow, async (ctx, follow) => {
    await note(ctx, follow);
    const target = ctx.parseUri(follow.objectId);
    const follower = await follow.getActor(ctx);
    if (target?.type !== "actor" || !isActor(follower)) return;
    person(target.identifier).followers.set(follower.id.href, follower);
    await ctx.sendActivity({ identifier: target.identifier }, follower, new Accept({
      id: new URL(`#accepts/${crypto.randomUUID()}`, ctx.getActorUri(target.identifier)),
      actor: follow.objectId, object: follow,
    }));
  })
  .on(Accept, async (ctx, accept) => {
    await note(ctx, accept);
    const follow = await accept.getObject({ ...ctx, crossOrigin: "trust" });
    const us = follow instanceof Follow ? ctx.parseUri(follow.actorId) : null;
    if (us?.type === "actor") person(us.identifier).following.add(accept.actorId.href);
  })
  .on(Undo, async (ctx, undo) => {
    await note(ctx, undo);
    const inner = await undo.getObject(ctx);
    const target = inner instanceof Follow ? ctx.parseUri(inner.objectId) : null;
    if (target?.type === "actor") person(target.identifier).followers.delete(undo.actorId.href);
  })
  .on(Activity, note)
  .onError((_ctx, error) => { failures.push(String(error)); });

const context = () => federation.createContext(new URL(origin), undefined);

async function find(ctx, identifier, address) {
  const loader = await ctx.getDocumentLoader({ identifier });
  return await ctx.lookupObject(address, { documentLoader: loader });
}

async function send(ctx, identifier, recipients, activity) {
  await ctx.sendActivity({ identifier }, recipients, activity, { preferSharedInbox: true });
}

const uri = (ctx, identifier, kind) => new URL(`#${kind}/${crypto.randomUUID()}`, ctx.getActorUri(identifier));

// What the tests may ask for. Each gets the arguments of the request and answers JSON.
const orders = {
  async person({ name, aliases = [], movedTo = null }) {
    Object.assign(person(name), { aliases, movedTo });
    return { id: context().getActorUri(name).href };
  },
  async follow({ name, target }) {
    const ctx = context();
    const actor = await find(ctx, name, target);
    if (!isActor(actor)) return { error: "no such actor" };
    const follow = new Follow({ id: uri(ctx, name, "follows"), actor: ctx.getActorUri(name), object: actor.id });
    await send(ctx, name, actor, follow);
    return { id: follow.id.href, actor: actor.id.href };
  },
  async unfollow({ name, target, follow }) {
    const ctx = context();
    const actor = await find(ctx, name, target);
    await send(ctx, name, actor, new Undo({ id: uri(ctx, name, "undos"), actor: ctx.getActorUri(name),
      object: new Follow({ id: new URL(follow), actor: ctx.getActorUri(name), object: actor.id }) }));
    return {};
  },
  async post({ name, text, visibility = "public", to = [], inReplyTo = null, mention = null, options = null }) {
    const ctx = context();
    const id = crypto.randomUUID();
    const followers = ctx.getFollowersUri(name);
    const named = [];
    for (const address of to) named.push(await find(ctx, name, address));
    const audience = {
      public: { tos: [PUBLIC_COLLECTION], ccs: [followers, ...named.map((one) => one.id)] },
      private: { tos: [followers], ccs: named.map((one) => one.id) },
      direct: { tos: named.map((one) => one.id), ccs: [] },
    }[visibility];
    const { Mention } = await import("@fedify/fedify/vocab");
    const Kind = options ? Question : Note;
    const written = new Kind({
      id: ctx.getObjectUri(Note, { id }), attribution: ctx.getActorUri(name), content: `<p>${text}</p>`,
      published: Temporal.Now.instant(), replyTarget: inReplyTo ? new URL(inReplyTo) : null, ...audience,
      tags: named.map((one) => new Mention({ href: one.id, name: mention })),
      ...(options ? { exclusiveOptions: options.map((title) => new Note({ name: title })),
        endTime: Temporal.Now.instant().add({ hours: 24 }) } : {}),
    });
    posts.set(id, { owner: name, note: written });
    const create = createOf(posts.get(id));
    if (visibility !== "direct") await send(ctx, name, "followers", create);
    if (named.length) await send(ctx, name, named, create);
    return { id: written.id.href };
  },
  async edit({ name, id, text, to = [] }) {
    const ctx = context();
    const key = id.split("/").at(-1);
    const post = posts.get(key);
    post.note = post.note.clone({ content: `<p>${text}</p>`, updated: Temporal.Now.instant() });
    await send(ctx, name, "followers", new Update({ id: uri(ctx, name, "updates"), actor: ctx.getActorUri(name),
      object: post.note, tos: post.note.toIds, ccs: post.note.ccIds }));
    return {};
  },
  async remove({ name, id }) {
    const ctx = context();
    posts.delete(id.split("/").at(-1));
    await send(ctx, name, "followers", new Delete({ id: uri(ctx, name, "deletes"), actor: ctx.getActorUri(name),
      object: new Tombstone({ id: new URL(id) }), to: PUBLIC_COLLECTION }));
    return {};
  },
  async like({ name, id }) { return react(name, id, Like); },
  async boost({ name, id }) { return react(name, id, Announce); },
  async undo({ name, id, kind, activity }) {
    const ctx = context();
    const object = await find(ctx, name, id);
    const Kind = { Like, Announce }[kind];
    const author = await object.getAttribution({ documentLoader: await ctx.getDocumentLoader({ identifier: name }) });
    await send(ctx, name, author, new Undo({ id: uri(ctx, name, "undos"), actor: ctx.getActorUri(name),
      object: new Kind({ id: new URL(activity), actor: ctx.getActorUri(name), object: object.id }) }));
    return {};
  },
  async vote({ name, id, choice, author }) {
    const ctx = context();
    const actor = await find(ctx, name, author);
    const vote = new Note({ id: uri(ctx, name, "votes"), attribution: ctx.getActorUri(name), name: choice,
      replyTarget: new URL(id), to: actor.id });
    await send(ctx, name, actor, new Create({ id: uri(ctx, name, "creates"), actor: ctx.getActorUri(name),
      object: vote, to: actor.id }));
    return {};
  },
  async block({ name, target }) {
    const ctx = context();
    const actor = await find(ctx, name, target);
    await send(ctx, name, actor, new Block({ id: uri(ctx, name, "blocks"), actor: ctx.getActorUri(name), object: actor.id }));
    return {};
  },
  async move({ name, target }) {
    const ctx = context();
    const actor = await find(ctx, name, target);
    person(name).movedTo = actor.id.href;
    await send(ctx, name, "followers", new Move({ id: uri(ctx, name, "moves"), actor: ctx.getActorUri(name),
      object: ctx.getActorUri(name), target: actor.id }));
    return {};
  },
  // A GET signed by the library in its own way, read by the library.
  async look({ name, address }) {
    const ctx = context();
    const object = await find(ctx, name, address);
    if (!object) return { found: false };
    return { found: true, type: object.constructor.name, id: object.id?.href,
      json: await object.toJsonLd({ format: "compact", contextLoader: ctx.contextLoader }) };
  },
  async received() { return received; },
  async failures() { return failures; },
  async followers({ name }) { return [...person(name).followers.keys()]; },
  async following({ name }) { return [...person(name).following]; },
};

async function react(name, id, Kind) {
  const ctx = context();
  const object = await find(ctx, name, id);
  if (!object) return { error: "not found" };
  const author = await object.getAttribution({ documentLoader: await ctx.getDocumentLoader({ identifier: name }) });
  const activity = new Kind({ id: uri(ctx, name, "reactions"), actor: ctx.getActorUri(name), object: object.id,
    to: PUBLIC_COLLECTION, cc: author.id });
  await send(ctx, name, author, activity);
  if (Kind === Announce) await send(ctx, name, "followers", activity);
  return { id: activity.id.href };
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

const server = createServer(async (incoming, outgoing) => {
  try {
    const bytes = await body(incoming);
    const control = incoming.url.match(/^\/control\/(\w+)$/);
    if (control) {
      const answer = await orders[control[1]](bytes.length ? JSON.parse(bytes) : {});
      outgoing.setHeader("Content-Type", "application/json");
      outgoing.end(JSON.stringify(answer));
      return;
    }
    if (incoming.method === "POST" && bytes.length) {
      const document = JSON.parse(bytes);
      bodies.set(document.id, document);
    }
    const request = new Request(new URL(incoming.url, origin), {
      method: incoming.method, headers: incoming.headers, ...(bytes.length ? { body: bytes } : {}),
    });
    const response = await federation.fetch(request, { contextData: undefined });
    outgoing.statusCode = response.status;
    response.headers.forEach((value, name) => outgoing.setHeader(name, value));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    failures.push(String(error?.stack ?? error));
    outgoing.statusCode = 500;
    outgoing.end(JSON.stringify({ error: String(error) }));
  }
});
server.listen(Number(port), "127.0.0.1", () => console.log("ready"));
